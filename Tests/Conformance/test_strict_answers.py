"""Answers to the client, to the letter: a peer gives each of the table's to a node that asks it for its chain."""

from collections import Counter
from collections.abc import Callable

import pytest
from support.nodes import Node
from support.peers import Peer

from Conformance.answers import AnswerCase, Fate
from Conformance.asking import LONG, ask, playing
from Conformance.every_case import ANSWERS

_REFUSED = [case for case in ANSWERS if case.fate is Fate.REFUSED]
_OTHERS = [case for case in ANSWERS if case.fate is not Fate.REFUSED]


@pytest.mark.parametrize("case", _OTHERS, ids=str)
def test_an_answer_is_read_to_the_letter(
    start_node: Callable[..., Node], start_peer: Callable[..., Peer], case: AnswerCase
) -> None:
    node = start_node("--peer-timeout", LONG)
    ask(node, start_peer(playing(case)), case)
    node.assert_serves()


@pytest.mark.parametrize("case", _REFUSED, ids=str)
def test_a_bad_answer_is_refused_at_once(
    shared_node: Node, start_peer: Callable[..., Peer], case: AnswerCase
) -> None:
    peer = start_peer(playing(case))
    try:
        ask(shared_node, peer, case)
    except AssertionError:
        shared_node.kill()  # the next case gets a node that knows nothing of this one
        raise
    assert shared_node.request("DELETE", f"/nodes/{peer.address}").status == 200


@pytest.mark.check
def test_no_two_answers_have_the_same_name() -> None:
    names = Counter(map(str, ANSWERS))
    assert [name for name, count in names.items() if count > 1] == []
