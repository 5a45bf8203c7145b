"""Peers that gossip and only answer: they keep nothing, so they leave the processors to whom they hear.

    python hear.py PEERS DIFFICULTY

Prints their addresses, one a line, and answers until it is killed.
"""

import json
import re
import secrets
import selectors
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.chains import GENESIS, block_hash  # noqa: E402
from support.gossip import KEY  # noqa: E402

_PIECE_BYTES = 1 << 17
_LENGTH = re.compile(rb"(?i)content-length: *(\d+)")


class Hearing:
    """A connection on which messages come."""

    def __init__(self, connection: socket.socket, status: dict) -> None:
        self._connection = connection
        self._status = status
        self._came = bytearray()

    def read(self) -> bool:
        """Answer what has come whole; returns whether more may come."""
        try:
            piece = self._connection.recv(_PIECE_BYTES)
            self._came += piece
            head, separator, rest = self._came.partition(b"\r\n\r\n")
            length = _LENGTH.search(head)
            if separator and len(rest) >= (int(length[1]) if length else 0):
                # Each payment has one sender.
                answer = json.dumps({KEY: self._status, "kept": rest.count(b'"sender"'), "peers": []}).encode()
                self._connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(answer), answer))
                self._came.clear()
        except OSError:
            return False  # the node was stopped
        return bool(piece)


def main() -> None:
    count, difficulty = int(sys.argv[1]), int(sys.argv[2])
    selector = selectors.DefaultSelector()
    for _ in range(count):
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        status = {
            "difficulty": difficulty, "genesis": block_hash(GENESIS), "gossip": True, "length": 1,
            "instance": secrets.token_hex(16), "port": port, "tip": block_hash(GENESIS), "version": "1.0",
        }  # fmt: skip
        selector.register(listener, selectors.EVENT_READ, status)
        print(f"127.0.0.1:{port}", flush=True)
    while True:
        for key, _ in selector.select():
            if isinstance(key.data, Hearing):
                if not key.data.read():
                    selector.unregister(key.fileobj)
                    key.fileobj.close()
            else:
                connection, _ = key.fileobj.accept()
                selector.register(connection, selectors.EVENT_READ, Hearing(connection, key.data))


if __name__ == "__main__":
    main()
