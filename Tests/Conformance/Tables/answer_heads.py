"""RFC 9112, sections 4 and 5, and RFC 9110, section 15: heads of answers, and 1xx before them."""

from Conformance.answers import (
    BODY, CHUNK, LAST, LENGTH, OK, SIZED, AnswerCase, End, answer, coded, either, interim, refused, sized, taken,
)  # fmt: skip
from Conformance.cases import KIB, MIB, Level, each_byte

MUST, CARE = Level.MUST, Level.CARE

_HEADS: list[AnswerCase] = [
    *taken("9112 4", MUST, {
        "an ordinary answer": sized(),
        "an answer byte by byte": each_byte(sized()),
        "no reason": sized(line=b"HTTP/1.1 200 "),
        "another reason": sized(line=b"HTTP/1.1 200 All is well, or so it seems"),
        "a reason in Latin-1": sized(line=b"HTTP/1.1 200 Tr\xe8s bien"),
        "HTTP/1.0": sized(line=b"HTTP/1.0 200 OK"),
    }),
    *either("9112 4", {
        "no space after the status": sized(line=b"HTTP/1.1 200"),
        "HTTP/1.2": sized(line=b"HTTP/1.2 200 OK"),
        "HTTP/01.1": sized(line=b"HTTP/01.1 200 OK"),
        "two spaces before the status": sized(line=b"HTTP/1.1  200 OK"),
        "LF alone after the status line": OK + b"\n" + SIZED + b"\r\n\r\n" + BODY,
        "LF alone everywhere": OK + b"\n" + SIZED + b"\n\n" + BODY,
        "an empty line before the answer": b"\r\n" + sized(),
    }),
    *refused("9112 4", MUST, {
        "a status of two digits": sized(line=b"HTTP/1.1 20 OK"),
        "a status of four digits": sized(line=b"HTTP/1.1 2000 OK"),
        "a status in letters": sized(line=b"HTTP/1.1 abc OK"),
        "a negative status": sized(line=b"HTTP/1.1 -200 OK"),
        "a status of 000": sized(line=b"HTTP/1.1 000 OK"),
        "a status of 099": sized(line=b"HTTP/1.1 099 OK"),
        "a status of 600": sized(line=b"HTTP/1.1 600 OK"),
        "no status": sized(line=b"HTTP/1.1"),
        "HTTP/2.0": sized(line=b"HTTP/2.0 200 OK"),
        "ICY": sized(line=b"ICY 200 OK"),
        "a request": sized(line=b"GET /chain HTTP/1.1"),
        "TLS": b"\x15\x03\x01\x00\x02\x02\x16\r\n\r\n",
    }),
    *refused("9112 4", MUST, {
        "only the body": BODY,
        "nothing": b"",
        "half a status line": OK[:9],
        "half a head": sized()[:25],
        "a head without its end": OK + b"\r\n" + SIZED + b"\r\n",
    }, End.LEAVES),
    *taken("9112 5", MUST, {
        "a name in small letters": answer(b"content-length: %d" % LENGTH),
        "no space before a value": answer(b"Content-Length:%d" % LENGTH),
        "tabs around a value": answer(b"Content-Length:\t%d\t" % LENGTH),
        "an empty value": sized(b"X:"),
        "Latin-1 in a value": sized(b"X: caf\xe9"),
        "every byte from 80 to FF in a value": sized(b"X: " + bytes(range(0x80, 0x100))),
        "80 fields": sized(*(b"X-%d: y" % n for n in range(80))),
        "a value of 7 KiB": sized(b"X: " + b"y" * (7 * KIB)),
        "a fold": sized(b"X: a\r\n b"),
        "a fold with a tab": sized(b"X: a\r\n\tb"),
    }),
    *either("9112 5", {
        "a space before the colon": sized(b"X : y"),
        "a space in a name": sized(b"X y: z"),
        "a control byte in a value": sized(b"X: a\x01b"),
        "a folded length": answer(b"Content-Length:\r\n %d" % LENGTH),
        "CR alone in a value": sized(b"X: a\rb"),
    }),
    *refused("9112 5", MUST, {
        "no colon": sized(b"nonsense"),
        "a space before the first field": OK + b"\r\n " + SIZED + b"\r\n\r\n" + BODY,
    }),
    *refused("9112 5", CARE, {
        "a head of 1 MiB": sized(b"X: " + b"y" * MIB),
        "a reason of 1 MiB": sized(line=OK + b"y" * MIB),
        "100,000 fields": sized(*[b"X: y"] * 100_000),
        "a head of 1 MiB that has no end": OK + b"\r\nX: " + b"y" * MIB,
    }),
]  # fmt: skip

_INTERIM: list[AnswerCase] = [
    *taken("9110 15.2", MUST, {
        "100 Continue": interim(b"HTTP/1.1 100 Continue") + sized(),
        "100 Continue with a field": interim(b"HTTP/1.1 100 Continue", b"X: y") + sized(),
        "100 Continue, and the answer apart": (interim(b"HTTP/1.1 100 Continue"), sized()),
        "100 Continue twice": interim(b"HTTP/1.1 100 Continue") * 2 + sized(),
        "102 Processing": interim(b"HTTP/1.1 102 Processing") + sized(),
        "102 Processing three times": interim(b"HTTP/1.1 102 Processing") * 3 + sized(),
        "103 Early Hints": interim(b"HTTP/1.1 103 Early Hints", b"Link: </a.css>; rel=preload") + sized(),
        "104, which nobody knows": interim(b"HTTP/1.1 104 ") + sized(),
        "199, which nobody knows": interim(b"HTTP/1.1 199 x") + sized(),
        "100 and then 103": interim(b"HTTP/1.1 100 Continue") + interim(b"HTTP/1.1 103 Early Hints") + sized(),
        "100 Continue byte by byte": each_byte(interim(b"HTTP/1.1 100 Continue") + sized()),
        "103 before chunks": interim(b"HTTP/1.1 103 Early Hints", b"X: y") + coded(CHUNK + LAST),
    }),
    *refused("9110 15.2", CARE, {
        "100 Continue for ever": interim(b"HTTP/1.1 100 Continue") * 20_000 + sized(),
        "103 Early Hints of 1 MiB": interim(b"HTTP/1.1 103 Early Hints", b"X: " + b"y" * MIB) + sized(),
        "101 Switching Protocols": interim(b"HTTP/1.1 101 Switching Protocols", b"Upgrade: x") + sized(),
    }),
    *refused("9110 15.2", MUST, {
        "100 Continue and no answer": interim(b"HTTP/1.1 100 Continue"),
        "103 Early Hints and no answer": interim(b"HTTP/1.1 103 Early Hints"),
    }, End.LEAVES),
    *refused("9110 15", MUST, {
        "204": sized(line=b"HTTP/1.1 204 No Content"),
        "205": answer(b"Content-Length: 0", line=b"HTTP/1.1 205 Reset Content", body=b""),
        "304": sized(line=b"HTTP/1.1 304 Not Modified"),
        "400": sized(line=b"HTTP/1.1 400 Bad Request"),
        "404": sized(line=b"HTTP/1.1 404 Not Found"),
        "500": sized(line=b"HTTP/1.1 500 Internal Server Error"),
        "503": sized(b"Retry-After: 1", line=b"HTTP/1.1 503 Service Unavailable"),
    }),
]  # fmt: skip

CASES = [*_HEADS, *_INTERIM]
