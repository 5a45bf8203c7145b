"""The pictures of hashes: that those of different hashes can be told apart."""

import itertools
import random
import re

from Explorer.javascript import FILES, run

SEED = 7

#: How different two colours have to look, as a distance in OKLab, also to those with two kinds of cones.
NOTICED = 0.07

#: What a colour becomes for those who lack red, or green, cones, in linear light (Viénot, Brettel and Mollon, 1999).
SIGHTS = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "no green": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
}


def pictures(hashes: list[str]) -> list:
    return run("const { cells } = await load('swatch.js'); return value.map(cells);", hashes)


def test_of_eleven_hashes_no_two_look_alike():
    generator = random.Random(SEED)
    hashes = [f"{generator.getrandbits(256):064x}" for _ in range(11 * 500)]
    found = pictures(hashes)
    alike = 0
    for start in range(0, len(found), 11):
        for one, other in itertools.combinations(found[start:start + 11], 2):
            differing = sum(a != b for a, b in zip(one, other))
            alike += differing < 3
    # One pair in some thousand has two of its four cells in common.
    assert alike < 500 * 55 / 500


def test_equal_hashes_have_equal_pictures_and_what_is_no_hash_has_none():
    found = pictures(["ab" * 32, "ab" * 32, "1", "AB" * 32, "ab" * 31])
    assert found[0] == found[1] and len(found[0]) == 4
    assert found[2:] == [None] * 3


def test_shapes_tell_them_apart_where_colours_do_not():
    found = pictures([f"{byte:02x}" * 32 for byte in range(256)])
    assert len({(cell["shape"], cell["colour"]) for (cell, *_) in found}) == 64


def linear(colour: str) -> list[float]:
    parts = [int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def oklab(r: float, g: float, b: float) -> list[float]:
    roots = [max(part, 0) ** (1 / 3) for part in (
        0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
        0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
        0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)]
    rows = ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
            (0.0259040371, 0.7827717662, -0.8086757660))
    return [sum(weight * root for weight, root in zip(row, roots)) for row in rows]


def test_the_colours_differ_for_everybody_in_both_themes():
    style = (FILES / "explorer.css").read_text()
    rules = dict(re.findall(r"\.colour-(\d) \{ fill: ([^;]+); \}", style))
    assert len(rules) == run("return (await load('swatch.js')).colours") == 8
    for theme in (0, 1):
        def value(text: str) -> str:
            name = re.fullmatch(r"var\((--\w+)\)", text)
            return re.findall(rf"{name[1]}: (#\w+);", style)[theme] if name else text

        for sight, matrix in SIGHTS.items():
            seen = {}
            for number, text in rules.items():
                light = linear(value(text))
                seen[number] = oklab(*(sum(w * part for w, part in zip(row, light)) for row in matrix))
            for one, other in itertools.combinations(seen, 2):
                distance = sum((a - b) ** 2 for a, b in zip(seen[one], seen[other])) ** 0.5
                assert distance > NOTICED, (theme, sight, rules[one], rules[other], distance)
