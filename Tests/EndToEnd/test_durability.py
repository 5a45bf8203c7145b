"""Everything that was answered with success is there again, once, however the node ended."""

import itertools
import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.chains import (
    GENESIS,
    block_hash,
    canonical,
    extended,
    forge,
    forged_chain,
    is_proof,
    is_valid_chain,
)
from support.chains import payments_in
from support.nodes import Node
from support.peers import serving
from support.reading import PENDING, pending
from support.wire import request_bytes


# MARK: - Blocks, transactions and peers


@pytest.mark.check
def test_everything_is_there_after_a_restart(start_kept, end):
    node = start_kept()
    node.register("127.0.0.1:5001", "node2:5000")
    for n in range(5):
        node.pay("Алиса\n", "bob\x7f", n / 10)
        node.pay("alice", "bob", 10**n)
        node.mine()
    waiting = [node.pay("alice", "bob", 1), node.pay("alice", "bob", 1)]
    chain = node.get("/chain").body
    end(node)
    node = start_kept()
    assert node.get("/chain").body == chain
    assert node.peers() == ["127.0.0.1:5001", "node2:5000"]
    assert pending(node) == waiting


def test_a_restart_of_a_restart_changes_nothing(start_kept, directory, end):
    node = start_kept()
    node.pay("alice", "bob", 5)
    node.mine()
    waiting = node.pay("bob", "carol", 2)
    chain = node.get("/chain").body
    for _ in range(4):
        end(node)
        node = start_kept()
        assert node.get("/chain").body == chain
        assert pending(node) == [waiting]


def test_what_is_pending_is_mined_once(start_kept, end):
    node = start_kept()
    payments = [node.pay("alice", f"recipient {n}", n) for n in range(20)]
    end(node)
    node = start_kept()
    assert pending(node) == payments
    payments.append(node.pay("alice", "the next", 20))
    assert node.mined_payments() == payments
    end(node)
    node = start_kept()
    assert pending(node) == []
    assert node.mined_payments() == []
    assert payments_in(node.chain()) == payments


def test_a_chain_goes_on_over_restarts(start_kept, end):
    payments = []
    for n in range(8):
        node = start_kept()
        assert len(node.chain()) == n + 1
        payments.append(node.pay("alice", "bob", n))
        assert node.mine()["index"] == n + 2
        end(node)
    chain = start_kept().chain()
    assert is_valid_chain(chain, difficulty=2)
    assert payments_in(chain) == payments


def test_the_promised_block_counts_from_the_kept_chain(start_kept, end):
    node = start_kept()
    for _ in range(3):
        node.mine()
    end(node)
    answer = start_kept().post("/transactions/new", {"sender": "alice", "recipient": "bob", "amount": 5})
    assert answer.json() == {"message": "Transaction will be added to Block 5"}


def test_refused_transactions_are_not_kept(start_kept, end):
    node = start_kept()
    for amount in (-1, "5", None):
        assert (
            node.post("/transactions/new", {"sender": "a", "recipient": "b", "amount": amount}).status == 400
        )
    end(node)
    assert pending(start_kept()) == []


@pytest.mark.limit(120)
def test_what_was_answered_is_there_whenever_the_node_is_killed(start_kept):
    """Right after each answer: nothing may still be on its way to the disk."""
    payments: list[dict] = []
    blocks = 1
    for n in range(12):
        node = start_kept()
        assert len(node.chain()) == blocks
        if n % 3 == 2:
            node.mine()
            blocks += 1
        else:
            payments.append(node.pay("alice", "bob", n))
        node.kill()
    node = start_kept()
    assert payments_in(node.chain()) + pending(node) == payments


def test_a_killed_search_leaves_what_it_would_have_carried(start_kept, directory):
    """Mining at a difficulty that takes forever."""
    node = start_kept(difficulty=16)
    payment = node.pay("alice", "bob", 5)
    with node.connect() as mining:
        mining.send(request_bytes("GET", "/mine"))
        assert pending(node) == [payment]
        node.kill()
    node = start_kept(difficulty=16)
    assert len(node.chain()) == 1
    assert pending(node) == [payment]


# MARK: - Many at once


