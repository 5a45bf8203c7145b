"""RFC 9112, section 3.2, and RFC 9110, section 7.2: the Host field."""

from Conformance.cases import (
    GET, HOST, SIZED, Case, Level, Needs, Then, head, hosted, refused, refused_at_once, taken,
)  # fmt: skip

MUST, SHOULD, CARE = Level.MUST, Level.SHOULD, Level.CARE

_OLD = b"GET /health HTTP/1.0"

_TAKEN: list[Case] = [
    *taken("9110 7.2", MUST, {
        f"the host {text.decode()}": hosted(text)
        for text in (
            b"x", b"x:5000", b"x:80", b"X", b"localhost", b"LocalHost:1", b"node-1", b"node_1", b"1x", b"node.test",
            b"a.b.c.test:65535", b"127.0.0.1", b"127.0.0.1:80", b"[::1]", b"[::1]:80", b"[::ffff:127.0.0.1]:80",
            b"[2001:DB8::1]",
        )
    }),
    *taken("9110 7.2", MUST, {
        "no space before the host": head(GET, b"Host:x"),
        "tabs and spaces around the host": head(GET, b"Host:\t x \t"),
        "the name in capitals": head(GET, b"HOST: x"),
        "the name in small letters": head(GET, b"host: x"),
        "Host after other fields": head(GET, b"X: y", HOST),
        "a port that is empty": hosted(b"x:"),
    }),
    *taken("9110 7.2", MUST, {
        "no Host in HTTP/1.0": head(_OLD),
        "a Host in HTTP/1.0": head(_OLD, HOST),
    }, then=Then.ENDS),
]  # fmt: skip

_REFUSED: list[Case] = [
    *refused("9112 3.2", MUST, {
        "no Host": head(GET),
        "no Host in HTTP/1.2": head(b"GET /health HTTP/1.2"),
        "no Host but other fields": head(GET, b"X: y", b"Hostname: x", b"X-Host: x", b"X-Forwarded-Host: x"),
        "two Hosts": head(GET, HOST, b"Host: y"),
        "the same Host twice": head(GET, HOST, HOST),
        "two Hosts in other letters": head(GET, HOST, b"hOST: y"),
        "two Hosts, the first empty": head(GET, b"Host:", HOST),
        "two Hosts, the second empty": head(GET, HOST, b"Host:"),
        "two Hosts in HTTP/1.0": head(_OLD, HOST, b"Host: y"),
    }),
    *refused("9112 3.2", MUST, {
        f"the host {text.decode('latin-1')!r}": hosted(text)
        for text in (
            b"x,y", b"x, y", b"x, x", b"x/", b"x/y", b"/x", b"http://x", b"http://x/", b"//x", b"u@x", b"u:p@x", b"@x",
            b"@", b"x y", b"x\ty", b"x:80 y", b'"x"', b'x"', b"<x>", b"x?", b"x?y", b"x#", b"x#y", b"x\\y", b"x^",
            b"x`", b"{x}", b"x|y",
            b"x:y", b"x:80a", b"x:-1", b"x:+80", b"x:0x50", b"x: 80", b"x :80", b"x:80:80", b"x::80", b"x:80,x:81",
            b"::1", b"[::1", b"::1]", b"[]", b"[]:80", b"[x]", b"[::g]", b"[1.2.3.4]", b"[::1]x", b"[::1]:x",
            b"[::1]80", b"[[::1]]", b"x[::1]", b"[::1%25eth0]", b"[::1%eth0]", b"[1:2:3:4:5:6:7:8:9]",
            b"[1::2::3]", b"[12345::]",
            b"x%", b"x%2", b"x%zz", b"x\x00", b"x\x00y", b"x\x01", b"x\x0b", b"x\x7f",
        )
    }),
    *refused("9112 3.2", MUST, {
        "a bad Host in HTTP/1.0": head(_OLD, b"Host: x/y"),
        "a bad Host in other letters": head(GET, b"hOsT: x y"),
    }),
    *refused("9110 4.2.1", CARE, {
        "an empty Host": hosted(b""),
        "a Host of spaces": hosted(b"   "),
        "only a port": hosted(b":80"),
        "only a colon": hosted(b":"),
        "the port 65536": hosted(b"x:65536"),
        "a port of 20 digits": hosted(b"x:18446744073709551696"),
        "UTF-8": hosted("ä".encode()),
        "Latin-1": hosted(b"\xe4"),
    }),
    *refused_at_once("9112 3.2", CARE, {
        "no Host, and the body never comes": head(b"POST /transactions/new HTTP/1.1", SIZED),
        "two Hosts, and the body never comes": head(b"POST /transactions/new HTTP/1.1", HOST, HOST, SIZED),
        "a bad Host, and the body never comes": head(b"POST /transactions/new HTTP/1.1", b"Host: x/y", SIZED),
    }),
]  # fmt: skip

#: A name that anybody may point at the node, to let a page of theirs ask it.
_STRANGE: list[Case] = [
    *taken("9110 15.5.20", CARE, {
        "a stranger's name": hosted(b"evil.example"),
        "a stranger's name and a port": hosted(b"evil.example:5000"),
        "a stranger's name in HTTP/1.0": head(_OLD, b"Host: evil.example"),
        "a stranger's name in the target": head(b"GET http://evil.example/health HTTP/1.1", HOST),
    }, 421, then=Then.EITHER, needs=Needs.ROUTES),
    *taken("9110 15.5.20", CARE, {
        "a stranger's name in Host and not in the target":
            head(b"GET http://x/health HTTP/1.1", b"Host: evil.example"),
    }, needs=Needs.ROUTES),
]  # fmt: skip

CASES = [*_TAKEN, *_REFUSED, *_STRANGE]
