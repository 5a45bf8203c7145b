"""Mining: blocks in order however many clients ask, and searches that end when they are no longer wanted.

At difficulty 16 a search never ends by itself, so if it ends, the node ended it.
"""

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from support.chains import GENESIS, block_hash, find_proof, is_valid_chain, transactions_of
from support.nodes import Node
from support.peers import serving
from support.waiting import eventually
from support.wire import Connection, request_bytes

ENDLESS = 16

#: Two blocks with a proof at difficulty 8, found in advance with 16 billion guesses. Forgechain's own
#: genesis has none below 4 billion, so that a node is still searching for it when this chain arrives.
HARD = 8
HARD_GENESIS = {**GENESIS, "timestamp": 1.5}
HARD_CHAIN = [
    HARD_GENESIS,
    {
        "index": 2,
        "timestamp": 2.5,
        "transactions": [{"sender": "0", "recipient": "python", "amount": 1}],
        "proof": 15_882_328_681,
        "previous_hash": block_hash(HARD_GENESIS),
    },
]


# MARK: - Blocks


@pytest.mark.parametrize("difficulty", [1, 2, 3, 4])
def test_the_smallest_proof_is_found(start_node, difficulty):
    node = start_node(difficulty=difficulty)
    for _ in range(3):
        node.mine()
    chain = node.chain()
    assert is_valid_chain(chain, difficulty)
    for last, block in zip(chain, chain[1:]):
        assert block["proof"] == find_proof(last, difficulty)


@pytest.mark.parametrize("threads", ["1", "2", "5"])
def test_the_proof_does_not_depend_on_the_number_of_threads(start_node, threads):
    node = start_node("--miner-threads", threads, difficulty=3)
    for _ in range(4):
        node.mine()
    for last, block in zip(node.chain(), node.chain()[1:]):
        assert block["proof"] == find_proof(last, 3)


def test_everyone_who_mines_at_once_gets_a_block_of_their_own(node):
    with ThreadPoolExecutor(30) as clients:
        forged = list(clients.map(lambda _: node.mine(), range(60)))
    chain = node.chain()
    assert sorted(block["index"] for block in forged) == list(range(2, 62))
    assert [block["index"] for block in chain] == list(range(1, 62))
    assert is_valid_chain(chain, difficulty=2)
    for block in forged:
        assert chain[block["index"] - 1]["proof"] == block["proof"]
        assert chain[block["index"] - 1]["transactions"] == block["transactions"]


def test_timestamps_are_when_the_blocks_were_forged(node):
    before = time.time()
    node.mine()
    node.mine()
    first, second = (block["timestamp"] for block in node.chain()[1:])
    assert isinstance(first, float)
    assert before - 1 <= first <= second <= time.time() + 1


def test_transactions_posted_while_others_mine_are_mined_once(node):
    def pay(n: int) -> dict:
        if n % 5 == 0:
            node.mine()
        return node.pay("alice", f"recipient {n}", n)

    with ThreadPoolExecutor(20) as clients:
        payments = list(clients.map(pay, range(100)))
    node.mine()
    chain = node.chain()
    assert is_valid_chain(chain, difficulty=2)
    mined = [each["amount"] for each in transactions_of(chain) if each["sender"] != "0"]
    assert sorted(mined) == [each["amount"] for each in payments]


# MARK: - Searches that end early


@contextmanager
def mining(node: Node) -> Iterator[Connection]:
    """A client that has requested a block."""
    with node.connect() as connection:
        connection.send(request_bytes("GET", "/mine"))
        yield connection


def wait_for_work(node: Node) -> None:
    """Wait until the node has begun to use the processor for a search."""
    before = node.cpu_seconds()
    eventually(lambda: node.cpu_seconds() - before > 0.2, "the node searches")


def wait_for_rest(node: Node) -> None:
    """Wait until the node hardly uses the processor."""

    def rests() -> bool:
        before = node.cpu_seconds()
        time.sleep(0.3)  # the length of the measurement
        return node.cpu_seconds() - before < 0.06

    eventually(rests, "the node rests")


@pytest.mark.check
def test_a_client_that_leaves_takes_its_search_along(start_node):
    node = start_node(difficulty=ENDLESS)
    with mining(node):
        wait_for_work(node)
    wait_for_rest(node)
    with mining(node) as reset:
        wait_for_work(node)
        reset.reset()
    wait_for_rest(node)
    assert node.chain() == [GENESIS]


def test_whoever_waits_behind_a_client_that_leaves_is_next(start_node):
    node = start_node(difficulty=ENDLESS)
    with mining(node) as first, mining(node) as second, mining(node):
        wait_for_work(node)
        second.close()
        wait_for_work(node)
        first.close()
        wait_for_work(node)
    wait_for_rest(node)


def test_what_was_pending_survives_a_cancelled_search(start_node):
    node = start_node(difficulty=7)
    node.pay("alice", "bob", 5)
    with mining(node):
        wait_for_work(node)
    wait_for_rest(node)
    answer = node.post("/transactions/new", {"sender": "alice", "recipient": "bob", "amount": 6})
    assert answer.json() == {"message": "Transaction will be added to Block 2"}


def test_the_node_answers_while_it_mines(start_node):
    node = start_node(difficulty=ENDLESS)
    with mining(node), mining(node):
        wait_for_work(node)
        for _ in range(20):
            assert node.chain() == [GENESIS]
            node.pay("alice", "bob", 5)
            node.register("127.0.0.1:1")
            node.assert_serves()
        wait_for_work(node)


@pytest.mark.parametrize("choice", [["--kernel", "portable"], []])
def test_the_status_and_the_log_name_what_searches(start_node, choice):
    node = start_node("--log-level", "info", *choice)
    kernel = node.get("/status").json()["kernel"]
    assert kernel == choice[1] if choice else kernel != ""
    node.logs(f"kernel={kernel} ")


def test_the_chain_found_in_advance_is_valid():
    assert is_valid_chain(HARD_CHAIN, HARD)


def test_a_longer_chain_ends_the_search_and_its_client_is_told(start_node, start_peer):
    node = start_node(difficulty=HARD)
    node.register(start_peer(serving(HARD_CHAIN)).address)
    payment = node.pay("alice", "bob", 5)
    with mining(node) as client:
        wait_for_work(node)
        resolution = node.resolve()
        assert resolution.was_replaced, resolution.verdicts
        assert node.chain() == HARD_CHAIN
        answer = client.read_answer()
        assert answer.status == 409
        assert answer.error
    wait_for_rest(node)
    # The payment still waits, now for the block after the new ones.
    answer = node.post("/transactions/new", payment)
    assert answer.json() == {"message": "Transaction will be added to Block 3"}


def test_those_in_line_mine_on_after_a_longer_chain(start_node, start_peer):
    """A request made before the chain changed either ends in 409 or goes on after the new block."""
    node = start_node(difficulty=HARD)
    node.register(start_peer(serving(HARD_CHAIN)).address)
    with mining(node) as first:
        wait_for_work(node)
        with mining(node), mining(node):
            assert node.resolve().was_replaced
            assert first.read_answer().status == 409
            node.assert_serves()
    wait_for_rest(node)
    assert len(node.chain()) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_node_that_mines(start_node, number):
    node = start_node(difficulty=ENDLESS)
    with mining(node) as first, mining(node) as second:
        wait_for_work(node)
        assert node.stop(number) == 0
        for client in (first, second):
            answer = client.read_answer()
            assert answer is None or (answer.status == 503 and answer.error), answer
