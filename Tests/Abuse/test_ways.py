"""An honest peer's block comes through, whatever the others do. `make test-abuse` measures how soon."""

from collections import Counter

import pytest
from support.waiting import SOON

from Abuse.taking import Taken, measure
from Abuse.ways import ALL, Way
from Abuse.ways_document import cells, misses

#: Those that don't keep a debug build busy for long, nor a stopwatch.
SHORT = [way for way in ALL if way.has_strangers or "byte a second" in way.name]


@pytest.mark.alone
@pytest.mark.limit(180)
@pytest.mark.parametrize("way", SHORT, ids=str)
def test_an_honest_peers_block_is_taken_among_127_hostile_ones(way: Way) -> None:
    measure(way, 3 * SOON, newcomers=1, later_blocks=1)


def taken(first: float = 0.8, later: float = 0.1) -> Taken:
    return Taken(ALL[0], first=[0.5, 0.7, first], later=[0.1, later], asked=[4, 127, 127])


@pytest.mark.check
def test_what_is_within_its_aim_is_not_a_miss():
    assert misses(taken()) == 0
    assert cells(taken()) == [str(ALL[0]), "3", "0.70", "0.80", "127", "2", "0.10", "0.10"]


@pytest.mark.check
@pytest.mark.parametrize("changes", [{"first": 2.1}, {"later": 4.0}], ids=str)
def test_what_misses_its_aim_is_bold(changes):
    assert misses(taken(**changes)) == 1
    assert sum(cell.startswith("**") for cell in cells(taken(**changes))) >= 1


@pytest.mark.check
def test_no_two_ways_have_the_same_name():
    assert len(SHORT) == 2
    assert [name for name, count in Counter(map(str, ALL)).items() if count > 1] == []
