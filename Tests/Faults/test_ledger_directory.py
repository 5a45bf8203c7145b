"""A ledger's directory under kills and writes that fail: no signed payment and no block is lost, and no money made."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import closing

import pytest

from Faults.durable import assert_verified
from Faults.killing import assert_done_or_not_begun
from Faults.signed import (
    OPERATIONS, PAYERS, Kept, Load, Prepared, Rival, Said, endow, ledger_node)
from Faults.small_disk import small_disk
from support.ledger import ALICE, BOB, start_ledger

#: How often a loaded node is killed; the fault suite's long form has more.
ROUNDS = max(3, int(os.environ.get("FAULT_ROUNDS", 12)) // 4)

#: The short form tries every so many of the points at which the others are tried.
STRIDE = 1 if "FAULT_STRIDE" in os.environ else 3

#: Enough for all that somebody pays in a test, whatever comes in.
ENOUGH = 1_000

BY_OPERATION = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.target)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with closing(Prepared(tmp_path_factory.mktemp("ledger") / "data")) as prepared:
        yield prepared


@pytest.mark.limit(600)
@pytest.mark.parametrize("is_power_cut", [False, True], ids=["the node is killed", "the power is cut"])
def test_no_signed_payment_is_lost_when(is_power_cut, tmp_path, make_shim, chance, start_node):
    """Rounds of load, each ended at a random moment; what then is there is what the rules in Python come to."""
    data, synced, said = tmp_path / "data", tmp_path / "synced", Said()
    data.mkdir()
    synced.mkdir()
    shim = make_shim(data, synced) if is_power_cut else None
    rival = None
    for _ in range(ROUNDS):
        with ledger_node(data, shim=shim) as node:
            if rival is None:
                endow(node, said, ENOUGH)
                rival = Rival(start_ledger(start_node, pays=BOB))
                rival.follow(node)
                node.register(rival.address)
            said.check(node)
            Load(node, rival, said, chance).run_until_killed(chance)
        if is_power_cut:
            # What had not been synced is gone as well.
            shutil.rmtree(data)
            shutil.copytree(synced, data, ignore=shutil.ignore_patterns(".unfinished-*"))
        assert_verified(data)
    with ledger_node(data) as node:
        said.check(node)
        while Kept.of(node).pending:
            node.mine()
        said.check(node)
        unanswered = len(said.sent) - len(said.accepted)
        print(f"{len(said.accepted)} payments, {unanswered} unanswered, {said.replacements} chains replaced")
        assert said.replacements, "no chain was replaced: this run proved too little"
    assert_verified(data)


@pytest.mark.limit(1_800)
@BY_OPERATION
def test_an_operation_is_done_or_not_begun(ledger, operation, tmp_path, make_shim, points, chance):
    data = tmp_path / "data"
    assert_done_or_not_begun(
        ledger, operation, data, make_shim(data), points[::STRIDE], chance,
        start=ledger_node, kept_by=Kept.of, before=ledger.kept)  # fmt: skip


@pytest.mark.limit(1_800)
@BY_OPERATION
@pytest.mark.parametrize(("error", "status"), [(errno.ENOSPC, 507), (errno.EIO, 503)])
def test_what_cannot_be_kept_is_refused_until_it_can(
    ledger, operation, error, status, tmp_path, make_shim, points, chance
):
    data = tmp_path / "data"
    shim = make_shim(data)
    for call in points[::STRIDE]:
        ledger.copy(data)
        shim.disarm()
        with ledger_node(data, shim=shim) as node:
            shim.fail_from(call, error, torn=chance.random() < 0.5)
            answer = node.ask(operation.method, operation.target, operation.value)
            if answer.status in (200, 201):
                break
            assert answer.status == status and answer.error.endswith("."), f"{answer} {answer.body!r}"
            assert Kept.of(node) == ledger.kept, "what was refused is nowhere"
            shim.disarm()
            assert node.ask(operation.method, operation.target, operation.value).status in (200, 201)
            assert operation.is_done(ledger, Kept.of(node))
            node.kill()
        assert_verified(data)
        with ledger_node(data) as node:
            assert operation.is_done(ledger, Kept.of(node))
    assert call > 1, "nothing failed: this run proved too little"


#: The disk of the next test, and how much of it is free while payments are posted.
SIZE_BYTES, BALLAST_BYTES = 6 << 20, 4 << 20


@pytest.mark.limit(300)
def test_a_full_disk_refuses_and_recovers(tmp_path):
    with small_disk(tmp_path / "disk", SIZE_BYTES) as disk:
        data, said = tmp_path / "disk" / "data", Said()
        with ledger_node(data, inside=disk.inside) as node:
            endow(node, said, ENOUGH)
            disk.add_ballast(BALLAST_BYTES)
            disk.fill()
            refused = 0
            for nonce in range(60):
                payment = PAYERS[0].payment(ALICE, 1, 0, nonce, memo="x" * 200)
                answer = node.post("/transactions/new", payment)
                if answer.status == 507:
                    refused += 1
                    break
                said.send(payment)
                said.accept(payment)
                while (answer := node.get("/mine")).status == 200:
                    said.forge(answer.json())
                assert answer.status == 507, f"{answer} {answer.body!r}"
            assert refused, "the disk is never full"
            said.check(node)
            disk.drop_ballast()
            payment = PAYERS[1].payment(ALICE, 1, 0, 0)
            said.send(payment)
            assert node.post("/transactions/new", payment).status == 201
            said.accept(payment)
            said.forge(node.mine())
            said.check(node)
            node.kill()
        assert_verified(disk.path / "data")
        with ledger_node(data, inside=disk.inside) as node:
            said.check(node)
