"""Nodes by the article's rule, which leaves the last hash out of a guess: ours and Python's share a chain, and none
shares one with a node by the repository's rule.
"""

import json
import re
import subprocess

import pytest

from support.chains import GENESIS, block_hash, canonical, find_proof, forge, forged_chain, is_proof, is_valid_chain
from support.commands import complaint, run
from support.directories import edit
from support.nodes import DIFFICULTY, Node, forgechain_binary
from support.peers import chain_text, serving
from support.resolving import assert_kept, assert_taken
from support.waiting import SOON, eventually

ARTICLE = ("--rules", "article")

#: What each side says about a proof by the other rules.
BY_ARTICLE = (
    "its proof does not fit by the tutorial's rules, but fits by the article's: its guess leaves the last hash out"
)
BY_TUTORIAL = (
    "its proof does not fit by the article's rules, but fits by the tutorial's: its guess ends with the last hash"
)


@pytest.fixture
def ours(start_node) -> Node:
    return start_node(*ARTICLE)


@pytest.fixture
def theirs(start_tutorial_node) -> Node:
    return start_tutorial_node(rules="article")


def take(short: Node, long: Node) -> None:
    short.register(f"http://{long.address}")
    resolution = short.resolve()
    assert resolution.was_replaced, resolution.verdicts
    assert short.chain() == long.chain()
    assert is_valid_chain(short.chain(), DIFFICULTY, "article")


# MARK: - One chain


def test_the_two_rules_differ():
    block = {"index": 1, "proof": 100, "previous_hash": "1"}
    assert is_proof(100, 35293, block_hash(block), 4, "article")
    assert not is_proof(100, 35293, block_hash(block), 4)
    assert find_proof(block, 2) != find_proof(block, 2, rules="article")


def test_they_mine_and_resolve_in_turns(ours, theirs):
    theirs.pay("alice", "bob", 5)
    theirs.mine()
    theirs.mine()
    take(ours, theirs)
    ours.pay("bob", "carol", 2.5)
    forged = ours.mine()
    assert forged["proof"] == find_proof(theirs.chain()[-1], DIFFICULTY, rules="article")
    ours.mine()
    take(theirs, ours)
    theirs.mine()
    take(ours, theirs)
    assert json.loads(ours.get("/chain").body)["chain"] == theirs.chain()
    assert all(canonical(block) in ours.get("/chain").body.decode() for block in theirs.chain())


def test_a_restart_goes_on_with_it(start_kept, theirs, end):
    theirs.mine()
    theirs.mine()
    node = start_kept(*ARTICLE)
    take(node, theirs)
    end(node)
    node = start_kept(*ARTICLE)
    assert node.chain() == theirs.chain()
    node.mine()
    assert is_valid_chain(node.chain(), DIFFICULTY, "article")
    take(theirs, node)


def test_the_first_proofs_are_those_of_the_article(start_node):
    node = start_node(*ARTICLE, difficulty=4)
    assert [node.mine()["proof"] for _ in range(3)] == [35293, 35089, 119678]


def test_a_proof_of_many_digits_is_mined_upon(start_node, start_peer):
    node = start_node(*ARTICLE)
    last = GENESIS
    block = {
        "index": 2, "previous_hash": block_hash(last), "proof": find_proof(last, DIFFICULTY, 10**97, "article"),
        "timestamp": 2.5, "transactions": [],
    }
    assert_taken(node, start_peer(serving([last, block])), [last, block])
    assert node.mine()["proof"] == find_proof(block, DIFFICULTY, rules="article")


def test_two_of_ours_gossip(start_node):
    first = start_node("--gossip", *ARTICLE)
    second = start_node("--gossip", "--peer", first.address, *ARTICLE)
    first.mine()
    eventually(lambda: second.chain() == first.chain(), "the other has the block")


def test_it_is_said_what_the_rules_are(ours, node):
    assert ours.get("/status").json()["rules"] == "article"
    assert node.get("/status").json()["rules"] == "tutorial"
    assert re.search(r"^rules +article$", run("status", "--node", f"http://{ours.address}").stdout, re.M)
    ours.mine()
    guess = ours.get("/blocks/2/explain").json()["guess"]
    assert (guess["rules"], guess["other_rules"], guess["last_hash"]) == ("article", None, None)
    assert guess["text"] == f"{guess['last_proof']}{guess['proof']}"
    said = run("block", "2", "--node", f"http://{ours.address}").stdout
    assert "last proof and proof" in said and "last hash" not in said


# MARK: - Two networks


