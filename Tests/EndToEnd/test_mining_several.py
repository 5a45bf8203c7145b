"""Several blocks by one request: /mine?count=N."""

import pytest

from EndToEnd.test_mining import HARD, HARD_CHAIN
from support.chains import is_valid_chain, payments_in
from support.limits import limits
from support.nodes import DIFFICULTY, Node
from support.peers import serving
from support.waiting import eventually
from support.wire import request_bytes


def searches(node: Node) -> bool:
    return node.get("/status").json()["mining"] is not None


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_so_many_blocks_are_forged(node, method):
    payments = [node.pay("alice", "bob", n) for n in range(3)]
    answer = node.request(method, "/mine?count=4")
    assert answer.status == 200
    value = answer.json()
    assert (value["message"], value["count"]) == ("New Blocks Forged", 4)
    chain = node.chain()
    keys = ("index", "previous_hash", "proof", "transactions")
    assert value["blocks"] == [{key: block[key] for key in keys} for block in chain[1:]]
    assert is_valid_chain(chain, DIFFICULTY)
    # What waits goes into the first.
    assert payments_in(chain[:2]) == payments


def test_other_names_beside_the_count_are_ignored(node):
    assert node.get("/mine?count=2&_=1").json()["count"] == 2


@pytest.mark.parametrize("query", ["?", "?x=1", "?blocks=3", "?discount=5", "?account=%zz", "?x=count=0"])
def test_without_a_count_it_is_the_tutorial_s(node, query):
    value = node.get(f"/mine{query}").json()
    assert value.keys() == {"message", "index", "transactions", "proof", "previous_hash"}
    assert value["message"] == "New Block Forged"
    assert len(node.chain()) == 2


@pytest.mark.parametrize("count", ["0", "-1", "1001", "", "two", "1.0", "+1", "%31%30%30%30%30", "1&count=1"])
def test_a_count_that_is_none_forges_nothing(node, count):
    node.get(f"/mine?count={count}").assert_refusal(400, "count")
    assert len(node.chain()) == 1


def test_a_client_that_leaves_ends_it(start_node):
    node = start_node(difficulty=4)
    with node.connect() as client:
        client.send(request_bytes("GET", "/mine?count=1000", None, [], node.address))
        eventually(lambda: len(node.chain()) > 3, "some are forged")
    eventually(lambda: not searches(node), "the search ends")
    assert len(node.chain()) < 1_000


def test_a_longer_chain_is_built_on(start_node, start_peer):
    """The search on the first block never ends, so everything forged is on the chain that came meanwhile."""
    node, peer = start_node(difficulty=HARD), start_peer(serving(HARD_CHAIN))
    node.register(peer.address)
    with node.connect() as client:
        client.send(request_bytes("GET", "/mine?count=1", None, [], node.address))
        eventually(lambda: searches(node), "it searches")
        assert node.resolve().was_replaced
        eventually(lambda: (node.get("/status").json()["mining"] or {}).get("height") == 3, "it goes on there")
        assert node.stop() == 0
        answer = client.read_answer()
    assert answer is not None
    answer.assert_refusal(503, "given up", "Before that, 0 of them were forged.")


def test_many_small_blocks_do_not_make_a_long_answer(start_node):
    node = start_node(*limits(payment_bytes=1 << 20), difficulty=1)
    for _ in range(3):
        node.pay("alice", "b" * 200_000, 1)
    value = node.get("/mine?count=3").json()
    assert [block["transactions"] is None for block in value["blocks"]] == [False, True, True]
