"""Checks that the nodes agree by themselves. Nobody resolves here."""

import json
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from Cluster.checks import check
from Cluster.cluster import NODES, Cluster
from Cluster.load import Load
from support.waiting import eventually

#: Seconds in which connected nodes agree.
SOON = 10

#: And those that were disconnected for a while: they try each other less and less often.
LATER = 40

#: A payment that is easily damaged on its way: unicode, and more digits than a double has.
PAYMENT = {"sender": "alice", "recipient": "北京 🐉", "amount": 9_007_199_254_740_993}

#: Every payment that a node has accepted.
accepted: list[dict] = []


def pay(cluster: Cluster, name: str, count: int = 1, inside: bool = False) -> None:
    """Unique payments."""
    for _ in range(count):
        take(cluster, name, {"sender": name, "recipient": "everyone", "amount": len(accepted) + 0.5}, inside)


def take(cluster: Cluster, name: str, payment: dict, inside: bool = False) -> None:
    accepted.append(payment)
    message = cluster.ask(name, "/transactions/new", payment, inside)["message"]
    assert message.startswith("Transaction will be added to Block "), message


def agreed(cluster: Cluster, *names: str, seconds: float = SOON) -> dict:
    """Waits until all these nodes, by default all, have the same chain, byte for byte; returns it."""

    def chains() -> list[bytes] | None:
        tips = {cluster.ask(name, "/status")["tip"] for name in names or NODES}
        return [cluster.request(name, "/chain") for name in names or NODES] if len(tips) == 1 else None

    found = eventually(chains, f"{names or NODES} agree", seconds)
    assert len(set(found)) == 1, "equal tips, but not equal chains"
    return json.loads(found[0])


def same_length(cluster: Cluster) -> None:
    """Waits until no chain is longer than another: while nobody mines, no replacement is then on its way."""

    def is_so() -> bool:
        return len({cluster.ask(name, "/status")["length"] for name in NODES}) == 1

    eventually(is_so, "chains of equal length", SOON)


def settled(cluster: Cluster) -> str:
    """Waits until nothing is pending after the next block, and finds every payment in the chain, once."""

    def pending(name: str) -> list[str]:
        found = cluster.ask(name, "/transactions/pending?limit=1000")["transactions"]
        return sorted(json.dumps(each, sort_keys=True) for each in found)

    eventually(lambda: pending("node1") == pending("node2") == pending("node3"), "all know what is pending", LATER)
    cluster.mine("node1")
    chain = agreed(cluster)
    for name in NODES:
        assert pending(name) == [], f"{name}: {pending(name)}"
    found = Counter(
        json.dumps({key: each[key] for key in ("sender", "recipient", "amount")})
        for block in chain["chain"]
        for each in block["transactions"]
        if each["sender"] != "0"
    )
    assert found == Counter(map(json.dumps, accepted)), f"{found} instead of {accepted}"
    return f"{len(accepted)} payments in {chain['length']} blocks"


def wait_for_state(cluster: Cluster, name: str, other: str, state: str) -> None:
    def is_so() -> bool:
        (peer,) = [each for each in cluster.ask(name, "/nodes")["peers"] if each["address"] == f"{other}:5000"]
        return peer["state"] == state

    eventually(is_so, f"{other} is {state} to {name}", LATER)


# MARK: - Connected


@check("each knows the other two, and has met them")
def _(cluster: Cluster) -> None:
    for name in NODES:
        others = [other for other in NODES if other != name]
        peers = cluster.ask(name, "/nodes")["nodes"]
        assert sorted(peers) == [f"{other}:5000" for other in others], f"{name}: {peers}"
        for other in others:
            wait_for_state(cluster, name, other, "up")


@check("a payment that node1 takes is mined by node3, and is on all three as it was")
def _(cluster: Cluster) -> str:
    take(cluster, "node1", PAYMENT)
    eventually(lambda: cluster.ask("node3", "/transactions/pending")["transactions"], "node3 knows of it", SOON)
    cluster.mine("node3")
    payment, reward = agreed(cluster)["chain"][1]["transactions"]
    assert {key: payment[key] for key in PAYMENT} == PAYMENT, payment
    assert reward == {"sender": "0", "recipient": "node3", "amount": 1}, reward
    return settled(cluster)


@check("blocks of one are on all three")
def _(cluster: Cluster) -> str:
    length = agreed(cluster)["length"]
    for count in range(1, 11):
        cluster.mine("node2")
        assert agreed(cluster)["length"] == length + count
    return f"{length + 10} blocks"


@check("payments on all three at once, mined by one, are in the chain once")
def _(cluster: Cluster) -> str:
    with ThreadPoolExecutor(len(NODES)) as clients:
        for each in [clients.submit(pay, cluster, name, 20) for name in NODES]:
            each.result()
    return settled(cluster)


def mine_among_others(cluster: Cluster, name: str, count: int) -> None:
    """This many blocks; when another node is faster, the abandoned search is repeated."""
    while count > 0:
        try:
            cluster.mine(name)
            count -= 1
        except AssertionError as refusal:
            if "with 409" not in str(refusal):
                raise


