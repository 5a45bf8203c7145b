"""Real clients: unusual but correct, slow, stalled, idle and gone."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.limits import limits
from support.nodes import Node, running_node
from support.smuggling import LENGTH, PAYMENT, SMUGGLED, post
from support.waiting import eventually
from support.wire import Connection, request_bytes

MIB = 1 << 20


# MARK: - What is unusual, but right


def test_pipelined_requests_are_answered_in_order(shared_node):
    targets = ["/health", "/nowhere", "/nodes", "/chain", "/nowhere", "/health", "/chain"] * 5
    with shared_node.connect() as connection:
        connection.send(b"".join(request_bytes("GET", target) for target in targets))
        for target in targets:
            answer = connection.read_answer()
            assert answer.status == (404 if target == "/nowhere" else 200), target
            assert ("chain" in answer.json()) == (target == "/chain"), target


def test_pipelined_bodies_are_kept_apart(shared_node):
    shared_node.mine()
    payments = [{"sender": "alice", "recipient": f"recipient {n}", "amount": n} for n in range(30)]
    requests = [request_bytes("POST", "/transactions/new", json.dumps(each).encode()) for each in payments]
    with shared_node.connect() as connection:
        connection.send(b"".join(requests))
        assert [connection.read_answer().status for _ in payments] == [201] * 30
    assert shared_node.mined_payments() == payments


def test_pipelined_blocks_are_forged_in_order(shared_node):
    with shared_node.connect() as connection:
        connection.send(request_bytes("GET", "/mine") * 10)
        indices = [connection.read_answer().json()["index"] for _ in range(10)]
    assert indices == list(range(indices[0], indices[0] + 10))


def test_a_request_may_arrive_a_byte_at_a_time(shared_node):
    shared_node.mine()
    with shared_node.connect() as connection:
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for position in range(len(SMUGGLED)):
            connection.send(SMUGGLED[position : position + 1])
        assert connection.read_answer().status == 201
    assert len(shared_node.mined_payments()) == 1


def test_a_chunked_body_may_come_in_pieces_while_the_request_before_it_is_answered(shared_node):
    """Its pieces come before that answer, with it, and after it: which comes when is another matter each time."""
    body = json.dumps({"sender": "alice", "recipient": "bob", "amount": 5}).encode()
    first = request_bytes("POST", "/transactions/new", body)
    head = b"POST /transactions/new HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    both = first + head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)

    def statuses(_: int) -> tuple[int, int]:
        with shared_node.connect() as connection:
            connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for place in range(0, len(both), 7):
                connection.send(both[place : place + 7])
            return connection.read_answer().status, connection.read_answer().status

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(statuses, range(400))) == {(201, 201)}


@pytest.mark.parametrize(
    "target",
    [
        "/transactions/00000000000000000000000000000000",
        "/transactions?address=alice",
        "/blocks?summary=true",
        "/blocks/1",
        f"/blocks/{'0' * 64}",
        f"/blocks/{'0' * 64}/explain",
    ],
)
def test_a_question_is_answered_after_the_end_of_sending(shared_node, target):
    """As `nc -N` ends. It takes several, as the question is nearly always answered before the end is seen."""
    with shared_node.connect() as connection:
        connection.send(request_bytes("GET", target))
        usual = connection.read_answer()
    for _ in range(50):
        with shared_node.connect() as connection:
            connection.send(request_bytes("GET", target))
            connection.socket.shutdown(socket.SHUT_WR)
            answer = connection.read_answer()
            assert (answer.status, answer.body) == (usual.status, usual.body)


def test_http_1_0_closes_after_the_answer(shared_node):
    with shared_node.connect() as connection:
        connection.send(b"GET /health HTTP/1.0\r\n\r\n")
        assert connection.read_answer().status == 200
        connection.assert_ends()


@pytest.mark.parametrize("option", [b"Keep-Alive", b"TE, keep-alive"])
def test_http_1_0_with_keep_alive_stays_open(shared_node, option):
    """As `ab -k` asks."""
    request = b"GET /chain HTTP/1.0\r\nConnection: %b\r\nHost: x\r\nAccept: */*\r\n\r\n" % option
    with shared_node.connect() as connection:
        for _ in range(5):
            connection.send(request)
            answer = connection.read_answer()
            assert answer.status == 200
            assert (answer.header("Connection") or "").lower() == "keep-alive"
            assert answer.header("Content-Length") == str(len(answer.body))
            assert answer.header("Transfer-Encoding") is None


@pytest.mark.parametrize("options", [["close"], ["Close"], ["TE, close"], ["TE", "close"], ["keep-alive, close"]])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_client_may_ask_to_close(shared_node, version, options):
    """In whatever field, among whatever else."""
    fields = "".join(f"Connection: {each}\r\n" for each in options)
    with shared_node.connect() as connection:
        connection.send(f"GET /health HTTP/{version}\r\nHost: x\r\n{fields}\r\n".encode())
        answer = connection.read_answer()
        assert answer.status == 200
        assert answer.header("Connection") == "close"
        connection.assert_ends()


def test_every_answer_but_for_100_continue_has_a_date(shared_node):
    requests = [
        request_bytes("GET", "/chain"),
        request_bytes("GET", "/chain", headers=[("If-None-Match", "*")]),
        request_bytes("HEAD", "/nowhere"),
        request_bytes("GET", "nowhere"),
        b"nonsense\r\n\r\n",
        post("Content-Length: 99999999"),
    ]
    for request in requests:
        with shared_node.connect() as connection:
            connection.send(request)
            answer = connection.read_answer(request.split()[0].decode())
            assert answer.header("Date"), f"{request[:40]} {answer}"


def in_chunks(encoding: str = "chunked", extension: bytes = b"", trailer: bytes = b"") -> bytes:
    """A POST of the payment in three chunks."""
    pieces = [PAYMENT[:7], PAYMENT[7:8], PAYMENT[8:]]
    chunks = b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces)
    head = request_bytes("POST", "/transactions/new", headers=[("Transfer-Encoding", encoding)])
    return head + chunks + b"0\r\n" + trailer + b"\r\n"


@pytest.mark.parametrize(
    "request_",
    [in_chunks(), in_chunks("Chunked"), in_chunks(trailer=b"Checksum: x\r\n")],
    ids=["chunked", "Chunked", "with a trailer"],
)
def test_a_body_in_chunks_is_taken(shared_node, request_):
    shared_node.mine()
    with shared_node.connect() as connection:
        connection.send(request_ + request_bytes("GET", "/health"))
        answer = connection.read_answer()
        assert (answer.status, answer.header("Connection")) == (201, None)
        assert connection.read_answer().json()["status"] == "ok"
    assert shared_node.mined_payments() == [json.loads(PAYMENT)]


def test_chunk_extensions_are_skipped(shared_node):
    """Hardly anyone sends them. They must not shift the end of the body."""
    shared_node.mine()
    with shared_node.connect() as connection:
        connection.send(in_chunks(extension=b";name=value") + request_bytes("GET", "/health"))
        assert connection.read_answer().status == 201
        assert connection.read_answer().status == 200
    assert shared_node.mined_payments() == [json.loads(PAYMENT)]


def test_a_folded_header_is_refused_or_one_value(shared_node):
    """The old way to continue a header: never the beginning of another one."""
    with shared_node.connect() as connection:
        connection.send(post(f"X: 1\r\n Content-Length: {LENGTH}", b""))
        answer = connection.read_answer()
        assert answer.status in (400, 411)
        assert answer.error


def test_a_client_that_waits_for_100_continue_gets_it(shared_node):
    shared_node.mine()
    expecting = [("Expect", "100-continue"), ("Content-Length", str(LENGTH))]
    with shared_node.connect() as connection:
        connection.send(request_bytes("POST", "/transactions/new", headers=expecting))
        first = connection.reader.readline()
        assert first.startswith(b"HTTP/1.1 100 "), first
        assert connection.reader.readline() == b"\r\n"
        connection.send(PAYMENT)
        assert connection.read_answer().status == 201
    assert len(shared_node.mined_payments()) == 1


# MARK: - Clients that leave, stall and idle

UNFINISHED = {
    "nothing": b"",
    "half a line": b"GET /ch",
    "half a head": b"GET /chain HTTP/1.1\r\nHost: x\r\nX: ",
    "half a body": SMUGGLED[:-5],
    "half a chunk": post("Transfer-Encoding: chunked", b"ff\r\nxyz"),
    "an unread answer": request_bytes("GET", "/chain"),
    "many unread answers": request_bytes("GET", "/chain") * 100,
}


@pytest.mark.parametrize("request_", UNFINISHED.values(), ids=UNFINISHED.keys())
@pytest.mark.parametrize("leave", [Connection.close, Connection.reset])
def test_clients_that_leave_take_nothing_along(unharmed_node, request_, leave):
    before = unharmed_node.open_sockets()
    for _ in range(20):
        connection = unharmed_node.connect()
        connection.send(request_)
        leave(connection)
    eventually(lambda: unharmed_node.open_sockets() <= before, "the node lets go of them")


def test_a_client_that_closes_its_side_still_gets_its_answer(shared_node):
    with shared_node.connect() as connection:
        connection.send(request_bytes("GET", "/health"))
        connection.socket.shutdown(socket.SHUT_WR)
        assert connection.read_answer().status == 200
        connection.assert_ends()


def test_two_hundred_idle_connections_are_no_burden(unharmed_node):
    before = unharmed_node.open_sockets()
    idle = [unharmed_node.connect() for _ in range(200)]
    try:
        for n, connection in enumerate(idle):
            connection.send([b"", b"GET /chain HTTP/1.1\r\n", request_bytes("GET", "/health")][n % 3])
        for _ in range(20):
            unharmed_node.assert_serves()
    finally:
        for connection in idle:
            connection.close()
    eventually(lambda: unharmed_node.open_sockets() <= before, "the node lets go of them")


@pytest.fixture(scope="module")
def long_chain_node() -> Iterator[Node]:
    """A node whose chain is larger than the system's socket buffers."""
    with running_node(*limits(payment_bytes=2 * MIB), difficulty=1) as node:
        for n in range(9):
            node.pay("x" * 1_000_000, f"recipient {n}", n)
            node.mine()
        yield node


