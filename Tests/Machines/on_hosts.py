"""Three nodes on hosts of their own: they find each other, and agree in spite of delay, loss and a cut.

Run by `make test-machines`, as root, in a network of its own. docs/MACHINES.md states the bounds that are held here.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from Machines.kubernetes import arguments, name_of, pods
from Machines.network import Conditions, Network, network
from support.gossip import agreed, peer_of, status
from support.nodes import Node, forgechain_binary, running_command, running_node
from support.waiting import eventually

PORT = 5000

#: What makes nodes find others by those that they know.
FINDING = ["--gossip", "--discover"]

#: The wires: within a building, between countries, and a bad one, say of a train.
WIRES = {
    "2 ms": Conditions(delay=0.001),
    "100 ms, 1 % lost": Conditions(delay=0.05, jitter=0.01, loss=0.01),
    "300 ms, 5 % lost": Conditions(delay=0.15, jitter=0.05, loss=0.05),
}

#: Seconds, as docs/MACHINES.md states them.
FIND_EACH_OTHER = 20
BLOCK_IS_EVERYWHERE = {"2 ms": 1, "100 ms, 1 % lost": 5, "300 ms, 5 % lost": 15}
AGREE_AFTER_A_CUT = 60

#: Failures of a peer after which it is tried every half minute or so.
MANY_FAILURES = 5

#: Blocks that are timed on each wire.
BLOCKS = 20


@pytest.fixture
def three() -> Iterator[Network]:
    with network(3) as made:
        yield made


@pytest.fixture
def start(three: Network) -> Iterator[Callable[..., list[Node]]]:
    """Starts a node on each host. The first is a peer of the two others; nobody else is told of anybody."""
    with ExitStack() as running:

        def start(*flags: str) -> list[Node]:
            nodes = []
            for host in three.hosts:
                known = ["--peer", f"{three.hosts[0].address}:{PORT}"] if nodes else []
                told = ["--port", str(PORT), *FINDING, *known, *flags]
                nodes.append(running.enter_context(running_node(*told, host=host.address, within=host.within)))
            return nodes

        yield start


def found_each_other(nodes: list[Node]) -> bool:
    """Whether each has met the two others."""
    return all(
        len([peer for peer in node.get("/nodes").json()["peers"] if peer["state"] == "up"]) == len(nodes) - 1
        for node in nodes
    )


def seconds_until(condition: Callable[[], bool], what: str, limit: float) -> float:
    began = time.monotonic()
    eventually(condition, what, limit)
    return time.monotonic() - began


def are_agreed(nodes: list[Node]) -> bool:
    return len({(each["length"], each["tip"]) for each in map(status, nodes)}) == 1


@pytest.fixture
def say(capsys) -> Callable[[str], None]:
    def say(text: str) -> None:
        with capsys.disabled():
            print(f"\n  {text}", end="", flush=True)

    return say


@pytest.mark.limit(240)
@pytest.mark.parametrize("wire", WIRES)
def test_they_find_each_other_and_a_block_is_soon_everywhere(three, start, say, wire):
    three.wire.conditions = WIRES[wire]
    nodes = start()
    took = seconds_until(lambda: found_each_other(nodes), "three nodes have met", FIND_EACH_OTHER)
    say(f"{wire}: the three have met {took:.1f} s after the last one started")
    times = []
    for number in range(BLOCKS):
        nodes[number % 3].mine()
        times.append(seconds_until(lambda: are_agreed(nodes), "all have the block", BLOCK_IS_EVERYWHERE[wire]))
    typical, longest = statistics.median(times), max(times)
    say(f"{wire}: a block is at all after {typical:.2f} s (median of {BLOCKS}), {longest:.2f} s at most")
    if "lost" in wire:
        assert three.wire.lost, "nothing was lost"
    assert len(agreed(*nodes)) == BLOCKS + 1


@pytest.mark.limit(240)
@pytest.mark.parametrize("wire", WIRES)
def test_all_three_mine_at_once_and_agree(three, start, say, wire):
    three.wire.conditions = WIRES[wire]
    nodes = start()
    eventually(lambda: found_each_other(nodes), "three nodes have met", FIND_EACH_OTHER)

    def mine(node: Node) -> int:
        # 409 when another's block arrived meanwhile, which is then built on.
        return sum(node.get("/mine").status == 200 for _ in range(BLOCKS))

    with ThreadPoolExecutor(3) as workers:
        forged = sum(workers.map(mine, nodes))
    # Chains that are as long as each other all stay, until somebody's is longer.
    seconds_until(
        lambda: len({status(node)["length"] for node in nodes}) == 1, "all are as long", BLOCK_IS_EVERYWHERE[wire]
    )
    forged += 1
    nodes[0].mine()
    took = seconds_until(lambda: are_agreed(nodes), "all have one chain", BLOCK_IS_EVERYWHERE[wire])
    kept = len(agreed(*nodes)) - 1
    say(f"{wire}: of {forged} blocks by three at once {kept} are in the chain; agreed {took:.2f} s after the last")


@pytest.mark.limit(240)
@pytest.mark.parametrize("wire", WIRES)
def test_what_a_cut_has_parted_comes_together(three, start, say, wire):
    three.wire.conditions = WIRES[wire]
    nodes = start()
    eventually(lambda: found_each_other(nodes), "three nodes have met", FIND_EACH_OTHER)
    near, other, far = nodes
    three.wire.conditions = Conditions(**vars(WIRES[wire]) | {"apart": {three.hosts[2].address}})
    for _ in range(3):
        near.mine()
    eventually(lambda: are_agreed([near, other]), "the two that are left go on", BLOCK_IS_EVERYWHERE[wire])
    # Beyond the cut there is a payment in a block, which falls out of the chain when the longer one comes.
    payment = {"id": "0123456789abcdef0123456789abcdef"}
    far.post("/transactions/new", {"sender": "alice", "recipient": "bob", "amount": 5} | payment)
    far.mine()
    assert status(far)["length"] == 2 and status(near)["length"] == 4

    three.wire.conditions = WIRES[wire]
    took = seconds_until(lambda: are_agreed(nodes), "all have one chain", AGREE_AFTER_A_CUT)
    say(f"{wire}: one chain {took:.1f} s after the cut was mended")
    assert status(far)["length"] == 4
    # It waits again, and anybody may mine it.
    eventually(
        lambda: near.get("/transactions/pending").json()["total"] == 1,
        "the payment is pending at the others",
        AGREE_AFTER_A_CUT,
    )
    near.mine()
    eventually(
        lambda: far.get(f"/transactions/{payment['id']}").json()["status"] == "in the chain",
        "it is in a block",
        AGREE_AFTER_A_CUT,
    )


@pytest.mark.limit(240)
def test_a_host_that_was_away_for_long_is_found_again(three, start, say):
    nodes = start()
    eventually(lambda: found_each_other(nodes), "three nodes have met", FIND_EACH_OTHER)
    three.wire.conditions = Conditions(apart={three.hosts[2].address})
    near, _, far = nodes
    near.mine()
    # By then the pause between two tries is as long as it gets.
    began = time.monotonic()
    eventually(lambda: peer_of(near, far.address)["failures"] >= MANY_FAILURES, "it has been tried often", 150)
    away = time.monotonic() - began
    three.wire.conditions = Conditions()
    took = seconds_until(lambda: are_agreed(nodes), "all have one chain", AGREE_AFTER_A_CUT)
    say(f"one chain {took:.1f} s after a cut of {away:.0f} s was mended")


@pytest.mark.limit(120)
def test_what_kubernetes_starts_finds_each_other(three, say, tmp_path):
    """The arguments of docker/kubernetes.yaml, on three hosts by the names that its headless service gives."""
    names = tmp_path / "hosts"
    names.write_text(
        "127.0.0.1 localhost\n"
        + "".join(f"{host.address} {name_of(pod)}\n" for host, pod in zip(three.hosts, pods(), strict=True))
    )
    with ExitStack() as running:
        nodes = []
        for host, pod in zip(three.hosts, pods(), strict=True):
            # The names are this process's alone.
            named = ["unshare", "--mount", "sh", "-c", f'mount --bind {names} /etc/hosts && exec "$@"', "sh"]
            command = host.within(
                [*named, str(forgechain_binary()), *arguments(pod), "--host", host.address, "--ephemeral"]
            )
            nodes.append(running.enter_context(running_command(command, clean_status=0)))
        took = seconds_until(lambda: found_each_other(nodes), "three pods have met", FIND_EACH_OTHER)
        say(f"Kubernetes' arguments: the three have met {took:.1f} s after the last one started")
        nodes[2].mine()
        eventually(lambda: are_agreed(nodes), "all have the block", BLOCK_IS_EVERYWHERE["2 ms"])
        assert [node.get("/status").json()["identifier"] for node in nodes] == pods()
