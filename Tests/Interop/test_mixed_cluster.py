"""Two of our nodes and a tutorial node stay on one chain: ours resolve by themselves, the tutorial's is told to."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from support.chains import is_valid_chain, payments_in
from support.gossip import plain, status
from support.nodes import DIFFICULTY, Node
from support.waiting import eventually


@pytest.fixture(params=[[], ["--gossip"]], ids=["alone", "with gossip"])
def ours(request, start_node) -> list[Node]:
    return [start_node("--sync-interval", "1", *request.param) for _ in range(2)]


def wait_for_length(nodes: list[Node], length: int) -> None:
    for node in nodes:
        eventually(lambda: status(node)["length"] == length, f"{node.address} has {length} blocks", 40)


def test_all_three_mine_by_turns(ours, tutorial_node):
    nodes = [*ours, tutorial_node]
    for node in nodes:
        node.register(*(other.address for other in nodes if other is not node))
    payments = []
    for turn in range(9):
        miner = nodes[turn % 3]
        payments.append(miner.pay(f"sender {turn}", "everyone", turn))
        if miner is tutorial_node:
            # The tutorial's way: resolve before mining.
            tutorial_node.resolve()
        miner.mine()
        wait_for_length(ours, turn + 2)
    tutorial_node.resolve()
    chains = [node.chain() for node in nodes]
    assert chains[0] == chains[1] == chains[2]
    assert is_valid_chain(chains[0], DIFFICULTY)
    assert [unidentified(each) for each in payments_in(chains[0])] == payments


def unidentified(transaction: dict) -> dict:
    return plain(transaction) if "id" in transaction else transaction


def test_they_come_together_after_all_have_mined_at_once(ours, tutorial_node):
    nodes = [*ours, tutorial_node]
    for node in nodes:
        node.register(*(other.address for other in nodes if other is not node))
    for turn in range(3):
        with ThreadPoolExecutor(3) as clients:
            for node, count in zip(nodes, (1, 2, 3)):
                clients.submit(lambda node, count: [node.mine() for _ in range(count)], node, count)

        def is_one_chain() -> bool:
            tutorial_node.resolve()
            chains = [node.chain() for node in nodes]
            if chains[0] == chains[1] == chains[2]:
                return True
            if len({len(chain) for chain in chains}) == 1:
                # At equal length neither gives way until somebody forges the next block.
                nodes[turn].mine()
            return False

        eventually(is_one_chain, "all have one chain", 40)
        assert is_valid_chain(nodes[0].chain(), DIFFICULTY)
