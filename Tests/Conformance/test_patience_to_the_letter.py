"""Clients that never finish, to the letter: each is told so once its time is over. All of them at once."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.limits import limits
from support.wire import Connection

from Conformance.cases import Case
from Conformance.every_case import PHASES, SLOW
from Conformance.playing import play

#: Seconds after which a client that never finishes must have been told so: twice the time that a node gives it.
PATIENCE = 60


@pytest.mark.limit(150)
def test_who_never_finishes_is_told_so(start_node) -> None:
    # Bodies as long as the other servers take.
    node = start_node(*limits(payment_bytes=1 << 20))

    def connect() -> Connection:
        connection = node.connect()
        connection.socket.settimeout(PATIENCE)
        return connection

    def complaint(case: Case, phase: float) -> str | None:
        time.sleep(phase)
        try:
            play(case, connect)
        except (AssertionError, OSError) as error:
            return f"{case}, from {phase} s on: {error}"
        return None

    with ThreadPoolExecutor(len(SLOW) * len(PHASES)) as pool:
        futures = [pool.submit(complaint, case, phase) for case in SLOW for phase in PHASES]
        complaints = [each for each in (future.result() for future in futures) if each]
    assert complaints == [], "\n".join(complaints)
