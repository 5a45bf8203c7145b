"""RFC 9112, sections 6.2, 6.3 and 8, and RFC 9110, section 8.6: bodies with a length."""

from Conformance.cases import (
    BODY, CODED, HOST, LENGTH, MIB, POST, SIZED, Case, Leave, Level, Needs, Then, doubtful, each_byte, get, head, post,
    refused, refused_at_once, several, taken,
)  # fmt: skip
from support.smuggling import SMUGGLED

MUST, SHOULD, CARE = Level.MUST, Level.SHOULD, Level.CARE


def sized(text: bytes) -> bytes:
    """A payment with this value of Content-Length."""
    return post(b"Content-Length:" + text)


def announcing(length: int) -> bytes:
    """Only the head."""
    return post(b"Content-Length: %d" % length, body=b"")


_TAKEN: list[Case] = [
    *taken("9112 6.2", MUST, {
        "a length": sized(b" %d" % LENGTH),
        "a length without a space": sized(b"%d" % LENGTH),
        "a tab before the length": sized(b"\t%d" % LENGTH),
        "tabs and spaces around the length": sized(b" \t %d\t \t" % LENGTH),
        "a length with leading zeros": sized(b" 000%d" % LENGTH),
        "the name in small letters": post(b"content-length: %d" % LENGTH),
        "a body byte by byte": each_byte(post(SIZED)),
        "a head and then a body": (post(SIZED, body=b""), BODY),
        "a line end after the body": post(b"Content-Length: %d" % (LENGTH + 2), body=BODY + b"\r\n"),
        "a connection field that names the length": post(b"Connection: content-length", SIZED),
    }, 201),
    *taken("9112 6.3", MUST, {
        "GET with a body": get(SIZED) + BODY,
        "GET with a body that looks like a request": get(b"Content-Length: %d" % len(SMUGGLED)) + SMUGGLED,
        "GET with a length of zero": get(b"Content-Length: 0"),
        "GET and its body apart": (get(SIZED), BODY),
    }, is_doubtful=True),
    *taken("9112 6.3", MUST, {
        "DELETE with a body that looks like a request":
            head(b"DELETE /health HTTP/1.1", HOST, b"Content-Length: %d" % len(SMUGGLED)) + SMUGGLED,
        "PUT with a body that looks like a request":
            head(b"PUT /health HTTP/1.1", HOST, b"Content-Length: %d" % len(SMUGGLED)) + SMUGGLED,
    }, 405, is_doubtful=True, needs=Needs.ROUTES),
    *several("9112 6.3", MUST, {
        "two bodies, one behind the other": (post(SIZED) + post(SIZED), (201, 201)),
        "a body and a request behind it": (post(SIZED) + get(), (201, 200)),
        "a body to GET and a request behind it": (get(SIZED) + BODY + get(), (200, 200)),
    }, is_doubtful=True),
    *taken("9110 8.6", SHOULD, {
        "a payment without a length": post(body=b""),
        "a payment of zero bytes": post(b"Content-Length: 0", body=b""),
    }, (400, 411), then=Then.EITHER, needs=Needs.ROUTES),
]  # fmt: skip

