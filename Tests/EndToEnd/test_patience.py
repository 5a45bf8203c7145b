"""Clients that are slow, and clients by the thousand: which keep a connection, and which must wait for one."""

import resource
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from support import peers
from support.limits import limits
from support.nodes import Node
from support.waiting import eventually
from support.wire import Connection, request_bytes

#: Connections that a node serves at once.
FULL_HOUSE = 1_024

#: Seconds within which a newcomer is answered: far less than idle connections may stay.
NEWCOMER_SECONDS = 10


# MARK: - A slow reader


def read_slowly(connection: Connection, seconds: float, bytes_per_second: int) -> bytes:
    """What arrives in that time when it is read at this rate."""
    received = bytearray()
    start = time.monotonic()
    while (elapsed := time.monotonic() - start) < seconds:
        allowed = int(elapsed * bytes_per_second) - len(received)
        piece = connection.socket.recv(min(allowed, 16_384)) if allowed > 0 else None
        assert piece != b"", f"closed after {elapsed:.1f} s and {len(received)} bytes"
        received += piece or b""
        time.sleep(0.02)
    return bytes(received)


@pytest.mark.limit(180)
def test_a_slow_reader_keeps_its_connection(start_node):
    """Nine times the slowest allowed rate, for longer than a reader may stall."""
    node = start_node("--max-block-bytes", "8388608", *limits(payment_bytes=1 << 20), difficulty=1)
    for n in range(8):
        node.pay("x" * 1_000_000, f"recipient {n}", n)
    with node.connect(receive_buffer=4_096) as connection:
        connection.send(request_bytes("GET", "/mine", headers=[("Connection", "close")]))
        answer = read_slowly(connection, seconds=35, bytes_per_second=150_000)
        while piece := connection.socket.recv(1 << 20):
            answer += piece
    head, body = answer.split(b"\r\n\r\n", 1)
    assert head.startswith(b"HTTP/1.1 200 ")
    assert f"Content-Length: {len(body)}".encode() in head.split(b"\r\n"), f"{len(body)} bytes: {head!r}"
    assert len(body) > 8_000_000
    assert body.rstrip().endswith(b"}")
    node.assert_serves()


# MARK: - A full house


@pytest.fixture
def many_descriptors() -> Iterator[None]:
    """Enough descriptors for the clients of a full house; nodes started meanwhile inherit that."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 2 * FULL_HOUSE
    if soft != resource.RLIM_INFINITY and soft < needed:
        if hard != resource.RLIM_INFINITY and hard < needed:
            pytest.fail(f"{needed} open files are needed here, and {hard} allowed: raise `ulimit -Hn`")
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def crowd(many_descriptors) -> Iterator[ExitStack]:
    """Closes the clients that enter it."""
    with ExitStack() as clients:
        yield clients


def assert_newcomers_are_answered(node: Node, count: int) -> None:
    for _ in range(count):
        with node.connect() as newcomer:
            newcomer.socket.settimeout(NEWCOMER_SECONDS)
            newcomer.send(request_bytes("GET", "/health"))
            answer = newcomer.read_answer()
            assert answer is not None and answer.status == 200, answer


def assert_is_full(node: Node, before: int) -> None:
    eventually(lambda: node.open_sockets() >= before + FULL_HOUSE, "all are connected")


def test_idle_clients_make_room_for_newcomers(crowd, start_node):
    node = start_node()
    before = node.open_sockets()
    for _ in range(FULL_HOUSE):
        client = crowd.enter_context(node.connect())
        client.send(request_bytes("GET", "/health"))
        assert client.read_answer().status == 200
    assert_is_full(node, before)
    assert_newcomers_are_answered(node, 20)


def test_clients_that_never_ask_make_room_for_newcomers(crowd, start_node):
    node = start_node()
    before = node.open_sockets()
    for _ in range(FULL_HOUSE):
        crowd.enter_context(node.connect())
    assert_is_full(node, before)
    assert_newcomers_are_answered(node, 3)


def test_clients_make_room_for_newcomers_once_they_are_answered(crowd, start_node, start_peer):
    """Nobody could be evicted when the newcomer came. Then all are answered, and all stay connected."""
    released = threading.Event()

    def script(connection, over) -> None:
        while not (released.is_set() or over.wait(0.05)):
            pass
        peers.closing(connection, over)

    peer = start_peer(script)
    node = start_node("--peer", peer.address, "--peer-timeout", "60")
    before = node.open_sockets()
    clients = [crowd.enter_context(node.connect()) for _ in range(FULL_HOUSE)]
    for client in clients:
        client.send(request_bytes("GET", "/nodes/resolve"))
    assert_is_full(node, before + 1)
    with node.connect() as newcomer:
        newcomer.socket.settimeout(NEWCOMER_SECONDS)
        newcomer.send(request_bytes("GET", "/health"))
        released.set()
        assert newcomer.read_answer().status == 200
    assert_newcomers_are_answered(node, 20)
