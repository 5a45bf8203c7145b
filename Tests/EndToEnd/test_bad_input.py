"""Bad input gets a 4xx with a sentence, and changes nothing."""

import json
from collections.abc import Iterator

import pytest

from support.nodes import Node
from support.wire import Answer, request_bytes

MIB = 1 << 20
NEW = "/transactions/new"
REGISTER = "/nodes/register"
EXPLAIN = "/blocks/explain"

#: How long a body may be.
LONGEST = {NEW: 64 << 10, REGISTER: 64 << 10, EXPLAIN: MIB, "/mine": MIB}


@pytest.fixture
def node(shared_node: Node) -> Iterator[Node]:
    """A node with one transaction pending; after the test it, the chain and the peers are as before."""
    shared_node.mine()
    waiting = shared_node.pay("alice", "bob", 5)
    chain, peers = shared_node.get("/chain").body, shared_node.peers()
    yield shared_node
    shared_node.assert_serves()
    assert shared_node.get("/chain").body == chain, "the chain changed"
    assert shared_node.peers() == peers, "the peers changed"
    assert shared_node.mined_payments() == [waiting], "what is pending changed"


def send(node: Node, target: str, body: bytes) -> Answer:
    """Post the body; the answer is a refusal that says why."""
    answer = node.request("POST", target, body)
    assert 400 <= answer.status < 500, answer
    assert answer.error
    return answer


def transaction(**changes: object) -> bytes:
    return json.dumps({"sender": "alice", "recipient": "bob", "amount": 5, **changes}).encode()


def with_text(key: str, text: bytes) -> bytes:
    """A transaction with this JSON text as one value, so it may not be JSON at all."""
    fields = {"sender": b'"alice"', "recipient": b'"bob"', "amount": b"5", key: text}
    return b"{" + b", ".join(b'"%s": %s' % (k.encode(), v) for k, v in fields.items()) + b"}"


BROKEN_JSON = {
    "nothing": b"",
    "only spaces": b" \n\t ",
    "an open brace": b"{",
    "cut off": transaction()[:-1],
    "a trailing comma": b'{"sender": "alice", "recipient": "bob", "amount": 5,}',
    "no comma": b'{"sender": "alice" "recipient": "bob", "amount": 5}',
    "no colon": b'{"sender" "alice", "recipient": "bob", "amount": 5}',
    "single quotes": b"{'sender': 'alice', 'recipient': 'bob', 'amount': 5}",
    "keys without quotes": b'{sender: "alice", recipient: "bob", amount: 5}',
    "a comment": b'{"sender": "alice", /* who */ "recipient": "bob", "amount": 5}',
    "something after it": transaction() + b"x",
    "two values": transaction() + transaction(),
    "a form": b"sender=alice&recipient=bob&amount=5",
    "other spaces": transaction().replace(b" ", b"\xc2\xa0"),
    "a form feed": transaction().replace(b" ", b"\x0c"),
    "half of UTF-16": transaction().decode().encode("utf-16")[:-1],
    "a NUL at the end": transaction() + b"\x00",
    "a NUL at the start": b"\x00" + transaction(),
    "a NUL in a string": with_text("sender", b'"al\x00ice"'),
    "only NULs": b"\x00" * 100,
    "a line break in a string": with_text("sender", b'"al\nice"'),
    "a control character in a string": with_text("sender", b'"al\x1fice"'),
    "an open string": with_text("amount", b'"5'),
    "an unknown escape": with_text("sender", rb'"\x41"'),
    "a short escape": with_text("sender", rb'"\u12"'),
    "an escape that is no hex": with_text("sender", rb'"\u12g4"'),
    "an escape with a sign": with_text("sender", rb'"\u+123"'),
    "an escape at the end": with_text("sender", b'"\\"'),
    "a leading zero": with_text("amount", b"05"),
    "a plus": with_text("amount", b"+5"),
    "two minuses": with_text("amount", b"--5"),
    "a minus alone": with_text("amount", b"-"),
    "no digit before the point": with_text("amount", b".5"),
    "no digit after the point": with_text("amount", b"5."),
    "no digit in the exponent": with_text("amount", b"5e"),
    "a sign alone in the exponent": with_text("amount", b"5e+"),
    "hex": with_text("amount", b"0x5"),
    "an underscore": with_text("amount", b"5_0"),
    "other digits": with_text("amount", "٥".encode()),
    "half a literal": with_text("amount", b"nul"),
    "Python's True": with_text("amount", b"True"),
    "a stray byte": with_text("sender", b'"\xff"'),
    "a stray continuation": with_text("sender", b'"\x80"'),
    "an overlong slash": with_text("sender", b'"\xc0\xaf"'),
    "an overlong NUL": with_text("sender", b'"\xe0\x80\x80"'),
    "a surrogate in UTF-8": with_text("sender", b'"\xed\xa0\x80"'),
    "beyond Unicode": with_text("sender", b'"\xf4\x90\x80\x80"'),
    "a cut-off character": with_text("sender", b'"\xf0\x9f\x98"'),
    "Latin-1": with_text("sender", "Zoë".encode("latin-1").join([b'"', b'"'])),
    "a stray byte between values": transaction().replace(b" ", b"\xff", 1),
}

