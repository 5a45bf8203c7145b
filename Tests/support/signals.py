"""Signals with the handling that every child expects.

A program that a shell starts with `&` ignores SIGINT and SIGQUIT, and so do all programs that it starts. A test that
presses Ctrl-C would then wait for an end that never comes. A signal that has a handler here has its default handling in
a child.
"""

import signal

#: Signals that tests send. SIGHUP isn't among them: a run under nohup, nodes included, outlives its terminal.
_SENT = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


def start_children_with_defaults() -> None:
    """Lets children react to signals that this process ignores, however they are started."""
    for number in _SENT:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, _ignore)


def _ignore(*_: object) -> None:
    pass
