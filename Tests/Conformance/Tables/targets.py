"""RFC 9112, section 3.2, and RFC 3986: what a request is for."""

from Conformance.cases import (
    BODY, HOST, SIZED, Case, Level, Needs, Then, head, line, refused, taken, target, with_check,
)  # fmt: skip
from support.wire import Answer

MUST, SHOULD, CARE = Level.MUST, Level.SHOULD, Level.CARE

_ORIGIN: list[Case] = [
    *taken("9112 3.2.1", MUST, {
        "a path": target(b"/health"),
        "the root": target(b"/"),
        "a path and a query": target(b"/health?a=b&c=d"),
        "an empty query": target(b"/health?"),
        "a question mark in the query": target(b"/health?a?b"),
        "a slash in the query": target(b"/health?a/b//c"),
        "every mark that a query may hold": target(b"/health?-._~!$&'()*+,;=:@/?%20"),
        "escapes in the query": target(b"/health?%00%0d%0a%ff%2F"),
        "a URL in the query": target(b"/health?http://evil/"),
    }),
    *taken("9112 3.2.1", MUST, {
        "nothing is there": target(b"/nothing/there"),
        "every mark that a path may hold": target(b"/-._~!$&'()*+,;=:@%20"),
    }, 404),
    *taken("9112 3.2.1", CARE, {
        "braces and bars in the query, as browsers send them": target(b"/health?{a|b}"),
        "brackets in the query, as browsers send them": target(b"/health?a[]=1"),
    }),
    *refused("9112 3.2", MUST, {
        "no slash": target(b"health"),
        "a dot before the slash": target(b"./health"),
        "a backslash": target(b"\\health"),
        "only a query": target(b"?a=b"),
        "a fragment": target(b"/health#x"),
        "a fragment in the query": target(b"/health?a#b"),
        "only a fragment": target(b"#x"),
        "NUL": target(b"/health\x00"),
        "NUL and more": target(b"/health\x00x"),
        "NUL in the query": target(b"/health?\x00"),
        "SOH": target(b"/health\x01"),
        "ESC": target(b"/health\x1b"),
        "DEL": target(b"/health\x7f"),
        "DEL in the query": target(b"/health?\x7f"),
    }),
    *refused("9112 3.2", CARE, {
        "UTF-8": target("/heälth".encode()),
        "UTF-8 in the query": target("/health?ä".encode()),
        "Latin-1": target(b"/he\xe4lth"),
        "the byte 80": target(b"/health\x80"),
        "the byte FF in the query": target(b"/health?\xff"),
    }),
    *taken("9112 3.2", CARE, {"an empty first segment": target(b"//health")}, (400, 404), then=Then.EITHER),
]  # fmt: skip

_ESCAPES: list[Case] = [
    *taken("3986 6.2.2", SHOULD, {
        "an escaped letter": target(b"/%68ealth"),
        "every letter escaped": target(b"/%68%65%61%6c%74%68"),
        "an escape in capitals": target(b"/hea%6Cth"),
    }),
    *refused("3986 2.1", MUST, {
        "a percent at the end": target(b"/health%"),
        "half an escape at the end": target(b"/health%6"),
        "half an escape": target(b"/%6/health"),
        "an escape that is no hex": target(b"/%zz"),
        "an escape that is half hex": target(b"/%6g"),
        "an escape with a sign": target(b"/%+6"),
    }, needs=Needs.ROUTES),
    *refused("3986 2.1", CARE, {
        "an escaped NUL": target(b"/health%00"),
        "an escaped NUL and more": target(b"/health%00x"),
        "an escaped line end": target(b"/health%0d%0aX:%20y"),
        "an escaped DEL": target(b"/health%7f"),
        "escapes that are no UTF-8": target(b"/%ff"),
        "an overlong slash": target(b"/%c0%af"),
    }, needs=Needs.ROUTES),
    *taken("3986 2.1", CARE, {
        "an escape of an escape": target(b"/%2568ealth"),
        "an escaped question mark": target(b"/health%3Fa"),
        "an escaped number sign": target(b"/health%23a"),
        "an escaped space": target(b"/health%20"),
        "capitals": target(b"/HEALTH"),
        "a slash at the end": target(b"/health/"),
    }, 404),
    *taken("3986 5.2.4", CARE, {
        "a dot segment": target(b"/./health"),
        "two dots": target(b"/nodes/../health"),
        "two dots above the root": target(b"/../health"),
        "escaped dots": target(b"/nodes/%2e%2e/health"),
        "two dots and a backslash": target(b"/explorer/..%5chealth"),
        "a way to the system's files": target(b"/explorer/../../../../etc/passwd"),
        "an escaped way to the system's files": target(b"/explorer/..%2f..%2f..%2f..%2fetc%2fpasswd"),
    }, 404, needs=Needs.ROUTES),
]  # fmt: skip


