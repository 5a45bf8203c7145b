"""What hostile and broken clients send: the node refuses it, closes, and goes on serving everyone else."""

import select
import time

import pytest

from support.nodes import Node
from support.smuggling import LENGTH, PAYMENT, SMUGGLED, get, post
from support.wire import request_bytes

MIB = 1 << 20


def assert_refused(
    node: Node, request: bytes, statuses: tuple[int, ...] = (400,), method: str = "GET"
) -> None:
    """The request is refused, and the connection is dropped with everything else on it.

    Not every attacker is owed an answer, but if there is one, it is a proper refusal.
    """
    with node.connect() as connection:
        connection.send(request)
        answer = connection.read_answer(method)
        if answer is None:
            return
        assert answer.status in statuses, answer
        if method != "HEAD":
            assert answer.error
        connection.assert_ends()


# MARK: - Where one request ends and the next begins

_CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (LENGTH, PAYMENT)

AMBIGUOUS = {
    "two different lengths": post(f"Content-Length: {LENGTH}\r\nContent-Length: 5", PAYMENT),
    "two lengths, zero first": post(f"Content-Length: 0\r\nContent-Length: {LENGTH}", PAYMENT),
    "two lengths in one header": post(f"Content-Length: {LENGTH}, 5", PAYMENT),
    "a length with a plus": post(f"Content-Length: +{LENGTH}", PAYMENT),
    "a negative length": post("Content-Length: -1", PAYMENT),
    "a length in hex": post(f"Content-Length: {LENGTH:#x}", PAYMENT),
    "a length with a letter": post(f"Content-Length: {LENGTH}a", PAYMENT),
    "a length with a point": post(f"Content-Length: {LENGTH}.0", PAYMENT),
    "a length of two numbers": post(f"Content-Length: {LENGTH} 1", PAYMENT),
    "an empty length": post("Content-Length:", PAYMENT),
    "a length over 64 bits": post(f"Content-Length: {2**64 + LENGTH}", PAYMENT),
    "a space before the colon": post(f"Content-Length : {LENGTH}", PAYMENT),
    "a tab before the colon": post(f"Content-Length\t: {LENGTH}", PAYMENT),
    "a length and chunks": post(f"Content-Length: {len(_CHUNKED)}\r\nTransfer-Encoding: chunked", _CHUNKED),
    "chunks and a length": post(f"Transfer-Encoding: chunked\r\nContent-Length: {len(_CHUNKED)}", _CHUNKED),
    "a space before the colon of the encoding": post("Transfer-Encoding : chunked", _CHUNKED),
    "gzip": post("Transfer-Encoding: gzip", _CHUNKED),
    "identity": post(f"Transfer-Encoding: identity\r\nContent-Length: {LENGTH}", PAYMENT),
    "gzip and chunks": post("Transfer-Encoding: gzip, chunked", _CHUNKED),
    "chunks and gzip": post("Transfer-Encoding: chunked, gzip", _CHUNKED),
    "chunks twice": post("Transfer-Encoding: chunked, chunked", _CHUNKED),
    "an encoding twice": post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", _CHUNKED),
    "an unknown encoding": post("Transfer-Encoding: xchunked", _CHUNKED),
    "an empty encoding": post(f"Transfer-Encoding:\r\nContent-Length: {LENGTH}", PAYMENT),
}


@pytest.mark.parametrize("request_", AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
def test_a_request_whose_end_is_in_doubt_is_refused(unharmed_node, request_):
    assert_refused(unharmed_node, request_ + SMUGGLED, statuses=(400, 411, 413, 501))


@pytest.mark.parametrize("method", ["HEAD", "TRACE"])
@pytest.mark.parametrize("framing", ["length", "chunks"])
def test_a_method_without_a_body_must_not_bring_one(unharmed_node, method, framing):
    if framing == "length":
        request = request_bytes(method, "/chain", SMUGGLED)
    else:
        chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(SMUGGLED), SMUGGLED)
        request = request_bytes(method, "/chain", headers=[("Transfer-Encoding", "chunked")]) + chunk
    assert_refused(unharmed_node, request, statuses=(400, 405), method=method)


@pytest.mark.parametrize("method", ["GET", "DELETE", "OPTIONS", "PUT"])
def test_a_body_is_never_taken_for_a_request(unharmed_node, method):
    with unharmed_node.connect() as connection:
        connection.send(request_bytes(method, "/health", SMUGGLED, [("Connection", "close")]))
        assert connection.read_answer() is not None
        connection.assert_ends()


