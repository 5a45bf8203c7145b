"""A disk that is really full: a small file system, filled to the last page."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from Faults.durable import DurableNode, assert_verified, durable_node
from Faults.ledger import Ledger
from Faults.small_disk import SmallDisk, small_disk

SIZE_BYTES, BALLAST_BYTES = 6 << 20, 2 << 20

#: The size of each payment's name, so that payments soon fill the disk.
NAME_BYTES = 4_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", SIZE_BYTES) as disk:
        yield disk


def pay_until_refused(node: DurableNode, ledger: Ledger, name: str, most: int) -> bool:
    """Post payments; returns whether one was refused, and so is nowhere, before there were as many as given."""
    for n in range(most):
        transaction = ledger.send(f"{name}.{n}.".ljust(NAME_BYTES, "x"))
        answer = node.post("/transactions/new", transaction)
        if answer.status == 507:
            assert answer.error
            ledger.refuse(transaction)
            return True
        assert answer.status == 201, f"{answer} {answer.body!r}"
        ledger.accept(transaction)
    return False


def mine_until_refused(node: DurableNode, ledger: Ledger) -> None:
    """If there is no room for a payment, there may still be room for an empty block."""
    while (answer := node.get("/mine")).status != 507:
        assert answer.status == 200, f"{answer} {answer.body!r}"
        ledger.forge(answer.json())
    assert answer.error


def register_until_refused(node: DurableNode) -> list[str]:
    """The addresses for which there was room."""
    for n in range(1, 1_000):
        before = node.peers()
        answer = node.post("/nodes/register", {"nodes": [f"127.0.0.1:{n}"]})
        if answer.status == 507:
            assert answer.error
            assert node.peers() == before
            return before
        assert answer.status == 201, f"{answer} {answer.body!r}"
    raise AssertionError("the disk is never full")


def test_a_full_disk_refuses_and_recovers(disk, tmp_path):
    data = tmp_path / "disk" / "data"
    ledger = Ledger()
    with durable_node(data, inside=disk.inside) as node:
        ledger.forge(node.mine())
        disk.add_ballast(BALLAST_BYTES)
        assert pay_until_refused(node, ledger, "before", 5_000), "the disk is never full"
        disk.fill()
        # Reads are answered, and other nodes get the same.
        ledger.check(node.chain(), node.pending())
        node.assert_serves()
        mine_until_refused(node, ledger)
        registered = register_until_refused(node)
        ledger.check(node.chain(), node.pending())
        disk.drop_ballast()
        assert not pay_until_refused(node, ledger, "after", 50)
        ledger.forge(node.mine())
        assert not pay_until_refused(node, ledger, "later", 10)
        ledger.check(node.chain(), node.pending())
        chain, pending = node.chain(), node.pending()
        node.kill()
    assert_verified(disk.path / "data")
    with durable_node(data, inside=disk.inside) as node:
        assert (node.chain(), node.pending(), node.peers()) == (chain, pending, registered)
        ledger.check(chain, pending)
        while node.pending():
            node.mine()
        ledger.check(node.chain(), node.pending())


def test_a_node_can_be_started_on_a_full_disk(disk, tmp_path):
    """To show what it has and what is wrong, and to go on once there is room."""
    data = tmp_path / "disk" / "data"
    ledger = Ledger()
    with durable_node(data, inside=disk.inside) as node:
        disk.add_ballast(BALLAST_BYTES)
        assert pay_until_refused(node, ledger, "before", 5_000), "the disk is never full"
        disk.fill()
        node.kill()
    with durable_node(data, inside=disk.inside) as node:
        ledger.check(node.chain(), node.pending())
        disk.drop_ballast()
        assert not pay_until_refused(node, ledger, "after", 10)
        ledger.check(node.chain(), node.pending())


def test_a_first_start_without_room_harms_none_that_follows(disk, tmp_path):
    """However little room there was, a start that could not finish isn't taken for a node's directory."""
    data = tmp_path / "disk" / "data"
    outcomes = set()
    for free_bytes in range(40_960, 245_760, 8_192):
        disk.add_ballast(SIZE_BYTES - free_bytes)
        try:
            with durable_node(data, inside=disk.inside) as node:
                node.kill()
            outcomes.add("started")
        except AssertionError as refusal:
            assert "the disk is full" in str(refusal), refusal
            outcomes.add("refused")
        disk.drop_ballast()
        with durable_node(data, inside=disk.inside) as node:
            assert node.mine()["index"] == 2, f"{free_bytes} bytes were free"
            node.kill()
        shutil.rmtree(disk.path / "data")
    assert outcomes == {"started", "refused"}
