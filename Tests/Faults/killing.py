"""An operation that is killed at one call after the other: it is done, or was not begun."""

import random
import signal
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from Faults.durable import assert_verified
from Faults.shim import Shim
from support.nodes import Node


def assert_done_or_not_begun(
    prepared: Any,
    operation: Any,
    data: Path,
    shim: Shim,
    points: Iterable[int],
    chance: random.Random,
    *,
    start: Callable[..., AbstractContextManager[Node]],
    kept_by: Callable[[Node], Any],
    before: Any,
) -> None:
    """The kill comes during the operation, or while the node stops afterwards, until there is nothing left to kill.
    Each time the directory is a copy of what is prepared, of which a node has kept `before`."""
    outcomes = []
    for call in points:
        prepared.copy(data)
        with start(data, shim=shim) as node:
            shim.kill_before(call, torn=chance.random() < 0.5)
            answer = node.ask(operation.method, operation.target, operation.value)
            assert answer is None or answer.status in (200, 201), f"call {call}: {answer} {answer.body!r}"
            node.send_signal(signal.SIGTERM)
            was_killed = node.has_died()
        assert_verified(data)
        with start(data) as node:
            kept = kept_by(node)
        is_done = operation.is_done(prepared, kept)
        assert is_done or kept == before, f"killed before call {call}, {shim.names()[-1]}: neither old nor new"
        assert is_done or answer is None, f"acknowledged, and lost before call {call}, {shim.names()[-1]}"
        outcomes.append(is_done)
        if not was_killed:
            break
    print(f"killed before {len(outcomes) - 1} of {shim.calls} calls, last {shim.names()[-1]}")
    assert set(outcomes) == {False, True}, "not one kill undid it: this run proved too little"
