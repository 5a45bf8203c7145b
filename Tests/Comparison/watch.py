"""Watches a node's events on many connections, and reads all that comes until it is killed.

    python watch.py HOST:PORT CONNECTIONS
"""

import selectors
import socket
import sys

_PIECE_BYTES = 1 << 20


def main() -> None:
    address, count = sys.argv[1], int(sys.argv[2])
    host, port = address.rsplit(":", 1)
    selector = selectors.DefaultSelector()
    for _ in range(count):
        watcher = socket.create_connection((host, int(port)), timeout=60)
        watcher.sendall(f"GET /events HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
        assert watcher.recv(_PIECE_BYTES).startswith(b"HTTP/1.1 200 "), "it may not watch"
        watcher.setblocking(False)
        selector.register(watcher, selectors.EVENT_READ)
    print("all watch", flush=True)
    piece = bytearray(_PIECE_BYTES)
    while True:
        for key, _ in selector.select():
            if not key.fileobj.recv_into(piece):
                raise SystemExit("the server ended a stream")


if __name__ == "__main__":
    main()
