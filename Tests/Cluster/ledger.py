"""Checks of the nodes of a ledger in containers, and of the tutorial node that follows them."""

import json

from Cluster.checks import check
from Cluster.cluster import LEDGERS, TUTORIAL, Cluster, run
from support.waiting import eventually

#: Seconds in which ledger nodes agree, and the tutorial node is told to resolve and has done so.
SOON = 20

#: Where a node keeps the key that it is paid with.
NODE_KEY = "/var/lib/forgechain/5000/node.key"

#: The name under which the client has that key.
PAYER = "node"


def agreed(cluster: Cluster) -> dict:
    """Waits until all three have one chain, and the tutorial node too, byte for byte; returns it."""

    def chains() -> list[bytes] | None:
        found = [cluster.request(name, "/chain") for name in LEDGERS]
        # Its answer has other spaces; what its hashes are made of is this.
        found.append(json.dumps(cluster.ask(TUTORIAL, "/chain"), sort_keys=True).encode())
        return found if len({each.strip() for each in found}) == 1 else None

    return json.loads(eventually(chains, f"{', '.join(LEDGERS)} and the {TUTORIAL} node have one chain", SOON)[0])


def client(cluster: Cluster, name: str, *command: str) -> str:
    """What the client in a node's container prints."""
    return cluster.execute(name, "forgechain", *command)


def address_of(cluster: Cluster, name: str) -> str:
    """Who is paid for a node's blocks."""
    return cluster.ask(name, "/status")["identifier"]


def balance(cluster: Cluster, name: str, address: str) -> int:
    return cluster.ask(name, f"/accounts/{address}")["balance"]


@check("the images of a ledger's cluster build", is_required=True, of_ledger=True)
def _(cluster: Cluster) -> str:
    cluster.build()
    size = int(run("docker", "image", "inspect", "--format", "{{.Size}}", "forgechain-tutorial"))
    return f"the tutorial node's has {size / 1e6:.0f} MB"


@check("three nodes of a ledger and a tutorial node start", is_required=True, of_ledger=True)
def _(cluster: Cluster) -> None:
    cluster.start()


@check("each becomes healthy", of_ledger=True)
def _(cluster: Cluster) -> None:
    cluster.wait_for_health("healthy", *LEDGERS, TUTORIAL)


@check("each is reached from this machine only", of_ledger=True)
def _(cluster: Cluster) -> None:
    for name in (*LEDGERS, TUTORIAL):
        bindings = cluster.inspect(name)["NetworkSettings"]["Ports"]["5000/tcp"]
        assert [binding["HostIp"] for binding in bindings] == ["127.0.0.1"], f"{name}: {bindings}"


@check("the three are on one network, and each has a key of its own that nobody else can read", of_ledger=True)
def _(cluster: Cluster) -> None:
    told = [cluster.ask(name, "/status") for name in LEDGERS]
    assert len({each["genesis"] for each in told}) == 1, told
    assert len({each["identifier"] for each in told}) == 3, told
    for name in LEDGERS:
        assert cluster.execute(name, "stat", "--format", "%a", NODE_KEY).split() == ["600"], name


@check("a signed payment that ledger1 takes is mined by ledger2, and on all four as it was", of_ledger=True)
def _(cluster: Cluster) -> str:
    client(cluster, "ledger1", "key", "import", PAYER, NODE_KEY, "--no-passphrase")
    payer, recipient, miner = (address_of(cluster, name) for name in ("ledger1", "ledger3", "ledger2"))
    assert payer in client(cluster, "ledger1", "key", "show", PAYER)
    cluster.mine("ledger1")
    client(cluster, "ledger1", "send", recipient, "30", "--from", PAYER, "--fee", "2", "--memo", "für 🍵")
    eventually(lambda: cluster.ask("ledger2", "/transactions/pending")["transactions"], "ledger2 knows of it", SOON)
    cluster.mine("ledger2")
    payment, reward = agreed(cluster)["chain"][-1]["transactions"]
    assert (payment["sender"], payment["recipient"], payment["amount"]) == (payer, recipient, 30), payment
    assert payment["memo"] == "für 🍵" and len(payment["signature"]) == 128, payment
    assert (reward["recipient"], reward["amount"]) == (miner, 52), reward
    for name in LEDGERS:
        balances = [balance(cluster, name, address) for address in (payer, recipient, miner)]
        assert balances == [50 - 32, 30, 52], f"{name}: {balances}"
    return f"{payment['amount']} and a fee of {payment['fee']}"


@check("a payment that nobody has signed is taken by the tutorial node, and by no other", of_ledger=True)
def _(cluster: Cluster) -> None:
    forged = {"sender": address_of(cluster, "ledger1"), "recipient": "mallory", "amount": 10**6}
    cluster.ask(TUTORIAL, "/transactions/new", forged)
    for name in LEDGERS:
        try:
            cluster.ask(name, "/transactions/new", forged)
        except AssertionError as refusal:
            assert "with 400" in str(refusal) and "not signed" in str(refusal), f"{name}: {refusal}"
        else:
            raise AssertionError(f"{name} takes what nobody has signed")


@check("what the tutorial node mines is not followed, and it comes back to the longer chain", of_ledger=True)
def _(cluster: Cluster) -> str:
    before = agreed(cluster)["chain"]
    mined = cluster.ask(TUTORIAL, "/mine")
    assert mined["index"] == len(before) + 1, mined
    # A ledger's node that knows it and asks it keeps what it has, and says why.
    address = f"{TUTORIAL}:5000"
    cluster.ask("ledger1", "/nodes/register", {"nodes": [f"http://{address}"]})
    peers = cluster.ask("ledger1", "/nodes/resolve?summary")["peers"]
    (verdict,) = [peer["verdict"] for peer in peers if peer["address"] == address]
    assert "refused" in verdict or "rules" in verdict, verdict
    assert cluster.ask("ledger1", "/chain")["chain"] == before
    cluster.mine("ledger3", count=2)
    after = agreed(cluster)["chain"]
    assert after[: len(before)] == before and len(after) == len(before) + 2, after
    assert not any(payment["recipient"] == "mallory" for block in after for payment in block["transactions"])
    return verdict


@check("told to stop, each ends by itself with status 0", of_ledger=True)
def _(cluster: Cluster) -> None:
    cluster.compose("stop")
    ends = {name: cluster.state(name) for name in LEDGERS}
    statuses = {name: (state["Status"], state["ExitCode"]) for name, state in ends.items()}
    assert set(statuses.values()) == {("exited", 0)}, statuses


@check("started anew from their volumes, they have chain and keys, and the tutorial node follows again", of_ledger=True)
def _(cluster: Cluster) -> str:
    cluster.recreate()
    cluster.wait_for_health("healthy", *LEDGERS, TUTORIAL)
    payer = client(cluster, "ledger1", "key", "show", PAYER).strip()
    assert address_of(cluster, "ledger1") == payer
    assert balance(cluster, "ledger2", payer) == 50 - 32
    cluster.mine("ledger1")
    return f"{agreed(cluster)['length']} blocks"
