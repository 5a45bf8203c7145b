"""The only way these suites wait: for a condition, with a deadline."""

import os
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

#: How much longer than usual everything may take: for builds that watch their memory or threads.
SLOWNESS = int(os.environ.get("FORGECHAIN_SLOWNESS", "1"))

#: Seconds for anything that should happen soon. Generous: a debug build on a busy machine must pass too.
SOON = 20.0 * SLOWNESS

#: Seconds between two looks: short at first, since most things happen at once, then longer.
_SHORTEST, _LONGEST = 0.002, 0.04


def eventually(condition: Callable[[], Result], what: str, seconds: float = SOON) -> Result:
    """The condition's first truthy value; fails with `what` when the deadline passes first."""
    deadline = time.monotonic() + seconds
    pause = _SHORTEST
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s in vain until {what}")
        time.sleep(pause)
        pause = min(pause * 1.3, _LONGEST)