def test_a_slow_reader_gets_all_of_a_long_chain(long_chain_node):
    with long_chain_node.connect(receive_buffer=4_096) as connection:
        connection.send(request_bytes("GET", "/chain"))
        long_chain_node.assert_serves()
        answer = connection.read_answer()
        assert len(answer.body) > 9_000_000
        assert answer.json()["length"] == 10


@pytest.mark.parametrize("leave", [Connection.close, Connection.reset])
def test_clients_that_leave_a_long_answer_are_forgotten(long_chain_node, leave):
    node = long_chain_node
    before = node.open_sockets()
    for _ in range(10):
        connection = node.connect(receive_buffer=4_096)
        connection.send(request_bytes("GET", "/chain"))
        assert connection.socket.recv(100).startswith(b"HTTP/1.1 200")
        leave(connection)
    eventually(lambda: node.open_sockets() <= before, "the node lets go of their connections")
    node.assert_serves()


def test_stalled_readers_of_a_long_chain_share_it(long_chain_node):
    """Twenty times the chain isn't held for twenty clients that don't read."""
    node = long_chain_node
    before = node.memory_bytes()
    stalled = [node.connect(receive_buffer=4_096) for _ in range(20)]
    try:
        for connection in stalled:
            connection.send(request_bytes("GET", "/chain"))
            connection.socket.recv(1)
        node.assert_serves()
        assert node.memory_bytes() - before < 64 * MIB
    finally:
        for connection in stalled:
            connection.close()


def test_what_is_poured_in_during_an_answer_is_not_hoarded(long_chain_node):
    """A client that reads nothing and keeps sending must be left waiting, or dropped."""
    node = long_chain_node
    before = node.memory_bytes()
    with node.connect(receive_buffer=4_096) as connection:
        connection.send(request_bytes("GET", "/chain"))
        connection.socket.settimeout(1)
        sent = 0
        piece = request_bytes("GET", "/health") * 1_000
        try:
            while sent < 128 * MIB:
                sent += connection.socket.send(piece)
        except (TimeoutError, ConnectionError):
            pass
        node.assert_serves()
        assert sent < 64 * MIB, "everything is taken"
        assert node.memory_bytes() - before < 64 * MIB
