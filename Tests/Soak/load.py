"""Clients of the three nodes, at a steady pace: what they ask, and what comes of it."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

from support.wire import request_bytes

from Soak.network import Place

#: Seconds in which any request has to be answered.
PATIENCE = 10

#: Requests on one connection, before another is opened.
_ON_ONE = 50

#: Seconds between two times that somebody mines, and between two readings of a whole chain from one node.
BLOCKS, WHOLE_CHAINS = 5, 15

#: What a reader asks in turn.
_ORDINARY = ["/status", "/health", "/chain?from=1&limit=5", "/nodes", "/transactions/pending?limit=10", "/metrics"]


@dataclass(frozen=True)
class Rates:
    """A second, to all nodes together."""

    payments: float
    readings: float


@dataclass
class Tally:
    """What came of all requests."""

    #: Who pays.
    payer: str
    #: Numbers of payments that were answered with 201, and of those whose answer never came.
    acknowledged: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)
    answered: int = 0
    events: int = 0
    mined: int = 0
    #: Answers to /mine that another's block came first.
    beaten: int = 0
    #: Requests that a node's restart cut off.
    cut_off: int = 0
    #: Requests to a node that ran, which were not answered or refused: what, in a sentence.
    failures: list[str] = field(default_factory=list)
    slowest: float = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _numbers: int = 0

    def next_number(self) -> int:
        with self._lock:
            self._numbers += 1
            return self._numbers

    def acknowledge(self, number: int, is_sure: bool) -> None:
        with self._lock:
            (self.acknowledged if is_sure else self.unknown).add(number)

    def acknowledged_now(self) -> set[int]:
        with self._lock:
            return set(self.acknowledged)

    def count(self, **changes: int) -> None:
        with self._lock:
            for name, value in changes.items():
                setattr(self, name, getattr(self, name) + value)

    def note_time(self, seconds: float) -> None:
        with self._lock:
            self.slowest = max(self.slowest, seconds)

    def fail(self, text: str) -> None:
        with self._lock:
            self.failures.append(text)


class Client:
    """A client of one node. It has patience while the node is restarted."""

    def __init__(self, place: Place, tally: Tally, over: threading.Event) -> None:
        self.place, self.tally, self.over = place, tally, over
        #: Its stream of events, if it watches.
        self.stream: socket.socket | None = None
        self._connection: http.client.HTTPConnection | None = None
        self._asked = 0
        #: The place's when it was last asked: a connection to the node that was there before is of no use.
        self._epoch = 0

    def ask(self, method: str, path: str, body: str | None = None, fine: tuple[int, ...] = (200,)) -> int | None:
        """The answer's status; none if a restart came between, or the request failed, which is noted."""
        while not self.place.is_up.wait(0.1):
            if self.over.is_set():
                return None
        epoch, start = self.place.epoch, time.monotonic()
        if epoch != self._epoch:
            self.close()
            self._epoch = epoch
        try:
            if self._connection is None:
                node = self.place.node
                self._connection = http.client.HTTPConnection(node.host, node.port, timeout=PATIENCE)
            self._connection.request(method, path, body)
            answer = self._connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            self.note(epoch, f"{method} {path}: {error!r} after {time.monotonic() - start:.1f} s")
            return None
        self._asked += 1
        if self._asked % _ON_ONE == 0:
            self.close()
        if answer.status not in fine:
            self.note(epoch, f"{method} {path}: {answer.status} {text[:200]!r}")
            return answer.status
        self.tally.note_time(time.monotonic() - start)
        self.tally.count(answered=1)
        return answer.status

    def note(self, epoch: int, text: str) -> None:
        """The node's end is told to the place before the node is, so whatever a restart did is known to be its work."""
        if epoch % 2 == 0 and epoch == self.place.epoch:
            self.tally.fail(f"{self.place.name}: {text}")
        else:
            self.tally.count(cut_off=1)

    def interrupt(self) -> None:
        """Ends its stream of events, from another thread."""
        if self.stream is not None:
            with suppress(OSError):
                self.stream.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def paced(self, rate: float, later: float = 0) -> Iterator[int]:
        """At so many a second until it is over; what a restart kept from being done isn't made up for."""
        number, due = 0, time.monotonic() + later
        while not self.over.wait(max(due - time.monotonic(), 0)):
            number += 1
            due = max(due + 1 / rate, time.monotonic() - 1)
            yield number


def _pay(client: Client, rate: float) -> None:
    for _ in client.paced(rate):
        number = client.tally.next_number()
        body = json.dumps({"sender": client.tally.payer, "recipient": "bob", "amount": number})
        status = client.ask("POST", "/transactions/new", body, fine=(201,))
        if status in (None, 201):
            client.tally.acknowledge(number, is_sure=status == 201)


def _read(client: Client, rate: float) -> None:
    whole = time.monotonic() + WHOLE_CHAINS
    for number in client.paced(rate):
        if time.monotonic() > whole:
            whole += WHOLE_CHAINS
            client.ask("GET", "/chain")
        else:
            client.ask("GET", _ORDINARY[number % len(_ORDINARY)])


def _mine(client: Client, later: float) -> None:
    for _ in client.paced(1 / BLOCKS / 2, later):
        status = client.ask("GET", "/mine", fine=(200, 409))
        if status is not None:
            client.tally.count(**{"mined" if status == 200 else "beaten": 1})


def _watch(client: Client, _: float) -> None:
    """All events, on one connection as long as the node runs."""
    place, tally = client.place, client.tally
    while not client.over.is_set():
        if not place.is_up.wait(0.1):
            continue
        epoch, node = place.epoch, place.node
        try:
            with socket.create_connection((node.host, node.port), 3 * PATIENCE) as client.stream:
                # From here on it is interrupted; before, there was nothing to interrupt.
                if client.over.is_set():
                    return
                client.stream.sendall(request_bytes("GET", "/events", host=node.address))
                with client.stream.makefile("rb") as lines:
                    for line in lines:
                        tally.count(events=line.startswith(b"event: "))
            end = "it ended"
        except OSError as error:
            end = repr(error)
        if not client.over.is_set():
            client.note(epoch, f"GET /events: {end}")


@contextmanager
def clients(places: list[Place], rates: Rates, payer: str) -> Iterator[Tally]:
    """A payer, a reader, a watcher and a miner of each place, until this ends."""
    tally, over = Tally(payer), threading.Event()
    works: list[tuple[Client, Callable[[Client, float], None], float]] = []
    for number, place in enumerate(places):
        # The first mines alone, and then the others at the same time: sometimes both find a block.
        alone_or_not = min(number, 1) * BLOCKS
        for work, figure in [
            (_pay, rates.payments / len(places)),
            (_read, rates.readings / len(places)),
            (_watch, 0),
            (_mine, alone_or_not),
        ]:
            works.append((Client(place, tally, over), work, figure))

    def run(client: Client, work: Callable[[Client, float], None], figure: float) -> None:
        with closing(client):
            work(client, figure)

    with ThreadPoolExecutor(len(works)) as pool:
        try:
            running = [pool.submit(run, *each) for each in works]
            yield tally
        finally:
            over.set()
            for client, _, _ in works:
                client.interrupt()
    # Raises what has ended one early.
    for each in running:
        each.result()
