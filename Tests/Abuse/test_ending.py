"""A soak, or a run of all attacks, that is told to end takes its nodes along."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.nodes import ROOT, forgechain_binary
from support.waiting import eventually


def _listening(runner: int) -> list[int]:
    """What the process has started that has a socket already."""
    found = []
    for child in Path(f"/proc/{runner}/task/{runner}/children").read_text().split():
        # It may end meanwhile.
        with contextlib.suppress(OSError):
            if any(os.readlink(each).startswith("socket:") for each in Path(f"/proc/{child}/fd").iterdir()):
                found.append(int(child))
    return found


@pytest.mark.parametrize(
    ("arguments", "children"),
    [(["Soak", "{0}", "{0}", "60"], 3), (["Abuse", "{0}", "none"], 2), (["Abuse", "{0}", "--peers"], 2)],
)
def test_a_run_that_is_told_to_end_takes_its_nodes_along(tmp_path: Path, arguments: list[str], children: int) -> None:
    command = [sys.executable, "-m", *(each.format(tmp_path) for each in arguments)]
    places = {"PYTHONPATH": str(ROOT / "Tests"), "FORGECHAIN_BINARY": str(forgechain_binary())}
    runner = subprocess.Popen(command, env=os.environ | places, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    started: list[int] = []
    try:
        # All that it starts is there then, and no one just being started.
        started = eventually(lambda: len(all := _listening(runner.pid)) >= children and all, "its nodes listen")
        runner.send_signal(signal.SIGTERM)
        assert runner.wait(60) == 128 + signal.SIGTERM
        assert [each for each in started if Path(f"/proc/{each}").exists()] == []
    finally:
        runner.kill()
        runner.wait()
        for each in started:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