def test_a_chain_by_the_other_rules_is_refused_with_the_flag(node, ours, start_peer):
    article, tutorial = forged_chain(4, rules="article"), forged_chain(4)
    verdict = f"^refused at block 2: {BY_ARTICLE}. Start a node with --rules article$"
    assert_kept(node, start_peer(serving(article)), verdict)
    verdict = f"^refused at block 2: {BY_TUTORIAL}. Start a node with --rules tutorial$"
    assert_kept(ours, start_peer(serving(tutorial)), verdict)


def test_a_proof_by_neither_is_refused_as_ever(node, ours, start_peer):
    for one, rules in ((node, "tutorial"), (ours, "article")):
        chain = forged_chain(4, rules=rules)
        last, block = chain[1], chain[2]
        while any(is_proof(last["proof"], block["proof"], block_hash(last), DIFFICULTY, each)
                  for each in ("tutorial", "article")):
            block["proof"] += 1
        assert_kept(one, start_peer(serving(chain)), "^refused at block 3: its proof does not fit$")


def test_nodes_of_ours_with_other_rules_are_told_apart(node, ours):
    ours.mine()
    assert_kept(node, ours.address, "^of another network: its rules are article, and ours are tutorial$")
    node.mine()
    node.mine()
    assert_kept(ours, node.address, "^of another network: its rules are tutorial, and ours are article$")
    states = {peer["address"]: peer["state"] for peer in node.get("/nodes").json()["peers"]}
    assert states[ours.address] == "other network"


def test_a_block_by_the_other_rules_is_explained(node):
    last, block = forged_chain(2, rules="article")
    answer = node.post("/blocks/explain", {"block": block, "after": last}).json()
    check = next(each for each in answer["checks"] if each["rule"] == "proof")
    assert answer["holds"] is False and check["holds"] is False
    assert "but fits by the article's" in check["says"] and "--rules article." in check["says"]
    assert answer["guess"]["rules"] == "tutorial" and answer["guess"]["other_rules"] == "article"


# MARK: - Directories


def test_a_directory_keeps_its_rules(start_kept, directory):
    node = start_kept(*ARTICLE)
    node.mine()
    chain = node.chain()
    assert node.stop() == 0
    place = ["-p", "0", "--difficulty", str(DIFFICULTY), "--data-dir", str(directory)]
    said = complaint(*place, status=1)
    assert "was made with rules article, and this node has rules tutorial" in said
    assert "Start it with --rules article" in said
    assert start_kept(*ARTICLE).chain() == chain


def test_a_directory_without_rules_is_a_tutorial_nodes(start_kept, directory):
    """As directories are that were made when there was one set of rules."""
    node = start_kept()
    node.mine()
    chain = node.chain()
    assert node.stop() == 0
    edit(directory, "DELETE FROM parameter WHERE name = 'rules'")
    assert run("verify", "--data-dir", str(directory)).returncode == 0
    place = ["-p", "0", "--difficulty", str(DIFFICULTY), "--data-dir", str(directory)]
    assert "was made with rules tutorial" in complaint(*place, *ARTICLE, status=1)
    node = start_kept()
    assert node.chain() == chain
    node.mine()


def forgechain(*flags: object, body: bytes = b"") -> subprocess.CompletedProcess:
    command = [str(forgechain_binary()), *map(str, flags)]
    return subprocess.run(command, input=body, capture_output=True, timeout=SOON)


def test_import_verify_and_export_know_them(tmp_path):
    chain = forged_chain(5, rules="article")
    place = ["--data-dir", tmp_path / "data"]
    flags = [*place, "--difficulty", DIFFICULTY]
    refused = forgechain("import", *flags, body=chain_text(chain))
    assert refused.returncode == 1
    assert f"block 2: {BY_ARTICLE}. Import with --rules article." in refused.stderr.decode()
    assert not (tmp_path / "data").exists()
    taken = forgechain("import", *flags, *ARTICLE, body=chain_text(chain))
    assert taken.returncode == 0, taken
    again = forgechain("import", *flags, body=chain_text(forge(chain, rules="article")))
    assert "was made with rules article. Import with --rules article." in again.stderr.decode()
    assert forgechain("verify", *place).returncode == 0
    assert json.loads(forgechain("export", *place).stdout)["chain"] == chain


def test_verify_says_by_which_rules_a_block_fits(start_kept, directory):
    node = start_kept(*ARTICLE)
    node.mine()
    assert node.stop() == 0
    edit(directory, "UPDATE parameter SET value = 'tutorial' WHERE name = 'rules'")
    found = forgechain("verify", "--data-dir", directory)
    assert found.returncode == 1 and found.stdout.decode() == f"block 2: {BY_ARTICLE}\n"


def test_other_rules_than_those_there_are_are_refused():
    assert "--rules is bitcoin, but has to be tutorial or article or ledger." in complaint("--rules", "bitcoin", status=64)
