"""Branches that fell out of the chain: remembered, with where their payments are, under every set of rules."""

import pytest

from support.chains import block_hash, canonical, extended, forged_chain
from support.commands import run
from support.ledger import ALICE, BOB, start_ledger
from support.nodes import Node, running_node
from support.peers import serving
from support.resolving import assert_taken, resolve_from


def forks(node: Node) -> list[dict]:
    """What the node remembers, which is canonical."""
    answer = node.get("/forks")
    assert answer.status == 200, answer.body
    value = answer.json()
    assert answer.body.decode() == canonical(value) + "\n"
    assert node.request("HEAD", "/forks").status == 200
    assert value["total"] == len(value["forks"]) and value["next"] is None
    return value["forks"]


def fates(branch: dict) -> list[tuple]:
    return [(each["transaction"]["amount"], each["fate"], each["carried_by"], each["reason"])
            for each in branch["payments"]]


@pytest.mark.check
@pytest.mark.parametrize("rules", ["tutorial", "article"])
def test_a_branch_is_remembered_with_where_its_payments_are(start_node, rules):
    node, other = start_node("--rules", rules), start_node("--rules", rules)
    node.pay("alice", "bob", 5)
    node.mine()
    fallen = node.chain()[1]
    assert forks(node) == []
    assert node.get(f"/blocks/{block_hash(fallen)}").json()["in_chain"] is True
    assert other.get("/mine?count=2").status == 200
    resolve_from(node, other)
    (branch,) = forks(node)
    assert branch["fork"] == {"hash": block_hash(node.chain()[0]), "in_chain": True, "index": 1}
    assert (branch["by"], branch["length"], branch["number"]) == (other.address, 1, 1)
    assert branch["replaced_by"] == {"length": 3, "tip": block_hash(node.chain()[-1])}
    assert branch["time"] == pytest.approx(node.chain()[-1]["timestamp"], abs=60)
    identifier = node.get("/status").json()["identifier"]
    assert branch["blocks"] == [
        {"hash": block_hash(fallen), "index": 2, "miner": identifier, "timestamp": fallen["timestamp"], "transactions": 2}
    ]
    assert fates(branch) == [(5, "waiting", None, None)]
    found = node.get(f"/blocks/{block_hash(fallen)}").json()
    assert (found["block"], found["in_chain"], found["payments"]) == (fallen, False, branch["payments"])
    assert found["fork"] == {key: value for key, value in branch.items() if key not in ("blocks", "payments")}
    explained = node.get(f"/blocks/{block_hash(fallen)}/explain").json()
    assert (explained["block"], explained["in_chain"], explained["holds"]) == (fallen, False, True)
    node.mine()
    assert fates(forks(node)[0]) == [(5, "carried", 4, None)]


def test_a_payment_that_nobody_posted_here_is_gone_with_its_block(start_node, start_peer):
    node, other = start_node(), start_node()
    other.pay("alice", "bob", 5)
    other.mine()
    resolve_from(node, other)
    assert_taken(node, start_peer(serving(forged_chain(4))), forged_chain(4))
    (branch,) = forks(node)
    assert fates(branch) == [(5, "gone", None, "not_posted_here")]
    node.get(f"/blocks/{'f' * 64}").assert_refusal(404, "No block of the chain")


def test_a_second_block_of_a_branch_is_explained_behind_the_first(start_node, start_peer):
    node = start_node()
    for _ in range(2):
        node.mine()
    fallen = node.chain()[1:]
    assert_taken(node, start_peer(serving(forged_chain(5))), forged_chain(5))
    for block in fallen:
        assert node.get(f"/blocks/{block_hash(block)}/explain").json()["holds"] is True


