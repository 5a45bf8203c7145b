"""The lines between equal hashes, without a browser."""

import re

from Explorer.javascript import run


def lines(*places: tuple[float, float]) -> list[tuple[list[float], list[float]]]:
    """Where lines begin and end, between boxes of 100 by 20 at these places."""
    boxes = [{"x": x, "y": y, "width": 100, "height": 20} for x, y in places]
    paths = run("return (await load('links.js')).linesBetween(value);", boxes)
    numbers = [[float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", path)] for path in paths]
    return [(each[:2], each[-2:]) for each in numbers]


def test_one_hash_alone_has_no_line_and_so_have_too_many():
    assert lines((0, 0)) == [] and lines() == []
    most = run("return (await load('links.js')).mostJoined;")
    assert len(lines(*[(0, 30 * row) for row in range(most)])) == most - 1
    assert lines(*[(0, 30 * row) for row in range(most + 1)]) == []


def test_those_beside_each_other_are_joined_from_side_to_side():
    # A little higher is the same line of text.
    for places in ([(0, 5), (200, 0)], [(200, 0), (0, 5)]):
        (((x1, y1), (x2, y2)),) = lines(*places)
        assert (x1, y1, x2, y2) == (103, 15, 197, 10)


def test_those_above_each_other_are_joined_at_their_left():
    (((x1, y1), (x2, y2)),) = lines((50, 100), (60, 0))
    assert (x1, y1, x2, y2) == (57, 10, 47, 110)


def test_several_are_joined_as_one_reads():
    found = lines((200, 0), (0, 100), (0, 0))
    assert [(start, end) for start, end in found] == [([103, 10], [197, 10]), ([103, 110], [197, 10])]
