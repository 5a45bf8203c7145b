"""The honest client beside an attack, as a program of its own, so that an attacker's work isn't in its figures.

Each request has its own connection. Most are GET /health; each tenth is one of those that are named. It goes on until
its standard input ends, and then says what came of its requests. It knows nothing of the suites, and starts at once.
"""

import gc
import json
import select
import socket
import sys
import time

#: Between two requests, in seconds.
PAUSE = 0.005

PAYMENT = b'{"sender": "honest", "recipient": "bob", "amount": 1}'


def request(method: str, target: str) -> bytes:
    head = f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    if method == "GET":
        return head.encode() + b"\r\n"
    return f"{head}Content-Length: {len(PAYMENT)}\r\n\r\n".encode() + PAYMENT


def status(place: tuple[str, int], address: str, data: bytes, seconds: float) -> int:
    """That of the answer, read to its end; 0 if there is none in time."""
    deadline = time.perf_counter() + seconds
    answer = bytearray()
    try:
        with socket.create_connection(place, seconds, (address, 0)) as client:
            client.sendall(data)
            while piece := client.recv(65_536):
                answer += piece
                client.settimeout(max(deadline - time.perf_counter(), 0.001))
    except OSError:
        return 0
    head, _, body = bytes(answer).partition(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0].strip()
    is_whole = head.startswith(b"HTTP/1.1 ") and (not length or len(body) == int(length))
    return int(head[9:12]) if is_whole else 0


def main(host: str, port: str, address: str, seconds: str, *targets: str) -> None:
    health = request("GET", "/health")
    others = [request(*target.split(" ")) for target in targets]
    over = sys.stdin.fileno()
    milliseconds, lost, refused = [], [], []
    gc.disable()
    print("begun", flush=True)
    number = 0
    while not _has_ended(over):
        number += 1
        data = others[number // 10 % len(others)] if others and number % 10 == 0 else health
        start = time.perf_counter()
        code = status((host, int(port)), address, data, float(seconds))
        took = (time.perf_counter() - start) * 1000
        line = data.split(b" HTTP", 1)[0].decode()
        if code == 0:
            lost.append(f"{line} after {took:.0f} ms")
        elif code >= 400:
            refused.append(f"{line}: {code}")
        milliseconds.append(took)
    print(json.dumps({"milliseconds": milliseconds, "lost": lost, "refused": refused}))


def _has_ended(descriptor: int) -> bool:
    return bool(select.select([descriptor], [], [], PAUSE)[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
