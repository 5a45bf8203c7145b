"""Fixtures of the black-box suites, how they run in parallel, each test's time limit, and what a failed test reports.
"""

import faulthandler
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

pytest.register_assert_rewrite("support")

from support import nodes, wire  # noqa: E402
from support.nodes import Node, running_node, running_tutorial_node  # noqa: E402
from support.peers import Peer, Script, refusing_address  # noqa: E402
from support.signals import start_children_with_defaults  # noqa: E402
from support.waiting import SLOWNESS  # noqa: E402

#: Seconds a test may take unless it is marked with `limit`: far above what any needs, to end hanging tests.
DEFAULT_LIMIT = 60


# MARK: - Nodes and peers. What a test starts ends with it.


@pytest.fixture
def start_node() -> Iterator[Callable[..., Node]]:
    """Starts Forgechain nodes: `start_node("--peer", address, difficulty=3)`."""
    with ExitStack() as running:
        yield lambda *flags, **options: running.enter_context(running_node(*flags, **options))


@pytest.fixture
def node(start_node: Callable[..., Node]) -> Node:
    """A fresh Forgechain node."""
    return start_node()


@pytest.fixture(scope="module")
def _shared_nodes(request: pytest.FixtureRequest) -> Iterator[Callable[[], Node]]:
    """Gives the node that this file's tests share, or a replacement if one of them broke it. A file may say with which
    flags."""
    flags = getattr(request.module, "SHARED_NODE_FLAGS", ())
    with ExitStack() as running:
        started: list[Node] = []

        def serving_node() -> Node:
            if started and not started[-1].serves():
                started[-1].kill()
            if not started or started[-1].was_killed:
                started.append(running.enter_context(running_node(*flags, difficulty=1)))
            return started[-1]

        yield serving_node


@pytest.fixture
def shared_node(_shared_nodes: Callable[[], Node]) -> Node:
    """One node for a file of tests that leave it as they found it. Mining on it is nearly free."""
    return _shared_nodes()


@pytest.fixture
def start_tutorial_node() -> Iterator[Callable[..., Node]]:
    """Starts tutorial nodes."""
    with ExitStack() as running:
        yield lambda **options: running.enter_context(running_tutorial_node(**options))


@pytest.fixture
def tutorial_node(start_tutorial_node: Callable[..., Node]) -> Node:
    """A fresh tutorial node."""
    return start_tutorial_node()


@pytest.fixture
def start_peer() -> Iterator[Callable[..., Peer]]:
    """Starts peers that play a script."""
    with ExitStack() as running:

        def start(script: Script, host: str = "127.0.0.1") -> Peer:
            peer = Peer(script, host)
            running.callback(peer.close)
            return peer

        yield start


@pytest.fixture
def nowhere() -> Iterator[str]:
    """An address that refuses connections."""
    with refusing_address() as address:
        yield address


# MARK: - Limits, ends and reports


class TimeLimitExceeded(Exception):
    """The test hung."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "alone: validates large blocks or has short deadlines, so nothing runs beside it")
    config.addinivalue_line("markers", f"limit(seconds): what the test may take instead of {DEFAULT_LIMIT}")
    config.addinivalue_line("markers", "measured: bounds the time or memory that a node takes, or lets it have little")
    config.addinivalue_line("markers", "check: one of the few that are run before each commit")
    start_children_with_defaults()
    # A runner that is told to end takes its nodes along: fixtures are torn down.
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated", returncode=143))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Prepare the tests to run in parallel: the potentially longest come first, and those that share their file's node
    stay together, in the file's order.
    """
    items.sort(key=lambda item: -_limit(item))
    for item in items:
        if _is_sharing(item):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.split("::")[0]))


def _limit(item: pytest.Item) -> int:
    marker = item.get_closest_marker("limit")
    return marker.args[0] if marker else DEFAULT_LIMIT


def _is_sharing(item: pytest.Item) -> bool:
    """Whether it uses something that is made once per file."""
    definitions = item._fixtureinfo.name2fixturedefs.values()  # pytest has no public way to ask
    return any(definition.scope == "module" for each in definitions for definition in each)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Tell the workers of an interrupted run to end like it, with their nodes, before they are killed."""
    is_whole = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
    if session.config.pluginmanager.hasplugin("dsession") and not is_whole:
        for worker in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
            os.kill(int(worker), signal.SIGTERM)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    wire.transcript.clear()
    nodes.programs[:] = [program for program in nodes.programs if program.is_running]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Bound the test itself. Starting and stopping nodes have their own deadlines."""
    seconds = _limit(item) * SLOWNESS

    def interrupt(*_) -> None:
        faulthandler.dump_traceback(file=sys.__stderr__, all_threads=True)
        raise TimeLimitExceeded(f"the test took more than {seconds} s")

    previous = signal.signal(signal.SIGALRM, interrupt)
    signal.alarm(seconds)
    try:
        return (yield)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    report = yield
    if report.failed:
        report.sections.append(("on the wire, newest last", "\n".join(wire.transcript)))
        report.sections += [(f"node {program.process.pid}", program.report()) for program in nodes.programs]
    return report
