"""RFC 9112, sections 6, 7 and 8: bodies of answers."""

from Conformance.answers import (
    BODY, CHUNK, CODED, LAST, LENGTH, SIZED, AnswerCase, End, answer, coded, either, refused, sized, taken,
)  # fmt: skip
from Conformance.cases import MIB, Level, each_byte

MUST, CARE = Level.MUST, Level.CARE

_LENGTHS: list[AnswerCase] = [
    *taken("9112 6.3", MUST, {
        "neither length nor chunks": answer(),
        "neither length nor chunks in HTTP/1.0": answer(line=b"HTTP/1.0 200 OK"),
        "neither, and close": answer(b"Connection: close"),
        "neither, in two pieces": (answer(body=b""), BODY[:100], BODY[100:]),
        "a length, and close": sized(b"Connection: close"),
    }, End.LEAVES),
    *taken("9112 6.3", MUST, {
        "a length, and close, but it stays": sized(b"Connection: close"),
        "a length, and keep-alive": sized(b"Connection: keep-alive"),
        "a length with leading zeros": answer(b"Content-Length: 000%d" % LENGTH),
        "a body of which the end comes alone": (answer(SIZED, body=BODY[:-1]), BODY[-1:]),
    }),
    *taken("9112 6.3", MUST, {"bytes behind the body": sized() + b"xyz"}),
    *taken("9112 6.3", MUST, {"an answer behind the body": sized() + answer(b"Content-Length: 0", body=b"")}),
    *refused("9112 6.3", MUST, {
        "two different lengths": answer(SIZED, b"Content-Length: 5"),
        "two different lengths, the shorter first": answer(b"Content-Length: 5", SIZED),
        "a list of different lengths": answer(b"Content-Length: %d, 5" % LENGTH),
        "a length with a plus": answer(b"Content-Length: +%d" % LENGTH),
        "a negative length": answer(b"Content-Length: -1"),
        "a length in hex": answer(b"Content-Length: %#x" % LENGTH),
        "a length in letters": answer(b"Content-Length: abc"),
        "a length and a letter": answer(b"Content-Length: %da" % LENGTH),
        "a length of two numbers": answer(b"Content-Length: %d 1" % LENGTH),
        "an empty length": answer(b"Content-Length:"),
        "a length of 2^64 and more": answer(b"Content-Length: %d" % (2**64 + LENGTH)),
        "a length of 100 digits": answer(b"Content-Length: " + b"9" * 100),
    }),
    *either("9112 6.3", {
        "the same length twice": answer(SIZED, SIZED),
        "a list of the same length": answer(b"Content-Length: %d, %d" % (LENGTH, LENGTH)),
        "a length and chunks": answer(SIZED, CODED, body=CHUNK + LAST),
    }),
    *refused("9112 8", MUST, {
        "a body that ends early": answer(SIZED, body=BODY[:-1]),
        "a length that is one too many": answer(b"Content-Length: %d" % (LENGTH + 1)),
        "no body": answer(SIZED, body=b""),
    }, End.LEAVES),
    *refused("9112 8", MUST, {
        "a length that is one too few": answer(b"Content-Length: %d" % (LENGTH - 1)),
        "a length of zero": answer(b"Content-Length: 0"),
    }),
    *refused("9112 6.1", CARE, {
        "gzip": answer(b"Transfer-Encoding: gzip"),
        "gzip, then chunked": answer(b"Transfer-Encoding: gzip, chunked", body=CHUNK + LAST),
        "chunked, then gzip": answer(b"Transfer-Encoding: chunked, gzip", body=CHUNK + LAST),
        "a coding that is nobody's": answer(b"Transfer-Encoding: x"),
        "a length and gzip": answer(SIZED, b"Transfer-Encoding: gzip"),
    }, End.LEAVES),
    *refused("9110 8.4", CARE, {
        "content that says gzip and is not": sized(b"Content-Encoding: gzip"),
    }),
]  # fmt: skip


def _at_size(size: bytes, end: bytes = b"\r\n") -> bytes:
    """A chunk with this text for its size, and for its first line end."""
    return coded(size + end + BODY + b"\r\n" + LAST)


