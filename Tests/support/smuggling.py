"""A payment that must not get through, and requests written by hand to carry it."""

import json

from support.wire import request_bytes

#: Posts a payment. If it succeeds from within an attack, a request has been smuggled into the node.
PAYMENT = json.dumps({"sender": "smuggler", "recipient": "bob", "amount": 5}).encode()
SMUGGLED = request_bytes("POST", "/transactions/new", PAYMENT)

#: The true length of its body.
LENGTH = len(PAYMENT)


def post(headers: str, rest: bytes = b"") -> bytes:
    """A POST of a transaction with these header lines instead of the usual ones."""
    return b"POST /transactions/new HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n%s" % (headers.encode(), rest)


def get(line: bytes, headers: bytes = b"Host: x\r\n") -> bytes:
    return line + b"\r\n" + headers + b"\r\n"
