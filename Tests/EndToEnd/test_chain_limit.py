"""How long a node lets its own chain and its blocks get, so that its peers can follow."""

import json

import pytest

from support.chains import canonical
from support.events import Watcher
from support.gossip import agreed, connect
from support.metrics import figures

#: So long that a few blocks reach it.
LIMIT = 100_000
FLAGS = ("--max-chain-bytes", str(LIMIT), "--max-block-bytes", "16384")

#: So long that five of them don't fit into one block.
RECIPIENT = "b" * 4_000


def fill(node) -> None:
    """Mine until no more is mined."""
    for _ in range(50):
        posted = node.post("/transactions/new", {"sender": "alice", "recipient": RECIPIENT, "amount": 1})
        answer = node.get("/mine")
        assert posted.status == (507 if answer.status == 507 else 201)
        if answer.status == 507:
            return
        assert answer.status == 200, answer
    pytest.fail("the chain has no end")


def test_what_does_not_fit_into_a_block_waits_in_order(start_node):
    node = start_node(*FLAGS)
    payments = [node.pay("alice", RECIPIENT, amount) for amount in range(5)]
    assert [node.mined_payments(), node.mined_payments()] == [payments[:3], payments[3:]]
    assert all(len(canonical(block)) <= 16_384 for block in node.chain())


def test_a_payment_longer_than_a_block_is_mined_alone(start_node):
    node = start_node(*FLAGS)
    long = node.pay("alice", "b" * 20_000, 1)
    short = node.pay("alice", "bob", 2)
    assert [node.mined_payments(), node.mined_payments()] == [[long], [short]]


def test_an_answer_says_which_block_a_payment_that_has_to_wait_will_be_in(start_node):
    node = start_node(*FLAGS)
    body = {"sender": "alice", "recipient": RECIPIENT, "amount": 1}
    told = [node.post("/transactions/new", body).json()["message"] for _ in range(8)]
    assert told[0] == "Transaction will be added to Block 2"
    assert told[-1] == "Transaction will be added to Block 4"
    indices = [block["index"] for block in (node.mine() for _ in range(3)) if len(block["transactions"]) > 1]
    assert indices == [2, 3, 4]


def test_no_chain_is_mined_that_peers_with_the_same_limit_cannot_follow(start_node):
    first, second = start_node("--gossip", *FLAGS), start_node("--gossip", *FLAGS)
    connect([first, second])
    fill(first)
    length = len(first.chain())
    agreed(first, second, length=length)
    newcomer = start_node(*FLAGS)
    newcomer.register(first.address)
    assert newcomer.resolve().was_replaced
    assert newcomer.chain() == first.chain()
    text = sum(len(canonical(block)) for block in first.chain())
    assert LIMIT - 16_384 < text <= LIMIT


def test_a_full_chain_says_what_to_do_and_no_payment_is_taken_for_it(start_node):
    node = start_node(*FLAGS)
    with Watcher(node) as watcher:
        watcher.first("status")
        fill(node)
        watcher.until(lambda: len(watcher.named("limit")) == 2, "two events limit")
        found = watcher.named("limit")
    assert [each["limit"] for each in found] == [LIMIT, LIMIT]
    assert LIMIT * 0.8 <= found[0]["bytes"] < found[1]["bytes"] <= LIMIT
    for target in ("/mine", "/mine?count=2"):
        answer = node.get(target)
        assert answer.status == 507
        assert "--max-chain-bytes" in json.loads(answer.body)["error"]
    pending = node.get("/transactions/pending").json()
    posted = node.post("/transactions/new", {"sender": "alice", "recipient": "bob", "amount": 1})
    posted.assert_refusal(507, "--max-chain-bytes")
    assert node.get("/transactions/pending").json() == pending
    told = figures(node)
    assert told("forgechain_chain_limit_bytes") == LIMIT
    assert told("forgechain_chain_bytes") == found[1]["bytes"]
    node.assert_serves()


def test_a_node_that_mines_by_itself_goes_on_serving_when_its_chain_is_full(start_node):
    node = start_node("--mine", "--max-chain-bytes", "20000")
    answer = node.get("/mine")
    while answer.status != 507:
        assert answer.status in (200, 409), answer
        answer = node.get("/mine")
    length = len(node.chain())
    node.post("/transactions/new", {"sender": "alice", "recipient": "bob", "amount": 1}).assert_refusal(507)
    node.assert_serves()
    assert len(node.chain()) == length
