"""What the tests of HTTP share."""

from collections.abc import Iterator

import pytest

from support.nodes import Node


@pytest.fixture
def unharmed_node(shared_node: Node) -> Iterator[Node]:
    """A node that serves on after the test, and that no payment was smuggled into."""
    yield shared_node
    shared_node.assert_serves()
    assert shared_node.mined_payments() == []
