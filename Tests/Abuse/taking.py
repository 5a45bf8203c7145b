"""How long an honest peer's new block takes to a node whose other peers are hostile."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from support.gossip import agreed, wait_for_state
from support.nodes import Node, running_node
from support.waiting import SOON, eventually

from Abuse.measuring import allow_descriptors
from Abuse.ways import LONG_BLOCKS, HostilePeers, Way

#: Descriptors of the hostile peers, and of the node's connections to them.
_DESCRIPTORS = 2_500


@dataclass
class Taken:
    """Seconds until the node had the honest peer's blocks."""

    way: Way
    #: Of a peer that it knew nothing of.
    first: list[float] = field(default_factory=list)
    #: Of the same peer afterwards.
    later: list[float] = field(default_factory=list)
    #: How many of the hostile peers had been asked when its first block was there.
    asked: list[int] = field(default_factory=list)


def measure(way: Way, patience: float, newcomers: int | None = None, later_blocks: int | None = None) -> Taken:
    """With one node; each block must have come in `patience` seconds."""
    allow_descriptors(_DESCRIPTORS)
    taken = Taken(way)
    with running_node("--gossip", "--discover") as node, running_node("--gossip") as honest:
        honest.register(node.address)
        for _ in range(LONG_BLOCKS):
            node.mine()
        node.register(honest.address)
        agreed(honest, node)
        with _hostile_peers(way, node) as hostile:
            for _ in range(newcomers or way.newcomers):
                _introduce(honest, hostile, node)
                taken.first.append(_seconds_until_taken(honest, node, patience))
                taken.asked.append(hostile.asked)
                for _ in range(later_blocks or way.later_blocks):
                    taken.later.append(_seconds_until_taken(honest, node, patience))
        node.assert_serves()
    return taken


@contextmanager
def _hostile_peers(way: Way, node: Node) -> Iterator[HostilePeers]:
    """Their threads stand back, as if they had machines of their own."""
    with ExitStack() as stack, ThreadPoolExecutor(1, initializer=_stand_back) as pool:
        hostile = pool.submit(HostilePeers, way, node).result()
        pool.submit(stack.enter_context, hostile).result()
        yield hostile


def _stand_back() -> None:
    os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) + 10)


def _introduce(honest: Node, hostile: HostilePeers, node: Node) -> None:
    """Make all of them peers that the node knows nothing of. The hostile ones come last, and one of them was asked just
    now: that is when there is most to wait for.
    """
    for address in node.peers():
        assert node.request("DELETE", f"/nodes/{address}").status == 200
    node.register(honest.address)
    wait_for_state(node, honest.address, "up")
    wait_for_state(honest, node.address, "up")
    hostile.begin(len(node.chain()))
    node.register(*hostile.addresses)
    eventually(lambda: hostile.asked, "one of them is asked")


def _seconds_until_taken(honest: Node, node: Node, patience: float) -> float:
    start = time.monotonic()
    index = honest.mine()["index"]
    target = f"/chain?from={index}&limit=1"
    block = honest.get(target).json()["chain"]
    eventually(lambda: node.get(target).json()["chain"] == block, f"block {index} is taken", patience)
    return time.monotonic() - start
