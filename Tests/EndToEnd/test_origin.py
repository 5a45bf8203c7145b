"""What browsers send for pages of other sites, and under which names a node may be addressed."""

import socket

import pytest

from support.commands import complaint
from support.wire import request_bytes

#: Requests that would change something, with their bodies.
CHANGES = [
    ("GET", "/mine", None),
    ("GET", "/mine?count=2", None),
    ("POST", "/mine", b""),
    ("GET", "/nodes/resolve", None),
    ("POST", "/nodes/resolve", b""),
    ("POST", "/transactions/new", b'{"sender": "a", "recipient": "b", "amount": 1}'),
    ("POST", "/nodes/register", b'{"nodes": ["127.0.0.1:1"]}'),
    ("DELETE", "/nodes/127.0.0.1:1", None),
    ("POST", "/gossip", b"{}"),
]

FOREIGN = [
    [("Sec-Fetch-Site", "cross-site")],
    [("Sec-Fetch-Site", "same-site")],
    [("Origin", "http://elsewhere.example")],
    [("Origin", "null")],
    [("Origin", "https://localhost")],
]

#: What Chromium sends for an image, a frame, a link or a prefetch, to a plain http address that isn't loopback.
NOWHERE = [
    [("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36")],
    [("User-Agent", "Mozilla/5.0"), ("Referer", "http://192.168.0.5:5000/")],
    [("Upgrade-Insecure-Requests", "1")],
    [("Sec-Fetch-Site", "none"), ("Sec-Purpose", "prefetch;prerender")],
    [("Sec-Fetch-Site", "same-origin"), ("Purpose", "prefetch")],
]


def assert_unchanged(node):
    assert len(node.chain()) == 1
    assert node.peers() == []
    assert node.get("/transactions/pending").json()["total"] == 0


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize(("method", "target", "body"), CHANGES)
def test_what_another_site_sends_changes_nothing(shared_node, method, target, body, headers):
    answer = shared_node.request(method, target, body, headers)
    answer.assert_refusal(403, "another site")
    assert headers[0][1] in answer.error
    assert "--allow-origin" in answer.error
    assert_unchanged(shared_node)


@pytest.mark.parametrize("headers", NOWHERE, ids=str)
@pytest.mark.parametrize("target", ["/mine", "/mine?count=2", "/nodes/resolve", "/nodes/resolve?summary"])
def test_a_browser_s_get_from_nowhere_changes_nothing(shared_node, target, headers):
    shared_node.request("GET", target, None, headers).assert_refusal(403, "browser")
    assert_unchanged(shared_node)


@pytest.mark.parametrize("headers", FOREIGN + NOWHERE, ids=str)
def test_what_another_site_only_reads_is_answered(shared_node, headers):
    for target in ("/chain", "/status", "/health"):
        assert shared_node.request("GET", target, None, headers).status == 200


def test_the_refusal_says_what_was_compared(shared_node):
    origin = [("Origin", "http://chain.example.org")]
    answer = shared_node.request("POST", "/mine", b"", origin, host="node1:5000")
    answer.assert_refusal(403, "its Origin is http://chain.example.org, and the Host is node1:5000.")
    assert "A proxy has to pass Host on" in answer.error


def test_a_node_s_own_page_may_do_all(start_node):
    node = start_node()
    browser = ("User-Agent", "Mozilla/5.0")
    own = [
        [("Sec-Fetch-Site", "same-origin"), ("Origin", f"http://{node.address}"), browser],
        [("Sec-Fetch-Site", "none"), browser],
        [("Origin", f"http://{node.address}"), browser],
        # As behind a proxy that speaks TLS, and passes Host on.
        [("Origin", f"https://{node.address}"), browser],
        [],
    ]
    for headers in own:
        assert node.request("POST", "/mine", b"", headers).status == 200
        assert node.request("GET", "/mine", None, headers).status == 200
    assert len(node.chain()) == 1 + 2 * len(own)


@pytest.mark.parametrize(
    "agent",
    ["curl/8.5.0", "python-requests/2.34.0", "Mozilla/5.0 (Windows NT; en-US) WindowsPowerShell/5.1.19041.4412"],
)
def test_tools_may_mine_with_get(node, agent):
    assert node.request("GET", "/mine", None, [("User-Agent", agent)]).status == 200


# MARK: - An allowed origin

PAGE = "http://localhost:3000"


@pytest.fixture
def allowing_node(start_node):
    return start_node("--allow-origin", PAGE, "--allow-origin", "https://Chain.Example.org:443/", difficulty=1)


def test_a_page_of_an_allowed_origin_may_do_all(allowing_node):
    node = allowing_node
    for origin in (PAGE, "https://chain.example.org"):
        headers = [("Origin", origin), ("Sec-Fetch-Site", "cross-site"), ("User-Agent", "Mozilla/5.0")]
        for method, target in (("POST", "/mine"), ("GET", "/mine"), ("GET", "/chain"), ("GET", "/nowhere")):
            answer = node.request(method, target, b"" if method == "POST" else None, headers)
            assert answer.status == (404 if target == "/nowhere" else 200)
            assert answer.header("Access-Control-Allow-Origin") == origin
            assert answer.header("Cross-Origin-Resource-Policy") == "cross-origin"
            assert answer.header("Vary") == "Origin"
    assert len(node.chain()) == 5


