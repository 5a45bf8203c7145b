"""Bodies as people send them: taken as the tutorial's nodes take them, or told what they are and what to do."""

import gzip
import json
import zlib

import pytest

PAYMENT = {"sender": "ann", "recipient": "bob", "amount": 5}

TYPED = [("Content-Type", "application/json")]

#: Every route that reads a body, and one that it takes.
ROUTES = {
    "/transactions/new": PAYMENT,
    "/nodes/register": {"nodes": ["http://192.168.0.5:5000"]},
    "/blocks/explain": {"index": 1, "previous_hash": "1", "proof": 100, "timestamp": 1, "transactions": []},
}

#: How a text of JSON is encoded where the tutorial's nodes take it, too.
ENCODINGS = {
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16 with a mark": lambda text: text.encode("utf-16"),
    "big-endian UTF-16 with a mark": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "UTF-16": lambda text: text.encode("utf-16-le"),
    "big-endian UTF-16": lambda text: text.encode("utf-16-be"),
    "UTF-32 with a mark": lambda text: text.encode("utf-32"),
    "UTF-32": lambda text: text.encode("utf-32-le"),
    "big-endian UTF-32": lambda text: text.encode("utf-32-be"),
}

MULTIPART = (
    b'--------------------------d74496d66958873e\r\nContent-Disposition: form-data; name="sender"\r\n\r\nann\r\n'
    b"--------------------------d74496d66958873e--\r\n"
)

#: What was sent, and a part of what has to be said of it.
MISTAKES = {
    "nothing": (b"", "it is empty"),
    "blanks": (b" \r\n", "it is empty"),
    "a multipart form": (MULTIPART, "multipart/form-data"),
    "a form": (b"sender=ann&recipient=bob&amount=5", "it is a form (a=b&c=d)"),
    "a form of one value": (b"nodes=http%3A%2F%2F192.168.0.5%3A5000", "it is a form (a=b&c=d)"),
    "a list in a form": (b"nodes[]=a&nodes[]=b", "it is a form (a=b&c=d)"),
    "escaped JSON": (b"%7B%22sender%22%3A+%22ann%22%7D", "percent-encoded"),
    "a shell's quotes": (b"'{sender:", "single quote, which the shell"),
    "a shell's quotes around all": (b"'{\"sender\": \"ann\"}'", "single quote, which the shell"),
    "a shell's backslashes": (rb'{\"sender\": \"ann\"}', "backslashes"),
    "no quotes": (b"{sender: ann, amount: 5}", "not in double quotes"),
    "no quotes around a value": (b'{"sender": ann}', "not in double quotes"),
    "Python's print": (b"{'sender': 'ann', 'amount': 5}", "json.dumps"),
    "Python's constants": (b'{"sender": None}', "null, true and false"),
    "typographic quotes": ("{“sender”: “ann”}".encode(), "typographic"),
    "JavaScript's text of an object": (b"[object Object]", "JSON.stringify"),
    "a file's name": (b"@payment.json", "name of a file"),
    "XML": (b"<?xml version='1.0'?><sender>ann</sender>", "XML or HTML"),
    "gzip": (gzip.compress(json.dumps(PAYMENT).encode()), "it is compressed"),
    "deflate": (zlib.compress(json.dumps(PAYMENT).encode()), "it is compressed"),
    "a trailing comma": (b'{"sender": "ann",}', "comma"),
    "a trailing comma in a list": (b'{"nodes": ["a", ]}', "comma"),
    "a comment": (b'{"sender": "ann" // me\n}', "comment"),
    "Latin-1": (b'{"sender": "J\xfcrgen"}', "not UTF-8"),
    "twice encoded": (json.dumps(json.dumps(PAYMENT)).encode(), "encoded twice"),
    "half of UTF-16": (b"\xff\xfe{\0", "not JSON"),
    "UTF-16 that curl -d has read": (b'\xff\xfe{"sender": "ann"}', "--data-binary"),
    "UTF-16 that it has read up to a zero": (b"\xff\xfe{", "--data-binary"),
    "the same without a mark": (b"{", "--data-binary"),
    "the same, and one byte less": (b'\xff\xfe{"sender": "an"}', "--data-binary"),
}


#: Routes that the tutorial doesn't have, and take what others answer with.
OTHERS = ["/gossip", "/work"]


@pytest.fixture
def gossiping(start_node):
    return start_node("--gossip")


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_every_encoding_that_python_takes_is_taken(node, tutorial_node, encode):
    for route, value in ROUTES.items():
        answer = node.request("POST", route, encode(json.dumps(value)))
        assert answer.status == (200 if route == "/blocks/explain" else 201), answer.body
        if route != "/blocks/explain":
            assert tutorial_node.request("POST", route, encode(json.dumps(value)), TYPED).status == answer.status
    assert node.mined_payments() == [PAYMENT]
    assert node.peers() == ["192.168.0.5:5000"]


def test_characters_arrive_as_they_were_encoded(node):
    payment = PAYMENT | {"sender": "张三 😀", "recipient": "Jürgen"}
    text = json.dumps(payment, ensure_ascii=False)
    for encode in ENCODINGS.values():
        assert node.request("POST", "/transactions/new", encode(text)).status == 201
    assert node.mined_payments() == [payment] * len(ENCODINGS)


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_work_that_was_done_comes_in_every_encoding(node, encode):
    work = node.get("/work").json()
    text = json.dumps({"id": work["id"], "proof": 0})
    node.request("POST", "/work", encode(text)).assert_refusal(400, "zeros")
    node.request("POST", "/mine", encode(text)).assert_refusal(400, "POST /work")


@pytest.mark.parametrize(("body", "said"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_on_every_route(gossiping, body, said):
    for route in [*ROUTES, *OTHERS]:
        gossiping.request("POST", route, body).assert_refusal(400, "The body is not JSON: ", said)
    assert gossiping.get("/transactions/pending").json()["total"] == 0


def test_a_mistake_is_told_on_a_ledger(start_node):
    node = start_node("--rules", "ledger", difficulty=None)
    body, said = MISTAKES["a form"]
    node.request("POST", "/transactions/new", body).assert_refusal(400, said, "forgechain key new")


def test_a_long_body_s_mistake_is_told_as_well(gossiping):
    for route in [*ROUTES, "/gossip"]:
        body = b"sender=" + b"a" * 40_000
        gossiping.request("POST", route, body).assert_refusal(400, "it is a form")


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate, gzip", "GZIP"])
def test_a_compressed_body_is_refused_with_the_reason(gossiping, coding):
    body = gzip.compress(json.dumps(PAYMENT).encode())
    for route in [*ROUTES, *OTHERS]:
        answer = gossiping.request("POST", route, body, [("Content-Encoding", coding)])
        answer.assert_refusal(415, coding, "compress")
        assert answer.header("Accept-Encoding") == "identity"


def test_identity_is_no_compression(node):
    body = json.dumps(PAYMENT).encode()
    assert node.request("POST", "/transactions/new", body, [("Content-Encoding", "identity")]).status == 201


def test_a_place_is_still_said_where_the_mistake_is_none_of_these(node):
    answer = node.request("POST", "/transactions/new", b'{"sender": 05}')
    answer.assert_refusal(400, "The body is not JSON: byte 12: ")