class Crowd:
    """Clients that post payments to one node at once, one connection each, and their answers."""

    def __init__(self, node: Node, clients: int, payments: int) -> None:
        self.node = node
        self.payments = payments
        self.numbers = range(clients)
        #: The amounts of payments that were answered with 201; each amount is unique.
        self.acknowledged: list[int] = []
        self.sent: list[int] = []
        self.first_half_is_through = threading.Event()

    def post_all(self) -> None:
        with ThreadPoolExecutor(len(self.numbers)) as threads:
            list(threads.map(self._post, self.numbers))

    def _post(self, number: int) -> None:
        try:
            with self.node.connect() as connection:
                for n in range(self.payments):
                    amount = number * self.payments + n
                    body = json.dumps({"sender": f"client {number}", "recipient": "bob", "amount": amount})
                    self.sent.append(amount)
                    connection.send(request_bytes("POST", "/transactions/new", body.encode()))
                    answer = connection.read_answer()
                    if answer is None:
                        return  # The node is dead, or else too little will have been acknowledged.
                    assert answer.status == 201, answer.body
                    self.acknowledged.append(amount)
                    if len(self.acknowledged) * 2 >= len(self.numbers) * self.payments:
                        self.first_half_is_through.set()
        except (ConnectionError, AssertionError):
            if not self.node.was_killed:
                raise

    def assert_kept_by(self, node: Node) -> None:
        """Every acknowledged payment is there once; one without an answer may be there, and then once too."""
        payments = payments_in(node.chain()) + pending(node)
        kept = Counter(each["amount"] for each in payments)
        assert [amount for amount, count in kept.items() if count > 1] == []
        assert set(self.acknowledged) <= set(kept)
        assert set(kept) <= set(self.sent)
        for number in self.numbers:
            own = [each["amount"] for each in payments if each["sender"] == f"client {number}"]
            assert own == sorted(own), "not in the order they were accepted"


def test_many_posts_at_once_are_all_kept(start_kept, end):
    node = start_kept()
    crowd = Crowd(node, clients=8, payments=50)
    crowd.post_all()
    assert len(crowd.acknowledged) == 400
    waiting = pending(node)
    end(node)
    node = start_kept()
    crowd.assert_kept_by(node)
    assert pending(node) == waiting
    assert node.mined_payments() == waiting
    crowd.assert_kept_by(node)


@pytest.mark.parametrize("attempt", range(3))
def test_a_node_killed_while_many_post_has_what_it_answered(start_kept, attempt):
    node = start_kept()
    crowd = Crowd(node, clients=8, payments=50)
    with ThreadPoolExecutor(1) as threads:
        killed = threads.submit(kill_in_the_middle, crowd)
        crowd.post_all()
        killed.result()
    node = start_kept()
    crowd.assert_kept_by(node)
    assert node.mined_payments() == payments_in(node.chain())
    assert pending(node) == []
    crowd.assert_kept_by(node)


@pytest.mark.parametrize("attempt", range(3))
def test_a_node_killed_while_many_post_and_one_mines_has_what_it_answered(start_kept, attempt):
    node = start_kept()
    crowd = Crowd(node, clients=8, payments=50)
    with ThreadPoolExecutor(2) as threads:
        killed = threads.submit(kill_in_the_middle, crowd)
        mining = threads.submit(mine_until_killed, node)
        crowd.post_all()
        killed.result()
        forged = mining.result()
    node = start_kept()
    crowd.assert_kept_by(node)
    chain = node.chain()
    assert is_valid_chain(chain, difficulty=2)
    assert forged
    for block in forged:
        kept = chain[block["index"] - 1]
        assert kept == {
            **{key: block[key] for key in block if key != "message"},
            "timestamp": kept["timestamp"],
        }
    node.mine()
    assert pending(node) == []
    crowd.assert_kept_by(node)


def kill_in_the_middle(crowd: Crowd) -> None:
    assert crowd.first_half_is_through.wait(60)
    crowd.node.kill()


def mine_until_killed(node: Node) -> list[dict]:
    """The answers."""
    forged = []
    while not node.was_killed:
        try:
            forged.append(node.mine())
        except (OSError, AssertionError):
            if not node.was_killed:
                raise
    return forged


# MARK: - Other people's chains


def test_a_chain_on_another_genesis_is_kept(start_kept, tutorial_node, end):
    """Every tutorial node has its own genesis; a directory belongs to a network, not to a chain."""
    tutorial_node.pay("Алиса", "bob", 1e16)
    for _ in range(3):
        tutorial_node.mine()
    node = start_kept()
    own = node.pay("alice", "bob", 5)
    node.mine()
    node.register(tutorial_node.address)
    assert node.resolve().was_replaced
    chain = node.get("/chain").body
    end(node)
    node = start_kept()
    assert node.get("/chain").body == chain
    assert node.chain() == tutorial_node.chain()
    assert node.chain()[0] != GENESIS
    assert pending(node) == [own]
    assert node.mined_payments() == [own]
    end(node)
    tutorial_node.register(start_kept().address)
    assert tutorial_node.resolve().was_replaced
    assert own in payments_in(tutorial_node.chain())


