"""Pictures of few colours, as the page's are, in a fifth of the bytes: PNG with a palette."""

import struct
import zlib
from collections import Counter

#: What a palette holds.
COLOURS = 256

#: Colours whose parts agree but for so many bits are of one kind.
KIND = 5

SIGNATURE = b"\x89PNG\r\n\x1a\n"

#: Bytes a pixel of each colour type that browsers write.
DEPTHS = {2: 3, 6: 4}


def smaller(png: bytes) -> bytes:
    """The same picture with at most 256 colours: of each kind the commonest, then the commonest of all; each other one
    becomes the nearest of them."""
    width, height, pixels = decoded(png)
    seen = Counter(pixels)
    kept = palette(seen)
    places = {colour: place for place, colour in enumerate(kept)}
    for colour in seen.keys() - places.keys():
        places[colour] = min(range(len(kept)), key=lambda place: distance(kept[place], colour))
    rows = bytearray()
    for start in range(0, width * height, width):
        rows.append(0)
        rows += bytes(places[colour] for colour in pixels[start : start + width])
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", b"".join(kept)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(chunk(kind, content) for kind, content in parts)


def palette(seen: Counter[bytes]) -> list[bytes]:
    """The colours that stay. A rare one may be the only green, and has to remain one."""
    ordered = [colour for colour, _ in seen.most_common()]
    kinds: dict[bytes, bytes] = {}
    for colour in ordered:
        kinds.setdefault(bytes(part >> KIND for part in colour), colour)
    return list(dict.fromkeys([*kinds.values()][:COLOURS] + ordered))[:COLOURS]


def distance(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other))


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def decoded(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height, and the three bytes of each pixel, of a picture as a browser writes it."""
    assert png.startswith(SIGNATURE)
    place, content, header = len(SIGNATURE), b"", b""
    while place < len(png):
        (size,) = struct.unpack_from(">I", png, place)
        kind, part = png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        header, content = (part, content) if kind == b"IHDR" else (header, content + part * (kind == b"IDAT"))
        place += size + 12
    width, height, bits, colours, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    assert (bits, interlaced) == (8, 0)
    depth = DEPTHS[colours]
    raw, stride = zlib.decompress(content), width * depth
    pixels, above = [], bytearray(stride)
    for start in range(0, height * (stride + 1), stride + 1):
        above = unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), above, depth)
        pixels += [bytes(above[at : at + 3]) for at in range(0, stride, depth)]
    return width, height, pixels


def unfiltered(kind: int, row: bytearray, above: bytearray, depth: int) -> bytearray:
    """A row as it was before it was told by what is beside it, or above."""
    if kind == 0:
        return row
    if kind == 2:
        return bytearray((one + up) & 255 for one, up in zip(row, above))
    for at in range(len(row)):
        left, corner = (row[at - depth], above[at - depth]) if at >= depth else (0, 0)
        guess = {1: left, 3: (left + above[at]) // 2}.get(kind)
        row[at] = (row[at] + (paeth(left, above[at], corner) if guess is None else guess)) & 255
    return row


def paeth(left: int, up: int, corner: int) -> int:
    start = left + up - corner
    return min((left, up, corner), key=lambda each: abs(start - each))
