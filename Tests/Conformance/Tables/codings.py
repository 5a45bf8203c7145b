"""RFC 9112, sections 6.1 and 7: bodies in chunks."""

from Conformance.cases import (
    BODY, CHUNK, CODED, HOST, KIB, LAST, LENGTH, MIB, SIZED, Case, Leave, Level, Then, Wait, coded, doubtful, each_byte,
    get, head, post, refused, refused_at_once, several, taken,
)  # fmt: skip
from support.smuggling import SMUGGLED

MUST, SHOULD, CARE = Level.MUST, Level.SHOULD, Level.CARE

_WHOLE = CHUNK + LAST
_OLD = b"POST /transactions/new HTTP/1.0"


def encoded(value: bytes, body: bytes = _WHOLE) -> bytes:
    """A payment with this value of Transfer-Encoding."""
    return post(b"Transfer-Encoding:" + value, body=body)


def sized(size: bytes, end: bytes = b"\r\n") -> bytes:
    """A payment whose chunk has this text for its size, and for its first line end."""
    return coded(size + end + BODY + b"\r\n" + LAST)


def extended(extension: bytes, size: bytes = b"%x" % LENGTH) -> bytes:
    return sized(size + extension)


def trailed(*fields: bytes) -> bytes:
    return coded(CHUNK + b"0\r\n" + b"".join(field + b"\r\n" for field in fields) + b"\r\n")


def pieces(size: int) -> bytes:
    parts = (BODY[n : n + size] for n in range(0, LENGTH, size))
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


_BOTH = {
    "a length and chunks": post(b"Content-Length: %d" % len(_WHOLE), CODED, body=_WHOLE),
    "chunks and a length": post(CODED, b"Content-Length: %d" % len(_WHOLE), body=_WHOLE),
    "a length of zero and chunks": post(b"Content-Length: 0", CODED, body=_WHOLE),
    "a length and a last chunk": post(b"Content-Length: %d" % len(LAST + SMUGGLED), CODED, body=CHUNK + LAST),
    "a length and chunks to GET": get(b"Content-Length: %d" % len(LAST), CODED) + LAST,
    "a length and Chunked": post(SIZED, b"Transfer-Encoding: Chunked", body=_WHOLE),
}

_CODINGS: list[Case] = [
    *taken("9112 6.1", MUST, {
        "chunked": encoded(b" chunked"),
        "chunked without a space": encoded(b"chunked"),
        "chunked after a tab": encoded(b"\tchunked"),
        "chunked among tabs and spaces": encoded(b" \tchunked\t "),
        "Chunked": encoded(b" Chunked"),
        "CHUNKED": encoded(b" CHUNKED"),
        "the name in small letters": post(b"transfer-encoding: chunked", body=_WHOLE),
        "a connection field that names the coding": post(b"Connection: transfer-encoding", CODED, body=_WHOLE),
    }, 201),
    *doubtful("9112 6.1", MUST, {
        "chunked, then gzip": encoded(b" chunked, gzip"),
        "chunked and then identity in two fields": post(CODED, b"Transfer-Encoding: identity", body=_WHOLE),
        "chunked, then nobody's": encoded(b" chunked, x"),
    }, (400, 501)),
    # Where chunked is not the last, 6.3 asks for 400, and 6.1 for 501 where a coding is not understood.
    *doubtful("9112 6.1", SHOULD, {
        "gzip": encoded(b" gzip"),
        "deflate": encoded(b" deflate"),
        "nobody's": encoded(b" x"),
        "xchunked": encoded(b" xchunked"),
        "chunkedx": encoded(b" chunkedx"),
        "chunk": encoded(b" chunk"),
        "gzip, then chunked": encoded(b" gzip, chunked"),
        "identity, then chunked": encoded(b" identity, chunked"),
        "chunked twice": encoded(b" chunked, chunked"),
        "chunked twice in two fields": post(CODED, CODED, body=_WHOLE),
        "gzip and then chunked in two fields": post(b"Transfer-Encoding: gzip", CODED, body=_WHOLE),
    }, (400, 501)),
    *refused_at_once("9112 6.1", SHOULD, {
        "501 for nobody's, then chunked": encoded(b" x, chunked", body=b""),
        "501 for gzip, then chunked": encoded(b" gzip, chunked", body=b""),
    }, 501),
    *doubtful("9112 6.1", CARE, {
        "an empty coding": encoded(b""),
        "an empty coding and a length": post(b"Transfer-Encoding:", SIZED),
        "identity and a length": post(b"Transfer-Encoding: identity", SIZED),
        "chunked after a comma": encoded(b" ,chunked"),
        "chunked before a comma": encoded(b" chunked,"),
        "chunked in quotes": encoded(b' "chunked"'),
        "chunked with a parameter": encoded(b" chunked;a=b"),
        "chunked and a semicolon": encoded(b" chunked;"),
        "chunked after VT": encoded(b" \x0bchunked"),
        "chunked before FF": encoded(b" chunked\x0c"),
        "chunked and NUL": encoded(b" chunked\x00"),
        "chunked after A0": encoded(b" \xa0chunked"),
        "chunked and a word": encoded(b" chunked x"),
    }, (400, 501)),
    # The chunks may be read too, but nothing after them.
    *doubtful("9112 6.1", MUST, {f"nothing after {name}": sent for name, sent in _BOTH.items()}, (200, 201, 400)),
    *doubtful("9112 6.1", CARE, _BOTH),
    *doubtful("9112 6.1", MUST, {
        "a length and gzip": post(SIZED, b"Transfer-Encoding: gzip"),
    }, (400, 501)),
    *doubtful("9112 6.1", CARE, {
        "chunks in HTTP/1.0": head(_OLD, HOST, CODED) + _WHOLE,
        "chunks in HTTP/1.0 that is to go on": head(_OLD, HOST, CODED, b"Connection: keep-alive") + _WHOLE,
        "a length and chunks in HTTP/1.0": head(_OLD, HOST, SIZED, CODED) + _WHOLE,
    }, (400, 501)),
    *taken("9112 6.1", MUST, {
        "chunks to HEAD are read, or refused":
            head(b"HEAD /health HTTP/1.1", HOST, CODED) + b"%x\r\n%s\r\n" % (len(SMUGGLED), SMUGGLED) + LAST,
    }, (200, 400), then=Then.BY_STATUS, is_doubtful=True),
]  # fmt: skip

