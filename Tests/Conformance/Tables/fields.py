"""RFC 9112, section 5, and RFC 9110, section 5: fields, and how large a head may be."""

from Conformance.cases import (
    BODY, CODED, GET, HOST, KIB, LENGTH, MIB, POST, SIZED, Case, Level, doubtful, get, head, refused, refused_at_once,
    taken,
)  # fmt: skip

MUST, SHOULD, CARE = Level.MUST, Level.SHOULD, Level.CARE

_TAKEN: list[Case] = [
    *taken("9112 5.1", MUST, {
        "no space before the value": get(b"X:y"),
        "a tab before the value": get(b"X:\ty"),
        "spaces and tabs around the value": get(b"X: \t y \t "),
        "an empty value": get(b"X:"),
        "a value of spaces and tabs": get(b"X: \t "),
        "spaces and tabs within the value": get(b"X: a \t b"),
        "colons in the value": get(b"X: a:b: :c"),
    }),
    *taken("9110 5.1", MUST, {
        "every mark that a name may hold": get(b"!#$%&'*+-.^_`|~09azAZ: y"),
        "a name of one mark": get(b"~: y"),
        "the same name three times": get(b"X: 1", b"x: 2", b"X: 1"),
        "a name nobody knows": get(b"Forgechain-Conformance: y"),
    }),
    *taken("9110 5.5", MUST, {
        "every visible character": get(b"X: " + bytes(range(0x21, 0x7F))),
        "an open quote": get(b'X: "a'),
        "a backslash at the end": get(b"X: a\\"),
        "Latin-1 in a value": get(b"X: caf\xe9"),
        "UTF-8 in a value": get("X: café ☕".encode()),
        "every byte from 80 to FF": get(b"X: " + bytes(range(0x80, 0x100))),
    }),
    *taken("9110 5.4", SHOULD, {
        "a value of 7 KiB": get(b"X: " + b"y" * (7 * KIB)),
        "80 fields": get(*(b"X-%d: y" % n for n in range(80))),
        "a head of 12 KiB": get(b"X: " + b"y" * (6 * KIB), b"Y: " + b"z" * (6 * KIB)),
    }),
]  # fmt: skip

_NAMES: list[Case] = [
    *refused("9112 5.1", MUST, {
        "a space before the colon": get(b"X : y"),
        "a tab before the colon": get(b"X\t: y"),
        "a space before the colon of Host": head(GET, b"Host : x"),
        "no colon": get(b"nonsense"),
        "no colon but a space": get(b"X y"),
        "no colon in the last field": head(GET, HOST, b"X"),
        "no name": get(b": y"),
        "only a colon": get(b":"),
    }),
    *doubtful("9112 5.1", MUST, {
        "a space before the colon of a length": head(POST, HOST, b"Content-Length : %d" % LENGTH) + BODY,
        "a tab before the colon of a length": head(POST, HOST, b"Content-Length\t: %d" % LENGTH) + BODY,
        "a space before the colon of a coding":
            head(POST, HOST, b"Transfer-Encoding : chunked") + b"%x\r\n%s\r\n0\r\n\r\n" % (LENGTH, BODY),
        "a space before the colon of a coding beside a length":
            head(POST, HOST, SIZED, b"Transfer-Encoding : chunked") + BODY,
    }),
    *refused("9110 5.1", CARE, {
        f"the name {name.decode('latin-1')!r}": get(name + b": z")
        for name in (
            b"x y", b'x"y', b"x(y", b"x)y", b"x,y", b"x/y", b"x;y", b"x<y", b"x=y", b"x>y", b"x?y", b"x@y", b"x[y",
            b"x\\y", b"x]y", b"x{y", b"x}y", b"x\x00y", b"\x00x", b"x\x01y", b"x\x0by", b"x\x1fy", b"x\x7fy", b"x\x80y",
            "ä".encode(),
        )
    }),
]  # fmt: skip

_VALUES: list[Case] = [
    *refused("9110 5.5", CARE, {
        "NUL in a value": get(b"X: a\x00b"),
        "NUL for a value": get(b"X: \x00"),
        "NUL after a value": get(b"X: a\x00"),
        "NUL after close": get(b"Connection: close\x00"),
    }),
    *refused("9110 5.5", CARE, {
        f"the byte {byte:02X} in a value": get(b"X: a%cb" % byte)
        for byte in (*range(0x01, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F)
    }),
    *refused("9112 5.2", CARE, {
        "a fold with a space": get(b"X: a\r\n b"),
        "a fold with a tab": get(b"X: a\r\n\tb"),
        "a fold of nothing": get(b"X: a\r\n "),
        "a fold after an empty value": get(b"X:\r\n a"),
        "three folds": get(b"X: a\r\n b\r\n c\r\n d"),
        "a fold that looks like a field": get(b"X: a\r\n Y: b"),
        "a fold in the last field": head(GET, HOST, b"X: a\r\n b"),
        "a folded Host": head(GET, b"Host:\r\n x"),
        "a fold after Host": head(GET, b"Host: x\r\n y"),
    }),
    *doubtful("9112 5.2", CARE, {
        "a folded length": head(POST, HOST, b"Content-Length:\r\n %d" % LENGTH) + BODY,
        "a fold after a length": head(POST, HOST, SIZED + b"\r\n 0") + BODY,
        "a folded coding": head(POST, HOST, b"Transfer-Encoding:\r\n chunked") + b"0\r\n\r\n",
        "a fold after a coding": head(POST, HOST, CODED + b"\r\n , identity") + b"0\r\n\r\n",
        "a coding in a fold": head(POST, HOST, SIZED, b"X: a\r\n Transfer-Encoding: chunked") + BODY,
    }),
]  # fmt: skip

_SIZES: list[Case] = [
    *refused("9110 5.4", MUST, {
        "a value of 20 KiB": get(b"X: " + b"y" * (20 * KIB)),
        "a name of 20 KiB": get(b"y" * (20 * KIB) + b": x"),
        "three values of 8 KiB": get(*(b"X: " + b"y" * (8 * KIB) for _ in range(3))),
        "5,000 fields": get(*[b"X: y"] * 5_000),
        "a Host of 20 KiB": head(GET, b"Host: " + b"x" * (20 * KIB)),
        "a line of 20 KiB without a colon": get(b"y" * (20 * KIB)),
        "spaces of 20 KiB": get(b"X:" + b" " * (20 * KIB) + b"y"),
    }, (400, 431)),
    *refused("6585 5", CARE, {
        "431 for a value of 20 KiB": get(b"X: " + b"y" * (20 * KIB)),
        "431 for 5,000 fields": get(*[b"X: y"] * 5_000),
        "431 for a value of 4 MiB": get(b"X: " + b"y" * (4 * MIB)),
        "431 for 100,000 fields": get(*[b"X: y"] * 100_000),
    }, 431),
    *refused_at_once("6585 5", CARE, {
        "a value of 100 KiB that has no end": GET + b"\r\n" + HOST + b"\r\nX: " + b"y" * (100 * KIB),
        "fields of 100 KiB that have no end": GET + b"\r\n" + HOST + b"\r\n" + b"X: y\r\n" * (16 * KIB),
    }, 431),
]  # fmt: skip

CASES = [*_TAKEN, *_NAMES, *_VALUES, *_SIZES]
