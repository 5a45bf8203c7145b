"""Asks a node for one thing on each of many connections, and reads all that comes until it is killed.

    python watch.py HOST:PORT TARGET CONNECTIONS

With /events as the target they watch; with others they are connections on which nothing more is asked.
"""

import resource
import selectors
import socket
import sys

_PIECE_BYTES = 1 << 20


def main() -> None:
    address, target, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    host, port = address.rsplit(":", 1)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    selector = selectors.DefaultSelector()
    for _ in range(count):
        watcher = socket.create_connection((host, int(port)), timeout=60)
        watcher.sendall(f"GET {target} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
        assert watcher.recv(_PIECE_BYTES).startswith(b"HTTP/1.1 200 "), "it was refused"
        watcher.setblocking(False)
        selector.register(watcher, selectors.EVENT_READ)
    print("all are there", flush=True)
    piece = bytearray(_PIECE_BYTES)
    while True:
        for key, _ in selector.select():
            if not key.fileobj.recv_into(piece):
                raise SystemExit("the server closed a connection")


if __name__ == "__main__":
    main()
