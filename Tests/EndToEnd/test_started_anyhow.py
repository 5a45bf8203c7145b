"""These suites pass however they are started: by a script with `&`, under nohup, or with no standard input."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from support.nodes import ROOT

#: A test of each kind of child that is sent SIGINT: a node, a command, and programs on terminals.
INTERRUPTING = [
    "test_command_line.py::test_a_signal_ends_the_node_cleanly",
    "test_command_line_client.py::test_a_silent_node_does_not_hold_up_ctrl_c",
    "test_command_line_client.py::test_ctrl_c_ends_a_watch",
    "test_demo.py::test_interrupted_in_the_middle_it_ends_at_once_and_cleanly",
]


def in_the_background() -> None:
    """What a shell without job control does for `&`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


def under_nohup() -> None:
    """What nohup does, from a script."""
    in_the_background()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


def without_input() -> None:
    """What `<&-` does."""
    os.close(0)


@pytest.mark.parametrize("prepare", [in_the_background, under_nohup, without_input], ids=lambda one: one.__name__)
def test_ctrl_c_reaches_children_however_the_suites_are_started(prepare: Callable[[], None]) -> None:
    tests = [f"Tests/EndToEnd/{name}" for name in INTERRUPTING]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    result = subprocess.run(command, cwd=ROOT, preexec_fn=prepare, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
