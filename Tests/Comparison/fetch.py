"""Fetches one address over and over on one connection, and prints as JSON what came and how long it took.

    python fetch.py HOST:PORT TARGET SECONDS

At least once, however few the seconds are. A separate program, so that reading and timing share no interpreter with
anything else.
"""

import json
import re
import socket
import sys
import time

PIECE_BYTES = 1 << 20


class Reader:
    """One kept-alive connection."""

    def __init__(self, address: str) -> None:
        host, port = address.rsplit(":", 1)
        self._socket = socket.create_connection((host, int(port)), timeout=600)
        self._buffer = memoryview(bytearray(PIECE_BYTES))
        self._address = address

    def get(self, target: str) -> int:
        """The length of the answer's body, which has been read in full."""
        self._socket.sendall(f"GET {target} HTTP/1.1\r\nHost: {self._address}\r\n\r\n".encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += self._receive()
        head, body = head.split(b"\r\n\r\n", 1)
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if not head.startswith(b"HTTP/1.1 200 ") or length is None:
            raise SystemExit(f"{target}: {head.decode(errors='replace')}")
        missing = int(length[1]) - len(body)
        while missing > 0:
            missing -= self._count(min(missing, PIECE_BYTES))
        return int(length[1])

    def _receive(self) -> bytes:
        return bytes(self._buffer[: self._count(PIECE_BYTES)])

    def _count(self, most: int) -> int:
        count = self._socket.recv_into(self._buffer, most)
        if count == 0:
            raise SystemExit("the server closed before the end")
        return count


def main() -> None:
    address, target, seconds = sys.argv[1:]
    start = time.perf_counter()
    reader = Reader(address)
    requests = total = 0
    while True:
        total += reader.get(target)
        requests += 1
        spent = time.perf_counter() - start
        if spent >= float(seconds):
            break
    print(json.dumps({"requests": requests, "bytes": total, "seconds": spent}))


if __name__ == "__main__":
    main()
