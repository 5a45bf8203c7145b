"""A node killed at each call that changes its files: what it was about to do is done, or not begun."""

import shutil
import signal
from pathlib import Path

import pytest

from Faults.durable import assert_verified, durable_node, node_command
from Faults.killing import assert_done_or_not_begun
from Faults.prepared import OPERATIONS, State
from Faults.shim import Shim
from support.chains import GENESIS
from support.nodes import Program
from support.waiting import eventually


@pytest.mark.limit(1_800)
@OPERATIONS
def test_an_operation_is_done_or_not_begun(prepared, operation, tmp_path, make_shim, points, chance):
    data = tmp_path / "data"
    assert_done_or_not_begun(
        prepared, operation, data, make_shim(data), points, chance,
        start=durable_node, kept_by=State.of, before=prepared.state)  # fmt: skip


@pytest.mark.limit(1_800)
def test_a_first_start_that_is_killed_can_be_made_again(tmp_path, make_shim, points, chance):
    data = tmp_path / "data"
    shim = make_shim(data)
    for call in points:
        shutil.rmtree(data, ignore_errors=True)
        shim.kill_before(call, torn=chance.random() < 0.5)
        was_killed = start_and_stop(data, shim)
        with durable_node(data) as node:
            assert State.of(node) == State([GENESIS], [], []), f"killed before call {call}, {shim.names()[-1]}"
        assert_verified(data)
        if not was_killed:
            break
    assert call > 1, "the node wrote nothing: this run proved too little"


@pytest.mark.limit(1_800)
def test_a_start_after_a_crash_that_is_killed_can_be_made_again(prepared, tmp_path, make_shim, points, chance):
    data = tmp_path / "data"
    shim = make_shim(data)
    for call in points:
        prepared.copy(data)
        shim.kill_before(call, torn=chance.random() < 0.5)
        was_killed = start_and_stop(data, shim)
        assert_verified(data)
        with durable_node(data) as node:
            assert State.of(node) == prepared.state, f"killed before call {call}, {shim.names()[-1]}"
        if not was_killed:
            break
    assert call > 1, "the node wrote nothing: this run proved too little"


def start_and_stop(data: Path, shim: Shim) -> bool:
    """Start a node that may be killed before it listens, and stop it if not; returns whether it was killed."""
    program = Program(node_command(data, shim=shim))
    try:
        eventually(lambda: "\n" in program.output or not program.is_running, f"{program} listens or dies")
        status = program.stop()
    finally:
        program.kill()
    assert status in (0, -signal.SIGKILL), program.report()
    return status != 0
