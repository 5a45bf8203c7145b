"""The only way these suites wait: for a condition, with a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

#: Seconds for anything that should happen soon. Generous: a debug build on a busy machine must pass too.
SOON = 20.0

_PAUSE = 0.02


def eventually(condition: Callable[[], Result], what: str, seconds: float = SOON) -> Result:
    """The condition's first truthy value; fails with `what` when the deadline passes first."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s in vain until {what}")
        time.sleep(_PAUSE)
