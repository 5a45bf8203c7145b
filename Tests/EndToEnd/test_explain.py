"""Blocks spelled out: what is hashed, what is compared, and the result."""

import hashlib
import json

import pytest

from support.chains import GENESIS, block_hash, canonical, extended, find_proof, forge, forged_chain
from support.nodes import DIFFICULTY, Node
from support.peers import serving

RULES = ["shape", "canonical", "index", "previous_hash", "proof", "sealed"]

#: Rules that a block may break and still be valid.
HARMLESS = {"canonical", "sealed"}


def explained(node: Node, what: object) -> dict:
    """The explanation of one of the node's blocks by name, or of one that is posted."""
    if isinstance(what, (int, str)):
        answer = node.get(f"/blocks/{what}/explain")
    else:
        body = what if isinstance(what, bytes) else canonical(what).encode()
        answer = node.request("POST", "/blocks/explain", body)
    assert answer.status == 200, answer
    value = answer.json()
    assert [check["rule"] for check in value["checks"]] == RULES
    assert all(check["says"].endswith(".") for check in value["checks"])
    return value


def findings(explanation: dict) -> dict[str, bool | None]:
    return {check["rule"]: check["holds"] for check in explanation["checks"]}


def broken(explanation: dict) -> list[str]:
    return [rule for rule, holds in findings(explanation).items() if holds is False]


@pytest.fixture
def chain(start_node, start_peer) -> tuple[Node, list[dict]]:
    """A node, and its chain of four blocks."""
    node, chain = start_node(), forged_chain(4)
    node.register(start_peer(serving(chain)).address)
    node.resolve()
    return node, chain


# MARK: - Blocks of the chain


def test_each_block_is_explained_by_index_and_by_hash(chain):
    node, blocks = chain
    for block in blocks:
        found = explained(node, block["index"])
        assert found == explained(node, block_hash(block))
        assert found["block"] == block
        assert found["text"] == canonical(block)
        assert found["bytes"] == len(found["text"])
        assert found["hash"] == hashlib.sha256(found["text"].encode()).hexdigest() == block_hash(block)
        assert found["holds"] is found["in_chain"] is found["canonical"] is True


def test_a_guess_is_what_the_proof_was_tried_with(chain):
    node, blocks = chain
    for last, block in zip(blocks, blocks[1:]):
        guess = explained(node, block["index"])["guess"]
        text = f"{last['proof']}{block['proof']}{block_hash(last)}"
        digest = hashlib.sha256(text.encode()).hexdigest()
        assert guess == {
            "difficulty": DIFFICULTY,
            "hash": digest,
            "last_hash": block_hash(last),
            "last_proof": last["proof"],
            "other_rules": None,
            "proof": block["proof"],
            "rules": "tutorial",
            "text": text,
            "zeros": len(digest) - len(digest.lstrip("0")),
        }
        assert guess["zeros"] >= DIFFICULTY


def test_the_first_block_has_no_link_and_no_proof(chain):
    found = explained(chain[0], 1)
    assert found["guess"] is None
    assert findings(found) == {
        "shape": True, "canonical": True, "index": True, "previous_hash": None, "proof": None, "sealed": True
    }  # fmt: skip


def test_the_newest_block_is_not_sealed_until_the_next_one(chain):
    node, _ = chain
    check = explained(node, 4)["checks"][-1]
    assert check["holds"] is None
    assert "newest block" in check["says"]
    node.mine()
    assert findings(explained(node, 4))["sealed"] is True


@pytest.mark.parametrize("name", ["0", "5", "99999999999999999999", "f" * 64])
def test_a_block_that_is_not_there(chain, name):
    chain[0].get(f"/blocks/{name}/explain").assert_refusal(404)


def test_a_name_that_is_none(chain):
    chain[0].get("/blocks/-1/explain").assert_refusal(400, "no block")


# MARK: - Blocks that somebody has


def test_a_block_of_the_chain_is_recognised(chain):
    node, blocks = chain
    for block in blocks:
        assert explained(node, block) == explained(node, block["index"])


def test_what_would_be_the_next_block_holds_and_is_not_in_the_chain(chain):
    node, blocks = chain
    found = explained(node, extended(blocks, 5)[-1])
    assert (found["holds"], found["in_chain"]) == (True, False)
    assert findings(found)["sealed"] is None


def test_a_forged_block_is_caught_by_what_was_forged(chain):
    node, blocks = chain
    block = blocks[2]
    payment = {**block, "transactions": [{"sender": "a", "recipient": "thief", "amount": 10**6}]}
    # The next block covers what a block includes.
    assert broken(explained(node, payment)) == ["sealed"]
    assert broken(explained(node, {**block, "previous_hash": "0" * 64})) == ["previous_hash", "sealed"]
    assert broken(explained(node, {**block, "proof": block["proof"] + 1})) == ["proof", "sealed"]
    assert explained(node, payment)["holds"] is True
    assert explained(node, {**block, "proof": block["proof"] + 1})["holds"] is False


def test_the_newest_block_s_own_content_is_what_nothing_covers(chain):
    node, blocks = chain
    found = explained(node, {**blocks[3], "transactions": []})
    assert broken(found) == []
    assert (found["holds"], found["in_chain"]) == (True, False)


