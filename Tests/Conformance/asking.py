"""Lets a node ask a scripted peer for its chain, and sees what becomes of the answer."""

import threading

from support.chains import GENESIS
from support.nodes import Node
from support.peers import Peer, Script
from support.resolving import resolve_from

from Conformance.answers import CHAIN, AnswerCase, End, Fate

#: Seconds a peer has in these cases. No verdict may come from this running out.
LONG = "15"


def playing(case: AnswerCase) -> Script:
    """The peer of a case."""

    def script(connection, over: threading.Event) -> None:
        for piece in case.pieces:
            connection.sendall(piece)
        if case.end is End.STAYS:
            over.wait()

    return script


def ask(node: Node, peer: Peer, case: AnswerCase) -> None:
    """Raises AssertionError unless a node that has nothing but its first block does what the case says."""
    resolution, verdict = resolve_from(node, peer)
    assert "timed out" not in verdict, verdict
    assert case.fate is Fate.EITHER or (verdict == "taken") == (case.fate is Fate.TAKEN), verdict
    assert resolution.chain == node.chain() == (CHAIN if verdict == "taken" else [GENESIS])
