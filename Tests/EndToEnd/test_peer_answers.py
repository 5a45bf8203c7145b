"""Peers whose answer is wrong from its first lines on: the verdict names what is wrong, and comes at once."""

import pytest

from support import peers
from support.chains import GENESIS, forged_chain
from support.peers import chain_text, head_bytes, sending
from support.resolving import assert_kept, assert_taken

#: Seconds a peer has here. No verdict below comes from this running out, which would be a different one.
LONG = "10"

_CHAIN = forged_chain(5)
_BODY = chain_text(_CHAIN)
_ANSWER = head_bytes("200 OK", [("Content-Length", str(len(_BODY)))]) + _BODY
_CHUNKED = head_bytes("200 OK", [("Transfer-Encoding", "chunked")])


def _continue(*headers: tuple[str, str]) -> bytes:
    return head_bytes("100 Continue", headers)


# MARK: - 100 Continue


INTERIM = {
    "bare": _continue(),
    "with a header": _continue(("X", "y")),
    "with many headers": _continue(*((f"X-{n}", "y" * 100) for n in range(100))),
}


@pytest.mark.parametrize("head", INTERIM.values(), ids=INTERIM.keys())
def test_100_continue_may_come_before_the_answer(start_node, start_peer, head):
    peer = start_peer(sending(head + _ANSWER, keep_open=True))
    assert_taken(start_node("--peer-timeout", LONG), peer, _CHAIN)


@pytest.mark.parametrize("head", INTERIM.values(), ids=INTERIM.keys())
def test_100_continue_for_ever_is_no_answer(start_node, start_peer, head):
    node = start_node("--peer-timeout", LONG)
    assert_kept(node, start_peer(peers.endless(b"", head * 20)), "^did not answer in HTTP$")


def test_100_continue_may_come_twice_and_a_hint_after_it(start_node, start_peer):
    head = _continue(("X", "y")) * 2 + head_bytes("103 Early Hints", [("Link", "</a>")])
    peer = start_peer(sending(head + _ANSWER, keep_open=True))
    assert_taken(start_node("--peer-timeout", LONG), peer, _CHAIN)


def test_a_compressed_answer_is_named_as_such(start_node, start_peer):
    head = head_bytes("200 OK", [("Content-Length", str(len(_BODY))), ("Content-Encoding", "gzip")])
    node = start_node("--peer-timeout", LONG)
    peer = start_peer(sending(head + _BODY, keep_open=True))
    assert_kept(node, peer, "^sent its answer in a coding that was not asked for, perhaps compressed$")
    assert node.chain() == [GENESIS]


# MARK: - Lengths and chunks

NO_HTTP = {
    "a length in letters": head_bytes("200 OK", [("Content-Length", "abc")]) + _BODY,
    "a length that ends in letters": head_bytes("200 OK", [("Content-Length", f"{len(_BODY)}abc")]) + _BODY,
    "a negative length": head_bytes("200 OK", [("Content-Length", "-1")]) + _BODY,
    "a chunk size in letters": _CHUNKED + b"zz\r\n" + _BODY,
    "a negative chunk size": _CHUNKED + b"-5\r\n" + _BODY,
    "a bad chunk size after a good one": _CHUNKED + b"5\r\n%s\r\nzz\r\n%s" % (_BODY[:5], _BODY[5:]),
}


@pytest.mark.parametrize("answer", NO_HTTP.values(), ids=NO_HTTP.keys())
def test_a_length_that_is_none_is_no_http(start_node, start_peer, answer):
    node = start_node("--peer-timeout", LONG)
    assert_kept(node, start_peer(sending(answer, keep_open=True)), "^did not answer in HTTP$")


# MARK: - No connection


def test_a_peer_without_a_route_is_unreachable(start_node):
    """No TCP connection leads to the broadcast address: the system refuses it before sending anything."""
    assert_kept(start_node("--peer-timeout", LONG), "255.255.255.255:5000", "^unreachable$")


def test_a_peer_that_refuses_is_unreachable(start_node, nowhere):
    assert_kept(start_node("--peer-timeout", LONG), nowhere, "^unreachable$")


def test_a_peer_that_takes_the_request_and_leaves_was_reached(start_node, start_peer):
    node = start_node("--peer-timeout", LONG)
    assert_kept(node, start_peer(peers.closing), "^closed the connection in the middle of its answer$")
