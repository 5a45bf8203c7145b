"""Signals with the handling that every child expects.

A program that a shell starts with `&` ignores SIGINT and SIGQUIT, and so do all programs that it starts. A test that
presses Ctrl-C would then wait for an end that never comes. A signal that has a handler here has its default handling in
a child.
"""

import atexit
import contextlib
import os
import signal
import sys
from pathlib import Path

#: Signals that tests send. SIGHUP isn't among them: a run under nohup, nodes included, outlives its terminal.
_SENT = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


def start_children_with_defaults() -> None:
    """Lets children react to signals that this process ignores, however they are started."""
    for number in _SENT:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, _ignore)


def _ignore(*_: object) -> None:
    pass


def end_when_told() -> None:
    """At SIGTERM this run ends, and with it everything that it started.

    The contexts that it is in are left, so nodes end as they do elsewhere. A program that was just being started has no
    context yet, and is killed.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    atexit.register(_kill_children)


def _kill_children() -> None:
    # Once more is no reason to stop here.
    signal.signal(signal.SIGTERM, _ignore)
    for listed in Path("/proc/self/task").glob("*/children"):
        for child in map(int, listed.read_text().split()):
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
