"""Shared by the tests of HTTP and of stored data."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from signal import SIGTERM

import pytest

from support.gossip import Listener
from support.nodes import Node


@pytest.fixture
def unharmed_node(shared_node: Node) -> Iterator[Node]:
    """A node that still serves after the test, and into which no payment was smuggled."""
    yield shared_node
    shared_node.assert_serves()
    assert shared_node.mined_payments() == []


@pytest.fixture
def start_listener() -> Iterator[Callable[..., Listener]]:
    """Starts peers that record what they are told."""
    with ExitStack() as running:
        yield lambda **options: running.enter_context(closing(Listener(**options)))


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """The data directory of `start_kept`'s nodes. It doesn't exist yet."""
    return tmp_path / "data"


@pytest.fixture
def start_kept(start_node: Callable[..., Node], directory: Path) -> Callable[..., Node]:
    """Starts nodes, one after another, in the same directory."""
    return lambda *flags, **options: start_node("--data-dir", str(directory), *flags, **options)


@pytest.fixture(params=["SIGTERM", "SIGKILL"])
def end(request: pytest.FixtureRequest) -> Callable[[Node], None]:
    """A way to end a node. The result must be the same for all."""

    def stop(node: Node) -> None:
        assert node.stop(SIGTERM) == 0

    return Node.kill if request.param == "SIGKILL" else stop