def test_a_block_behind_another_one(chain):
    node, _ = chain
    first = {**GENESIS, "timestamp": 9.5}
    last, block = forge([first])
    assert explained(node, {"block": block, "after": last})["holds"] is True
    assert broken(explained(node, {"block": block})) == ["previous_hash", "proof", "sealed"]
    wrong = explained(node, {"block": {**block, "index": 7}, "after": last})
    assert "index" in broken(wrong)
    assert wrong["checks"][2]["expected"] == "2"
    assert wrong["checks"][2]["found"] == "7"


def test_a_block_far_above_the_chain_cannot_be_judged(chain):
    found = explained(chain[0], {**GENESIS, "index": 9, "previous_hash": "a" * 64})
    assert found["holds"] is None
    assert findings(found) == {
        "shape": True, "canonical": True, "index": None, "previous_hash": None, "proof": None, "sealed": None
    }  # fmt: skip


def test_another_spelling_is_the_same_block(chain):
    node, blocks = chain
    block = blocks[1]
    spellings = [
        json.dumps(block, indent=4),
        json.dumps(dict(reversed(block.items()))),
        json.dumps(block, separators=(",", ":")),
        json.dumps(block).replace('"index"', '"\\u0069ndex"'),
        '{"index": 99, ' + json.dumps(block)[1:],
    ]
    for text in spellings:
        found = explained(node, text.encode())
        assert (found["hash"], found["in_chain"], found["canonical"]) == (block_hash(block), True, False)
        assert found["holds"] is True
    assert explained(node, b" \n" + canonical(block).encode() + b"\r\n")["canonical"] is True


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "not an object"),
        (None, "not an object"),
        ({}, "no index"),
        ({**GENESIS, "index": "1"}, "index is not an integer"),
        ({**GENESIS, "proof": -1}, "proof is not an integer"),
        ({**GENESIS, "proof": 1.0}, "proof is not an integer"),
        ({**GENESIS, "timestamp": "now"}, "timestamp is not a number"),
        ({**GENESIS, "transactions": [1]}, "transaction 1 is not an object"),
        ({"block": {"index": 1}}, "no timestamp"),
    ],
)
def test_what_is_no_block_is_said_to_be_none(unharmed_node, value, words):
    found = explained(unharmed_node, value)
    shape, *others = found["checks"]
    assert shape["holds"] is False
    assert words in shape["says"]
    assert {check["holds"] for check in others} == {None}
    assert found["holds"] is False
    assert found["block"] is found["hash"] is found["text"] is found["guess"] is None


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 2_000, b"\xff", b'{"block": {}, "after": 1}'])
def test_what_cannot_be_read_is_refused(unharmed_node, body):
    unharmed_node.request("POST", "/blocks/explain", body).assert_refusal(400, "Send a block")


@pytest.mark.parametrize("index", [0, -1, -(2**63)])
def test_no_chain_has_a_block_below_the_first(unharmed_node, index):
    found = explained(unharmed_node, {**GENESIS, "index": index})
    assert found["holds"] is findings(found)["index"] is False


def test_what_lies_deep_is_read_as_deep_as_any_json(unharmed_node):
    deep = "[" * 500 + "]" * 500
    body = canonical({**GENESIS, "previous_hash": "here"}).replace('"here"', deep).encode()
    answer = unharmed_node.request("POST", "/blocks/explain", body)
    assert answer.status == 200
    assert answer.json()["hash"] == hashlib.sha256(body).hexdigest()


def test_a_long_value_in_place_of_a_hash_is_not_repeated_as_a_finding(unharmed_node):
    found = explained(unharmed_node, {**GENESIS, "previous_hash": "x" * 50_000})
    assert found["checks"][3]["found"] == "x" * 200 + "..."
    found = explained(unharmed_node, {**GENESIS, "previous_hash": "x" * 1_000_000})
    assert found["checks"][3]["found"] is None
    assert found["bytes"] > 1_000_000


def test_an_explanation_is_that_of_the_chain_of_now(chain, start_peer):
    """A longer chain comes between two requests: the same name then means a different block."""
    node, blocks = chain
    fork = forged_chain(6, name="other")
    node.register(start_peer(serving(fork)).address)
    assert explained(node, blocks[1])["in_chain"] is True
    assert node.resolve().was_replaced
    found = explained(node, blocks[1])
    assert (found["holds"], found["in_chain"], findings(found)["sealed"]) == (True, False, False)
    assert found["checks"][-1]["expected"] == block_hash(fork[1])
    fallen = explained(node, block_hash(blocks[1]))
    assert (fallen["block"], fallen["in_chain"]) == (blocks[1], False)
    assert explained(node, block_hash(fork[1]).upper())["block"] == fork[1]


@pytest.mark.parametrize("index", [1, 2**62, 2**63 - 1, 0, -(2**63)])
def test_a_block_of_any_index_is_answered(unharmed_node, index):
    block = {**GENESIS, "index": index, "previous_hash": "1"}
    for body in (block, {"block": block, "after": block}, {"block": GENESIS, "after": block}):
        assert unharmed_node.request("POST", "/blocks/explain", canonical(body).encode()).status == 200


def test_a_block_as_long_as_a_body_may_be(unharmed_node):
    block = {**GENESIS, "index": 2, "previous_hash": "", "proof": find_proof(GENESIS, DIFFICULTY)}
    block["transactions"] = [{"sender": "a", "recipient": "b", "amount": n} for n in range(20_000)]
    found = explained(unharmed_node, block)
    assert found["bytes"] == len(canonical(block)) > 900_000
    assert found["text"] == canonical(block)
    assert findings(found)["previous_hash"] is False
