"""Why a peer's chain was not taken: for every way to tamper with one, to garble it and to misbehave."""

import json
import socket

import pytest

from support import peers
from support.chains import GENESIS, forge, forged_chain
from support.peers import Script, chain_text, head_bytes, saying, sending, serving
from support.resolving import PATIENCE, assert_kept, assert_taken
from support.tampering import LENGTH, TAMPERINGS
from support.waiting import eventually


# MARK: - Verdicts on tampered chains


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.name)
def test_a_tampered_chain_is_refused_with_the_reason(node, start_peer, tampering):
    chain = forged_chain(LENGTH)
    assert_kept(node, start_peer(serving(tampering.apply(chain))), tampering.verdict)


def test_the_untampered_chain_is_taken(node, start_peer):
    """Validates the tests above: only the tampering was refused."""
    assert_taken(node, start_peer(serving(forged_chain(LENGTH))), forged_chain(LENGTH))


_PAID = chain_text(forge([GENESIS], [{"amount": 7.5}]))

NO_CHAINS = {
    "an empty chain": b'{"chain": [], "length": 0}',
    "an empty chain that is said to be long": b'{"chain": [], "length": 99}',
    "null for a chain": b'{"chain": null, "length": 99}',
    "an object for a chain": b'{"chain": {"1": {}}, "length": 99}',
    "a string for a chain": b'{"chain": "long", "length": 99}',
    "a number for a chain": b'{"chain": 99, "length": 99}',
    "no chain": b'{"length": 99}',
    "nothing in it": b"{}",
    "a list": b"[" + chain_text(forged_chain(5)) + b"]",
    "a bare chain": json.dumps(forged_chain(5)).encode(),
    "null": b"null",
    "no JSON": b"our chain is the longest",
    "no bytes": b"",
    "cut-off JSON": chain_text(forged_chain(5))[:-1],
    "cut-off JSON, in the chain": chain_text(forged_chain(5))[:-300],
    "something after the JSON": chain_text(forged_chain(5)) + b"]",
    "two chains": chain_text(forged_chain(5)) * 2,
    "a stray byte": chain_text(forged_chain(5)).replace(b"python", b"pyth\xffn", 1),
    "a NUL": chain_text(forged_chain(5)) + b"\x00",
    "NaN in a transaction": chain_text(forge([GENESIS], [{"amount": float("nan")}])),
    "an amount beyond doubles": _PAID.replace(b"7.5", b"7e999"),
    "an amount of 5,000 digits": _PAID.replace(b"7.5", b"7" * 5_000),
    "a nesting bomb": b'{"chain": ' + b"[" * 500_000,
    "a nesting bomb in a block": b'{"chain": [{"x": ' + b'{"a":[' * 200_000 + b"]}" * 200_000 + b"}]}",
    "many empty blocks": b'{"chain": [' + b"{}," * 200_000 + b"{}]}",
}


@pytest.mark.parametrize("body", NO_CHAINS.values(), ids=NO_CHAINS.keys())
def test_what_is_no_chain_is_refused(node, start_peer, body):
    assert_kept(node, start_peer(saying(body)), "^(refused|not longer)")


# MARK: - Verdicts on peers that misbehave


def test_a_peer_nobody_listens_at_is_unreachable(node, nowhere):
    assert_kept(node, nowhere, "^unreachable")


def test_a_peer_whose_name_is_unknown_is_unreachable(start_node):
    assert_kept(start_node("--peer-timeout", "10"), "no-such-host.invalid:5000", "^(unreachable|timed out)")


def test_a_silent_peer_times_out(start_node, start_peer):
    assert_kept(start_node("--peer-timeout", PATIENCE), start_peer(peers.silent), "^timed out")