def test_branches_survive_a_crash_and_go_when_they_come_back(start_peer, tmp_path):
    directory = str(tmp_path / "data")
    with running_node("--data-dir", directory) as node:
        node.pay("alice", "bob", 5)
        node.mine()
        ours = node.chain()
        theirs = forged_chain(3, name="theirs")
        assert_taken(node, start_peer(serving(theirs)), theirs)
        before = forks(node)
        assert len(before) == 1
        node.kill()
    with running_node("--data-dir", directory) as node:
        assert forks(node) == before
        back = extended(ours, 5)
        assert_taken(node, start_peer(serving(back)), back)
        (branch,) = forks(node)
        assert branch["number"] == 2 and branch["length"] == 2
        assert [each["hash"] for each in branch["blocks"]] == [block_hash(block) for block in theirs[1:]]
        assert node.get(f"/blocks/{block_hash(ours[1])}").json()["in_chain"] is True


def test_forks_are_listed_newest_first_in_pages(start_node, start_peer):
    node = start_node(difficulty=1)
    node.mine()
    chains = [forged_chain(length, 1, name=f"{length}") for length in (3, 4, 5)]
    for chain in chains:
        assert_taken(node, start_peer(serving(chain)), chain)
    assert [branch["number"] for branch in forks(node)] == [3, 2, 1]
    page = node.get("/forks?from=2&limit=1").json()
    assert ([branch["number"] for branch in page["forks"]], page["next"], page["total"]) == ([2], 3, 3)
    assert node.get("/forks?from=4").json()["forks"] == []
    node.get("/forks?from=5").assert_refusal(404, "3 forks")
    node.get("/forks?limit=0").assert_refusal(400, "limit")


def test_on_a_ledger_a_payment_is_gone_when_another_has_its_nonce(start_node):
    node, other = start_ledger(start_node), start_ledger(start_node)
    for each in (node, other):
        each.get("/mine?count=1")
    taken = ALICE.payment(BOB, 5, fee=1)
    assert node.post("/transactions/new", taken).status == 201
    assert node.mine()["index"] == 3
    assert other.post("/transactions/new", ALICE.payment(BOB, 6, fee=1)).status == 201
    assert other.get("/mine?count=3").status == 200
    resolve_from(node, other)
    branch = forks(node)[0]
    assert branch["payments"][0]["transaction"] == taken
    assert fates(branch) == [(5, "gone", None, "nonce_used")]
    assert [block["transactions"] for block in branch["blocks"]] == [1, 2]
    explained = [node.get(f"/blocks/{block['hash']}/explain").json() for block in branch["blocks"]]
    assert [each["in_chain"] for each in explained] == [False, False]
    assert explained[0]["holds"] is True


# MARK: - From the command line


def test_forks_are_listed_by_the_command_line(start_node, start_peer):
    node = start_node("--node-id", "ada")
    assert run("forks", "--node", str(node.port)).stdout == "Nothing has fallen out of the chain.\n"
    node.pay("alice", "bob", 5)
    node.mine()
    fallen = block_hash(node.chain()[1])
    peer = start_peer(serving(forged_chain(3)))
    assert_taken(node, peer, forged_chain(3))
    lines = run("forks", "--node", str(node.port)).stdout.splitlines()
    assert lines[0].startswith("1  ")
    assert lines[0].endswith(
        f"  1 block behind block 1 fell out: a chain of 3 blocks from {peer.address} came instead")
    assert lines[1:] == [
        f"    block 2  {fallen[:12]}  2 transactions, mined by ada",
        "        alice -> bob: 5  waits for a block again",
    ]
    assert_taken(node, start_peer(serving(forged_chain(4, name="other"))), forged_chain(4, name="other"))
    told = run("forks", "--limit", "1", "--node", str(node.port)).stdout.splitlines()
    assert "python -> recipient 2: 3.0  is gone: nobody posted it at this node, and it has no id" in told[2]
    assert told[-1] == "1 of 2 forks. The next begin at --from 2."
    shown = run("block", fallen, "--node", str(node.port))
    assert "not in this node's chain" in shown.stdout and shown.returncode == 2
