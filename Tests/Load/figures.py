"""Prints how a node behaves under load, as a table. It only reports; it judges nothing except correctness.

Run by `make figures`, on the release build. Latencies are taken by one client in this process, which shares the
processors with the node: they are what a person would see, not the server's own.
"""

import http.client
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import Load.agreeing  # noqa: E402
import Load.storage  # noqa: E402
import Load.watching  # noqa: E402
from EndToEnd.test_mining import HARD, HARD_CHAIN  # noqa: E402
from support.chains import is_valid_chain  # noqa: E402
from support.nodes import Node, running_node  # noqa: E402
from support.peers import Peer, chain_text, head_bytes, serving  # noqa: E402
from support.waiting import eventually  # noqa: E402
from support.wire import request_bytes  # noqa: E402

SLOW_PEERS = 13
SLOW_PEER_SECONDS = 1.0
CANCELLATIONS = 20


def row(what: str, figure: str) -> None:
    print(f"{what:<82} {figure:>18}", flush=True)


class Latencies:
    """Requests one path over and over on one connection until told to stop."""

    def __init__(self, node: Node, path: str) -> None:
        self._node, self._path = node, path
        self._is_over = threading.Event()
        self._milliseconds: list[float] = []
        self._thread = threading.Thread(target=self._ask)

    def _ask(self) -> None:
        connection = http.client.HTTPConnection(self._node.host, self._node.port, timeout=30)
        while not self._is_over.is_set():
            start = time.perf_counter()
            connection.request("GET", self._path)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            self._milliseconds.append((time.perf_counter() - start) * 1000)
        connection.close()

    def __enter__(self) -> "Latencies":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._is_over.set()
        self._thread.join()

    def __str__(self) -> str:
        hundredths = statistics.quantiles(self._milliseconds, n=100)
        return f"{hundredths[49]:.2f} / {hundredths[98]:.2f} ms"

    @property
    def count(self) -> int:
        return len(self._milliseconds)


def load_with_ab() -> None:
    """300 requests to mine, 30 at a time: the tutorial's own program forges blocks that contradict each other."""
    program = shutil.which("ab")
    if program is None:
        return row("ab is not installed (apache2-utils)", "left out")
    with running_node(difficulty=4) as node:
        url = f"http://{node.address}/mine"
        start = time.perf_counter()
        done = subprocess.run([program, "-q", "-n", "300", "-c", "30", url], capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - start
        complete = next(line.split()[-1] for line in done.stdout.splitlines() if line.startswith("Complete requests"))
        assert complete == "300" and "Non-2xx" not in done.stdout, done.stdout
        chain = node.chain()
        assert len(chain) == 301, len(chain)
        assert is_valid_chain(chain, 4), "CPython calls the chain invalid"
        row("ab -n 300 -c 30 /mine at difficulty 4: all 200, 301 blocks, valid", f"{seconds:.1f} s")


def resolve_from_slow_peers() -> None:
    def slow(connection, over: threading.Event) -> None:
        over.wait(SLOW_PEER_SECONDS)
        body = chain_text([])
        connection.sendall(head_bytes(headers=[("Content-Length", str(len(body)))]) + body)

    with ExitStack() as stack:
        peers = [stack.enter_context(closing(Peer(slow))) for _ in range(SLOW_PEERS)]
        node = stack.enter_context(running_node())
        node.register(*(peer.address for peer in peers))
        with Latencies(node, "/chain") as latencies:
            start = time.perf_counter()
            resolution = node.resolve()
            seconds = time.perf_counter() - start
        assert len(resolution.verdicts) == SLOW_PEERS, resolution.verdicts
        row(f"resolve with {SLOW_PEERS} peers that take {SLOW_PEER_SECONDS:g} s each", f"{seconds:.2f} s")
        row(f"  GET /chain meanwhile, median / 99th percentile of {latencies.count}", str(latencies))


def serve_while_mining() -> None:
    with running_node(difficulty=16) as node, ThreadPoolExecutor() as pool:
        mining = pool.submit(node.request, "GET", "/mine")
        with Latencies(node, "/chain") as latencies:
            time.sleep(5)  # the span that is measured
        row(f"GET /chain while mining at difficulty 16, median / 99th of {latencies.count}", str(latencies))
        start = time.perf_counter()
        status = node.stop(signal.SIGTERM)
        row(f"SIGTERM while mining ends the process with status {status}", f"{time.perf_counter() - start:.3f} s")
        assert status == 0 and mining.result().status == 503


def cancel_by_a_longer_chain() -> None:
    """From when resolve has answered, so that fetching and validating aren't counted."""
    milliseconds = []
    with closing(Peer(serving(HARD_CHAIN))) as peer:
        for _ in range(CANCELLATIONS):
            with running_node(difficulty=HARD) as node, node.connect() as client:
                node.register(peer.address)
                client.send(request_bytes("GET", "/mine", None, (), node.address))
                eventually(lambda: node.cpu_seconds() > 0.1, "the search runs")
                assert node.resolve().was_replaced
                start = time.perf_counter()
                answer = client.read_answer()
                milliseconds.append((time.perf_counter() - start) * 1000)
                assert answer is not None and answer.status == 409, answer
    figure = f"{statistics.median(milliseconds):.2f} / {max(milliseconds):.2f} ms"
    row(f"a longer chain ends a search: its 409 after the replacement, median / worst of {CANCELLATIONS}", figure)


if __name__ == "__main__":
    load_with_ab()
    cancel_by_a_longer_chain()
    resolve_from_slow_peers()
    serve_while_mining()
    Load.storage.flush_of_the_disk(row)
    Load.storage.durable_transactions(row)
    Load.agreeing.blocks(row)
    Load.watching.viewers(row, Latencies)
    Load.agreeing.transactions(row)
