"""Plays all cases against one server, and all answers against one client."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace

from support.nodes import running_node
from support.peers import Peer

from Conformance.answers import AnswerCase
from Conformance.asking import LONG, ask, playing
from Conformance.cases import Case
from Conformance.every_case import ANSWERS, PHASES, QUICK, SLOW
from Conformance.playing import AnsweredOn, play
from Conformance.servers import Server

#: Seconds for anything but a time limit of the server.
_PATIENCE = 10
#: Seconds in which a server that has a limit of 30 s must have had enough.
_LONG_PATIENCE = 60

#: Cases played at once. The slow ones are played beside them, all at once.
_SIDE_BY_SIDE = 8


@dataclass(frozen=True)
class Score:
    """What came out of a case; nothing was found wrong if there is no complaint."""

    case: Case | AnswerCase
    complaint: str | None = None
    #: What follows a request whose end is in doubt was answered.
    answered_on: bool = False
    was_left_out: bool = False

    @property
    def passed(self) -> bool:
        return self.complaint is None and not self.was_left_out


def of_server(server: Server) -> list[Score]:
    tag = server.tag(_PATIENCE)
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as some, ThreadPoolExecutor(len(SLOW) * len(PHASES)) as all_of_them:
        slow = [
            [all_of_them.submit(_played, server, case, tag, phase) for phase in PHASES] for case in SLOW
        ]
        quick = some.map(lambda case: _played(server, case, tag), QUICK)
        return [*quick, *(_worst([each.result() for each in times]) for times in slow)]


def _worst(scores: Sequence[Score]) -> Score:
    failed = [score for score in scores if score.complaint]
    if not failed:
        return scores[0]
    return replace(failed[0], complaint=f"{failed[0].complaint} ({len(failed)} of {len(scores)} times)")


def _played(server: Server, case: Case, tag: bytes, phase: float = 0) -> Score:
    if case.needs not in server.has:
        return Score(case, was_left_out=True)
    time.sleep(phase)
    seconds = _LONG_PATIENCE if case.is_slow else _PATIENCE
    try:
        play(case, lambda: server.connect(seconds), tag)
    except AnsweredOn as error:
        return Score(case, str(error), answered_on=True)
    except (AssertionError, OSError, ValueError) as error:
        return Score(case, str(error) or type(error).__name__)
    return Score(case)


def of_client() -> list[Score]:
    """Each case has a node to itself."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(_asked, ANSWERS))


def _asked(case: AnswerCase) -> Score:
    with running_node("--peer-timeout", LONG) as node, closing(Peer(playing(case))) as peer:
        try:
            ask(node, peer, case)
        except AssertionError as error:
            return Score(case, str(error))
    return Score(case)