def test_a_preflight_is_answered(allowing_node):
    asked = [("Origin", PAGE), ("Access-Control-Request-Method", "POST")]
    answer = allowing_node.request("OPTIONS", "/transactions/new", None, asked)
    assert answer.status == 204
    assert answer.header("Access-Control-Allow-Origin") == PAGE
    assert answer.header("Access-Control-Allow-Methods") == answer.header("Allow") == "POST, OPTIONS"
    assert "Content-Type" in answer.header("Access-Control-Allow-Headers")
    assert "Authorization" in answer.header("Access-Control-Allow-Headers")


@pytest.mark.parametrize("origin", ["http://localhost:3001", "http://evil.example", "null", "http://localhost:3000/"])
def test_any_other_page_may_not(allowing_node, origin):
    page = [("Origin", origin)]
    allowing_node.request("POST", "/mine", b"", page).assert_refusal(403)
    asked = [*page, ("Access-Control-Request-Method", "POST")]
    for answer in (
        allowing_node.request("OPTIONS", "/mine", None, asked),
        allowing_node.request("GET", "/chain", None, page),
        allowing_node.get("/chain"),
    ):
        assert answer.status in (200, 204)
        assert answer.header("Access-Control-Allow-Origin") is None
        assert answer.header("Access-Control-Allow-Methods") is None
        assert answer.header("Cross-Origin-Resource-Policy") == "same-origin"
        assert answer.header("Vary") == "Origin"


@pytest.mark.parametrize("origin", ["*", "null", "localhost:3000", "http://a/b", ""])
def test_what_is_no_origin_is_not_allowed(origin):
    assert "--allow-origin" in complaint("--allow-origin", origin, status=64)


# MARK: - Names


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "192.168.0.5:5000", "[::1]:5000", "localhost", "node1:5000", "a.local", "b.internal", "r.lan:80"]
    + ["n.test", "x.home.arpa", "y.localhost:5000", "LOCALHOST", socket.gethostname()],
)
def test_a_node_is_addressed_by_what_no_stranger_owns(shared_node, host):
    assert shared_node.request("GET", "/health", host=host).status == 200


@pytest.mark.parametrize("target", ["/chain", "/mine", "/nowhere", "/"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_any_other_name_may_be_a_stranger_s(shared_node, method, target):
    answer = shared_node.request(method, target, host="Evil.example:5000")
    answer.assert_refusal(421, "not known as evil.example")
    assert "--allow-host evil.example" in answer.error
    assert_unchanged(shared_node)


@pytest.mark.parametrize("headers", [[], [("Sec-Fetch-Site", "same-origin")]], ids=str)
def test_a_rebound_page_reads_and_writes_nothing(shared_node, headers):
    page = [("Origin", "http://evil.example:5000"), *headers]
    shared_node.request("POST", "/mine", b"", page, host="evil.example:5000").assert_refusal(421)
    shared_node.request("GET", "/chain", None, page, host="evil.example:5000").assert_refusal(421)
    assert_unchanged(shared_node)


def test_a_name_can_be_allowed(start_node):
    node = start_node("--allow-host", "Node.example.org", "--allow-host", "chain.example.org")
    for host in ("node.example.org", "NODE.EXAMPLE.ORG:5000", "chain.example.org."):
        assert node.request("GET", "/chain", host=host).status == 200
    node.request("GET", "/chain", host="example.org").assert_refusal(421)


@pytest.mark.parametrize("name", ["", "a:5000", "http://a.example", "a b", "*"])
def test_what_is_no_name_is_not_allowed(name):
    assert "--allow-host" in complaint("--allow-host", name, status=64)


def test_http_1_0_needs_no_name(shared_node):
    with shared_node.connect() as connection:
        connection.send(b"GET /health HTTP/1.0\r\n\r\n")
        assert connection.read_answer().status == 200


# MARK: - Fences


def test_all_answers_keep_to_their_type_and_their_site(shared_node):
    answers = [shared_node.get(target) for target in ("/", "/chain", "/explorer/main.js", "/nowhere", "/blocks/x")]
    answers += [
        shared_node.request("POST", "/mine", b"", FOREIGN[0]),
        shared_node.request("OPTIONS", "/mine"),
        shared_node.request("GET", "/", host="evil.example"),
    ]
    tag = answers[0].header("ETag")
    answers.append(shared_node.request("GET", "/", headers=[("If-None-Match", tag)]))
    # Refusals before any route.
    with shared_node.connect() as connection:
        connection.send(b"nonsense\r\n\r\n")
        answers.append(connection.read_answer())
    with shared_node.connect() as connection:
        connection.send(request_bytes("GET", "*"))
        answers.append(connection.read_answer())
    assert [answer.status for answer in answers] == [200, 200, 200, 404, 400, 403, 204, 421, 304, 400, 400]
    for answer in answers:
        for name, value in (("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "same-origin")):
            assert [each for key, each in answer.headers if key.lower() == name.lower()] == [value], answer


def test_the_refusal_of_what_a_browser_says_names_both_origins_and_the_flag(shared_node):
    headers = [("Sec-Fetch-Site", "same-site"), ("Origin", "http://localhost:3000")]
    answer = shared_node.request("POST", "/mine", b"", headers, host="127.0.0.1:5000")
    answer.assert_refusal(403, "its Origin is http://localhost:3000, and the Host is 127.0.0.1:5000.")
    assert answer.error.endswith("start the node with --allow-origin http://localhost:3000.")
    answer = shared_node.request("POST", "/mine", b"", [("Origin", "null")])
    assert answer.error.endswith("start the node with --allow-origin.")
