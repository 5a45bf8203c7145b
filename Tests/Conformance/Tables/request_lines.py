"""RFC 9112, sections 2.2, 2.3 and 3: lines, versions and request lines."""

from Conformance.cases import (
    GET, HOST, KIB, MIB, SIZED, Case, Level, Then, Wait, each_byte, get, head, line, post, refused, refused_at_once,
    several, taken,
)  # fmt: skip

MUST, SHOULD, CARE = Level.MUST, Level.SHOULD, Level.CARE

_LINE_ENDS: list[Case] = [
    *taken("9112 2.2", MUST, {
        "a request": get(),
        "a request byte by byte": each_byte(get()),
        "a request cut within its line ends": (GET + b"\r", b"\n" + HOST + b"\r", b"\n\r", b"\n"),
    }),
    *taken("9112 2.2", SHOULD, {
        "an empty line before a request": b"\r\n" + get(),
        "two empty lines before a request": b"\r\n\r\n" + get(),
        "an empty line before a request, cut in two": (b"\r", b"\n" + get()),
    }),
    *several("9112 2.2", SHOULD, {
        "an empty line after a body": (post(SIZED) + b"\r\n" + get(), (201, 200)),
        "an empty line after a body that was answered": (post(SIZED), Wait.ANSWER, b"\r\n", get(), (201, 200)),
        "an empty line between requests": (get() + b"\r\n" + get(), (200, 200)),
    }),
    *refused_at_once("9112 2.2", CARE, {"empty lines for ever": b"\r\n" * (20 * KIB)}, (400, 408, 431)),
    *refused("9112 2.2", MUST, {
        "CR alone for a line's end": GET + b"\r" + HOST + b"\r\n\r\n",
        "CR alone for a field's end": GET + b"\r\n" + HOST + b"\rX: y\r\n\r\n",
        "a space before the only Host": GET + b"\r\n " + HOST + b"\r\n\r\n",
    }),
    # A CR alone may also be read as a space, a line that begins with a space be skipped.
    *refused("9112 2.2", CARE, {
        "CR alone in a request line": line(b"GET /health\rHTTP/1.1"),
        "CR alone before the line's end": line(GET + b"\r"),
        "CR alone in a field's value": get(b"X: a\rb"),
        "CR alone before a field's end": get(b"X: a\r"),
        "CR alone at a value's start": get(b"X:\ra"),
        "CR alone for the head's end": GET + b"\r\n" + HOST + b"\r\n\rX: y\r\n\r\n",
        "CR alone before a request": b"\r" + get(),
        "a tab before the first field": GET + b"\r\n\tX: y\r\n" + HOST + b"\r\n\r\n",
        "LF alone everywhere": GET + b"\n" + HOST + b"\n\n",
        "LF alone after the request line": GET + b"\n" + HOST + b"\r\n\r\n",
        "LF alone after a field": GET + b"\r\n" + HOST + b"\nX: y\r\n\r\n",
        "LF alone after the last field": GET + b"\r\n" + HOST + b"\n\r\n",
        "LF alone for the head's end": GET + b"\r\n" + HOST + b"\r\n\n",
        "LF alone in a field's value": get(b"X: a\nb"),
        "LF alone before a request": b"\n" + get(),
        "LF before CR": GET + b"\n\r" + HOST + b"\n\r\n\r",
    }),
]  # fmt: skip

