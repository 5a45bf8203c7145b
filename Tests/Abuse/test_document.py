"""The document keeps what others have written into it, and says what misses its aim."""

from collections import Counter

import pytest
from support.parts import replaced

from Abuse.attacks import ALL, Attack, nothing
from Abuse.document import MIB, cells, misses
from Abuse.measuring import Answers, Contained, Result, Watched

pytestmark = pytest.mark.check


def test_a_part_is_added_at_the_end_and_replaced_where_it_is():
    first = replaced("# Title\n\nWords.\n", "make that", "one\n")
    assert first.startswith("# Title\n\nWords.\n\n<!--")
    other = replaced(first, "make this", "three\n")
    assert other.startswith(first)
    second = replaced(other + "\nMore words.\n", "make that", "two\n")
    assert second == other.replace("one", "two") + "\nMore words.\n"


def result(**changes) -> Result:
    answers = Answers(**{"milliseconds": [1.0] * 99 + [50.0], "lost": [], "refused": []} | changes.pop("answers", {}))
    watched = Watched(None, idle_bytes=30 * MIB, idle_sockets=1, peak_bytes=changes.pop("peak", 40) * MIB)
    container = changes.pop("container", Contained(512 * MIB, kills=0))
    return Result(Attack("none", nothing), answers, watched, changes.pop("later", 46) * MIB, [], 0.5, container)


def test_what_is_within_its_aim_is_not_a_miss():
    assert misses(result()) == []
    assert not any("**" in cell for cell in cells(result()))


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"answers": {"milliseconds": [150.0] * 3}}, "p99 150 ms"),
        ({"answers": {"lost": ["GET /health after 10000 ms"]}}, "1 lost, say GET /health after 10000 ms"),
        ({"answers": {"refused": ["GET /mine: 503"]}}, "1 refused, say GET /mine: 503"),
        ({"peak": 256}, "peak 256 MiB"),
        ({"container": Contained(90 * MIB, kills=1)}, "killed 1 times for want of memory"),
        ({"container": Contained(513 * MIB, kills=0)}, "the container has had 513 MiB"),
        ({"later": 47}, "47 MiB later, 30 before"),
    ],
)
def test_each_aim_that_is_missed_is_named_and_bold(missing, words):
    assert misses(result(**missing)) == [words]
    assert sum(cell.startswith("**") for cell in cells(result(**missing))) == 1


def test_no_two_attacks_have_the_same_name():
    assert [name for name, count in Counter(map(str, ALL)).items() if count > 1] == []
