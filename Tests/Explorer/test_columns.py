"""The picture of chains beside each other, without a browser."""

from typing import Any

from Explorer.javascript import run


def node(*hashes: str, length: int | None = None) -> dict:
    """A node with these blocks, oldest first, of which the newest are known if it has more."""
    length = length or len(hashes)
    first = length - len(hashes) + 1
    blocks = [{"index": first + place, "hash": name} for place, name in enumerate(hashes)]
    return {"length": length, "blocks": blocks[::-1]}


def drawn(*nodes: dict) -> dict[str, Any]:
    return run(
        """
        const { agreement, isJoined, rowsOf } = await load("columns.js");
        const rows = rowsOf(value);
        return {
          rows: rows.map((row) => [row.index, row.cells.map((cell) => cell?.hash ?? null), row.parts]),
          joined: rows.map((row) => row.cells.map((_, place) => isJoined(row, place))),
          end: rows.map((row) => isJoined(row, row.cells.length)),
          agreement: agreement(value, rows),
        };
        """,
        nodes)


def test_equal_chains_are_bars():
    found = drawn(node("a", "b"), node("a", "b"))
    assert found["rows"] == [[2, ["b", "b"], False], [1, ["a", "a"], False]]
    assert found["joined"] == [[False, True], [False, True]]
    assert found["end"] == [False, False]
    assert found["agreement"] == "same"


def test_where_chains_part_their_blocks_are_not_joined():
    found = drawn(node("a", "b", "c"), node("a", "x"), node("a", "x"))
    assert found["rows"] == [[3, ["c", None, None], False], [2, ["b", "x", "x"], True], [1, ["a", "a", "a"], False]]
    assert found["joined"][1] == [False, False, True]
    assert found["agreement"] == "parted"


def test_who_is_behind_has_not_parted():
    found = drawn(node("a", "b", "c"), node("a"))
    assert found["agreement"] == "behind"
    assert found["joined"][0] == [False, False]


def test_only_the_newest_rows_are_drawn_and_none_that_nobody_knows():
    names = [f"h{number}" for number in range(92, 101)]
    found = drawn(node(*names[-8:], length=100), node(*names[:8], length=99))
    assert [row[0] for row in found["rows"]] == list(range(100, 92, -1))
    assert drawn(node("z", length=50), node("a"))["rows"] == [[50, ["z", None], False]]