@check("payments on all three at once while all three mine are in the chain once")
def _(cluster: Cluster) -> str:
    with ThreadPoolExecutor(2 * len(NODES)) as clients:
        posting = [clients.submit(pay, cluster, name, 20) for name in NODES]
        mining = [clients.submit(mine_among_others, cluster, name, 5) for name in NODES]
        for each in [*posting, *mining]:
            each.result()
    # Two may have forged the last block at once; the next one decides, once the last has reached everybody.
    same_length(cluster)
    cluster.mine("node2")
    agreed(cluster)
    return settled(cluster)


# MARK: - One is cut off


def both_sides_mine(cluster: Cluster, together: int, alone: int) -> None:
    """node3 is cut off, and each side accepts payments and mines this many blocks."""
    cluster.cut_off("node3")
    for _ in range(together):
        pay(cluster, "node1")
        cluster.mine("node2")
        agreed(cluster, "node1", "node2")
    for _ in range(alone):
        pay(cluster, "node3", inside=True)
        cluster.mine("node3", inside=True)
    wait_for_state(cluster, "node1", "node3", "down")


def longer_side_wins(cluster: Cluster, tip: str) -> str:
    cluster.join_again("node3")
    chain = agreed(cluster, seconds=LATER)
    assert tip in json.dumps(chain) or cluster.ask("node1", "/status")["tip"] == tip, f"{tip} is not in the chain"
    return settled(cluster)


@check("one is cut off, and both sides take payments and mine")
def _(cluster: Cluster) -> None:
    both_sides_mine(cluster, together=4, alone=2)


@check("joined again, the longer side wins everywhere, and each payment is in the chain once")
def _(cluster: Cluster) -> str:
    return longer_side_wins(cluster, cluster.ask("node1", "/status")["tip"])


@check("the same with the longer side alone")
def _(cluster: Cluster) -> str:
    both_sides_mine(cluster, together=1, alone=3)
    return longer_side_wins(cluster, cluster.ask("node3", "/status", inside=True)["tip"])


# MARK: - One hangs, one is killed


@check("a node that hangs becomes unhealthy, and the others go on without it")
def _(cluster: Cluster) -> None:
    cluster.send_signal("node3", signal.SIGSTOP)
    for name in ("node1", "node2"):
        pay(cluster, name)
        cluster.mine(name)
        agreed(cluster, "node1", "node2")
    cluster.wait_for_health("unhealthy", "node3")


@check("it becomes healthy when it goes on, and has all of it by itself")
def _(cluster: Cluster) -> str:
    cluster.send_signal("node3", signal.SIGCONT)
    cluster.wait_for_health("healthy", "node3")
    agreed(cluster, seconds=LATER)
    return settled(cluster)


@check("a node is killed as it takes a payment, and the others go on without it")
def _(cluster: Cluster) -> None:
    pay(cluster, "node3")
    cluster.send_signal("node3", signal.SIGKILL)
    state = cluster.state("node3")
    assert (state["Status"], state["ExitCode"]) == ("exited", 128 + signal.SIGKILL), state
    for name in ("node1", "node2"):
        pay(cluster, name)
        cluster.mine(name)
        agreed(cluster, "node1", "node2")


@check("it starts again, has lost nothing, and has all of it by itself")
def _(cluster: Cluster) -> str:
    cluster.start_again("node3")
    cluster.wait_for_health("healthy", "node3")
    agreed(cluster, seconds=LATER)
    return settled(cluster)


# MARK: - Restarts


def answers(cluster: Cluster, name: str) -> bool:
    try:
        return cluster.ask(name, "/health")["status"] == "ok"
    except AssertionError:
        return False


@check("restarted one after the other under load, the others answer every request")
def _(cluster: Cluster) -> str:
    answered = 0
    for name in NODES:
        others = [other for other in NODES if other != name]
        loads = [Load(f"http://{cluster.address(other)}/chain") for other in others]
        try:
            pay(cluster, others[0])
            cluster.restart(name)
            cluster.mine(others[1])
            eventually(lambda: answers(cluster, name), f"{name} answers again", LATER)
            agreed(cluster, seconds=LATER)
        finally:
            ended = [load.end() for load in loads]
        answered += sum(load.answered() for load in ended)
    settled(cluster)
    return f"{answered} requests"


@check("told to stop, each ends by itself with status 0")
def _(cluster: Cluster) -> None:
    # A process that is still there when the grace period ends is killed, and has another status.
    cluster.compose("stop")
    ends = {name: cluster.state(name) for name in NODES}
    statuses = {name: (state["Status"], state["ExitCode"]) for name, state in ends.items()}
    assert set(statuses.values()) == {("exited", 0)}, statuses


@check("started anew from their volumes, they go on where they were")
def _(cluster: Cluster) -> str:
    cluster.recreate()
    cluster.wait_for_health("healthy", *NODES)
    agreed(cluster)
    pay(cluster, "node3")
    return settled(cluster)
