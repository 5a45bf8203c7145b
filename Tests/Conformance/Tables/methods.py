"""RFC 9110, sections 9 and 10.1.1: methods, and what a client expects before it sends a body."""

from Conformance.cases import (
    BODY, CODED, HOST, LENGTH, MIB, POST, SIZED, Case, Level, Needs, Then, Wait, doubtful, get, head, line, post,
    refused, refused_at_once, several, taken, with_check,
)  # fmt: skip
from support.wire import Answer

MUST, SHOULD, CARE = Level.MUST, Level.SHOULD, Level.CARE


def _names_the_allowed(answers: list[Answer]) -> None:
    assert answers[0].header("Allow"), f"no Allow: {answers[0].headers}"


def _is_as_long_as_get(answers: list[Answer]) -> None:
    get_, head_ = answers
    assert head_.body == b"", "a body"
    assert head_.header("Content-Length") in (None, get_.header("Content-Length")), head_.headers


_METHODS: list[Case] = [
    *with_check(_names_the_allowed, taken("9110 15.5.6", MUST, {
        "PUT where only GET is": line(b"PUT /chain HTTP/1.1"),
        "DELETE where only GET is": line(b"DELETE /chain HTTP/1.1"),
        "PATCH where only GET is": line(b"PATCH /chain HTTP/1.1"),
        "POST where only GET is": head(b"POST /chain HTTP/1.1", HOST, SIZED) + BODY,
        "GET where only POST is": line(b"GET /transactions/new HTTP/1.1"),
    }, 405, needs=Needs.ROUTES)),
    *taken("9110 9.1", SHOULD, {
        "a method nobody knows": line(b"BREW /health HTTP/1.1"),
        "a method that begins like another": line(b"GETX /health HTTP/1.1"),
        "a method in small letters": line(b"get /health HTTP/1.1"),
        "a method in small letters but the first": line(b"Get /health HTTP/1.1"),
        "a method of every mark": line(b"!#$%&'*+-.^_`|~09azAZ /health HTTP/1.1"),
        "a method of WebDAV": line(b"PROPFIND /health HTTP/1.1"),
        "a method of 200 letters": line(b"G" * 200 + b" /health HTTP/1.1"),
    }, 501, then=Then.EITHER, needs=Needs.ROUTES),
    *refused("9110 9.1", CARE, {
        "a method nobody knows with a body": head(b"BREW /health HTTP/1.1", HOST, SIZED) + BODY,
    }, 501, needs=Needs.ROUTES, then=Then.EITHER),
    *with_check(_is_as_long_as_get, several("9110 9.3.2", MUST, {
        "HEAD is GET without the body": (get() + line(b"HEAD /health HTTP/1.1"), (200, 200)),
        "HEAD where nothing is": (line(b"GET /nothing HTTP/1.1") + line(b"HEAD /nothing HTTP/1.1"), (404, 404)),
        "HEAD of the root": (line(b"GET / HTTP/1.1") + line(b"HEAD / HTTP/1.1"), (200, 200)),
    }, methods=("GET", "HEAD"))),
    *taken("9110 9.3.8", CARE, {"TRACE": line(b"TRACE /health HTTP/1.1")}, (405, 501), then=Then.EITHER),
    *doubtful("9110 9.3.8", CARE, {
        "TRACE with a body": head(b"TRACE /health HTTP/1.1", HOST, SIZED) + BODY,
        "TRACE with chunks": head(b"TRACE /health HTTP/1.1", HOST, CODED) + b"0\r\n\r\n",
    }, (400, 405, 501), needs=Needs.ROUTES),
]  # fmt: skip

_EXPECT = b"Expect: 100-continue"
_CHUNKED_BODY = b"%x\r\n%s\r\n0\r\n\r\n" % (LENGTH, BODY)

_EXPECTATIONS: list[Case] = [
    *taken("9110 10.1.1", MUST, {
        "100 Continue comes before the body": (post(_EXPECT, SIZED, body=b""), Wait.CONTINUE, BODY),
        "100-Continue": (post(b"Expect: 100-Continue", SIZED, body=b""), Wait.CONTINUE, BODY),
        "the field in small letters": (post(b"expect:100-continue", SIZED, body=b""), Wait.CONTINUE, BODY),
        "among tabs": (post(b"Expect:\t100-continue\t", SIZED, body=b""), Wait.CONTINUE, BODY),
        "before chunks": (post(_EXPECT, CODED, body=b""), Wait.CONTINUE, _CHUNKED_BODY),
    }, 201),
    *taken("9110 10.1.1", MUST, {
        "a body that does not wait": post(_EXPECT, SIZED),
        "chunks that do not wait": post(_EXPECT, CODED, body=_CHUNKED_BODY),
    }, 201, may_continue=True),
    *taken("9110 10.1.1", MUST, {
        "an expectation without a body": get(_EXPECT),
        "an expectation and a length of zero": get(_EXPECT, b"Content-Length: 0"),
    }, may_continue=True),
    *taken("9110 10.1.1", MUST, {
        "HTTP/1.0 is sent no 100 Continue": head(b"POST /transactions/new HTTP/1.0", HOST, _EXPECT, SIZED) + BODY,
    }, 201, then=Then.ENDS),
    *several("9110 10.1.1", MUST, {
        "two bodies that wait": (
            post(_EXPECT, SIZED, body=b""), Wait.CONTINUE, BODY, Wait.ANSWER,
            post(_EXPECT, SIZED, body=b""), Wait.CONTINUE, BODY, (201, 201)),
    }),
    *refused_at_once("9110 10.1.1", CARE, {
        "another expectation": post(b"Expect: x", SIZED, body=b""),
        "another expectation beside": post(b"Expect: 100-continue, x", SIZED, body=b""),
        "another expectation in a second field": post(_EXPECT, b"Expect: x", SIZED, body=b""),
        "an expectation with a value": post(b"Expect: 100-continue=x", SIZED, body=b""),
        "an expectation that begins like it": post(b"Expect: 100-continued", SIZED, body=b""),
        "another expectation to GET": get(b"Expect: x"),
    }, 417),
    *refused_at_once("9110 10.1.1", SHOULD, {
        "a body over the limit": post(_EXPECT, b"Content-Length: %d" % (MIB + 1), body=b""),
    }, (413, 417)),
    *refused_at_once("9110 10.1.1", SHOULD, {
        "no Host": head(POST, _EXPECT, SIZED),
        "two Hosts": head(POST, HOST, HOST, _EXPECT, SIZED),
        "a bad Host": head(POST, b"Host: x/y", _EXPECT, SIZED),
        "two lengths": post(_EXPECT, SIZED, b"Content-Length: 5", body=b""),
        "a length with a plus": post(_EXPECT, b"Content-Length: +5", body=b""),
        "a length and chunks": post(_EXPECT, SIZED, CODED, body=b""),
        "a bad name": post(_EXPECT, SIZED, b"X : y", body=b""),
        "a bad target": head(b"POST /transactions/new#x HTTP/1.1", HOST, _EXPECT, SIZED),
    }),
    *refused_at_once("9110 10.1.1", SHOULD, {
        "a coding that is nobody's": post(_EXPECT, b"Transfer-Encoding: x", body=b""),
    }, (400, 501)),
]  # fmt: skip

CASES = [*_METHODS, *_EXPECTATIONS]