NOT_AN_OBJECT = {
    "null": b"null",
    "true": b"true",
    "a number": b"5",
    "a string": b'"transaction"',
    "an empty list": b"[]",
    "a list of objects": b"[" + transaction() + b"]",
}

WRONG_FIELDS = {
    "no text for sender": transaction(sender=""),
    "no text for recipient": transaction(recipient=""),
    "the sender of rewards": transaction(sender="0"),
    "the sender of rewards, escaped": with_text("sender", rb'"\u0030"'),
    "the sender of rewards, said last": b'{"sender": "a", "recipient": "b", "amount": 1, "sender": "0"}',
    "a negative integer": transaction(amount=-1),
    "a negative double": transaction(amount=-0.5),
    "a tiny negative double": transaction(amount=-5e-324),
    "a huge negative integer": transaction(amount=-(10**100)),
    "NaN": transaction(amount=float("nan")),
    "infinity": transaction(amount=float("inf")),
    "minus infinity": transaction(amount=float("-inf")),
    "too large for a double": with_text("amount", b"1e309"),
    "too many digits": with_text("amount", b"1" * 4301),
    "far too many digits": with_text("amount", b"1" * 60_000),
    "far too many digits of a double": with_text("amount", b"1" * 60_000 + b"e5"),
    "a number in quotes": transaction(amount="5"),
    **{
        f"{value!r} for {key}": transaction(**{key: value})
        for key in ("sender", "recipient")
        for value in (None, True, 0, 1.5, [], ["alice"], {}, {"name": "alice"})
    },
    **{
        f"{value!r} for amount": transaction(amount=value)
        for value in (None, True, False, "", [], [5], {}, {"value": 5})
    },
}

