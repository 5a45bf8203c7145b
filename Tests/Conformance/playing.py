"""Plays a case against a server, and says what is wrong with what came."""

import select
import socket
import time
from collections.abc import Callable

from support.wire import Answer, Connection, note, request_bytes

from Conformance.cases import PROBE, TAG, Case, Leave, Step, Then, Trickle, Wait

#: Seconds between two bytes of a trickle.
_PAUSE = 0.25


class AnsweredOn(AssertionError):
    """Something was answered that follows a request whose end is in doubt."""


def play(case: Case, connect: Callable[[], Connection], tag: bytes = b"") -> list[Answer]:
    """The answers, after all that the case says of them was found true.

    Raises AssertionError if something is not, or an error of the socket; `tag` is the current tag of /chain.
    """
    answers: list[Answer] = []
    with connect() as connection:
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for step in case.steps:
            _take(step, case, connection, answers, tag)
        while len(answers) < len(case.statuses):
            if not _read_next(case, connection, answers):
                return answers
        if case.check is not None:
            case.check(answers)
        _see_what_follows(case, connection, answers)
    return answers


def _take(step: Step, case: Case, connection: Connection, answers: list[Answer], tag: bytes) -> None:
    match step:
        case bytes():
            # A server that has refused may be gone; the answer says whether that was right.
            connection.send(step.replace(TAG, tag))
        case Wait.CONTINUE:
            _read_continue(connection)
        case Wait.ANSWER:
            _read(case, connection, answers)
        case Leave.HALF:
            connection.socket.shutdown(socket.SHUT_WR)
        case Trickle(data):
            _trickle(data, connection)


def _read_next(case: Case, connection: Connection, answers: list[Answer]) -> bool:
    """As `_read`; if the answer is wrong, it also matters whether what follows is answered."""
    try:
        return _read(case, connection, answers)
    except AssertionError as error:
        if case.is_doubtful and case.then is Then.ENDS and answers and _has_more(connection):
            raise AnsweredOn(f"{error}; what follows is answered too") from None
        raise


def _has_more(connection: Connection) -> bool:
    try:
        return connection.reader.read(1) != b""
    except OSError:
        return False


def _read(case: Case, connection: Connection, answers: list[Answer]) -> bool:
    """Read the next answer; false if the connection was closed instead, and that is right too."""
    number = len(answers)
    allowed = case.statuses[number]
    try:
        answer = connection.read_answer(case.method(number))
    except TimeoutError:
        raise AssertionError(f"no answer, and the connection stays open; due was {_shown(allowed)}") from None
    if answer is None and case.may_be_silent:
        return False
    assert answer is not None, f"closed without an answer; due was {_shown(allowed)}"
    answers.append(answer)
    assert answer.status in allowed, f"answered {answer.status}; due was {_shown(allowed)}"
    assert case.may_continue or answer.interim == (), f"{answer.interim} before {answer.status}"
    return True


def _shown(allowed: frozenset[int]) -> str:
    return " or ".join(map(str, sorted(allowed)))


def _read_continue(connection: Connection) -> None:
    """Read one interim answer, and nothing that follows."""
    try:
        line = connection.reader.readline(1_024)
        note(connection.name, "->", line)
        assert line.startswith(b"HTTP/1.1 100 "), f"no 100 Continue: {line!r}"
        while connection.reader.readline(1_024) not in (b"\r\n", b""):
            pass
    except TimeoutError:
        raise AssertionError("no 100 Continue") from None


def _trickle(data: bytes, connection: Connection) -> None:
    """Until an answer or the end comes, or for as long as the connection's own limit says."""
    seconds = connection.socket.gettimeout()
    assert seconds is not None
    deadline = time.monotonic() + seconds
    position = 0
    while not select.select([connection.socket], [], [], _PAUSE)[0]:
        assert time.monotonic() < deadline, f"a byte now and then is taken for more than {seconds:g} s"
        if not connection.send(data[position : position + 1]):
            return
        position = (position + 1) % len(data)


# MARK: - After the answers


def _see_what_follows(case: Case, connection: Connection, answers: list[Answer]) -> None:
    is_refusal = bool(answers) and answers[-1].status >= 400
    match case.then:
        case Then.ENDS:
            _see_end(case, connection)
        case Then.STAYS:
            _see_next(case, connection)
        case Then.BY_STATUS if is_refusal:
            _see_end(case, connection)
        case Then.BY_STATUS:
            _see_next(case, connection)
        case Then.EITHER:
            pass


def _see_end(case: Case, connection: Connection) -> None:
    try:
        more = connection.reader.read(1)
    except ConnectionResetError:
        return
    except TimeoutError:
        raise AssertionError("the connection stays open") from None
    if more:
        more += connection.reader.read1()
        note(connection.name, "->", more)
        _fail(case, f"more was answered: {more[:60]!r}")


def _see_next(case: Case, connection: Connection) -> None:
    connection.send(request_bytes("GET", PROBE.decode(), headers=[("Connection", "close")]))
    try:
        answer = connection.read_answer()
    except TimeoutError:
        raise AssertionError("the next request on the connection is not answered") from None
    assert answer is not None, "the connection ends"
    if answer.status != 404:
        _fail(case, f"the next request was not what was answered: {answer.status} {answer.body[:60]!r}")


def _fail(case: Case, words: str) -> None:
    raise (AnsweredOn if case.is_doubtful else AssertionError)(words)
