"""A ledger's blocks spelled out over HTTP: each rule, what was compared, and what comes of it."""

import concurrent.futures
import json
import time

import pytest

from Ledger import reference
from support.events import Watcher
from support.ledger import ALICE, BOB, FLAGS, VECTORS, accept, start_ledger, work_of
from support.metrics import figures
from support.nodes import Node, running_node
from support.peers import Peer, serving

RULES = [
    "shape", "canonical", "index", "timestamp", "future", "target", "seal", "proof", "previous_hash", "size",
    "merkle_root", "transaction", "address", "amount", "memo", "signature", "nonce", "balance", "reward", "sealed"]

CHAIN = VECTORS["chain"]


def explained(node: Node, what: object) -> dict:
    """The explanation of one of the node's blocks by its index, or of one that is posted."""
    if isinstance(what, int):
        answer = node.get(f"/blocks/{what}/explain")
    else:
        answer = node.request("POST", "/blocks/explain", json.dumps(what, sort_keys=True).encode())
    assert answer.status == 200, answer.body
    value = answer.json()
    assert all(check["says"].endswith(".") for check in value["checks"])
    return value


def broken(value: dict) -> list[str]:
    return [check["rule"] for check in value["checks"] if check["holds"] is False]


def timeless(value: dict) -> dict:
    """Without what the clock says."""
    return {**value, "checks": [{**check, "expected": None} for check in value["checks"] if check["rule"] == "future"]
            + [check for check in value["checks"] if check["rule"] != "future"]}


def line(value: dict, rule: str) -> dict:
    [found] = [check for check in value["checks"] if check["rule"] == rule]
    return found


@pytest.fixture(scope="module")
def node():
    """One that has the chain of the vectors, but for its last block."""
    with running_node(*FLAGS, "--pay-to", BOB.address, difficulty=None) as node:
        peer = Peer(serving(CHAIN[:-1]))
        try:
            node.register(peer.address)
            assert node.resolve().was_replaced
        finally:
            peer.close()
        yield node


@pytest.mark.parametrize("number", range(len(VECTORS["refused"])))
def test_a_bad_block_s_first_broken_line_is_the_rule(node, number):
    case = VECTORS["refused"][number]
    found = explained(node, {"block": case["block"], "after": CHAIN[-2]})
    assert [check["rule"] for check in found["checks"]] == RULES
    assert broken(found)[0] == case["rule"]
    assert (found["holds"], found["verdict"], found["in_chain"]) == (False, "broken", False)
    if case["block"].get("index") == len(CHAIN):
        assert broken(explained(node, case["block"]))[0] == case["rule"]


@pytest.mark.parametrize("case", VECTORS["accepted"], ids=lambda case: case["what"])
def test_an_odd_block_holds(node, case):
    found = explained(node, case["block"])
    # One of them is a week ahead of the block before, and so of the clock.
    expected = [] if case["block"]["timestamp"] < time.time() + 60 else ["future"]
    assert broken(found) == expected
    if not expected:
        assert (found["holds"], found["verdict"]) == (True, "fits")
    assert found["hash"] == case["hash"]
    target = int(case["block"]["target"], 16)
    assert int(found["ledger"]["work"], 16) == reference.work(target)
    assert found["ledger"]["seal"] == f"{reference.seal(case['block']):064x}"
    fees = sum(payment["fee"] for payment in case["block"]["transactions"][:-1])
    assert (found["ledger"]["fees"], found["ledger"]["reward"]) == (fees, 50)
    assert int(found["guess"]["hash"], 16) <= int(found["guess"]["target"], 16) == target


