"""Where the blocks of several chains are drawn."""

from Explorer.javascript import run


def chain(text: str, first: int = 1, **more) -> dict:
    """A chain whose blocks have letters for hashes; a lower-case one doesn't carry the hash of the one before."""
    blocks = []
    for place, letter in enumerate(text):
        before = text[place - 1].upper() if place > 0 else ""
        blocks.append({"hash": letter.upper(), "previous": "?" if letter.islower() else before, "index": first + place})
    return {"name": text, "blocks": blocks, **more}


def tree(*chains: dict) -> dict:
    found = run("return (await load('branches.js')).layout(value)", list(chains))
    found["at"] = {each["key"]: (each["depth"], each["lane"]) for each in found["blocks"]}
    return found


def block(found: dict, key: str) -> dict:
    (each,) = [each for each in found["blocks"] if each["key"] == key]
    return each


def test_a_block_that_all_have_is_drawn_once_and_branches_part_where_they_part():
    found = tree(chain("ABC"), chain("ABX"), chain("AB"))
    assert found["at"] == {"A": (0, 0), "B": (1, 0), "C": (2, 0), "X": (2, 1)}
    assert (found["depth"], found["lanes"]) == (3, 2)
    assert block(found, "B")["holders"] == ["ABC", "ABX", "AB"]
    assert block(found, "B")["tips"] == ["AB"]
    assert block(found, "X")["parent"]["key"] == "B" and block(found, "X")["fits"]


def test_the_longest_is_the_main_line_and_of_equal_ones_the_first():
    assert tree(chain("AB"), chain("AXY"))["at"] == {"A": (0, 0), "B": (1, 1), "X": (1, 0), "Y": (2, 0)}
    assert tree(chain("AB"), chain("AX"))["at"]["B"] == (1, 0)
    assert tree(chain("AXY", isAside=True), chain("AB"))["at"]["B"] == (1, 0)


def test_what_is_remembered_alone_has_fallen_out():
    found = tree(chain("AXY"), chain("AB", isRemembered=True))
    assert [each["key"] for each in found["blocks"] if each["isFallen"]] == ["B"]
    assert block(found, "A")["holders"] == ["AXY"]
    assert block(found, "B")["tips"] == []


def test_behind_a_broken_link_a_block_stands_a_second_time_beside_the_whole_chain():
    found = tree(chain("ABCD"), chain("AXcDE"))
    assert found["at"] == {
        "A": (0, 0), "B": (1, 0), "C": (2, 0), "D": (3, 0),
        "X": (1, 1), "X>C": (2, 1), "X>C>D": (3, 1), "X>C>D>E": (4, 1)}
    assert not block(found, "X>C")["fits"] and block(found, "X>C>D")["fits"]


def test_a_lane_is_used_again_where_it_is_free():
    found = tree(chain("ABCDEF"), chain("AX"), chain("ABCDY"), chain("ABZ"))
    assert found["lanes"] == 2
    assert len(set(found["at"].values())) == len(found["at"])


def test_chains_that_begin_later_are_joined_where_they_meet():
    found = tree(chain("CDE", first=3), chain("BCX", first=2))
    assert found["at"] == {"B": (0, 0), "C": (1, 0), "D": (2, 0), "E": (3, 0), "X": (2, 1)}
    assert block(found, "C")["parent"]["key"] == "B"
    assert tree() == {"blocks": [], "depth": 0, "lanes": 0, "at": {}}