_REFUSED: list[Case] = [
    *doubtful("9112 6.3", MUST, {
        "two different lengths": post(SIZED, b"Content-Length: 5"),
        "two different lengths, the shorter first": post(b"Content-Length: 5", SIZED),
        "two lengths, zero first": post(b"Content-Length: 0", SIZED),
        "two lengths, zero last": post(SIZED, b"Content-Length: 0"),
        "a list of different lengths": sized(b" %d, 5" % LENGTH),
        "two different lengths to GET": get(b"Content-Length: 0", b"Content-Length: %d" % len(SMUGGLED)),
        "two lengths in other letters": post(SIZED, b"CONTENT-length: 5"),
    }),
    *doubtful("9112 6.3", MUST, {
        f"the length {text.decode('latin-1')!r}": sized(b" " + text)
        for text in (
            b"+%d" % LENGTH, b"-%d" % LENGTH, b"-1", b"-0", b"+0", b"%#x" % LENGTH, b"0x0", b"%da" % LENGTH,
            b"a%d" % LENGTH, b"%d.0" % LENGTH, b"%d 1" % LENGTH, b"1 %d" % LENGTH, b"%d;" % LENGTH, b"%d;a=b" % LENGTH,
            b'"%d"' % LENGTH, b"1e2", b"1_0", b"%d," % LENGTH, b",%d" % LENGTH, b"0%do" % LENGTH, b"%d\x00" % LENGTH,
            b"\x0b%d" % LENGTH, b"%d\x0c" % LENGTH, b"%d\xa0" % LENGTH, "٥".encode(), b"zero", b"NaN", b"infinity",
        )
    }),
    *doubtful("9112 6.3", MUST, {
        "an empty length": sized(b""),
        "a length of spaces": sized(b"   "),
        "an empty length to GET": get(b"Content-Length:"),
        "a negative length to GET": get(b"Content-Length: -1"),
    }),
    *doubtful("9112 6.3", CARE, {
        "the same length twice": post(SIZED, SIZED),
        "a list of the same length": sized(b" %d, %d" % (LENGTH, LENGTH)),
        "zero twice": post(b"Content-Length: 0", b"Content-Length: 0", body=b""),
    }),
    *taken("9112 6.3", MUST, {
        "a body to HEAD is read, or refused":
            head(b"HEAD /health HTTP/1.1", HOST, b"Content-Length: %d" % len(SMUGGLED)) + SMUGGLED,
    }, (200, 400), then=Then.BY_STATUS, is_doubtful=True),
    *doubtful("9112 6.3", MUST, {
        "a length of 2^64 and more": sized(b" %d" % (2**64 + LENGTH)),
        "a length of 2^32 and more": sized(b" %d" % (2**32 + LENGTH)),
        "a length of 2^63": sized(b" %d" % 2**63),
        "a length of 2^64 - 1": sized(b" %d" % (2**64 - 1)),
        "a length of 100 digits": sized(b" " + b"9" * 100),
        "a length of 2,000 digits": sized(b" " + b"9" * 2_000),
    }, (400, 413)),
]  # fmt: skip

_AT_THE_HEAD: list[Case] = [
    *refused_at_once("9110 15.5.14", SHOULD, {
        "one byte over the limit": announcing(MIB + 1),
        "a length of 2^31": announcing(2**31),
        "a length of 2^32": announcing(2**32),
        "a length of 2^63 - 1": announcing(2**63 - 1),
    }, 413),
    *refused_at_once("9112 6.3", CARE, {
        "two lengths, and the body never comes": post(SIZED, b"Content-Length: 5", body=b""),
        "a length with a plus, and the body never comes": post(b"Content-Length: +5", body=b""),
        "a length in hex, and the body never comes": post(b"Content-Length: 0x5", body=b""),
        "an empty length, and the body never comes": post(b"Content-Length:", body=b""),
        "a length and a coding, and the body never comes": post(SIZED, CODED, body=b""),
    }),
    *refused("9110 15.5.14", CARE, {
        "4 MiB that are sent all the same": announcing(4 * MIB) + b" " * (4 * MIB),
    }, 413),
    *refused("9112 9.6", CARE, {
        "4 MiB behind a bad length": post(b"Content-Length: +%d" % (4 * MIB), body=b" " * (4 * MIB)),
        "4 MiB behind a bad Host": head(POST, b"Host: x/y", b"Content-Length: %d" % MIB) + b" " * (4 * MIB),
        "4 MiB behind a bad request line": b"nonsense\r\n\r\n" + b" " * (4 * MIB),
    }),
    *taken("9112 8", MUST, {
        "a body that ends early": (post(SIZED, body=BODY[:-1]), Leave.HALF),
        "a body of which nothing comes": (post(SIZED, body=b""), Leave.HALF),
    }, 400, then=Then.ENDS, may_be_silent=True),
]  # fmt: skip

CASES = [*_TAKEN, *_REFUSED, *_AT_THE_HEAD]