def _absolute(text: bytes, *fields: bytes) -> bytes:
    return head(b"GET " + text + b" HTTP/1.1", *(fields or (HOST,)))


_ABSOLUTE: list[Case] = [
    *taken("9112 3.2.2", MUST, {
        "the whole URI": _absolute(b"http://x/health"),
        "the whole URI with a query": _absolute(b"http://x/health?a=b"),
        "a port": _absolute(b"http://x:5000/health", b"Host: x:5000"),
        "an IPv4 address": _absolute(b"http://127.0.0.1/health", b"Host: 127.0.0.1"),
        "an IPv6 address": _absolute(b"http://[::1]:80/health", b"Host: [::1]:80"),
        "no path": _absolute(b"http://x"),
        "the root": _absolute(b"http://x/"),
        "a scheme in capitals": _absolute(b"HTTP://x/health"),
        "a host in capitals": _absolute(b"http://X/health"),
        "another Host": _absolute(b"http://x/health", b"Host: y"),
        "a Host with another port": _absolute(b"http://x:1/health", b"Host: x:2"),
        "a query without a path": _absolute(b"http://x?a=b"),
    }, then=Then.EITHER),
    *taken("9112 9.3", SHOULD, {"it goes on after a whole URI": _absolute(b"http://x/health?")}),
    *taken("9112 3.2.2", MUST, {
        "a whole URI in HTTP/1.0 without Host": head(b"GET http://x/health HTTP/1.0"),
    }, then=Then.ENDS),
    *taken("9112 3.2.2", MUST, {
        "a post to a whole URI": head(b"POST http://x/transactions/new HTTP/1.1", HOST, SIZED) + BODY,
    }, 201, then=Then.EITHER),
    *taken("9112 3.2.2", MUST, {
        "the authority of the target counts, not Host":
            head(b"POST http://x/transactions/new HTTP/1.1", b"Host: y", b"Origin: http://x", SIZED) + BODY,
    }, 201, needs=Needs.ROUTES),
    *taken("9112 3.2.2", MUST, {
        "Host does not count beside the target's authority":
            head(b"POST http://x/transactions/new HTTP/1.1", b"Host: y", b"Origin: http://y", SIZED) + BODY,
    }, 403, needs=Needs.ROUTES, then=Then.EITHER),
    *refused("9112 3.2.2", MUST, {
        "a whole URI without Host": head(b"GET http://x/health HTTP/1.1"),
        "a whole URI with two Hosts": _absolute(b"http://x/health", HOST, HOST),
        "a whole URI with a bad Host": _absolute(b"http://x/health", b"Host: x/y"),
    }),
    *refused("9110 4.2.1", MUST, {
        "a URI without a host": _absolute(b"http:///health"),
        "a URI with only a port": _absolute(b"http://:80/health"),
    }),
    *refused("9112 3.2.2", MUST, {
        "one slash after the scheme": _absolute(b"http:/health"),
        "no slash after the scheme": _absolute(b"http:health"),
        "only a scheme": _absolute(b"http://"),
        "a port in letters": _absolute(b"http://x:y/health"),
        "a port out of range": _absolute(b"http://x:65536/health"),
        "a bracket left open": _absolute(b"http://[::1/health"),
        "no address in brackets": _absolute(b"http://[x]/health"),
        "a list of hosts": _absolute(b"http://x,y/health"),
        "a quote in the host": _absolute(b'http://x"/health'),
        "a backslash after the host": _absolute(b"http://x\\health"),
        "a fragment": _absolute(b"http://x/health#y"),
        "a fragment after the host": _absolute(b"http://x#y"),
    }, (400, 421)),
    *refused("9110 4.2.4", CARE, {
        "a user": _absolute(b"http://u@x/health"),
        "a user and a password": _absolute(b"http://u:p@x/health"),
    }),
    *refused("9112 3.2.2", CARE, {
        "https": _absolute(b"https://x/health"),
        "ftp": _absolute(b"ftp://x/health"),
        "a scheme without slashes": _absolute(b"mailto:x@y"),
        "a script": _absolute(b"javascript:alert(1)"),
    }, (400, 421)),
]  # fmt: skip

