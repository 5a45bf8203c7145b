"""Behind a proxy, shares are given out by what it says of who its clients are."""

import json

from EndToEnd.test_events import MAXIMUM_WATCHERS
from support.commands import run
from support.limits import limits
from support.wire import request_bytes

PROXY = "127.0.0.1"


def watch(node, client: str):
    """A connection by the proxy that watches for this client, and its answer."""
    connection = node.connect()
    connection.send(request_bytes("GET", "/events", headers=[("X-Forwarded-For", client)]))
    return connection, connection.socket.recv(4096)


def test_each_client_of_a_trusted_proxy_has_a_share_of_its_own(start_node):
    assert shares_of_two(start_node("--trusted-proxy", PROXY)) == (b"503", b"200")


def post(node, path: str, body: dict, client: str):
    """An answer to a client of the proxy."""
    with node.connect() as connection:
        text = json.dumps(body).encode()
        connection.send(request_bytes("POST", path, text, headers=[("X-Forwarded-For", client)]))
        return connection.read_answer()


def test_one_client_leaves_room_for_the_payments_of_another(start_node, tmp_path):
    flags = ("--trusted-proxy", PROXY, "--data-dir", str(tmp_path / "node"), *limits(payment_bytes=1 << 20))
    node = start_node(*flags)
    long = {"sender": "a" * 1_000_000, "recipient": "b", "amount": 1}
    answers = [post(node, "/transactions/new", long, "192.0.2.1") for _ in range(10)]
    assert [answer.status for answer in answers] == [201] * 8 + [503] * 2
    assert answers[-1].header("Retry-After") == "1"
    assert json.loads(answers[-1].body)["error"] == (
        "8 transactions of yours are pending. Of the room for 200000 of them and 16777216 bytes, nobody gets more than "
        "is then left for all others. Mine a block, or wait for one."
    )
    assert post(node, "/transactions/new", long, "192.0.2.2").status == 201
    # What was accepted waits for its block, after a restart too.
    node.kill()
    node = start_node(*flags)
    assert node.get("/status").json()["pending"] == 9


def test_one_client_leaves_places_for_the_peers_of_another(start_node):
    node = start_node("--trusted-proxy", PROXY)
    many = {"nodes": [f"10.0.0.{number}:5000" for number in range(1, 129)]}
    assert post(node, "/nodes/register", many, "192.0.2.1").status == 400
    many["nodes"] = many["nodes"][:64]
    assert post(node, "/nodes/register", many, "192.0.2.1").status == 201
    one_more = post(node, "/nodes/register", {"nodes": ["10.0.1.1:5000"]}, "192.0.2.1")
    assert one_more.status == 400 and b"you have registered 64" in one_more.body
    assert post(node, "/nodes/register", {"nodes": ["10.0.1.1:5000"]}, "192.0.2.2").status == 201
    # What comes from a loopback address by itself is the owner's.
    rest = {"nodes": [f"10.0.2.{number}:5000" for number in range(1, 64)]}
    assert node.post("/nodes/register", rest).status == 201
    assert len(node.peers()) == 128


def test_a_client_cannot_make_the_proxy_unclear_and_count_as_the_owner(start_node):
    node = start_node("--trusted-proxy", PROXY)
    many = json.dumps({"nodes": [f"10.0.0.{number}:5000" for number in range(1, 129)]}).encode()
    # Those a proxy sets, and one that it passes on as a client sent it.
    both = [("X-Forwarded-For", "192.0.2.1"), ("Forwarded", "for=x")]
    for headers in (both, [("Forwarded", "for=unknown")]):
        with node.connect() as connection:
            connection.send(request_bytes("POST", "/nodes/register", many, headers=headers))
            answer = connection.read_answer()
        assert answer.status == 400
        assert b"you have registered 0, and may register 64 more. Register them by a loopback" in answer.body
    assert node.peers() == []


def test_nobody_else_is_believed(start_node):
    assert shares_of_two(start_node("--trusted-proxy", "10.0.0.0/8")) == (b"503", b"503")


def shares_of_two(node) -> tuple[bytes, bytes]:
    """How one stream too many of one client and the first of another are answered."""
    open_ones = [watch(node, "192.0.2.1") for _ in range(MAXIMUM_WATCHERS)]
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