def test_each_block_of_a_chain_is_explained_with_what_was_compared(start_node):
    node = start_ledger(start_node)
    node.get("/mine?count=2")
    accept(node, ALICE.payment(BOB, 30, fee=2))
    node.get("/mine?count=2")
    chain = node.chain()
    for index in range(2, 6):
        found = explained(node, index)
        assert [check["rule"] for check in found["checks"]] == RULES
        assert broken(found) == [] and found["verdict"] == "fits" and found["in_chain"]
        assert timeless(found) == timeless(explained(node, chain[index - 1]))
    found = explained(node, 4)
    assert (line(found, "nonce")["expected"], line(found, "nonce")["found"]) == ("0", "0")
    assert (line(found, "balance")["expected"], line(found, "balance")["found"]) == ("at least 32", "100")
    assert line(found, "reward")["expected"] == "amount 52, nonce 4"
    assert (line(found, "target")["expected"], line(found, "target")["found"]) == (chain[3]["target"],) * 2
    assert found["ledger"]["fees"] == 2
    first = explained(node, 1)
    assert [check["rule"] for check in first["checks"]] == ["genesis", "canonical", "network", "sealed"]
    assert first["verdict"] == "fits" and "ledger" not in first


def test_a_forged_block_is_not_said_to_hold(start_node):
    """The experiment of every lesson, on either kind of rules."""
    tutorial = start_node(difficulty=1)
    tutorial.pay("alice", "bob", 5)
    for _ in range(3):
        tutorial.mine()
    block = tutorial.chain()[1]
    block["transactions"][0]["amount"] = 500
    found = explained(tutorial, block)
    assert (found["holds"], found["verdict"], broken(found)) == (True, "next does not fit", ["sealed"])
    assert explained(tutorial, tutorial.chain()[1])["verdict"] == "fits"
    node = start_ledger(start_node)
    node.get("/mine")
    accept(node, ALICE.payment(BOB, 5))
    node.get("/mine?count=2")
    block = node.chain()[2]
    block["transactions"][0]["amount"] = 50
    found = explained(node, block)
    assert found["verdict"] == "broken" and broken(found) == ["merkle_root", "signature", "sealed"]


def test_a_block_of_another_network_is_told_apart(node):
    genesis = {**reference.GENESIS, "timestamp": 1795392001}
    found = explained(node, genesis)
    assert broken(found)[0] == "network" and found["verdict"] == "broken"
    rules, other = genesis["rules"], reference.block_hash(genesis)
    block = reference.forge(
        rules, genesis, reference.EASIEST, CHAIN[1]["timestamp"], [ALICE.payment(BOB, 1, network=other)], ALICE.address)
    found = explained(node, block)
    # All first blocks have the same proof, so the work counts here too.
    assert broken(found) == ["previous_hash", "signature", "sealed"]
    found = explained(node, {"block": block, "after": genesis})
    assert line(found, "target")["holds"] is None and line(found, "balance")["holds"] is None
    assert broken(found)[0] == "signature"


# MARK: - A transaction, with what is on top


def test_a_payment_is_told_with_its_confirmations_and_their_work(start_node):
    node = start_ledger(start_node)
    node.get("/mine?count=2")
    name = accept(node, ALICE.payment(BOB, 30, fee=2))
    waiting = node.get(f"/transactions/{name}").json()
    assert (waiting["status"], waiting["confirmations"], waiting["block"]) == ("pending", 0, None)
    assert "work_on_top" not in waiting
    node.get("/mine?count=60")
    told = node.get(f"/transactions/{name}").json()
    assert (told["block"], told["blocks_on_top"], told["confirmations"]) == (4, 59, 60)
    on_top = sum(reference.work(int(block["target"], 16)) for block in node.chain()[4:])
    assert int(told["work_on_top"], 16) == on_top < work_of(node)


# MARK: - Attacks

#: As many as fit in a block.
MANY = 3_000


def long_block(chain: list[dict], target: int, payments: list[dict]) -> dict:
    time = chain[-1]["timestamp"] + 1
    return reference.forge(reference.GENESIS["rules"], chain[-1], target, time, payments, ALICE.address)


