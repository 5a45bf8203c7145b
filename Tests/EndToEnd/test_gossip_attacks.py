"""What strangers and liars can do to gossiping nodes, and what they cannot."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.gossip import GOSSIP, Listener, agreed, connect, message, peer_of, start_connected, status, wait_for_state
from support.limits import limits
from support.waiting import SOON, eventually
from support.wire import request_bytes


def asked_count(listener) -> int:
    """How often its chain was requested."""
    return sum(head.startswith(b"GET /chain") for head in listener.heads)


def test_a_payment_whose_text_grows_beyond_a_message_holds_up_none_behind_it(start_node):
    """Where longer ones may be posted than other nodes take, they are not told of."""
    first, second = start_connected(start_node, 2, *limits(payment_bytes=4 << 20))
    text = json.dumps({"sender": "é" * 480_000, "recipient": "bob", "amount": 1}, ensure_ascii=False)
    long = first.request("POST", "/transactions/new", text.encode())
    short = first.post("/transactions/new", {"sender": "alice", "recipient": "bob", "amount": 2})
    assert (long.status, short.status) == (201, 201)
    target = f"/transactions/{short.json()['id']}"
    eventually(lambda: second.get(target).status == 200, "the short payment is told")
    assert peer_of(first, second.address)["state"] == "up"
    assert second.get(f"/transactions/{long.json()['id']}").status == 404
    # It is longer than a block, and so in one of its own.
    blocks = [first.mine(), first.mine()]
    assert [len(block["transactions"]) for block in blocks] == [2, 2]
    # No message has room for the block, so it waits for two rounds of greetings.
    agreed(first, second, length=3, seconds=3 * SOON)


def test_who_speaks_in_a_peers_name_keeps_no_block_from_anybody(start_node):
    """An instance isn't secret. Lies told under it harm nobody who knows it."""
    first, second = start_connected(start_node, 2)
    over = threading.Event()

    def lie() -> None:
        while not over.wait(0.05):
            for name, victim in ((first, second), (second, first)):
                said = message(instance=status(name)["instance"], length=2**62, tip="f" * 64)
                assert victim.post(GOSSIP, said).status == 200

    with ThreadPoolExecutor() as pool:
        liar = pool.submit(lie)
        try:
            for length in range(2, 8):
                (first, second)[length % 2].mine()
                agreed(first, second, length=length, seconds=6)
        finally:
            over.set()
        liar.result(SOON)


def test_a_flood_in_a_peers_name_makes_it_be_asked_now_and_then(start_node, start_listener):
    listener = start_listener()
    node = start_node("--gossip", "--peer", listener.address)
    wait_for_state(node, listener.address, "up")
    said = message(instance=listener.instance, length=2**62, tip="f" * 64)
    for _ in range(200):
        assert node.post(GOSSIP, said).status == 200
    assert asked_count(listener) <= 20


def test_strangers_that_boast_and_dawdle_hold_up_no_peer(start_node, start_listener):
    """They say where they can be reached, and never answer there."""
    dawdlers = [start_listener() for _ in range(4)]
    nodes = start_connected(start_node, 2)
    for dawdler in dawdlers:
        dawdler.may_answer.clear()
    over = threading.Event()

    def boast() -> None:
        while not over.wait(0.05):
            for dawdler in dawdlers:
                said = message(port=dawdler.status["port"], length=2**62, tip="f" * 64)
                assert nodes[1].post(GOSSIP, said).status == 200

    with ThreadPoolExecutor() as pool:
        boaster = pool.submit(boast)
        try:
            for length in range(2, 6):
                nodes[0].mine()
                agreed(*nodes, length=length, seconds=6)
        finally:
            over.set()
        boaster.result(SOON)


class Boaster(Listener):
    """It says that it has a chain of 10^15 blocks, and sends nothing of it."""

    def __init__(self) -> None:
        super().__init__(length=10**15)

    def play(self, connection, head: bytes, body: bytes) -> None:
        if head.startswith(b"GET /chain"):
            self._over.wait()
        else:
            super().play(connection, head, body)


def test_registered_peers_that_boast_and_dawdle_hold_up_no_other(start_node):
    """As many as a node may have, and the honest one comes last. Its first block takes a second, on machines that have
    nothing else to do, and its next ones wait for nobody."""
    boasters = [Boaster() for _ in range(127)]
    try:
        honest, victim = start_node("--gossip"), start_node("--gossip")
        victim.register(*(boaster.address for boaster in boasters), honest.address)
        honest.register(victim.address)
        wait_for_state(honest, victim.address, "up")
        wait_for_state(victim, honest.address, "up")
        eventually(lambda: any(map(asked_count, boasters)), "one of them is asked")
        for length in range(2, 5):
            honest.mine()
            agreed(honest, victim, length=length, seconds=5)
    finally:
        for boaster in boasters:
            boaster.close()


