"""What others send may cost room, time and disk, but only within its own limits: it never takes the place of what a
node's own clients post."""

import json
from pathlib import Path

import pytest

from support.chains import GENESIS, extended, forge, payments_in
from support.commands import run
from support.limits import limits
from support.nodes import Node
from support.peers import serving_newest
from support.reading import pending
from support.wire import request_bytes

pytestmark = [pytest.mark.limit(240), pytest.mark.alone]

NEW = "/transactions/new"
MIB = 1 << 20
#: Seconds that a peer has: a busy machine takes long to validate large blocks.
PATIENCE = "50"
#: As many letters as a payment may nearly have, and room for eight of those: one sender gets half of all.
LONG = 65_000
ROOM = limits(pending_bytes=2 * 8 * 65_536)


def payment(number: int, length: int = 5, recipient: str = "bob") -> dict:
    """A transaction with an id, whose sender has this many letters."""
    return {"amount": 1, "id": f"{number:032x}", "recipient": recipient, "sender": "s" * length}


def take(node: Node, chains: list[list[dict]], chain: list[dict]) -> None:
    """The node takes this chain from its peer."""
    chains.append(chain)
    with node.connect() as connection:
        connection.socket.settimeout(float(PATIENCE))
        connection.send(request_bytes("GET", "/nodes/resolve", None, [("Connection", "close")], node.address))
        answer = connection.read_answer("GET").json()
    assert answer["message"] == "Our chain was replaced", answer.get("peers")


def assert_serves_its_clients(node: Node, recipient: str) -> None:
    """A client's payment is accepted, and the next block includes it."""
    own = {"sender": "own", "recipient": recipient, "amount": 7}
    answer = node.post(NEW, own)
    assert answer.status == 201, answer.body
    included = node.get("/mine").json()["transactions"]
    assert any(own.items() <= transaction.items() for transaction in included)


def assert_sound(directory: Path) -> None:
    result = run("verify", "--data-dir", str(directory))
    assert result.returncode == 0 and not result.stdout, result


@pytest.mark.parametrize("gossip", [[], ["--gossip"]])
def test_a_payment_that_no_block_has_room_for_jams_nothing(start_kept, directory, start_peer, gossip):
    chains = [[GENESIS]]
    node = start_kept("--peer-timeout", PATIENCE, *gossip)
    node.register(start_peer(serving_newest(chains)).address)
    take(node, chains, forge([GENESIS], [payment(1, 9 * MIB)]))
    take(node, chains, extended([GENESIS], 3))
    assert pending(node) == []
    assert node.get(f"/transactions/{payment(1)['id']}").status == 404
    assert_serves_its_clients(node, "before")
    node.stop()

    again = start_kept(*gossip)
    assert_serves_its_clients(again, "after")
    again.stop()
    assert_sound(directory)


def test_what_many_fallen_branches_held_is_gone_from_disk_and_memory(start_kept, directory, start_peer):
    chains = [extended([GENESIS], 2)]
    node = start_kept("--peer-timeout", PATIENCE)
    node.register(start_peer(serving_newest(chains)).address)
    trunk = chains[0]
    for number in range(12):
        # Each fork begins at the trunk's end and is one block longer than the last.
        fork = forge(trunk, [payment(number, 2 * MIB)])
        take(node, chains, extended(fork, len(trunk) + number + 1))
    assert pending(node) == []
    assert_serves_its_clients(node, "anybody")
    node.stop()
    # One block of the chain has 2 MiB, and the books have that payment once more; the previous fork's pages in the
    # database are free.
    kept = sum(file.stat().st_size for file in directory.iterdir())
    assert kept < 16 * MIB, kept
    assert_sound(directory)


def test_what_others_brought_comes_back_only_as_far_as_there_is_room(start_kept, directory, start_peer):
    """Twelve payments of the longest are orphaned with their blocks, and there is room for eight."""
    chains = [[GENESIS]]
    node = start_kept("--peer-timeout", PATIENCE, *ROOM)
    node.register(start_peer(serving_newest(chains)).address)
    fork = [GENESIS]
    for number in range(12):
        fork = forge(fork, [payment(number, LONG)])
    take(node, chains, fork)
    take(node, chains, extended([GENESIS], len(fork) + 1))
    listed = node.get("/transactions/pending?limit=1000").json()
    assert listed["total"] == 8
    assert_serves_its_clients(node, "first")
    # They are mined like others, one a block, and the forgotten ones are no longer known.
    for _ in range(8):
        node.get("/mine")
    assert pending(node) == []
    mined = {transaction["id"] for transaction in payments_in(node.chain()) if "id" in transaction}
    assert mined == {payment(number)["id"] for number in range(8)}
    assert node.get(f"/transactions/{payment(11)['id']}").status == 404
    node.stop()
    assert_sound(directory)


def test_one_that_a_client_posts_after_others_brought_it_is_never_forgotten(start_kept, directory, start_peer):
    chains = [[GENESIS]]
    node = start_kept("--gossip", "--peer-timeout", PATIENCE, *ROOM)
    node.register(start_peer(serving_newest(chains)).address)
    fork = [GENESIS]
    for number in range(12):
        fork = forge(fork, [payment(number, LONG)])
    take(node, chains, fork)
    # The last of them would be the first to be forgotten.
    last = payment(11, LONG)
    answer = node.post(NEW, last)
    assert answer.status == 201 and json.loads(answer.body)["message"].endswith(f"Block {len(fork)}")
    node.stop()
    node = start_kept("--gossip", "--peer-timeout", PATIENCE, *ROOM)
    take(node, chains, extended([GENESIS], len(fork) + 1))
    found = node.get(f"/transactions/{last['id']}").json()
    assert (found["status"], found["block"]) == ("pending", None)
    node.stop()
    assert_sound(directory)
