"""Signals as every child expects to find them.

A program that a shell starts with `&` ignores SIGINT and SIGQUIT, and so do all whom it starts in turn. A test that
presses Ctrl-C then waits for an end that never comes. A signal that has a handler here is at its default in a child.
"""

import signal

#: What tests send. SIGHUP isn't among them: a run under nohup, nodes included, outlives its terminal.
_SENT = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


def start_children_with_defaults() -> None:
    """Lets children react to what this process goes on to ignore, however they are started."""
    for number in _SENT:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, _ignore)


def _ignore(*_: object) -> None:
    pass