def proved(last: dict, start: int) -> dict[str, int]:
    """The first proof from `start` on: different from ours, and just as valid."""
    return {
        "proof": next(n for n in itertools.count(start) if is_proof(last["proof"], n, block_hash(last), 2))
    }


LAST = forged_chain(3)[-1]

ODD_BLOCKS: dict[str, list[dict]] = {
    "more keys": forge(
        forged_chain(3), note="hello", nonce=[1, 2.0, None], a={"z": 1, "b": {"y": 2, "x": 3}}
    ),
    "keys before and behind": forge(
        forged_chain(3), **{"": 1, "zz": "é\U0001f600", "indexes": 3, "\x00": "\x00"}
    ),
    "a proof of 20 digits": forge(forged_chain(3), **proved(LAST, 10**19)),
    "the highest proofs": forge(forged_chain(3), **proved(LAST, 2**64 - 5_000)),
    "lone surrogates": forge(forged_chain(3), [{"sender": "\ud800", "recipient": "\udfff x", "\udc00": 1}]),
    "beyond 16 bits": forge(forged_chain(3), [{"sender": "\U0001f600", "\uffff": 1, "\U00010000": 2}]),
    "control characters": forge(
        forged_chain(3), [{"sender": "".join(map(chr, range(0x20))), "recipient": "\x7f"}]
    ),
    "big integers": forge(forged_chain(3), [{"amount": 10**4_299, "fee": -(10**300)}, {"amount": 2**64}]),
    "doubles": forge(forged_chain(3), [{"amount": each} for each in (1e16, -0.0, 5e-324, 1e-05, 1.5e300)]),
    "numbers for names": forge(forged_chain(3), [{"sender": 1, "recipient": None, "amount": "five"}]),
    "lists and objects": forge(forged_chain(3), [{"sender": ["alice"], "recipient": {"name": "bob"}}, {}]),
    "deep": forge(forged_chain(3), [{"amount": json.loads("[" * 50 + "]" * 50)}]),
    "a large block": forge(
        forged_chain(3), [{"memo": "x" * 3_000_000, "sender": "alice", "recipient": "bob"}]
    ),
    "many payments": forge(
        forged_chain(3), [{"sender": "alice", "recipient": "bob", "amount": n} for n in range(5_000)]
    ),
    "a whole timestamp": forge(forged_chain(3), timestamp=1_600_000_000),
    "a timestamp of 300 digits": forge(forged_chain(3), timestamp=10**300),
    "a genesis that names a hash": extended([{**GENESIS, "previous_hash": ["any", None], "note": 1}], 4),
}


@pytest.mark.parametrize("chain", ODD_BLOCKS.values(), ids=ODD_BLOCKS.keys())
def test_odd_blocks_are_kept_byte_for_byte(start_kept, start_peer, chain, end):
    longer = extended(chain, 5)
    node = start_kept("--peer-timeout", "100")
    own = node.pay("alice", "bob", 5)
    node.register(start_peer(serving(longer)).address)
    assert node.resolve().was_replaced
    before = node.get("/chain").body
    end(node)
    node = start_kept()
    assert node.get("/chain").body == before
    for block in longer:
        assert canonical(block).encode() in before
    assert node.mined_payments() == [own]


TEXTS = [
    "Zoë \U0001f600",
    "\ud800",
    "\udfff\ud800 x",
    "\x00",
    "e\u0301",
    "\u00e9",
    "\u2028\x85",
    "\\u0041",
    "'; DROP TABLE block; --",
]


def test_odd_payments_are_kept_byte_for_byte(start_kept, end):
    node = start_kept()
    payments = [node.pay(f"from {text}", text, 10**4_299 + 1) for text in TEXTS]
    end(node)
    node = start_kept()
    body = node.get(PENDING).body.decode("ascii")
    assert [each for each in payments if canonical(each) not in body] == []
    assert node.mined_payments() == payments
    end(node)
    node = start_kept()
    body = node.get("/chain").body.decode("ascii")
    assert [each for each in payments if canonical(each) not in body] == []