_VERSIONS: list[Case] = [
    *taken("9110 2.5", SHOULD, {
        "HTTP/1.2 is read as 1.1": line(b"GET /health HTTP/1.2"),
        "HTTP/1.9 is read as 1.1": line(b"GET /health HTTP/1.9"),
    }),
    *taken("9112 2.3", MUST, {"HTTP/1.0": line(b"GET /health HTTP/1.0")}, then=Then.ENDS),
    *refused("9112 2.3", MUST, {
        f"the version {text.decode('latin-1')}": line(b"GET /health " + text)
        for text in (
            b"HTTP/01.1", b"HTTP/1.01", b"HTTP/+1.1", b"HTTP/1.+1", b"HTTP/-1.1", b"HTTP/1", b"HTTP/1.", b"HTTP/.1",
            b"HTTP/", b"HTTP", b"HTTP/1.1.1", b"HTTP/11", b"HTTP/1.10", b"HTTP/1,1", b"HTTP/1.1x", b"HTTP/1.x",
            b"HTTP/x.1", b"HTTP /1.1", b"HTTP/ 1.1", b"HTTP/1 .1", b"HTTP/1. 1", b"HTTP\\1.1", b"HTTP:1.1",
            b"http/1.1", b"Http/1.1", b"HTTPS/1.1", b"HTP/1.1", b"SIP/1.1", b"\xef\xbc\x91.1",
        )
    }, (400, 505)),
    *refused("9110 15.6.6", SHOULD, {
        f"the version {text.decode()}": line(b"GET /health " + text)
        for text in (b"HTTP/2.0", b"HTTP/2.1", b"HTTP/3.0", b"HTTP/9.9")
    }, 505),
    *refused("9112 2.3", CARE, {
        "the version HTTP/0.9": line(b"GET /health HTTP/0.9"),
        "the version HTTP/0.0": line(b"GET /health HTTP/0.0"),
        "the first lines of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    }, (400, 505)),
]  # fmt: skip

_REQUEST_LINES: list[Case] = [
    *refused("9112 3", MUST, {
        "no version": line(b"GET /health"),
        "no version but a space": line(b"GET /health "),
        "no target": line(b"GET HTTP/1.1"),
        "no target between two spaces": line(b"GET  HTTP/1.1"),
        "no method": line(b" /health HTTP/1.1"),
        "only a version": line(b"HTTP/1.1"),
        "one word": line(b"nonsense"),
        "a space in the target": line(b"GET /hea lth HTTP/1.1"),
        "a word after the version": line(GET + b" x"),
        "an answer": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        "SSH": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "a field for a request line": head(HOST, b"X: y"),
    }, (400, 501, 505)),
    *refused("9112 3", CARE, {
        "two spaces after the method": line(b"GET  /health HTTP/1.1"),
        "two spaces before the version": line(b"GET /health  HTTP/1.1"),
        "a tab after the method": line(b"GET\t/health HTTP/1.1"),
        "a tab before the version": line(b"GET /health\tHTTP/1.1"),
        "VT after the method": line(b"GET\x0b/health HTTP/1.1"),
        "FF before the version": line(b"GET /health\x0cHTTP/1.1"),
        "a space before the method": line(b" " + GET),
        "a tab before the method": line(b"\t" + GET),
        "a space after the version": line(GET + b" "),
        "a tab after the version": line(GET + b"\t"),
        "only spaces": line(b"   "),
    }, (400, 501, 505)),
    *refused("9112 3.1", MUST, {
        f"the method {text.decode('latin-1')!r}": line(text + b" /health HTTP/1.1")
        for text in (b"G(T", b"G)T", b"G,T", b"G/T", b"G:T", b"G;T", b"G<T", b"G=T", b"G?T", b"G@T", b"G[T", b"G\\T",
                     b'G"T', b"G{T", b"G\x00T", b"G\x01T", b"GET\x00", b"G\x7fT", b"G\xc3\x84T", b"\xef\xbb\xbfGET")
    }, (400, 501)),
]  # fmt: skip

_LENGTHS: list[Case] = [
    *taken("9112 3", SHOULD, {"a request line of 8000 bytes": line(b"GET /health?" + b"x" * 7979 + b" HTTP/1.1")}),
    *refused("9112 3", MUST, {
        "a target of 20 KiB": line(b"GET /" + b"x" * (20 * KIB) + b" HTTP/1.1"),
        "a query of 20 KiB": line(b"GET /health?" + b"x" * (20 * KIB) + b" HTTP/1.1"),
        "a target of 100 KiB": line(b"GET /" + b"x" * (100 * KIB) + b" HTTP/1.1"),
    }, 414),
    *refused("9112 3", CARE, {
        "a target of 4 MiB": line(b"GET /" + b"x" * (4 * MIB) + b" HTTP/1.1"),
        "a target of 1 MiB in an absolute form": line(b"GET http://x/" + b"x" * MIB + b" HTTP/1.1"),
    }, 414),
    *refused_at_once("9112 3", CARE, {"a target of 100 KiB that has no end": b"GET /" + b"x" * (100 * KIB)}, 414),
    *refused("9112 3", SHOULD, {
        "a method of 20 KiB": line(b"G" * (20 * KIB) + b" /health HTTP/1.1"),
        "a version of 20 KiB": line(b"GET /health HTTP/1." + b"1" * (20 * KIB)),
    }, (400, 414, 501, 505)),
]  # fmt: skip

CASES = [*_LINE_ENDS, *_VERSIONS, *_REQUEST_LINES, *_LENGTHS]