_CHUNKS: list[Case] = [
    *taken("9112 7.1", MUST, {
        "one chunk": coded(_WHOLE),
        "chunks of 7 bytes": coded(pieces(7) + LAST),
        "chunks of a byte": coded(pieces(1) + LAST),
        "chunks byte by byte": each_byte(coded(pieces(9) + LAST)),
        "each chunk in pieces":
            (post(CODED, body=b""), CHUNK[:1], CHUNK[1:9], CHUNK[9:-1], CHUNK[-1:], LAST[:2], LAST[2:]),
        "a size in capitals": sized(b"%X" % LENGTH),
        "a size in small letters": coded(b"a\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (BODY[:10], LENGTH - 10, BODY[10:])),
        "a size with leading zeros": sized(b"000%x" % LENGTH),
        "a last chunk of many zeros": coded(CHUNK + b"00000\r\n\r\n"),
        "line ends within a chunk": coded(b"%x\r\n%s\r\n" % (LENGTH + 9, BODY + b"\r\n    \r\n ") + LAST),
    }, 201),
    *taken("9112 7.1", MUST, {
        "chunks to GET": get(CODED) + b"3\r\nabc\r\n" + LAST,
        "no chunks to GET": get(CODED) + LAST,
        "chunks to GET that look like a request": get(CODED) + b"%x\r\n%s\r\n" % (len(SMUGGLED), SMUGGLED) + LAST,
    }, is_doubtful=True),
    *several("9112 7.1", MUST, {
        "two chunked bodies, one behind the other": (coded(_WHOLE) + coded(_WHOLE), (201, 201)),
        "a chunked body and a request behind it": (coded(_WHOLE) + get(), (201, 200)),
        "a chunked body and, later, a request": (coded(_WHOLE), Wait.ANSWER, get(), (201, 200)),
        "a chunked body and a sized one": (coded(_WHOLE) + post(SIZED), (201, 201)),
        "a sized body and a chunked one": (post(SIZED) + coded(_WHOLE), (201, 201)),
    }, is_doubtful=True),
    *doubtful("9112 7.1", MUST, {
        f"the size {text.decode('latin-1')!r}": sized(text)
        for text in (
            b"%#x" % LENGTH, b"0X%x" % LENGTH, b"+%x" % LENGTH, b"-%x" % LENGTH, b"-1", b" %x" % LENGTH,
            b"\t%x" % LENGTH, b"%x x" % LENGTH, b"%xg" % LENGTH, b"g%x" % LENGTH, b"%x.0" % LENGTH, b"%x_" % LENGTH,
            b"%x," % LENGTH, b"%x:" % LENGTH, b"%x=" % LENGTH, b'"%x"' % LENGTH, b"%x\x00" % LENGTH, b"%x\x0b" % LENGTH,
            b"%xh" % LENGTH, b"", b";a", b";", b"zz", b"%x\xa0" % LENGTH, b"x%x" % LENGTH, b"#%x" % LENGTH,
        )
    }),
    *doubtful("9112 7.1", CARE, {
        "a space after the size": sized(b"%x " % LENGTH),
        "spaces after the size": sized(b"%x   " % LENGTH),
        "a tab after the size": sized(b"%x\t" % LENGTH),
        "a space after the last size": coded(CHUNK + b"0 \r\n\r\n"),
    }),
    *doubtful("9112 7.1", MUST, {
        "a last size with a plus": coded(CHUNK + b"+0\r\n\r\n"),
        "a last size with a minus": coded(CHUNK + b"-0\r\n\r\n"),
        "a last size in hex": coded(CHUNK + b"0x0\r\n\r\n"),
        "a last size with a letter": coded(CHUNK + b"0h\r\n\r\n"),
    }),
    *doubtful("9112 7.1", MUST, {
        "a size of 2^64": sized(b"1" + b"0" * 16),
        "a size of 2^64 and more": sized(b"%x" % (2**64 + LENGTH)),
        "a size of 2^32 and more": sized(b"%x" % (2**32 + LENGTH)),
        "a size of 2^64 - 1": sized(b"f" * 16),
        "a size of 2^63": sized(b"8" + b"0" * 15),
        "a size of 2^63 - 1": sized(b"7" + b"f" * 15),
        "a size of 100 digits": sized(b"f" * 100),
        "a size of 20,000 digits": sized(b"f" * 20_000),
    }, (400, 413)),
    *doubtful("9112 7.1", CARE, {
        "a size of 20,000 zeros": sized(b"0" * 20_000 + b"%x" % LENGTH),
    }, (400, 413)),
    *doubtful("9112 7.1", MUST, {
        "nothing between a chunk and the next size": coded(b"%x\r\n%s" % (LENGTH, BODY) + LAST),
        "bytes between a chunk and its end": coded(b"%x\r\n%sxx\r\n" % (LENGTH, BODY) + LAST),
        "other bytes for a chunk's end": coded(b"%x\r\n%sxx" % (LENGTH, BODY) + LAST),
        "an empty line after a chunk": coded(CHUNK + b"\r\n" + LAST),
        "a chunk that is longer than its size": coded(b"%x\r\n%s\r\n" % (LENGTH - 1, BODY) + LAST),
        "a chunk that is shorter than its size": coded(b"%x\r\n%s\r\n" % (LENGTH + 3, BODY) + LAST),
    }),
    *doubtful("9112 7.1", CARE, {
        "LF alone after the size": sized(b"%x" % LENGTH, b"\n"),
        "CR alone after the size": sized(b"%x" % LENGTH, b"\r"),
        "two CRs after the size": sized(b"%x" % LENGTH, b"\r\r\n"),
        "LF alone after a chunk": coded(b"%x\r\n%s\n" % (LENGTH, BODY) + LAST),
        "CR alone after a chunk": coded(b"%x\r\n%s\r" % (LENGTH, BODY) + LAST),
        "two LFs after a chunk": coded(b"%x\r\n%s\n\n" % (LENGTH, BODY) + LAST),
        "LF alone everywhere": coded(b"%x\n%s\n0\n\n" % (LENGTH, BODY)),
        "LF alone after the last size": coded(CHUNK + b"0\n\r\n"),
        "LF alone at the end": coded(CHUNK + b"0\r\n\n"),
        "two LFs at the end": coded(CHUNK + b"0\n\n"),
        "CR alone at the end": coded(CHUNK + b"0\r\n\rX"),
    }),
]  # fmt: skip

_EXTENSIONS: list[Case] = [
    *taken("9112 7.1.1", MUST, {
        "a name": extended(b";a"),
        "a name and a value": extended(b";a=b"),
        "a value in quotes": extended(b';a="b"'),
        "a semicolon in quotes": extended(b';a="b;c"'),
        "an escaped quote in quotes": extended(b';a="b\\"c"'),
        "spaces and digits in quotes": extended(b';a="0 1 2"'),
        "UTF-8 in quotes": extended(';a="é"'.encode()),
        "a space before the semicolon": extended(b" ;a"),
        "spaces and tabs at every place": extended(b" \t; a = b"),
        "several": extended(b';a;b=c;d="e"'),
        "on the last chunk": coded(CHUNK + b"0;a=b\r\n\r\n"),
        "on every chunk": coded(b"a;n=1\r\n%s\r\n%x;n=2\r\n%s\r\n0;n=3\r\n\r\n" % (BODY[:10], LENGTH - 10, BODY[10:])),
        "of 200 bytes": extended(b";a=" + b"b" * 200),
    }, 201),
    *doubtful("9112 7.1.1", CARE, {
        "LF alone in it": extended(b";a\nb"),
        "LF alone after it": sized(b"%x;a" % LENGTH, b"\n"),
        "CR alone in it": extended(b";a\rb"),
        "LF in quotes": extended(b';a="\n"'),
        "a line end in quotes": extended(b';a="\r\n"'),
    }),
    *refused("9112 7.1.1", CARE, {
        "NUL in it": extended(b";a\x00b"),
        "SOH in it": extended(b";a\x01b"),
        "DEL in it": extended(b";a\x7fb"),
    }),
    *refused("9112 7.1.1", CARE, {
        "of 20 KiB": extended(b";a=" + b"b" * (20 * KIB)),
        "of 1 MiB": extended(b";a=" + b"b" * MIB),
    }, (400, 413, 431)),
    *refused_at_once("9112 7.1.1", CARE, {
        "of 100 KiB that has no end": post(CODED, body=b"5;" + b"a" * (100 * KIB)),
    }, (400, 413, 431)),
]  # fmt: skip

_TRAILERS: list[Case] = [
    *taken("9112 7.1.2", MUST, {
        "a trailer": trailed(b"X: y"),
        "a trailer without a space": trailed(b"X:y"),
        "a trailer with tabs": trailed(b"X:\ty\t"),
        "an empty trailer": trailed(b"X:"),
        "trailers": trailed(b"X: y", b"Y: z", b"X: z"),
        "a trailer that was announced": post(CODED, b"Trailer: X", body=CHUNK + b"0\r\nX: y\r\n\r\n"),
        "a trailer with Latin-1": trailed(b"X: caf\xe9"),
    }, 201),
    *taken("9110 6.5.1", CARE, {
        "a length for a trailer": trailed(b"Content-Length: 1000"),
        "a coding for a trailer": trailed(b"Transfer-Encoding: chunked"),
        "a Host for a trailer": trailed(b"Host: y"),
        "close for a trailer": trailed(b"Connection: close"),
    }, (201, 400), then=Then.BY_STATUS, is_doubtful=True),
    *doubtful("9112 7.1.2", CARE, {
        "a request for a trailer": coded(CHUNK + b"0\r\n" + get()),
        "CR alone in a trailer": trailed(b"X: a\rb"),
        "LF alone in a trailer": trailed(b"X: a\nY: b"),
        "LF alone after a trailer": coded(CHUNK + b"0\r\nX: y\n\r\n"),
        "LF alone after the trailers": coded(CHUNK + b"0\r\nX: y\r\n\n"),
    }),
    *refused("9112 7.1.2", CARE, {
        "a trailer without a colon": trailed(b"nonsense"),
        "a trailer without a name": trailed(b": x"),
        "a space before the colon of a trailer": trailed(b"X : y"),
        "NUL in a trailer": trailed(b"X: a\x00b"),
        "a space in the name of a trailer": trailed(b"X y: z"),
        "a space before a trailer": trailed(b" X: y"),
        "a fold in a trailer": trailed(b"X: a\r\n b"),
        "SOH in a trailer": trailed(b"X: a\x01b"),
    }),
    *refused("9112 7.1.2", CARE, {
        "a trailer of 20 KiB": trailed(b"X: " + b"y" * (20 * KIB)),
        "5,000 trailers": trailed(*[b"X: y"] * 5_000),
    }, (400, 413, 431)),
    *refused_at_once("9112 7.1.2", CARE, {
        "trailers of 100 KiB that have no end": coded(CHUNK + b"0\r\n" + b"X: y\r\n" * (16 * KIB)),
    }, (400, 413, 431)),
]  # fmt: skip

_ENDS: list[Case] = [
    *taken("9112 8", MUST, {
        "no last chunk": (coded(CHUNK), Leave.HALF),
        "no end of the last chunk": (coded(CHUNK + b"0\r\n"), Leave.HALF),
        "half a chunk": (coded(CHUNK[:20]), Leave.HALF),
        "half a size": (coded(b"2"), Leave.HALF),
        "no chunk": (coded(b""), Leave.HALF),
    }, 400, then=Then.ENDS, may_be_silent=True),
    *refused("9110 15.5.14", SHOULD, {
        "chunks over the limit": coded(b"80000\r\n%s\r\n" % (b" " * 0x80000) * 3 + LAST),
        "4 MiB in one chunk": coded(b"400000\r\n%s\r\n" % (b" " * 0x400000) + LAST),
    }, 413),
    *refused_at_once("9110 15.5.14", CARE, {
        "a size over the limit, and the chunk never comes": coded(b"200000\r\n"),
        "a size of 2^31, and the chunk never comes": coded(b"80000000\r\n"),
    }, 413),
    *refused("9112 9.6", CARE, {
        "4 MiB behind a bad size": coded(b"0x5\r\n" + b" " * (4 * MIB)),
        "4 MiB behind a chunk without its end": coded(b"5\r\nabcdefgh" + b" " * (4 * MIB)),
    }),
]  # fmt: skip

CASES = [*_CODINGS, *_CHUNKS, *_EXTENSIONS, *_TRAILERS, *_ENDS]
