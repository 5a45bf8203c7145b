"""The tutorial node follows the tutorial's rules: the interop suite's yardstick must be right."""

import hashlib
import json

import pytest

from support.chains import block_hash, find_proof, is_proof, is_valid_chain
from support.nodes import running_tutorial_node
from support.tampering import LENGTH, TAMPERINGS


def test_mining_forges_a_block_on_the_last_one(tutorial_node):
    genesis = tutorial_node.chain()[0]
    text = json.dumps(genesis, sort_keys=True)
    forged = tutorial_node.mine()
    assert forged["message"] == "New Block Forged"
    assert forged["index"] == 2
    assert forged["previous_hash"] == hashlib.sha256(text.encode()).hexdigest()
    assert forged["proof"] == find_proof(genesis, difficulty=2)
    reward = {"sender": "0", "recipient": tutorial_node.greeting.split()[2], "amount": 1}
    assert forged["transactions"] == [reward]


def test_the_smallest_proof_is_found():
    block = {"index": 1, "proof": 100, "previous_hash": "1"}
    proof = find_proof(block, difficulty=2)
    fitting = [p for p in range(proof + 1) if is_proof(100, p, block_hash(block), difficulty=2)]
    assert fitting == [proof]


def test_a_transaction_is_promised_and_mined(tutorial_node):
    values = {"sender": "alice", "recipient": "bob", "amount": 5}
    answer = tutorial_node.post("/transactions/new", values)
    assert answer.status == 201
    assert answer.json() == {"message": "Transaction will be added to Block 2"}
    assert tutorial_node.mined_payments() == [values]


def test_missing_values_and_missing_nodes_are_refused(tutorial_node):
    assert tutorial_node.post("/transactions/new", {"sender": "alice"}).status == 400
    assert tutorial_node.post("/nodes/register", {}).status == 400


@pytest.mark.parametrize("spelling", ["http://{}", "{}", "http://{}/"])
def test_a_node_resolves_from_another(start_tutorial_node, spelling):
    long, short = start_tutorial_node(), start_tutorial_node()
    long.pay("alice", "bob", 0.1)
    long.mine()
    long.mine()
    short.mine()
    assert short.register(spelling.format(long.address)) == [long.address]
    resolution = short.resolve()
    assert resolution.was_replaced
    assert resolution.chain == short.chain() == long.chain()
    assert is_valid_chain(short.chain(), difficulty=2)


def test_a_chain_of_equal_length_is_not_taken(start_tutorial_node):
    ours, theirs = start_tutorial_node(), start_tutorial_node()
    before = ours.chain()
    ours.register(theirs.address)
    assert not ours.resolve().was_replaced
    assert ours.chain() == before


@pytest.fixture(scope="module")
def valid_chain():
    """What a tutorial node serves after it mined some payments."""
    with running_tutorial_node() as node:
        while len(node.chain()) < LENGTH:
            node.pay("alice", "bob", 2)
            node.mine()
        return node.chain()


@pytest.mark.parametrize(
    "tampering", [t for t in TAMPERINGS if t.tutorial_refuses], ids=lambda tampering: tampering.name
)
def test_a_tampered_chain_is_not_valid(tampering, valid_chain):
    assert len(valid_chain) == LENGTH
    assert is_valid_chain(valid_chain, difficulty=2)
    assert not is_valid_chain(tampering.apply(valid_chain), difficulty=2)
