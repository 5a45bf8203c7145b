"""RFC 9110, section 15.5.9: clients that never finish. Each waits for the server's limit, so all are played at once."""

from Conformance.cases import CODED, Case, Level, Then, Trickle, get, post, taken

SHOULD, CARE = Level.SHOULD, Level.CARE

CASES: list[Case] = [
    *taken("9110 15.5.9", SHOULD, {
        "half a request line": b"GET /hea",
        "half a head": get()[:-2],
        "half a field": get()[:-2] + b"X: y",
        "a request line a byte at a time": (b"GET /", Trickle(b"x")),
        "a head a byte at a time": (get()[:-2] + b"X: ", Trickle(b"y")),
        "fields a byte at a time": (get()[:-2], Trickle(b"X: y\r\n")),
        "a body of which a part is missing": post(b"Content-Length: 100000"),
        "a body a byte at a time": (post(b"Content-Length: 100000"), Trickle(b" ")),
        "a chunk of which a part is missing": post(CODED, body=b"fffff\r\nabc"),
        "a chunk a byte at a time": (post(CODED, body=b"fffff\r\n"), Trickle(b" ")),
        "chunks a byte at a time": (post(CODED, body=b""), Trickle(b"1\r\n \r\n")),
        "an extension a byte at a time": (post(CODED, body=b"5;"), Trickle(b"a")),
    }, 408, then=Then.ENDS, is_slow=True),
    *taken("9110 15.5.9", CARE, {
        "empty lines one at a time": Trickle(b"\r\n"),
        "nothing at all": (),
    }, 408, then=Then.ENDS, is_slow=True, may_be_silent=True),
]  # fmt: skip
