"""The light client: it checks all work by itself, names who lies, and trusts nobody."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import count

import pytest

from Ledger import reference
from support.commands import CRASH, complaint, run
from support.ledger import ALICE, BOB, CAROL, NETWORK, VECTORS, accept, start_ledger, work_of
from support.light import LightPeer, header, inclusion
from support.peers import endless, sending, silent, trickling

REFUSED, WRONG, USAGE, UNAVAILABLE = 1, 2, 64, 69

CHAIN = VECTORS["chain"]
#: Alice pays Bob in the second block of the example.
PAYMENT = next(block["transactions"][0] for block in CHAIN[1:] if len(block["transactions"]) > 1)
ID = reference.transaction_id(PAYMENT)
HEIGHT = inclusion(CHAIN, ID)["block"]


def url(node) -> str:
    return f"http://{node.address}"


def receipt(identifier: str, *nodes, flags: tuple[str, ...] = (), status: int = 0) -> str:
    named = [flag for node in nodes for flag in ("--node", url(node))]
    result = run("receipt", identifier, *named, *flags)
    assert result.returncode == status and not CRASH.search(result.stderr), result
    return result.stdout + result.stderr


@pytest.fixture
def start_light() -> Iterator[Callable[[list[dict]], LightPeer]]:
    """Starts what answers light clients from a chain."""
    with ExitStack() as running:
        yield lambda chain=CHAIN: running.enter_context(closing(LightPeer(chain)))


# MARK: - Nodes that are honest


@pytest.mark.check
def test_a_payment_is_confirmed_by_a_node(start_node):
    node = start_ledger(start_node)
    node.mine()
    identifier = accept(node, ALICE.payment(BOB, 5, fee=2, memo="tea für 茶"))
    assert "No node shows" in receipt(identifier, node, status=REFUSED)
    node.mine()
    for _ in range(2):
        node.mine()
    told = receipt(identifier, node)
    assert f"{ALICE.address} pays 5 to {BOB.address}, with a fee of 2: tea für 茶\n" in told
    assert "In block 3 of 5, since 20" in told and "\n2 blocks on top" in told
    assert f"{url(node)}  5 blocks, {work_of(node):,} guesses: the most work\n" in told
    value = json.loads(receipt(identifier, node, flags=("--json",)))
    block = node.chain()[2]
    assert (value["block"], value["blocks_on_top"], value["length"]) == (3, 2, 5)
    assert value["transaction"] == block["transactions"][0] and value["timestamp"] == block["timestamp"]
    on_top = sum(reference.work(int(block["target"], 16)) for block in node.chain()[3:])
    assert int(value["work_on_top"], 16) == on_top
    [said] = value["nodes"]
    assert (said["node"], said["length"], int(said["work"], 16)) == (url(node), 5, work_of(node))


def test_a_reward_is_confirmed_too(start_light):
    block = CHAIN[HEIGHT - 1]
    told = receipt(reference.transaction_id(reward := block["transactions"][-1]), start_light())
    assert f"A reward of {reward['amount']} to {reward['recipient']}\nIn block {HEIGHT} of" in told


def test_nodes_that_disagree_are_told_apart(start_node):
    nodes = [start_ledger(start_node, pays=person) for person in (ALICE, BOB, CAROL)]
    for node in nodes[1:]:
        node.register(nodes[0].address)
    nodes[0].mine()
    shared = accept(nodes[0], ALICE.payment(BOB, 5))
    nodes[0].mine()
    for node in nodes[1:]:
        assert node.resolve().was_replaced
    early, late = nodes[2], nodes[0]
    late.mine()
    late.mine()
    own = accept(nodes[1], ALICE.payment(CAROL, 1, nonce=1))
    nodes[1].mine()
    told = receipt(shared, early, nodes[1], late)
    assert re.search(rf"{url(late)}  5 blocks, [0-9,]+ guesses: the most work\n", told)
    assert re.search(rf"{url(nodes[1])}  4 blocks, [0-9,]+ guesses: another chain behind block 3, with less", told)
    assert re.search(rf"{url(early)}  3 blocks, [0-9,]+ guesses: the same chain, without the newest", told)
    assert "In block 3 of 5" in told
    # What is in the lighter chain alone is in none that counts.
    assert "another chain" in (said := receipt(own, nodes[1], late, status=REFUSED)) and "No node shows" in said


def test_a_network_is_pinned_by_its_file_or_its_hash(start_node, tmp_path):
    made = run("genesis", "--target", "0000" + "f" * 60, "--grant", f"{ALICE.address}=100")
    file = tmp_path / "genesis.json"
    file.write_text(made.stdout)
    name = reference.block_hash(json.loads(made.stdout))
    own, practice = start_ledger(start_node, "--genesis", str(file)), start_ledger(start_node)
    identifier = accept(own, ALICE.payment(BOB, 5, network=name))
    own.mine()
    for flags in (("--genesis", str(file)), ("--network", name)):
        assert "In block 2 of 2" in receipt(identifier, practice, own, flags=flags)
    # The practice network's chain is a valid one, of another network.
    practice.mine()
    told = receipt(identifier, own, flags=(), status=WRONG)
    assert "breaks the rule network" in told
    told = receipt(identifier, practice, flags=("--network", name), status=REFUSED)
    assert name in told and NETWORK in told


def test_a_chain_of_many_pages_is_followed(start_light):
    peer = start_light()
    peer.limit = 2
    assert f"In block {HEIGHT} of {len(CHAIN)}" in receipt(ID, peer)
    asked = [head.split()[1].decode() for head in peer.heads]
    assert asked[1:] == [f"/headers?from={first}&limit=1000" for first in (1, 3, 5)]


# MARK: - Nodes that lie


def changed(block: dict, **members) -> dict:
    return {**block, **members}


def resealed(block: dict, last: dict, **members) -> dict:
    """Changed, with a seal that fits, and no work."""
    block = {**block, **members}
    base = reference.seal(block) * reference.NONCES
    target = int(block["target"], 16)
    nonce = next(n for n in count() if reference.guess_hash(last["proof"], base + n, block["previous_hash"]) > target)
    return {**block, "proof": base + nonce}


#: What the last header is made to, and which rule says so.
FORGERIES = {
    "no work": (lambda last, before: resealed(last, before), "proof"),
    "another root": (lambda last, before: changed(last, merkle_root="0" * 64), "seal"),
    "an easy target": (lambda last, before: resealed(last, before, target="0" * 3 + "f" * 61), "target"),
    "the same time": (lambda last, before: resealed(last, before, timestamp=before["timestamp"]), "timestamp"),
    "another index": (lambda last, before: resealed(last, before, index=7), "index"),
    "no root": (lambda last, before: {key: value for key, value in last.items() if key != "merkle_root"}, "shape"),
}

PROOF_FORGERIES = {
    "another path": (lambda proof: {**proof, "path": ["0" * 64, *proof["path"][1:]]}, "merkle_root"),
    "a short path": (lambda proof: {**proof, "path": []}, "merkle_root"),
    "a long path": (lambda proof: {**proof, "path": proof["path"] * 2**10}, "shape"),
    "another place": (lambda proof: {**proof, "position": proof["position"] + 1}, "merkle_root"),
    "another block": (lambda proof: {**proof, "block": proof["block"] + 1}, "merkle_root"),
    "a block that isn't there": (lambda proof: {**proof, "block": 99}, "index"),
    "another payment": (lambda proof: {**proof, "transaction": {**proof["transaction"], "amount": 9}}, "transaction"),
    "a huge number": (lambda proof: {**proof, "count": 2**63}, "shape"),
    "nothing": (lambda proof: {}, "shape"),
}


def assert_left_out(told: str, liar, honest, reason: str) -> None:
    """The liar is named with its reason, and the rest is as without it."""
    assert re.search(rf"{url(liar)} +left out: .*{reason}", told), told
    assert f"In block {HEIGHT} of {len(CHAIN)}" in told and re.search(rf"{url(honest)} +{len(CHAIN)} blocks", told)


@pytest.mark.parametrize("forge, rule", FORGERIES.values(), ids=FORGERIES.keys())
def test_who_forges_a_header_is_left_out(start_light, forge, rule):
    honest, liar = start_light(), start_light()
    liar.chain = [*CHAIN[:-1], forge(CHAIN[-1], CHAIN[-2])]
    assert_left_out(receipt(ID, liar, honest), liar, honest, f"block {len(CHAIN)} breaks the rule {rule}: ")
    assert f"the rule {rule}: " in receipt(ID, liar, status=WRONG)


@pytest.mark.parametrize("forge, rule", PROOF_FORGERIES.values(), ids=PROOF_FORGERIES.keys())
def test_who_forges_a_proof_is_left_out(start_light, forge, rule):
    honest, liar = start_light(), start_light()
    liar.forge_proof = forge
    assert_left_out(receipt(ID, liar, honest), liar, honest, f"its proof breaks the rule {rule}: ")


def test_a_payment_that_nobody_signed_is_none(start_light):
    """Somebody works for a block that all nodes refuse."""
    forged = {**PAYMENT, "nonce": 5}
    rules, last = reference.GENESIS["rules"], CHAIN[-2]
    block = reference.forge(
        rules, last, int(CHAIN[-1]["target"], 16), CHAIN[-1]["timestamp"], [forged], BOB.address)
    liar = start_light([*CHAIN[:-1], block])
    assert "breaks the rule signature" in receipt(reference.transaction_id(forged), liar, status=WRONG)


def test_the_links_between_headers_are_checked(start_light):
    honest, liar = start_light(), start_light()
    # Each is a valid header, of another chain or place.
    liar.forge_page = lambda page: {**page, "headers": [page["headers"][0], *page["headers"][2:]]}
    assert_left_out(receipt(ID, liar, honest), liar, honest, "block 3 breaks the rule index")
    other = reference.forge(
        reference.GENESIS["rules"], CHAIN[1], reference.EASIEST, CHAIN[2]["timestamp"], [], BOB.address)
    liar.forge_page = lambda page: page
    liar.chain = [*CHAIN[:2], other, *CHAIN[3:]]
    assert_left_out(receipt(ID, liar, honest), liar, honest, "block 4 breaks the rule (proof|target)")


def test_the_last_headers_alone_are_not_enough(start_light):
    """Who withholds the beginning could make the end as easy as may be."""
    honest, liar = start_light(), start_light()
    liar.forge_page = lambda page: {**page, "headers": page["headers"][1:]}
    assert_left_out(receipt(ID, liar, honest), liar, honest, "block 2 breaks the rule index")


def test_a_header_from_the_future_ends_a_chain_and_is_no_lie(start_light):
    target = reference.next_target(
        reference.GENESIS["rules"], int(CHAIN[-1]["target"], 16),
        reference.milliseconds(CHAIN[-1]["timestamp"]) - reference.milliseconds(CHAIN[-2]["timestamp"]))
    block = reference.forge(
        reference.GENESIS["rules"], CHAIN[-1], target, time.time() + 3_600, [], BOB.address)
    told = receipt(ID, start_light([*CHAIN, block]))
    assert f"In block {HEIGHT} of {len(CHAIN)}" in told and "it ends there" in told and "seconds ahead" in told


def test_headers_without_end_are_left_out(start_light):
    honest, liar = start_light(), start_light()
    liar.forge_page = lambda page: {**page, "total": 2**50}
    assert_left_out(receipt(ID, liar, honest), liar, honest, "it says that its chain has 1125899906842624 blocks")
    liar.forge_page = lambda page: {**page, "total": 2**20}
    assert_left_out(receipt(ID, liar, honest), liar, honest, f"and sends {len(CHAIN) - 1} headers")
    liar.limit = 2
    liar.forge_page = lambda page: page
    liar.later = endless(b"HTTP/1.1 200 OK\r\n\r\n{\"headers\": [", b"{}, " * 1_000)
    assert_left_out(receipt(ID, liar, honest), liar, honest, "it sends more than 1048576 bytes")


@pytest.mark.parametrize("later", [silent, trickling(b"HTTP/1.1 200 OK\r\n\r\n", b" ")], ids=["silent", "trickling"])
def test_who_is_slow_is_left_out_in_time(start_light, later):
    honest, liar = start_light(), start_light()
    liar.limit, liar.later = 2, later
    told = receipt(ID, liar, honest, flags=("--timeout", "3"))
    assert_left_out(told, liar, honest, "took (too long|longer than 3 seconds)")


def test_who_has_gone_or_is_no_node_is_left_out(start_light, start_node, start_peer, nowhere):
    class Gone:
        address = nowhere

    honest = start_light()
    for other, reason in [
        (Gone, "No node answers"), (start_peer(sending(b"x")), "does not answer in HTTP"),
        (start_node(), "know no accounts|keeps no ledger"),
    ]:
        assert_left_out(receipt(ID, other, honest), other, honest, reason)
    assert receipt(ID, Gone, status=REFUSED)


def test_a_chain_that_is_replaced_between_two_pages_is_asked_for_again(start_light):
    peer = start_light()
    peer.limit = 2
    other = reference.forge(
        reference.GENESIS["rules"], CHAIN[0], reference.EASIEST, CHAIN[1]["timestamp"] + 1, [], BOB.address)
    pages = iter(range(1_000))

    def forge_page(page: dict) -> dict:
        # Before the second page the node had another second block.
        if next(pages) == 0:
            page["headers"] = [header(other)]
        return page

    peer.forge_page = forge_page
    assert f"In block {HEIGHT} of {len(CHAIN)}" in receipt(ID, peer)


def test_wrong_use_asks_nobody(tmp_path):
    node = ("--node", "127.0.0.1:1")
    assert "is no id" in complaint("receipt", "12", *node, status=USAGE)
    assert "at most 8" in complaint("receipt", ID, *node * 9, status=USAGE)
    assert "--network" in complaint("receipt", ID, *node, "--network", "x", status=USAGE)
    assert "--timeout" in complaint("receipt", ID, *node, "--timeout", "0", status=USAGE)
    assert "--genesis" in complaint("receipt", ID, *node, "--network", NETWORK, "--genesis", "x", status=USAGE)
    (tmp_path / "none").write_text("[]")
    assert "holds no first block" in complaint("receipt", ID, *node, "--genesis", str(tmp_path / "none"))