def test_an_address_of_several_nodes_is_told_no_faster_than_heartbeats_go(start_node, start_listener):
    """As with one name for all nodes of a service: each answer comes from a different node."""
    listener = start_listener()
    answers = listener.answer

    def answer_as_another(message: dict) -> dict:
        listener.instance = listener.instance[1:] + listener.instance[:1]
        return answers(message)

    listener.answer = answer_as_another
    node = start_node("--gossip", "--peer", listener.address)
    wait_for_state(node, listener.address, "up")
    node.pay("alice", "bob", 1)
    eventually(lambda: listener.transactions, "it is told of the payment")
    before = len(listener.messages)
    with pytest.raises(AssertionError):
        eventually(lambda: len(listener.messages) > before + 10, "it is told again and again", 3)


def test_who_is_removed_and_registered_by_turns_costs_no_more_than_one_message(start_node, start_listener):
    listener = start_listener()
    listener.may_answer.clear()
    node = start_node("--gossip", "--peer", listener.address)
    eventually(lambda: listener.messages, "it is spoken to")
    sockets = node.open_sockets()
    for _ in range(50):
        assert node.request("DELETE", f"/nodes/{listener.address}").status == 200
        node.register(listener.address)
    eventually(lambda: node.open_sockets() <= sockets + 2, "nothing is left of it")
    node.assert_serves()


@pytest.mark.parametrize(
    "changes",
    [
        {"length": 2**63 - 1},
        {"length": 2**63},
        {"length": 0},
        {"port": 0},
        {"port": 65_536},
        {"instance": ""},
        {"tip": ""},
        {"gossip": False},
        {"difficulty": 17},
        {"difficulty": 16},
        {"version": "x" * 33},
        {"wants_peers": 1},
        {"wants_peers": True},
    ],
    ids=str,
)
def test_whatever_is_said_no_node_falls_over(start_node, start_listener, changes):
    """Said by a stranger, and as a peer's answer."""
    node = start_node("--gossip", "--discover")
    assert node.post(GOSSIP, message(**changes)).status in (200, 400)
    liar = start_listener(**changes)
    node.register(liar.address)
    eventually(lambda: liar.messages, "the liar is spoken to")
    eventually(lambda: peer_of(node, liar.address)["state"] != "unknown", "its answer is looked at")
    node.mine()
    node.assert_serves()


@pytest.mark.parametrize("work", ["", "0" * 63, "0" * 65, "g" * 64, "F" * 64, 1, None], ids=str)
def test_work_is_a_number_in_hex_or_none_is_said(start_node, work):
    node = start_node("--gossip")
    said = message()
    said["forgechain"]["work"] = "0" * 64
    assert node.post(GOSSIP, said).status == 200
    said["forgechain"]["work"] = work
    assert "GET /status" in node.post(GOSSIP, said).error


def test_a_peer_that_says_it_is_the_node_itself_does_no_harm(start_node, start_listener):
    node = start_node("--gossip", "--discover")
    mirrors = [start_listener(instance=status(node)["instance"]) for _ in range(16)]
    node.register(*(mirror.address for mirror in mirrors))
    for mirror in mirrors:
        wait_for_state(node, mirror.address, "this node")
    assert node.post(GOSSIP, message(instance=status(node)["instance"], length=2**62)).status == 200
    assert node.peers() == []
    friend = start_node("--gossip")
    connect([node, friend])
    friend.mine()
    agreed(node, friend, length=2)


@pytest.mark.limit(90)
def test_thousands_of_boasts_cost_little(start_node):
    """Each might make the node check where it came from."""
    node = start_node("--gossip", "--discover")
    before = node.memory_bytes()

    def boast(number: int) -> None:
        with node.connect() as connection:
            for step in range(100):
                said = json.dumps(message(port=1 + (number * 100 + step) % 1_000, length=2**62)).encode()
                connection.send(request_bytes("POST", GOSSIP, said))
                assert connection.read_answer().status == 200

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(boast, range(30)))
    assert node.open_sockets() < 64
    assert node.memory_bytes() - before < 64 << 20
    node.mine()
    node.assert_serves()
