"""Behind a proxy, shares are given out by what it says of who its clients are."""

from support.commands import run
from support.wire import request_bytes

PROXY = "127.0.0.1"


def watch(node, client: str):
    """A connection by the proxy that watches for this client, and its answer."""
    connection = node.connect()
    connection.send(request_bytes("GET", "/events", headers=[("X-Forwarded-For", client)]))
    return connection, connection.socket.recv(4096)


def test_each_client_of_a_trusted_proxy_has_a_share_of_its_own(start_node):
    assert shares_of_two(start_node("--trusted-proxy", PROXY)) == (b"503", b"200")


def test_nobody_else_is_believed(start_node):
    assert shares_of_two(start_node("--trusted-proxy", "10.0.0.0/8")) == (b"503", b"503")


def shares_of_two(node) -> tuple[bytes, bytes]:
    """How the 65th stream of one client and the first of another are answered."""
    open_ones = [watch(node, "192.0.2.1") for _ in range(64)]
    try:
        assert all(head.startswith(b"HTTP/1.1 200") for _, head in open_ones)
        last = [watch(node, "192.0.2.1"), watch(node, "192.0.2.2")]
        open_ones += last
        return tuple(head.split()[1] for _, head in last)
    finally:
        for connection, _ in open_ones:
            connection.close()


def test_a_range_that_is_none_is_refused_in_words():
    result = run("serve", "--trusted-proxy", "proxy.example")
    assert result.returncode != 0
    assert "--trusted-proxy" in result.stderr and "range" in result.stderr


def test_an_answer_says_how_long_the_connection_stays_open(start_node):
    node = start_node("--idle-seconds", "7")
    with node.connect() as connection:
        connection.send(request_bytes("GET", "/health"))
        assert connection.read_answer().header("Keep-Alive") == "timeout=7"
        connection.send(request_bytes("GET", "/health", headers=[("Connection", "close")]))
        assert connection.read_answer().header("Keep-Alive") is None