def _in_pieces(size: int) -> bytes:
    parts = (BODY[n : n + size] for n in range(0, LENGTH, size))
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


_CHUNKS: list[AnswerCase] = [
    *taken("9112 7.1", MUST, {
        "one chunk": coded(CHUNK + LAST),
        "chunks of a byte": coded(_in_pieces(1) + LAST),
        "chunks byte by byte": each_byte(coded(_in_pieces(40) + LAST)),
        "Chunked": answer(b"transfer-encoding: Chunked", body=CHUNK + LAST),
        "chunked among tabs": answer(b"Transfer-Encoding:\tchunked\t", body=CHUNK + LAST),
        "a size in capitals": _at_size(b"%X" % LENGTH),
        "a size with leading zeros": _at_size(b"000%x" % LENGTH),
        "a last chunk of many zeros": coded(CHUNK + b"0000\r\n\r\n"),
        "bytes behind the last chunk": coded(CHUNK + LAST + b"xyz"),
    }),
    *taken("9112 7.1.1", MUST, {
        "an extension": _at_size(b"%x;a" % LENGTH),
        "an extension with a value": _at_size(b"%x;a=b" % LENGTH),
        "an extension in quotes": _at_size(b'%x;a="b;c"' % LENGTH),
        "spaces around an extension": _at_size(b"%x ; a = b" % LENGTH),
        "an extension of the last chunk": coded(CHUNK + b"0;a=b\r\n\r\n"),
    }),
    *taken("9112 7.1.2", MUST, {
        "a trailer": coded(CHUNK + b"0\r\nX: y\r\n\r\n"),
        "trailers": coded(CHUNK + b"0\r\nX: y\r\nY: z\r\n\r\n"),
    }),
    *refused("9112 7.1", MUST, {
        "a size in letters": _at_size(b"zz"),
        "a size with 0x": _at_size(b"%#x" % LENGTH),
        "a size with a plus": _at_size(b"+%x" % LENGTH),
        "a negative size": _at_size(b"-5"),
        "a space before a size": _at_size(b" %x" % LENGTH),
        "a word after a size": _at_size(b"%x x" % LENGTH),
        "no size": _at_size(b""),
        "only an extension": _at_size(b";a"),
        "a size of 2^64 and more": _at_size(b"%x" % (2**64 + LENGTH)),
        "a size of 2^64 - 1": _at_size(b"f" * 16),
        "a size of 100 digits": _at_size(b"f" * 100),
        "nothing between a chunk and the next size": coded(b"%x\r\n%s" % (LENGTH, BODY) + LAST),
        "a chunk that is longer than its size": coded(b"%x\r\n%s\r\n" % (LENGTH - 1, BODY) + LAST),
        "a bad size after a good chunk": coded(b"5\r\n%s\r\nzz\r\n" % BODY[:5]),
    }),
    *refused("9112 7.1.1", CARE, {"an extension of 1 MiB": _at_size(b"%x;a=" % LENGTH + b"b" * MIB)}),
    *refused("9112 7.1.2", CARE, {
        "trailers of 1 MiB": coded(CHUNK + b"0\r\n" + b"X: y\r\n" * (MIB // 6)),
    }),
    *refused("9112 8", MUST, {
        "no last chunk": coded(CHUNK),
        "half a chunk": coded(CHUNK[:40]),
        "half a size": coded(b"2"),
        "no chunk": coded(b""),
    }, End.LEAVES),
    *either("9112 7.1", {
        "LF alone after a size": _at_size(b"%x" % LENGTH, b"\n"),
        "LF alone after a chunk": coded(b"%x\r\n%s\n" % (LENGTH, BODY) + LAST),
        "a space after a size": _at_size(b"%x " % LENGTH),
        "a last chunk without its end": coded(CHUNK + b"0\r\n"),
        "a trailer that is no field": coded(CHUNK + b"0\r\nnonsense\r\n\r\n"),
    }),
]  # fmt: skip

CASES = [*_LENGTHS, *_CHUNKS]