BAD_CHUNKS = {
    "no number": b"zz\r\n" + PAYMENT + b"\r\n0\r\n\r\n",
    "nothing": b"\r\n" + PAYMENT + b"\r\n0\r\n\r\n",
    "negative": b"-5\r\n" + PAYMENT + b"\r\n0\r\n\r\n",
    "over 64 bits": b"%x\r\n%s\r\n0\r\n\r\n" % (2**64 + LENGTH, PAYMENT),
    "all of 64 bits": b"ffffffffffffffff\r\n" + PAYMENT + b"\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("chunks", BAD_CHUNKS.values(), ids=BAD_CHUNKS.keys())
def test_a_chunk_without_a_proper_size_is_refused(unharmed_node, chunks):
    assert_refused(unharmed_node, post("Transfer-Encoding: chunked", chunks + SMUGGLED), statuses=(400, 413))


# MARK: - Request lines and headers

BAD_LINES = {
    "another scheme's URI": b"GET ftp://127.0.0.1/chain HTTP/1.1",
    "no slash": b"GET chain HTTP/1.1",
    "a star": b"GET * HTTP/1.1",
    "no path": b"GET  HTTP/1.1",
    "an encoded NUL": b"GET /chain%00 HTTP/1.1",
    "an encoded NUL and more": b"GET /chain%00x HTTP/1.1",
    "a NUL": b"GET /chain\x00 HTTP/1.1",
    "a NUL and more": b"GET /chain\x00x HTTP/1.1",
    "a control character": b"GET /chain\x01 HTTP/1.1",
    "a space": b"GET /chain x HTTP/1.1",
    "a byte that is no ASCII": b"GET /ch\xe4in HTTP/1.1",
    "a fragment": b"GET /chain#x HTTP/1.1",
    "a percent alone": b"GET /chain% HTTP/1.1",
    "half an escape": b"GET /chain%4 HTTP/1.1",
    "an escape that is no hex": b"GET /chain%zz HTTP/1.1",
    "an escape that is no UTF-8": b"GET /chain%ff HTTP/1.1",
    "version 2.0": b"GET /chain HTTP/2.0",
    "version 0.9": b"GET /chain HTTP/0.9",
    "version 3": b"GET /chain HTTP/3",
    "version 1": b"GET /chain HTTP/1",
    "version 11": b"GET /chain HTTP/11",
    "version 1.10": b"GET /chain HTTP/1.10",
    "version 1.1.1": b"GET /chain HTTP/1.1.1",
    "version -1.1": b"GET /chain HTTP/-1.1",
    "version 1.1x": b"GET /chain HTTP/1.1x",
    "a version in small letters": b"GET /chain http/1.1",
    "another protocol": b"GET /chain SIP/1.1",
    "no version": b"GET /chain",
    "a method in small letters": b"get /chain HTTP/1.1",
    "a tunnel": b"CONNECT evil:80 HTTP/1.1",
    "no method": b" /chain HTTP/1.1",
    "nothing but spaces": b"   ",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "HTTP/2": b"PRI * HTTP/2.0",
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_request_line_is_refused(unharmed_node, line):
    assert_refused(unharmed_node, get(line) + SMUGGLED, statuses=(400, 404, 405, 501, 505))


@pytest.mark.parametrize("version", [b"HTTP/01.1", b"HTTP/1.01", b"HTTP/+1.1", b"HTTP/1.+1"])
def test_a_version_in_odd_digits_is_refused_or_read_as_1_1(unharmed_node, version):
    with unharmed_node.connect() as connection:
        connection.send(get(b"GET /health " + version, b"Host: x\r\nConnection: close\r\n"))
        answer = connection.read_answer()
        assert answer is None or answer.status == 200 or answer.error
        connection.assert_ends()


def test_a_method_nobody_knows_is_not_allowed(shared_node):
    answer = shared_node.request("BREW", "/chain")
    assert answer.status in (405, 501)
    assert answer.error


BAD_HEADERS = {
    "no host": b"",
    "two hosts": b"Host: x\r\nHost: y\r\n",
    "the same host twice": b"Host: x\r\nHost: x\r\n",
    "no colon": b"Host: x\r\nnonsense\r\n",
    "no name": b"Host: x\r\n: nonsense\r\n",
    "a space in a name": b"Host: x\r\nnon sense: x\r\n",
    "a space after a name": b"Host: x\r\nX : y\r\n",
    "a NUL in a name": b"Host: x\r\nX\x00: y\r\n",
    "a NUL in a value": b"Host: x\r\nX: y\x00z\r\n",
    "a space before the host's colon": b"Host : x\r\n",
}


@pytest.mark.parametrize("headers", BAD_HEADERS.values(), ids=BAD_HEADERS.keys())
def test_bad_headers_are_refused(unharmed_node, headers):
    assert_refused(unharmed_node, get(b"GET /chain HTTP/1.1", headers) + SMUGGLED)


HUGE = {
    "a value of 1 MiB": get(b"GET /chain HTTP/1.1", b"Host: x\r\nX: " + b"y" * MIB + b"\r\n"),
    "a name of 1 MiB": get(b"GET /chain HTTP/1.1", b"Host: x\r\n" + b"y" * MIB + b": x\r\n"),
    "a path of 1 MiB": get(b"GET /" + b"y" * MIB + b" HTTP/1.1"),
    "a method of 1 MiB": get(b"y" * MIB + b" / HTTP/1.1"),
    "100,000 headers": get(b"GET /chain HTTP/1.1", b"Host: x\r\n" + b"X: y\r\n" * 100_000),
}


@pytest.mark.parametrize("request_", HUGE.values(), ids=HUGE.keys())
def test_a_huge_head_is_refused(unharmed_node, request_):
    assert_refused(unharmed_node, request_, statuses=(400, 413, 414, 431))


@pytest.mark.parametrize("piece", [b"y" * 65_536, b"X: y\r\n" * 10_000, b"\r\n" * 30_000, b"\0" * 65_536])
@pytest.mark.parametrize("start", [b"", b"GET /chain HTTP/1.1\r\nHost: x\r\nX: "])
def test_an_endless_head_is_cut_off_without_filling_the_memory(unharmed_node, start, piece):
    before = unharmed_node.memory_bytes()
    with unharmed_node.connect() as connection:
        connection.send(start)
        sent = 0
        while connection.send(piece):
            sent += len(piece)
            assert sent < 64 * MIB, "still taken"
    assert unharmed_node.memory_bytes() - before < 32 * MIB


@pytest.mark.limit(150)
def test_those_who_never_finish_are_cut_off(unharmed_node):
    """A byte now and then is never idle. A client that sends a request that way has a deadline for the whole of it."""
    beginnings = {
        "a head": get(b"GET /chain HTTP/1.1")[:-2] + b"X: ",
        "a request line": b"GET /",
        "a body": post("Content-Length: 60000"),
        "a chunk": post("Transfer-Encoding: chunked", b"ffff\r\n"),
    }
    clients = {name: unharmed_node.connect() for name in beginnings}
    for name, connection in clients.items():
        connection.send(beginnings[name])
    deadline = time.monotonic() + 120
    while clients:
        assert time.monotonic() < deadline, f"still open: {', '.join(clients)}"
        ended, _, _ = select.select([each.socket for each in clients.values()], [], [], 0.5)
        for name, connection in list(clients.items()):
            if connection.socket in ended or not connection.send(b" "):
                answer = connection.read_answer()
                assert answer is None or answer.status in (400, 408), answer
                connection.close()
                del clients[name]


# MARK: - After a good beginning


@pytest.mark.check
def test_nothing_after_a_refused_request_is_run(unharmed_node):
    good, bad = request_bytes("GET", "/health"), get(b"GET /chain HTTP/1.1", b"")
    with unharmed_node.connect() as connection:
        connection.send(good + bad + SMUGGLED)
        assert connection.read_answer().status == 200
        assert connection.read_answer().status == 400
        connection.assert_ends()


@pytest.mark.parametrize("line", [b"nonsense", b"GET /chain", b"GET /chain HTTP/2.0", b"\x16\x03\x01"])
def test_nonsense_after_a_good_request_is_refused_as_well(unharmed_node, line):
    with unharmed_node.connect() as connection:
        connection.send(request_bytes("GET", "/health"))
        assert connection.read_answer().status == 200
        connection.send(get(line) + SMUGGLED)
        answer = connection.read_answer()
        if answer is not None:
            assert answer.error
            connection.assert_ends()


REFUSED_THOUGH_KEPT_ALIVE = {
    "another scheme": b"GET ftp://evil/chain HTTP/1.0\r\n",
    "two hosts": b"GET /chain HTTP/1.0\r\nHost: x\r\nHost: y\r\n",
    "two lengths": b"POST /transactions/new HTTP/1.0\r\nContent-Length: 0\r\nContent-Length: 1\r\n",
    "a body to HEAD": b"HEAD /chain HTTP/1.0\r\nContent-Length: 1\r\n",
    "too long a body": b"POST /transactions/new HTTP/1.0\r\nContent-Length: 99999999\r\n",
}


@pytest.mark.parametrize(
    "request_", REFUSED_THOUGH_KEPT_ALIVE.values(), ids=REFUSED_THOUGH_KEPT_ALIVE.keys()
)
def test_a_refusal_says_once_that_it_closes(unharmed_node, request_):
    """Whatever the HTTP/1.0 client wanted for the connection."""
    with unharmed_node.connect() as connection:
        connection.send(request_ + b"Connection: keep-alive\r\n\r\n")
        answer = connection.read_answer(request_.split(b" ")[0].decode())
        assert answer.status in (400, 413), answer
        assert [value for name, value in answer.headers if name.lower() == "connection"] == ["close"]
        connection.assert_ends()


def test_a_client_that_waits_to_send_too_much_is_told_not_to(unharmed_node):
    expecting = [("Expect", "100-continue"), ("Content-Length", str(MIB + 1))]
    with unharmed_node.connect() as connection:
        connection.send(request_bytes("POST", "/transactions/new", headers=expecting))
        answer = connection.read_answer()
        assert answer is not None
        assert answer.interim == ()
        assert answer.status in (413, 417)
        assert answer.error
        connection.assert_ends()
