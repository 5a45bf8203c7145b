"""Bodies as people send them: taken as the tutorial's nodes take them, or told what they are and what to do."""

import base64
import bz2
import gzip
import json
import lzma
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
    "YAML": (b"sender: ann\nrecipient: bob\namount: 5\n", "YAML"),
    "YAML with its dashes": (b"---\nsender: ann\n", "YAML"),
    "TOML": (b'sender = "ann"\namount = 5\n', "TOML"),
    "settings": (b"[payment]\nsender=ann\n", ".ini"),
    "CSV": (b"sender,recipient,amount\nann,bob,5\n", "CSV"),
    "no closing bracket": (b'{"sender": "ann", "amount": 5', "ends before its last bracket"),
    "two values": (b'{"sender": "ann"}\n{"sender": "bob"}', "behind it there is more"),
    "a semicolon behind it": (b'{"sender": "ann"};', "behind it there is more"),
    "no brackets": (b'"sender": "ann", "amount": 5', "curly brackets around it are missing"),
    "a variable of a shell": (b"$BODY", "placeholder"),
    "a variable of cmd.exe": (b"%BODY%", "placeholder"),
    "a variable of Postman": (b'{"sender": "ann", "amount": {{amount}}}', "placeholder"),
    "a hint in angle brackets": (b'{"sender": "ann", "amount": <amount>}', "placeholder"),
    "an arrow": (b'{"sender" => "ann"}', "equals sign or an arrow"),
    "no comma": (b'{"sender": "ann" "amount": 5}', "a comma is missing"),
    "a hard blank": ('{\u00a0"sender": "ann"}'.encode(), "blank that is not the space bar's"),
    "an invisible character": ('\u200b{"sender": "ann"}'.encode(), "blank that is not the space bar's"),
    "a Chinese colon": ('{"sender"："ann"}'.encode(), "full-width"),
    "a leading zero": (b'{"amount": 05}', "number is not spelled"),
    "a plus": (b'{"amount": +5}', "number is not spelled"),
    "a decimal comma": (b'{"amount": 5,00}', "number is not spelled"),
    "a separator": (b'{"amount": 1_000}', "number is not spelled"),
    "a bare point": (b'{"amount": 5.}', "number is not spelled"),
    "undefined": (b'{"amount": undefined}', "word that JSON does not know"),
    "Python's NaN of numpy": (b'{"amount": nan}', "word that JSON does not know"),
    "a call": (b'{"amount": Decimal("5")}', "program text"),
    "a hash table of PowerShell": (b"System.Collections.Hashtable", "what a program prints"),
    "a map of Go": (b"map[sender:ann]", "what a program prints"),
    "an object of Java": (b"com.example.Payment@1b6d3586", "what a program prints"),
    "bytes of Python": (b"b'{\"sender\": \"ann\"}'", "what a program prints"),
    "a command": (b"curl -d '{}' http://localhost:5000", "whole request or a command"),
    "Markdown": (b'```json\n{"sender": "ann"}\n```', "Markdown"),
    "JavaScript": (b'const payment = {"sender": "ann"};', "program text"),
    "JSONP": (b'callback({"sender": "ann"})', "program text"),
    "a path": (b"payment.json", "the name of a file"),
    "Base64": (base64.b64encode(json.dumps(PAYMENT).encode()), "Base64"),
    "hexadecimal digits": (json.dumps(PAYMENT).encode().hex().encode(), "Base64"),
    "UTF-7": (b"{+ACI-sender+ACI-: 1}", "UTF-7"),
    "MessagePack": (b"\x83\xa6sender\xa3ann\xa6amount\x05", "not text"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "not text"),
    "xz": (lzma.compress(b"{}"), "it is compressed"),
    "bzip2": (bz2.compress(b"{}"), "it is compressed"),
    "thrice encoded": (json.dumps(json.dumps(json.dumps(PAYMENT))).encode(), "encoded twice"),
    "a bare word": (b"hello", 'a value was expected, in front of "hello".'),
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
    answer = node.request("POST", "/transactions/new", b'{"sender" "ann"}')
    answer.assert_refusal(400, 'The body is not JSON: byte 10: a colon was expected, in front of ""ann"}".')


@pytest.mark.parametrize(
    ("payment", "said"),
    [
        ({"sender": "ann", "receiver": "bob", "amount": 5}, '"receiver" is called "recipient" here'),
        ({"from": "ann", "to": "bob", "value": 5}, '"from" is called "sender" here'),
        ({"from": "ann", "to": "bob", "value": 5}, '"value" is called "amount" here'),
        ({"Sender": "ann", "recipient": "bob", "amount": 5}, '"Sender" is called "sender" here'),
        ({"sender": "ann", "recipient_address": "bob", "amount": 5}, '"recipient_address" is called "recipient" here'),
        ({"sendr": "ann", "recipient": "bob", "amount": 5}, '"sendr" is called "sender" here'),
        ({"发送者": "ann", "recipient": "bob", "amount": 5}, "发送者"),
        ({"data": PAYMENT}, 'They stand inside "data"'),
        ([PAYMENT, PAYMENT], "This is a list"),
        (PAYMENT | {"amount": "5"}, "The amount is not a number, but a text"),
    ],
)
def test_names_and_kinds_that_others_have_are_told(node, payment, said):
    node.request("POST", "/transactions/new", json.dumps(payment).encode()).assert_refusal(400, said, "such as {")


def test_what_is_missing_altogether_has_no_other_name(node):
    assert "is called" not in node.request("POST", "/transactions/new", b'{"color": 1}').error


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (["http://a:1"], 'put it in an object, behind "nodes"'),
        ({"nodes": "http://a:1"}, "put square brackets around"),
        ({"nodes": {"address": "a:1"}}, "put square brackets around"),
        ({"peers": ["http://a:1"]}, '"peers" is called "nodes" here'),
        ({"node_address": "http://a:1"}, '"node_address" is called "nodes" here'),
        ({"nodes": ["http://a:1,http://b:2"]}, "there are several"),
        ({"nodes": ["a:1 "]}, "a blank"),
        ({"nodes": ["::1:5000"]}, "IPv6 address stands in square brackets"),
        ({"nodes": ["http://[fe80::1%25eth0]:5000"]}, "zone"),
        ({"nodes": ["http://ann:secret@a:1"]}, "before the @"),
        ({"nodes": ["http://a:1/chain"]}, "leave out /chain"),
        ({"nodes": ["http://münchen.de:1"]}, "xn--"),
        ({"nodes": ["http://" + "a" * 300 + ":1"]}, "longer than 300"),
    ],
)
def test_lists_of_nodes_that_are_none_are_told(node, body, said):
    node.request("POST", "/nodes/register", json.dumps(body).encode()).assert_refusal(400, said)
    assert node.peers() == []


def test_a_payment_to_mine_is_not_lost_without_a_word(node):
    node.request("POST", "/mine", json.dumps(PAYMENT).encode()).assert_refusal(400, "POST /transactions/new")
    assert len(node.chain()) == 1
