"""Pictures with a palette: that they show the same."""

import random
import struct
import zlib

from Browser.palette import SIGNATURE, chunk, decoded, smaller

SEED = 5


def written(width: int, rows: list[tuple[int, bytes]], depth: int) -> bytes:
    """A PNG of rows, each with how it is filtered."""
    header = struct.pack(">IIBBBBB", width, len(rows), 8, {3: 2, 4: 6}[depth], 0, 0, 0)
    content = zlib.compress(b"".join(bytes([kind]) + row for kind, row in rows))
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


def shown(png: bytes) -> tuple[list[bytes], list[bytes]]:
    """The colours of a picture with a palette, and its pixels."""
    parts, place = {}, len(SIGNATURE)
    while place < len(png):
        (size,) = struct.unpack_from(">I", png, place)
        parts[png[place + 4 : place + 8]] = png[place + 8 : place + 8 + size]
        place += size + 12
    (width,) = struct.unpack_from(">I", parts[b"IHDR"])
    colours = [parts[b"PLTE"][at : at + 3] for at in range(0, len(parts[b"PLTE"]), 3)]
    raw = zlib.decompress(parts[b"IDAT"])
    return colours, [colours[place] for at, place in enumerate(raw) if at % (width + 1) > 0]


def test_each_filter_is_undone():
    # By the standard's rules, by hand: rows of two pixels.
    rows = [(0, bytes([10, 20, 30, 40, 50, 60])), (1, bytes([1, 1, 1, 1, 1, 1])), (2, bytes([9, 9, 9, 9, 9, 9])),
            (3, bytes([0, 0, 0, 0, 0, 0])), (4, bytes([1, 0, 255, 0, 2, 0]))]
    width, height, pixels = decoded(written(2, rows, 3))
    assert (width, height) == (2, 5)
    assert [tuple(each) for each in pixels] == [
        (10, 20, 30), (40, 50, 60), (1, 1, 1), (2, 2, 2), (10, 10, 10), (11, 11, 11), (5, 5, 5), (8, 8, 8),
        (6, 5, 4), (8, 10, 8)]


def test_few_colours_stay_as_they_are():
    generator = random.Random(SEED)
    colours = [generator.randbytes(3) for _ in range(256)]
    seen = [generator.choice(colours) for _ in range(40 * 30)]
    rows = [(0, b"".join(colour + b"\xff" for colour in seen[at : at + 40])) for at in range(0, len(seen), 40)]
    assert shown(smaller(written(40, rows, 4)))[1] == seen


def test_the_only_green_stays_green():
    grey = [bytes([value, value, value]) for value in range(256)]
    row = b"".join(grey * 2 + [bytes([value, value, 0]) for value in range(128, 256)] + [bytes([0, 200, 0])])
    assert shown(smaller(written(641, [(0, row)], 3)))[1][-1] == bytes([0, 200, 0])


def test_of_many_colours_the_rare_become_their_nearest():
    common = [bytes([value, value, value]) for value in range(0, 256, 1)]
    row = b"".join(common * 2) + bytes([100, 101, 100])
    colours, pixels = shown(smaller(written(513, [(0, row)], 3)))
    assert len(colours) == 256 and pixels[-1] == bytes([100, 100, 100])
