"""Requests that a page of another site makes a browser send."""

import pytest

#: Requests that would change something, with their bodies.
CHANGES = [
    ("GET", "/mine", None),
    ("POST", "/mine", b""),
    ("GET", "/nodes/resolve", None),
    ("POST", "/transactions/new", b'{"sender": "a", "recipient": "b", "amount": 1}'),
    ("POST", "/nodes/register", b'{"nodes": ["127.0.0.1:1"]}'),
    ("DELETE", "/nodes/127.0.0.1:1", None),
]

FOREIGN = [
    [("Sec-Fetch-Site", "cross-site")],
    [("Sec-Fetch-Site", "same-site")],
    [("Origin", "http://elsewhere.example")],
    [("Origin", "null")],
    [("Origin", "https://localhost")],
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize(("method", "target", "body"), CHANGES)
def test_what_another_site_sends_changes_nothing(start_node, method, target, body, headers):
    node = start_node()
    node.request(method, target, body, headers).assert_refusal(403, "another site")
    assert len(node.chain()) == 1
    assert node.peers() == []
    assert node.get("/transactions/pending").json()["total"] == 0


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_what_another_site_only_reads_is_answered(shared_node, headers):
    for target in ("/chain", "/status", "/health"):
        assert shared_node.request("GET", target, None, headers).status == 200


def test_a_node_s_own_page_may_do_all(start_node):
    node = start_node()
    own = [
        [("Sec-Fetch-Site", "same-origin"), ("Origin", f"http://{node.address}")],
        [("Sec-Fetch-Site", "none")],
        [("Origin", f"http://{node.address}")],
        [],
    ]
    for headers in own:
        assert node.request("POST", "/mine", b"", headers).status == 200
    assert len(node.chain()) == 1 + len(own)