_OTHER_FORMS: list[Case] = [
    *refused("9112 3.2.3", MUST, {
        "GET of a host and a port": target(b"x:80"),
        "GET of a host": target(b"x"),
        "GET of an IPv6 address": target(b"[::1]:80"),
    }),
    *refused("9112 3.2.3", CARE, {
        "CONNECT to a host and a port": line(b"CONNECT x:80 HTTP/1.1"),
        "CONNECT to a path": line(b"CONNECT /health HTTP/1.1"),
        "CONNECT to a whole URI": line(b"CONNECT http://x/ HTTP/1.1"),
        "CONNECT with a length": head(b"CONNECT x:80 HTTP/1.1", HOST, b"Content-Length: 5") + b"abcde",
    }, (400, 405, 501)),
    *refused("9112 3.2.4", MUST, {
        "GET *": target(b"*"),
        "POST *": head(b"POST * HTTP/1.1", HOST, SIZED) + BODY,
        "HEAD *": line(b"HEAD * HTTP/1.1"),
        "OPTIONS **": line(b"OPTIONS ** HTTP/1.1"),
        "OPTIONS *?": line(b"OPTIONS *? HTTP/1.1"),
    }, (400, 405)),
]  # fmt: skip


def _says_what_is_allowed(answers: list[Answer]) -> None:
    assert "GET" in (answers[0].header("Allow") or ""), f"no Allow: {answers[0].headers}"
    assert answers[0].body == b"", "a body"


_OPTIONS: list[Case] = [
    *taken("9112 3.2.4", MUST, {"OPTIONS *": line(b"OPTIONS * HTTP/1.1")}, (200, 204), needs=Needs.ROUTES),
    *with_check(_says_what_is_allowed, taken("9110 9.3.7", SHOULD, {
        "OPTIONS of a path": line(b"OPTIONS /health HTTP/1.1"),
        "OPTIONS of a path by its whole URI": line(b"OPTIONS http://x/health HTTP/1.1"),
        "OPTIONS of *": line(b"OPTIONS * HTTP/1.1"),
    }, 204, needs=Needs.ROUTES)),
    *taken("9110 9.3.7", SHOULD, {"OPTIONS where nothing is": line(b"OPTIONS /nothing HTTP/1.1")}, (204, 404),
           needs=Needs.ROUTES),
    *taken("9110 9.3.7", MUST, {
        "OPTIONS with a body": head(b"OPTIONS /health HTTP/1.1", HOST, SIZED) + BODY,
        "OPTIONS * with a body": head(b"OPTIONS * HTTP/1.1", HOST, SIZED) + BODY,
    }, (200, 204), needs=Needs.ROUTES),
]  # fmt: skip

CASES = [*_ORIGIN, *_ESCAPES, *_ABSOLUTE, *_OTHER_FORMS, *_OPTIONS]