def test_a_block_of_many_signatures_again_and_again_holds_up_nobody(start_node):
    node = start_ledger(start_node)
    node.get("/mine?count=2")
    chain = node.chain()
    signed = [ALICE.payment(ALICE, 1, nonce=nonce) for nonce in range(MANY)]
    block = long_block(chain, int(node.get("/status").json()["target"], 16), signed)
    assert 900_000 < len(reference.text(block)) <= 1 << 20
    body = reference.text(block)
    assert explained(node, block)["verdict"] == "fits"
    verified = figures(node)("forgechain_ledger_signatures_total", how="verified")
    assert verified == MANY
    # Nobody has worked for the same header with other payments.
    swapped = {**block, "transactions": [
        {**payment, "amount": 2} for payment in block["transactions"][:-1]] + block["transactions"][-1:]}
    for _ in range(3):
        found = explained(node, swapped)
        assert found["verdict"] == "broken" and broken(found)[0] == "merkle_root"
    assert figures(node)("forgechain_ledger_signatures_total", how="verified") <= MANY + 3 * 64
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(node.request, "POST", "/blocks/explain", body) for _ in range(12)]
        slowest = 0.0
        while not all(each.done() for each in asked):
            start = time.monotonic()
            assert node.get("/health").status == 200
            slowest = max(slowest, time.monotonic() - start)
        statuses = {each.result().status for each in asked}
    assert statuses <= {200, 503} and 200 in statuses
    assert slowest < 5, f"a request had to wait for {slowest} s"
    assert figures(node)("forgechain_ledger_signatures_total", how="verified") <= MANY + 3 * 64
    assert node.get("/mine").status == 200


@pytest.mark.parametrize("change", [
    {"target": "0" * 64}, {"target": "f" * 64}, {"index": -(2**63)}, {"index": 2**63 - 1}, {"index": 10**400},
    {"index": 1}, {"index": None}, {"timestamp": 10**400}, {"timestamp": 1e308}, {"timestamp": []},
    {"timestamp": -1}, {"proof": 10**4299}, {"proof": -1}, {"proof": "7"}, {"proof": {}}, {"proof": 10**20 - 1},
    {"transactions": [[]] * 1000}, {"transactions": [None]}, {"transactions": [{}] * 20_000},
    {"transactions": ["x" * 500_000]}, {"transactions": {}}, {"transactions": [{"signature": "0" * 128}] * 2},
    {"merkle_root": "é" * 64}, {"previous_hash": "A" * 64}, {"previous_hash": 7},
], ids=lambda change: f"{change!r:.40}")
def test_odd_blocks_are_answered(node, change):
    block = {**CHAIN[-1], **change}
    for body in (block, {"block": block, "after": block}, {"block": block, "after": CHAIN[-2]},
                 {"block": CHAIN[-1], "after": block}, {"block": block, "after": reference.GENESIS}):
        answer = node.request("POST", "/blocks/explain", json.dumps(body).encode())
        assert answer.status in (200, 400, 413), answer.body
        if answer.status == 200:
            assert answer.json()["verdict"] in ("fits", "broken", "unknown", "next does not fit")
    node.assert_serves()


# MARK: - Blocks as they come, and in a list


def test_events_and_summaries_know_target_work_and_fees(start_node):
    node = start_ledger(start_node)
    with Watcher(node) as watcher:
        # Whoever watches hears of what comes after the beginning.
        watcher.first("status")
        node.get("/mine?count=2")
        accept(node, ALICE.payment(BOB, 30, fee=2))
        node.mine()
        told = watcher.until(lambda: len(watcher.named("block")) == 3 and watcher.named("block"), "three blocks")
    chain = node.chain()
    listed = node.get("/blocks?summary").json()["blocks"]
    assert "target" not in listed[0] and "fees" not in listed[0]
    for block, event, summary, fees in zip(chain[1:], told, listed[1:], (0, 0, 2), strict=True):
        for found in (event, summary):
            assert (found["target"], found["fees"]) == (block["target"], fees)
            assert int(found["work"], 16) == reference.work(int(block["target"], 16))
