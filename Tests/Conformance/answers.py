"""What a case of an answer is, and the words that their tables are written in: a peer answers `GET /chain`."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from support.chains import forged_chain
from support.peers import chain_text

from Conformance.cases import Level


class Fate(enum.Enum):
    """What must become of the chain in the answer."""

    TAKEN = "taken"
    REFUSED = "refused, and at once"
    #: The RFC leaves it open, and nothing hangs on it: but there must be a verdict at once.
    EITHER = "taken or refused, but at once"


class End(enum.Enum):
    """What the peer does after its last byte."""

    STAYS = "stays connected and says no more"
    LEAVES = "closes the connection"


@dataclass(frozen=True)
class AnswerCase:
    """One answer."""

    name: str
    section: str
    level: Level
    #: Each is a write of its own.
    pieces: tuple[bytes, ...]
    fate: Fate
    end: End

    def __str__(self) -> str:
        return f"{self.section}: {self.name}"


CHAIN = forged_chain(3)
BODY = chain_text(CHAIN)
LENGTH = len(BODY)

OK = b"HTTP/1.1 200 OK"
SIZED = b"Content-Length: %d" % LENGTH
CODED = b"Transfer-Encoding: chunked"
CHUNK = b"%x\r\n%s\r\n" % (LENGTH, BODY)
LAST = b"0\r\n\r\n"

Table = Mapping[str, bytes | tuple[bytes, ...]]


def answer(*fields: bytes, line: bytes = OK, body: bytes = BODY) -> bytes:
    return b"\r\n".join([line, *fields]) + b"\r\n\r\n" + body


def sized(*fields: bytes, line: bytes = OK) -> bytes:
    return answer(SIZED, *fields, line=line)


def coded(body: bytes) -> bytes:
    return answer(CODED, body=body)


def interim(line: bytes, *fields: bytes) -> bytes:
    return answer(*fields, line=line, body=b"")


def _cases(section: str, level: Level, fate: Fate, end: End, table: Table) -> list[AnswerCase]:
    return [
        AnswerCase(name, section, level, sent if isinstance(sent, tuple) else (sent,), fate, end)
        for name, sent in table.items()
    ]


def taken(section: str, level: Level, table: Table, end: End = End.STAYS) -> list[AnswerCase]:
    return _cases(section, level, Fate.TAKEN, end, table)


def refused(section: str, level: Level, table: Table, end: End = End.STAYS) -> list[AnswerCase]:
    return _cases(section, level, Fate.REFUSED, end, table)


def either(section: str, table: Table, end: End = End.LEAVES) -> list[AnswerCase]:
    return _cases(section, Level.CARE, Fate.EITHER, end, table)