def test_a_peer_that_never_accepts_times_out(start_node):
    """A listener whose backlog is full: the handshake is never completed."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        assert_kept(start_node("--peer-timeout", PATIENCE), f"127.0.0.1:{address[1]}", "^timed out")
        for each in waiting:
            each.close()


_CHAIN = forged_chain(5)
_BODY = chain_text(_CHAIN)
_HEAD = head_bytes("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(_BODY)))])
_BARE = head_bytes("200 OK", [("Content-Type", "application/json")])
_CHUNKED = head_bytes("200 OK", [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")])
_OPEN = b'{"chain": ['


def _with_length(length: int | str, body: bytes = _BODY, **options: bool) -> Script:
    return sending(head_bytes("200 OK", [("Content-Length", str(length))]) + body, **options)


def _in_chunks(body: bytes, size: int = 100) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


#: Peers that keep the node waiting: each is cut off when its time is up, or earlier if it sent too much.
WASTEFUL: dict[str, Script] = {
    "half a status line": sending(b"HTTP/1.1 2", keep_open=True),
    "half a head": sending(_HEAD[:-2], keep_open=True),
    "half a body": sending(_HEAD + _BODY[:-5], keep_open=True),
    "a length that is too long": _with_length(len(_BODY) + 5, keep_open=True),
    "half the chunks": sending(_CHUNKED + _in_chunks(_BODY)[:-200], keep_open=True),
    "headers for ever": peers.endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 1_000),
    "one header for ever": peers.endless(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 65_536),
    "a status line for ever": peers.endless(b"HTTP/1.1 200 ", b"y" * 65_536),
    "a trickle of headers": peers.trickling(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "a trickle of a body": peers.trickling(_HEAD, b" "),
    "a trickle of chunks": peers.trickling(_CHUNKED, b"1\r\n \r\n"),
    "spaces for ever": peers.endless(_BARE, b" " * 65_536),
    "chunks for ever": peers.endless(_CHUNKED, b"10000\r\n" + b" " * 65_536 + b"\r\n"),
    "100 Continue for ever": peers.endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
}

#: Peers whose answer isn't a chain by any reading, with what the verdict must mention.
BROKEN: dict[str, tuple[Script, str]] = {
    "leaves at once": (peers.closing, "."),
    "leaves in the head": (sending(_HEAD[:-2]), "."),
    "leaves in the body": (sending(_HEAD + _BODY[:-5]), "."),
    "leaves in a chunk": (sending(_CHUNKED + _in_chunks(_BODY)[:-20]), "."),
    "speaks no HTTP": (sending(b"SSH-2.0-OpenSSH_9.2\r\n"), "."),
    "sends garbage": (sending(bytes(range(256)) * 100), "."),
    "answers 500": (saying(b'{"error": "no"}', "500 Internal Server Error"), "500"),
    "answers 500 with a chain": (saying(_BODY, "500 Internal Server Error"), "500"),
    "answers 404": (saying(b"{}", "404 Not Found"), "404"),
    "answers 204": (sending(head_bytes("204 No Content")), "204"),
    "answers 201 with a chain": (saying(_BODY, "201 Created"), "201"),
    "answers HTML": (saying(b"<html>hello</html>", content_type="text/html"), "JSON"),
    "says too short a length": (_with_length(len(_BODY) - 5), "."),
    "says two lengths": (sending(_HEAD[:-2] + b"Content-Length: 5\r\n\r\n" + _BODY), "."),
    "says a length that is none": (_with_length("many"), "."),
    "says a negative length": (_with_length(-1), "."),
    "says a length of 2^63": (_with_length(2**63), "."),
    "says chunks that are none": (sending(_CHUNKED + b"zz\r\n" + _BODY), "."),
    "bad version": (sending(_HEAD.replace(b"HTTP/1.1", b"HTTP/9.9") + _BODY), "."),
}


@pytest.mark.parametrize("script", WASTEFUL.values(), ids=WASTEFUL.keys())
def test_a_peer_that_wastes_time_is_cut_off(start_node, start_peer, script):
    node = start_node("--peer-timeout", PATIENCE)
    before = node.open_sockets()
    assert_kept(node, start_peer(script), "^(timed out|refused|did not answer|answered|.*too (large|long))")
    eventually(lambda: node.open_sockets() <= before, "the node lets go of its connection")


@pytest.mark.parametrize("script, verdict", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_answer_is_refused(start_node, start_peer, script, verdict):
    node = start_node("--peer-timeout", PATIENCE)
    peer = start_peer(script)
    assert_kept(node, peer, verdict)
    assert node.resolve().verdicts[peer.address] not in ("taken", "not longer")


def test_redirects_to_elsewhere_are_not_followed(start_node, start_peer):
    elsewhere = start_peer(serving(forged_chain(5)))
    location = [("Location", f"http://{elsewhere.address}/chain")]
    for status in ("301 Moved Permanently", "302 Found", "307 Temporary Redirect"):
        node = start_node()
        assert_kept(node, start_peer(saying(b"", status, location)), f"redirects to http://{elsewhere.address}/chain")
    assert elsewhere.heads == []


RIGHT: dict[str, Script] = {
    "with a length": sending(_HEAD + _BODY),
    "with a length, open": sending(_HEAD + _BODY, keep_open=True),
    "in chunks": sending(_CHUNKED + _in_chunks(_BODY)),
    "in chunks of one byte": sending(_CHUNKED + _in_chunks(_BODY, size=1)),
    "until it closes": sending(head_bytes("200 OK", [("Connection", "close")]) + _BODY),
    "in HTTP/1.0": sending(head_bytes("200 OK", version="HTTP/1.0") + _BODY),
    "as text/plain": saying(_BODY, content_type="text/plain"),
    "with another reason": sending(_HEAD.replace(b"OK", b"Fine by me") + _BODY),
    "with many headers": saying(_BODY, headers=[(f"X-{n}", "y" * 50) for n in range(50)]),
}


@pytest.mark.parametrize("script", RIGHT.values(), ids=RIGHT.keys())
def test_a_chain_may_be_sent_in_any_way_http_has(start_node, start_peer, script):
    assert_taken(start_node(), start_peer(script), _CHAIN)


def test_bad_peers_do_not_spoil_a_good_one(start_node, start_peer, nowhere):
    scripts = [*WASTEFUL.values(), *(script for script, _ in BROKEN.values()), peers.silent]
    bad = [start_peer(script) for script in scripts]
    good = start_peer(serving(forged_chain(6)))
    node = start_node("--peer-timeout", PATIENCE)
    node.register(nowhere, *(peer.address for peer in bad), good.address)
    verdicts = node.resolve().verdicts
    assert verdicts.pop(good.address) == "taken"
    assert verdicts.pop(nowhere).startswith("unreachable")
    assert set(verdicts) == {peer.address for peer in bad}
    assert not {"taken", "not longer"} & set(verdicts.values())
    assert node.chain() == forged_chain(6)
