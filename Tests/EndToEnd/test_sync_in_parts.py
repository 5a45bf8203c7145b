"""Chains that come in parts: what is valid of an answer that breaks off is kept, and the next request goes on behind it."""

import re
import socket
import threading

import pytest

from support.chains import forge, forged_chain
from support.gossip import agreed
from support.peers import chain_text, head_bytes
from support.relay import Relay, relay
from support.waiting import eventually

#: So many bytes come through at a time: at least what is worth keeping, and much less than the chain.
PORTION = 700_000


class CuttingRelay(Relay):
    """Passes on so much of each answer, and then cuts the connection."""

    def pass_on(self, source: socket.socket, sink: socket.socket, passed: bytearray) -> None:
        rest = PORTION if passed is self.answered else None
        while piece := source.recv(65_536):
            piece = piece[:rest]
            passed += piece
            sink.sendall(piece)
            if rest is not None:
                rest -= len(piece)
                if rest == 0:
                    return


@pytest.fixture(scope="module")
def long_chain() -> list[dict]:
    """Three megabytes in 60 blocks."""
    chain = forged_chain(2)
    while len(chain) < 60:
        chain = forge(chain, [{"sender": "alice", "recipient": "b" * 50_000, "amount": len(chain)}])
    return chain


def serve_by(start_node, start_peer, chain, *flags: str):
    """A node of ours that has the chain."""
    node = start_node(*flags)
    source = start_peer(lambda connection, _: connection.sendall(_whole(chain)))
    node.register(source.address)
    assert node.resolve().was_replaced
    node.request("DELETE", f"/nodes/{source.address}")
    return node


def _whole(chain: list[dict]) -> bytes:
    body = chain_text(chain)
    return head_bytes("200 OK", [("Content-Length", str(len(body)))]) + body


def test_a_chain_arrives_in_several_rounds_and_nothing_is_fetched_twice(start_node, start_peer, long_chain):
    theirs = serve_by(start_node, start_peer, long_chain)
    ours = start_node()
    with relay(theirs.address, CuttingRelay) as way:
        ours.register(way.address)
        lengths = [1]
        verdict = ""
        while lengths[-1] < len(long_chain):
            resolution = ours.resolve()
            assert resolution.was_replaced
            verdict = resolution.verdicts[way.address]
            length = len(ours.chain())
            assert length > lengths[-1]
            lengths.append(length)
            if length < len(long_chain):
                pattern = rf"taken as far as it came, {length} of 60 blocks; the next round goes on after them: .+"
                assert re.fullmatch(pattern, verdict)
        assert verdict == "taken"
        assert len(lengths) > 4
        # Each time at most the block in which it broke off, what was on its way, and the head are sent again.
        assert len(way.answered) < len(chain_text(long_chain)) + len(lengths) * 120_000
    assert ours.get("/chain").body == theirs.get("/chain").body


def test_a_newcomer_that_gossips_gets_there_by_itself(start_node, start_peer, long_chain):
    theirs = serve_by(start_node, start_peer, long_chain, "--gossip")
    with relay(theirs.address, CuttingRelay) as way:
        ours = start_node("--gossip", "--peer", way.address)
        agreed(theirs, ours, length=60)


def test_a_fetch_has_no_end_as_long_as_enough_comes(start_node, start_peer, long_chain):
    """The rest is sent when the time of a whole request is over: asked for by gossip, nobody waits for it."""
    theirs = serve_by(start_node, start_peer, long_chain, "--gossip")

    class SlowRelay(Relay):
        def pass_on(self, source: socket.socket, sink: socket.socket, passed: bytearray) -> None:
            over = threading.Event()
            while piece := source.recv(65_536):
                passed += piece
                # A megabyte a second: three times as long as the request may take in a round.
                over.wait(len(piece) / 1_000_000 if passed is self.answered else 0)
                sink.sendall(piece)

    with relay(theirs.address, SlowRelay) as way:
        ours = start_node("--gossip", "--peer", way.address, "--peer-timeout", "1")
        agreed(theirs, ours, length=60)
        assert way.asked.count(b"GET /chain") == 1


def test_a_tutorial_node_that_is_cut_off_brings_its_chain_too(start_node, start_peer, long_chain):
    """It sends the whole chain each time; what is known of it is not taken in again."""
    answer = _whole(long_chain)
    ends = iter(range(PORTION, len(answer) + PORTION, PORTION))

    peer = start_peer(lambda connection, _: connection.sendall(answer[: next(ends)]))
    ours = start_node()
    ours.register(peer.address)
    eventually(lambda: ours.resolve() and len(ours.chain()) == len(long_chain), "the whole chain is there")


def test_a_few_blocks_of_a_broken_answer_are_not_taken(start_node, start_peer):
    answer = _whole(forged_chain(20))
    peer = start_peer(lambda connection, _: connection.sendall(answer[:-500]))
    ours = start_node()
    ours.register(peer.address)
    resolution = ours.resolve()
    assert not resolution.was_replaced
    assert resolution.verdicts[peer.address] == "closed the connection in the middle of its answer"
