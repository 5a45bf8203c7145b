"""Attacks by one client, in short: the node lives, answers every honest request meanwhile, and is idle afterwards.

`make test-abuse` does them for longer, and measures.
"""

import time

import pytest
from support.nodes import running_node
from support.waiting import SOON, eventually

from Abuse.attacks import ALL, Attack
from Abuse.crowd import Crowd, Target
from Abuse.measuring import ATTACKER, NotPossible, allow_descriptors, measure

#: An attack's seconds.
SHORT = 3


@pytest.mark.alone
@pytest.mark.limit(120)
@pytest.mark.parametrize("attack", ALL, ids=str)
def test_an_honest_client_is_answered_all_the_same(attack: Attack) -> None:
    try:
        result = measure(attack, SHORT, SOON, later=0)
    except NotPossible as reason:
        pytest.skip(str(reason))
    assert len(result.answers.milliseconds) > 1
    assert result.answers.lost == []
    assert result.answers.refused == []


@pytest.mark.alone
def test_memory_that_many_connections_took_is_given_back() -> None:
    """libevent's record of a descriptor, which it never frees, kept a page each."""
    try:
        allow_descriptors(11_000)
    except NotPossible as reason:
        pytest.skip(str(reason))
    with running_node() as node:
        before = node.memory_bytes()
        with Crowd(Target(node, ATTACKER, time.monotonic() + SOON)) as crowd:
            for _ in range(20):
                for _ in range(500):
                    crowd.open()
                eventually(lambda: node.open_sockets() > crowd.opened, "all are accepted")
        eventually(lambda: node.open_sockets() < 10, "all are closed")
        eventually(lambda: node.memory_bytes() < before + (16 << 20), "the memory is given back")
