"""One node, one peer, one resolve, and the expected result."""

import re

from support.nodes import Node, Resolution
from support.peers import Peer

#: Seconds a peer has in tests that wait for the timeout.
PATIENCE = "1"


def resolve_from(node: Node, peer: Peer | str) -> tuple[Resolution, str]:
    """Resolve from this one peer; returns the verdict on it."""
    address = peer if isinstance(peer, str) else peer.address
    node.register(address)
    resolution = node.resolve()
    assert set(resolution.verdicts) == set(node.peers())
    return resolution, resolution.verdicts[address]


def assert_kept(node: Node, peer: Peer | str, verdict: str) -> None:
    """Our chain stays, and the verdict on the peer matches the expression."""
    before = node.chain()
    resolution, found = resolve_from(node, peer)
    assert re.search(verdict, found), f"{found!r} is not {verdict!r}"
    assert resolution.message == "Our chain is authoritative"
    assert resolution.chain == node.chain() == before
    node.assert_serves()


def assert_taken(node: Node, peer: Peer, chain: list[dict]) -> None:
    resolution, found = resolve_from(node, peer)
    assert found == "taken"
    assert resolution.was_replaced
    assert resolution.lengths[peer.address] == len(chain)
    assert resolution.chain == node.chain() == chain
