"""RFC 9112, section 9: how long a connection lasts, and requests behind each other."""

from Conformance.cases import (
    BODY, CHUNK, CLOSE, GET, HOST, KIB, LAST, LENGTH, MIB, PROBE, SIZED, Case, Leave, Level, Needs, Then, Wait, coded,
    get, head, line, post, several, taken, with_check,
)  # fmt: skip
from support.smuggling import SMUGGLED
from support.wire import Answer

MUST, SHOULD, CARE = Level.MUST, Level.SHOULD, Level.CARE

_OLD = b"GET /health HTTP/1.0"
_KEEP = b"Connection: keep-alive"


def _says_close(answers: list[Answer]) -> None:
    assert answers[-1].header("Connection") == "close", f"no Connection: close: {answers[-1].headers}"


def _is_1_1(answers: list[Answer]) -> None:
    assert answers[-1].version == "HTTP/1.1", answers[-1].version


def _says_keep_alive(answers: list[Answer]) -> None:
    assert (answers[-1].header("Connection") or "").lower() == "keep-alive", f"not said: {answers[-1].headers}"


_PERSISTENCE: list[Case] = [
    *taken("9112 9.3", SHOULD, {
        "HTTP/1.1 goes on": get(),
        "keep-alive in HTTP/1.1": get(_KEEP),
        "a connection option nobody knows": get(b"Connection: x"),
        "an option that ends in close": get(b"Connection: notclose"),
        "an option that begins with close": get(b"Connection: closed"),
        "close in another field": get(b"Proxy-Connection: close"),
        "an empty Connection": get(b"Connection:"),
        "an upgrade to a web socket": get(
            b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Version: 13",
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
        "an upgrade to HTTP/2":
            get(b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"),
        "an upgrade to nobody's protocol": get(b"Connection: upgrade", b"Upgrade: x/1, y"),
        "TE": get(b"Connection: TE", b"TE: trailers, gzip;q=0.5"),
        "Keep-Alive": get(b"Keep-Alive: timeout=1, max=1"),
    }),
    *taken("9112 9.6", MUST, {
        name: (get(*fields), SMUGGLED)
        for name, fields in {
            "close": (CLOSE,),
            "Close": (b"Connection: Close",),
            "CLOSE in small letters' field": (b"connection: CLOSE",),
            "close after a tab": (b"Connection:\tclose\t",),
            "keep-alive, close": (b"Connection: keep-alive, close",),
            "close, keep-alive": (b"Connection: close, keep-alive",),
            "close after nothing": (b"Connection: , close",),
            "close among others": (b"Connection: x ,\tclose ,y",),
            "close in the second field": (_KEEP, CLOSE),
            "close in the first field": (CLOSE, _KEEP),
        }.items()
    }, then=Then.ENDS),
    *with_check(_says_close, taken("9112 9.6", SHOULD, {"close is said back": get(CLOSE)}, then=Then.ENDS)),
    *taken("9112 9.6", MUST, {"close with a body": (post(CLOSE, SIZED), SMUGGLED)}, 201, then=Then.ENDS),
    *taken("9112 9.3", MUST, {
        "HTTP/1.0 ends": (head(_OLD, HOST), SMUGGLED),
        "close in HTTP/1.0": (head(_OLD, HOST, CLOSE), SMUGGLED),
        "keep-alive, close in HTTP/1.0": (head(_OLD, HOST, b"Connection: keep-alive, close"), SMUGGLED),
        "an option nobody knows in HTTP/1.0": (head(_OLD, HOST, b"Connection: x"), SMUGGLED),
        "keep-alive of a proxy in HTTP/1.0": (head(_OLD, HOST, b"Proxy-Connection: keep-alive"), SMUGGLED),
    }, then=Then.ENDS),
    *with_check(_says_keep_alive, taken("9112 9.3", CARE, {
        "keep-alive in HTTP/1.0": head(_OLD, HOST, _KEEP),
        "Keep-Alive in HTTP/1.0": head(_OLD, HOST, b"Connection: Keep-Alive"),
        "keep-alive among others in HTTP/1.0": head(_OLD, HOST, b"Connection: x,\tkeep-alive"),
    })),
    *with_check(_is_1_1, taken("9110 2.5", SHOULD, {
        "an answer to HTTP/1.0 is of 1.1": head(_OLD, HOST),
    }, then=Then.ENDS)),
    *taken("9112 9.3", SHOULD, {"it goes on after 404": get(line=b"GET /nothing HTTP/1.1")}, 404),
    *taken("9112 9.3", SHOULD, {"it goes on after 405": line(b"DELETE /chain HTTP/1.1")}, 405, needs=Needs.ROUTES),
    *taken("9112 9.3", SHOULD, {
        "it goes on after a payment that is refused": post(b"Content-Length: 2", body=b"{}"),
    }, 400, needs=Needs.ROUTES),
    *taken("9112 9.3", SHOULD, {
        "it goes on after a payment in chunks that is refused": coded(b"2\r\n{}\r\n0\r\n\r\n"),
    }, 400, needs=Needs.ROUTES),
]  # fmt: skip

_PROBE = line(b"GET " + PROBE + b" HTTP/1.1")
_HEAD = line(b"HEAD /health HTTP/1.1")
#: Answered by another thread, so not in the turn of the loop that it comes in.
_LATER = line(b"GET /transactions HTTP/1.1")
_CHUNKED = CHUNK + LAST
_LONG = post(b"Content-Length: %d" % (900 * KIB), body=BODY + b" " * (900 * KIB - LENGTH))

_PIPELINES: list[Case] = [
    *several("9112 9.3.2", MUST, {
        "two requests at once": (get() + _PROBE, (200, 404)),
        "ten requests at once, answered in order": ((get() + _PROBE) * 5, (200, 404) * 5),
        "a hundred requests at once": (get() * 100, (200,) * 100),
        "payments and reads": (post(SIZED) + get() + post(SIZED) + _PROBE, (201, 200, 201, 404)),
        "a second request that comes in two": (get() + _PROBE[:20], Wait.ANSWER, _PROBE[20:], (200, 404)),
        "requests that are cut anywhere": (*((get() + _PROBE)[n : n + 9] for n in range(0, 99, 9)), (200, 404)),
        "one after the other": (get(), Wait.ANSWER, _PROBE, Wait.ANSWER, post(SIZED), (200, 404, 201)),
    }),
    *several("9112 9.3.2", MUST, {
        "HEAD among others": (get() + _HEAD + _PROBE, (200, 200, 404)),
    }, methods=("GET", "HEAD", "GET")),
    *several("9112 9.3.2", MUST, {
        "nothing after a request that closes": (get() + get(CLOSE), SMUGGLED, (200, 200)),
        "nothing after a request that is refused": (get() + head(GET), SMUGGLED, (200, 400)),
        "nothing after a chunk that is refused": (get() + coded(b"0x5\r\nabcde\r\n0\r\n\r\n"), SMUGGLED, (200, 400)),
        "nothing after a version that is refused": (get() + get(line=b"GET /health HTTP/2.0"), SMUGGLED, (200, 505)),
        "nothing after nonsense": (get() + b"nonsense\r\n\r\n", SMUGGLED, (200, 400)),
    }, then=Then.ENDS),
    *several("9112 9.3.2", MUST, {
        "requests behind one that takes its time":
            (_LATER + post(SIZED) + coded(_CHUNKED) + _PROBE, (200, 201, 201, 404)),
        "a body of 900 KiB behind one that takes its time": (_LATER + _LONG + _PROBE, (200, 201, 404)),
        "ten that take their time": (_LATER * 10 + _PROBE, (200,) * 10 + (404,)),
    }, needs=Needs.ROUTES),
    *several("9112 9.3.2", MUST, {
        "a refusal waits for the answer before it": (_LATER + b"nonsense\r\n\r\n", SMUGGLED, (200, 400)),
        "a refusal of chunks waits for the answer before it":
            (_LATER + coded(b"0x5\r\nabcde\r\n"), SMUGGLED, (200, 400)),
        "a refusal of 4 MiB waits for the answer before it":
            (_LATER + post(b"Content-Length: %d" % (4 * MIB), body=b" " * (4 * MIB)), SMUGGLED, (200, 413)),
    }, then=Then.ENDS, needs=Needs.ROUTES),
    *taken("9112 9.6", SHOULD, {
        "a client that sends nothing more is answered": (get(), Leave.HALF),
    }, then=Then.ENDS),
    *taken("9112 9.6", SHOULD, {
        "a client that sends nothing more after its body is answered": (post(SIZED), Leave.HALF),
    }, 201, then=Then.ENDS),
]  # fmt: skip

CASES = [*_PERSISTENCE, *_PIPELINES]
