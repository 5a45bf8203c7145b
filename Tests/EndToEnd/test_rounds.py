"""Rounds of resolving, and the clients who wait for them: some stay, some leave."""

import socket
import threading

import pytest

from support.chains import forged_chain
from support.nodes import Node
from support.peers import Peer, serving
from support.waiting import SOON, eventually
from support.wire import Connection, request_bytes

#: Seconds a round may take. No test takes as long, so none passes because a round timed out.
ROUND = "60"

CHAIN = forged_chain(3)


@pytest.fixture
def released() -> threading.Event:
    """Set it, and the peer answers everyone who has asked."""
    return threading.Event()


@pytest.fixture
def waiting_peer(start_peer, released) -> Peer:
    """Serves a chain, but not before it is released."""

    def script(connection: socket.socket, over: threading.Event) -> None:
        while not (released.is_set() or over.wait(0.05)):
            pass
        if released.is_set():
            serving(CHAIN)(connection, over)

    return start_peer(script)


def start_round(node: Node, peer: Peer) -> Connection:
    """A client that requests a round, and the round in progress: its request has reached the peer."""
    client = ask(node)
    eventually(lambda: peer.heads, "the peer is asked")
    return client


def ask(node: Node) -> Connection:
    client = node.connect()
    client.send(request_bytes("GET", "/nodes/resolve"))
    return client


def assert_waits(client: Connection) -> None:
    """It has no answer yet, and its connection is open."""
    client.socket.setblocking(False)
    with pytest.raises(BlockingIOError):
        client.socket.recv(1)
    client.socket.settimeout(SOON)


def settled_descriptors(node: Node) -> int:
    """How many it has open, once it has released the connection that asks."""
    with node.connect() as connection:
        connection.send(request_bytes("GET", "/health"))
        assert connection.read_answer().status == 200
        during = node.open_sockets()
    eventually(lambda: node.open_sockets() < during, "the node lets go of it")
    return node.open_sockets()


@pytest.mark.parametrize("leave", [Connection.close, Connection.reset])
def test_clients_that_leave_are_let_go_of_while_the_round_runs(start_node, waiting_peer, released, leave):
    node = start_node("--peer", waiting_peer.address, "--peer-timeout", ROUND)
    with start_round(node, waiting_peer) as first, ask(node) as second:
        before = settled_descriptors(node)
        leaving = [ask(node) for _ in range(50)]
        eventually(lambda: node.open_sockets() >= before + 50, "they are all connected")
        for client in leaving:
            leave(client)
        eventually(lambda: node.open_sockets() <= before, "the node lets go of them")
        assert len(waiting_peer.heads) == 1, "the round has ended"
        assert_waits(first)
        assert_waits(second)
        released.set()
        assert first.read_answer().json()["message"] == "Our chain was replaced"
        assert second.read_answer().json()["chain"] == CHAIN
    assert len(waiting_peer.heads) == 2


def test_the_one_who_asked_for_the_round_may_leave_it(start_node, waiting_peer, released):
    """It goes on for the others."""
    node = start_node("--peer", waiting_peer.address, "--peer-timeout", ROUND)
    before = node.open_sockets()
    start_round(node, waiting_peer).close()
    # Its connection is gone; the one to the peer isn't.
    eventually(lambda: node.open_sockets() <= before + 1, "the node lets go of it")
    with ask(node) as other:
        node.assert_serves()
        assert_waits(other)
        released.set()
        answer = other.read_answer()
    assert answer.status == 200
    assert node.chain() == CHAIN


def test_all_who_ask_during_a_round_are_answered(start_node, waiting_peer, released):
    node = start_node("--peer", waiting_peer.address, "--peer-timeout", ROUND)
    with start_round(node, waiting_peer) as first, ask(node) as second, ask(node) as third:
        for client in (first, second, third):
            assert_waits(client)
        released.set()
        answers = [client.read_answer() for client in (first, second, third)]
    assert [answer.status for answer in answers] == [200, 200, 200]
    verdicts = [answer.json()["peers"][0]["verdict"] for answer in answers]
    assert verdicts == ["taken", "not longer", "not longer"]
    assert len(waiting_peer.heads) == 2, "those who asked during the first round share the second"
