"""Attacks by one client, in short: the node lives, answers every honest request meanwhile, and is idle afterwards.

`make test-abuse` does them for longer, and measures.
"""

import pytest
from support.waiting import SOON

from Abuse.attacks import ALL, Attack
from Abuse.measuring import NotPossible, measure

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
    assert result.container is None or result.container.kills == 0
