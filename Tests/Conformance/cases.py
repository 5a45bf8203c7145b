"""What a case of the suite is, and the words that the tables of cases are written in.

A case sends bytes on a fresh connection and says which answers must come and what becomes of the connection. That
is all a case is, so it can be played against any HTTP server; see `playing.py`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from support.smuggling import SMUGGLED
from support.wire import Answer


class Level(Enum):
    """How strongly a case asks."""

    #: A MUST of the RFC, or what its grammar says.
    MUST = "MUST"
    #: A SHOULD of the RFC.
    SHOULD = "SHOULD"
    #: The RFC would let it pass, or leaves the choice; careful servers do this.
    CARE = "CARE"


class Then(Enum):
    """What must become of the connection after the last answer."""

    ENDS = "it ends, and nothing more is answered"
    STAYS = "it goes on: the next request on it is answered"
    BY_STATUS = "it ends after a refusal, and goes on otherwise"
    EITHER = "either"


class Needs(Enum):
    """What a server must have for the case to say anything about it."""

    #: Only what every server here has: `GET /health`, `POST /transactions/new`, `/` and nothing at `PROBE`.
    LITTLE = "nothing"
    #: A tag on `/chain` and its conditions.
    TAGS = "entity tags"
    #: Routes, methods and rules that only Forgechain has.
    ROUTES = "Forgechain's routes"


class Wait(Enum):
    """What a case waits for before it sends on."""

    CONTINUE = "a 100 Continue"
    ANSWER = "the next answer"


class Leave(Enum):
    """The client will send nothing more; it goes on reading."""

    HALF = "half-close"


@dataclass(frozen=True)
class Trickle:
    """These bytes again and again, one at a time and slowly, until the server has had enough."""

    data: bytes


#: Each stretch of bytes is a write of its own. `TAG` in it becomes the current tag of /chain.
Step = bytes | Wait | Leave | Trickle
TAG = b"{tag}"

Statuses = frozenset[int]
Check = Callable[[list[Answer]], None]


@dataclass(frozen=True)
class Case:
    """One case."""

    name: str
    #: The RFC and the section in it: "9112 3.2".
    section: str
    level: Level
    steps: tuple[Step, ...]
    #: For each answer that must come, the statuses it may have.
    statuses: tuple[Statuses, ...]
    then: Then
    #: The methods of the requests, if one of several is HEAD: its answer has no body.
    methods: tuple[str, ...] = ()
    #: What else must be true of the answers.
    check: Check | None = None
    needs: Needs = Needs.LITTLE
    #: Where the request ends is in doubt, so whoever answers what follows it has let a request be smuggled.
    is_doubtful: bool = False
    #: A 100 Continue may come where no step waits for it.
    may_continue: bool = False
    #: The server may also close without an answer.
    may_be_silent: bool = False
    #: It waits for a time limit of the server.
    is_slow: bool = False

    def __str__(self) -> str:
        return f"{self.section}: {self.name}"

    def method(self, number: int) -> str:
        """That of the request with this number, as far as it matters for reading the answer."""
        if self.methods:
            return self.methods[number]
        sent = b"".join(step for step in self.steps if isinstance(step, bytes))
        return "HEAD" if number == 0 and sent.startswith(b"HEAD ") else "GET"

    def in_pieces(self, size: int) -> "Case":
        """The same bytes in more writes, except for long ones, which would take long."""
        steps: list[Step] = []
        for step in self.steps:
            if isinstance(step, bytes) and len(step) <= 4 * KIB and TAG not in step:
                steps += (step[n : n + size] for n in range(0, len(step), size))
            else:
                steps.append(step)
        return replace(self, steps=tuple(steps))


# MARK: - Requests

HOST = b"Host: x"
GET = b"GET /health HTTP/1.1"
POST = b"POST /transactions/new HTTP/1.1"

#: Nothing is here. What is sent to see whether a connection goes on: no other case is answered with 404 by it.
PROBE = b"/conformance/probe"

#: A payment that may be taken.
BODY = json.dumps({"sender": "alice", "recipient": "bob", "amount": 5}).encode()
LENGTH = len(BODY)
SIZED = b"Content-Length: %d" % LENGTH
CODED = b"Transfer-Encoding: chunked"
CHUNK = b"%x\r\n%s\r\n" % (LENGTH, BODY)
LAST = b"0\r\n\r\n"
CLOSE = b"Connection: close"

KIB, MIB = 1 << 10, 1 << 20


def head(line: bytes, *fields: bytes) -> bytes:
    return b"\r\n".join([line, *fields]) + b"\r\n\r\n"


def get(*fields: bytes, line: bytes = GET) -> bytes:
    return head(line, HOST, *fields)


def line(text: bytes) -> bytes:
    """A request with this first line and nothing else that is odd."""
    return head(text, HOST)


def target(text: bytes) -> bytes:
    return line(b"GET " + text + b" HTTP/1.1")


def hosted(text: bytes) -> bytes:
    """A request with this value of Host."""
    return head(GET, b"Host: " + text)


def post(*fields: bytes, body: bytes = BODY) -> bytes:
    return head(POST, HOST, *fields) + body


def coded(body: bytes) -> bytes:
    """A chunked payment with this on the wire."""
    return post(CODED, body=body)


def each_byte(data: bytes) -> tuple[bytes, ...]:
    return tuple(data[n : n + 1] for n in range(len(data)))


# MARK: - Tables

Table = Mapping[str, bytes | tuple[Step, ...]]
Expected = int | Iterable[int]


def statuses(expected: Expected) -> Statuses:
    return frozenset([expected] if isinstance(expected, int) else expected)


def taken(section: str, level: Level, table: Table, status: Expected = 200, **changes) -> list[Case]:
    """Requests that are answered so, on a connection that goes on."""
    options = {"then": Then.STAYS, **changes}
    return [
        Case(name, section, level, _steps(sent), statuses=(statuses(status),), **options)
        for name, sent in table.items()
    ]


def refused(section: str, level: Level, table: Table, status: Expected = 400, **changes) -> list[Case]:
    """Requests that are refused so; the connection ends, and a payment behind them is not taken."""
    options = {"then": Then.ENDS, **changes}
    return [
        Case(name, section, level, (*_steps(sent), SMUGGLED), statuses=(statuses(status),), **options)
        for name, sent in table.items()
    ]


def refused_at_once(section: str, level: Level, table: Table, status: Expected = 400, **changes) -> list[Case]:
    """Heads that are refused although the body that they announce never comes, without a 100 Continue."""
    return taken(section, level, table, status, then=Then.ENDS, **changes)


def doubtful(section: str, level: Level, table: Table, status: Expected = 400, **changes) -> list[Case]:
    """As `refused`, where the request's end is in doubt."""
    return refused(section, level, table, status, is_doubtful=True, **changes)


def several(section: str, level: Level, table: Mapping[str, tuple[Step | tuple, ...]], **changes) -> list[Case]:
    """More than one answer: each table's entry is the steps and, last, the statuses in order."""
    options = {"then": Then.STAYS, **changes}
    return [
        Case(name, section, level, tuple(steps), statuses=tuple(map(statuses, expected)), **options)
        for name, (*steps, expected) in table.items()
    ]


def with_check(check: Check, cases: Iterable[Case]) -> list[Case]:
    return [replace(case, check=check) for case in cases]


def _steps(sent: bytes | tuple[Step, ...]) -> tuple[Step, ...]:
    return sent if isinstance(sent, tuple) else (sent,)