#: Each of about so many bytes.
NESTING_BOMBS = {
    "open lists": lambda length: b"[" * length,
    "open objects": lambda length: b'{"":' * (length // 4),
    "closed lists": lambda length: b"[" * (length // 2) + b"]" * (length // 2),
    "an amount that is nested": lambda length: with_text("amount", b"[" * (length // 2) + b"]" * (length // 2)),
    "a further key that is nested": lambda length: with_text(
        "memo", b'{"a":[' * (length // 8) + b"]}" * (length // 8)
    ),
}

WRONG_LISTS = {
    "null": b"null",
    "a list": b'["127.0.0.1:5001"]',
    "nothing": b"",
    "cut off": b'{"nodes": ["127.0.0.1:5001"',
    "nested": b'{"nodes": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "a number": b'{"nodes": 5001}',
    "an object": b'{"nodes": {"127.0.0.1:5001": true}}',
    "a list in it": b'{"nodes": [["127.0.0.1:5001"]]}',
}


@pytest.mark.parametrize("body", BROKEN_JSON.values(), ids=BROKEN_JSON.keys())
def test_broken_json_is_refused(node, body):
    assert send(node, NEW, body).status == 400


@pytest.mark.parametrize("body", NOT_AN_OBJECT.values(), ids=NOT_AN_OBJECT.keys())
def test_what_is_no_object_is_refused(node, body):
    assert send(node, NEW, body).status == 400


@pytest.mark.parametrize("body", WRONG_FIELDS.values(), ids=WRONG_FIELDS.keys())
def test_wrong_fields_are_refused(node, body):
    assert send(node, NEW, body).status == 400


@pytest.mark.parametrize("bomb", NESTING_BOMBS.values(), ids=NESTING_BOMBS.keys())
@pytest.mark.parametrize("target", [NEW, REGISTER, EXPLAIN])
def test_nesting_bombs_are_refused(node, bomb, target):
    assert send(node, target, bomb(LONGEST[target] - 100)).status == 400


@pytest.mark.parametrize("body", WRONG_LISTS.values(), ids=WRONG_LISTS.keys())
def test_wrong_lists_of_nodes_are_refused(node, body):
    assert send(node, REGISTER, body).status == 400


@pytest.mark.parametrize("target", [NEW, REGISTER])
def test_a_post_without_a_body_is_refused(node, target):
    with node.connect() as connection:
        connection.send(request_bytes("POST", target))
        answer = connection.read_answer()
        assert answer.status in (400, 411)
        assert answer.error


def test_a_refusal_says_which_field_is_wrong(node):
    for key, value in [("sender", 5), ("recipient", ""), ("amount", "5")]:
        assert key in send(node, NEW, transaction(**{key: value})).error


# MARK: - Too large


def padded(length: int) -> bytes:
    """A good transaction with spaces up to the length."""
    body = transaction(sender="padded")
    return body + b" " * (length - len(body))


@pytest.mark.parametrize("more", [1, 100_000])
@pytest.mark.parametrize("target", LONGEST)
def test_a_body_over_its_routes_limit_is_too_large(node, target, more):
    send(node, target, padded(LONGEST[target] + more)).assert_refusal(413, f"{LONGEST[target]} bytes")


def test_a_payment_whose_text_would_be_too_long_is_refused(node):
    """A character beyond ASCII has two bytes in the body, and six in the block."""
    body = json.dumps({"sender": "é" * 11_000, "recipient": "bob", "amount": 1}, ensure_ascii=False).encode()
    assert len(body) < LONGEST[NEW]
    node.request("POST", NEW, body).assert_refusal(413, "66047 bytes", "65536")


def test_a_length_over_the_limit_is_refused_before_the_body_comes(node):
    for length in (LONGEST[NEW] + 1, MIB + 1, 2**31, 2**32 + 5, 2**63 - 1):
        with node.connect() as connection:
            connection.send(request_bytes("POST", NEW, headers=[("Content-Length", str(length))]))
            answer = connection.read_answer()
            assert answer is not None, f"no answer to a length of {length}"
            assert answer.status == 413
            assert answer.error


def test_chunks_over_the_limit_are_too_large(node):
    body = padded(LONGEST[NEW] + 1)
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (body[:30_000], body[30_000:]))
    with node.connect() as connection:
        head = request_bytes("POST", NEW, headers=[("Transfer-Encoding", "chunked")])
        connection.send(head + chunks + b"0\r\n\r\n")
        answer = connection.read_answer()
        assert answer is not None
        assert answer.status == 413
        assert answer.error


def test_endless_chunks_are_cut_off(node):
    with node.connect() as connection:
        connection.send(request_bytes("POST", NEW, headers=[("Transfer-Encoding", "chunked")]))
        piece = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        sent = 0
        while connection.send(piece):
            sent += len(piece)
            assert sent < 64 * MIB, "still taken"


def test_a_body_as_long_as_its_limit_is_not_too_large(shared_node):
    shared_node.mine()
    assert shared_node.request("POST", NEW, padded(LONGEST[NEW])).status == 201
    assert shared_node.mined_payments() == [{"sender": "padded", "recipient": "bob", "amount": 5}]
