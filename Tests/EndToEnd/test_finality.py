"""--max-reorg and --checkpoint: what a longer chain may not replace."""

import json

from support.chains import block_hash
from support.events import Watcher
from support.gossip import GOSSIP, peer_of, status
from support.metrics import figures


def test_a_stranger_rewrites_no_history_by_one_message(start_node):
    """A longer chain of a node that is nobody's peer is fetched, and refused."""
    victim, evil = start_node("--gossip", "--max-reorg", "6"), start_node("--gossip")
    payment = victim.pay("alice", "bob", 5)
    for _ in range(12):
        victim.mine()
    chain = victim.chain()
    assert evil.get("/mine?count=20").status == 200
    with Watcher(victim) as watcher:
        watcher.first("status")
        assert victim.post(GOSSIP, {"forgechain": status(evil), "transactions": [], "wants_peers": False}).status == 200
        told = watcher.first("refused")
    assert told["common"] == 1 and told["ours"] == 13 and told["length"] == 21 and told["by"].endswith(f":{evil.port}")
    assert told["reason"] == "it would replace the newest 12 blocks here, and --max-reorg allows 6"
    assert victim.chain() == chain
    assert {key: payment[key] for key in ("sender", "recipient", "amount")}.items() <= chain[1]["transactions"][0].items()
    assert 'forgechain_chains_refused_total{reason="too deep"} 1' in victim.get("/metrics").body.decode()
    victim.logs("longer chain refused: it would replace the newest 12 blocks")


def test_a_round_says_why_such_a_chain_is_not_taken(start_node):
    victim, other = start_node("--max-reorg", "1"), start_node()
    assert (victim.get("/mine?count=2").status, other.get("/mine?count=5").status) == (200, 200)
    victim.register(other.address)
    resolution = victim.resolve()
    assert not resolution.was_replaced
    assert resolution.verdicts[other.address] == (
        "refused: it would replace the newest 2 blocks here, and --max-reorg allows 1"
    )


def test_without_the_flags_the_longest_chain_wins_and_its_depth_is_counted(start_node):
    victim, other = start_node(), start_node()
    assert (victim.get("/mine?count=3").status, other.get("/mine?count=5").status) == (200, 200)
    victim.register(other.address)
    assert victim.resolve().was_replaced
    text = victim.get("/metrics").body.decode()
    assert 'forgechain_chain_replacement_depth_bucket{le="2"} 0' in text
    assert 'forgechain_chain_replacement_depth_bucket{le="3"} 1' in text
    assert figures(victim)("forgechain_chain_replacement_depth_sum") == 3


def checkpoint(chain: list[dict], height: int) -> str:
    return f"{height}-{block_hash(chain[height - 1])}"


def test_a_new_node_takes_the_chain_with_the_checkpoint_and_no_other(start_node):
    right, wrong = start_node(), start_node()
    assert (right.get("/mine?count=4").status, wrong.get("/mine?count=6").status) == (200, 200)
    node = start_node("--checkpoint", checkpoint(right.chain(), 3), "--max-reorg", "1")
    node.register(wrong.address, right.address)
    answer = node.get("/mine")
    assert answer.status == 409 and "--checkpoint" in json.loads(answer.body)["error"]
    resolution = node.resolve()
    assert resolution.verdicts[right.address] == "taken"
    assert resolution.verdicts[wrong.address].startswith("refused: block 3 is ")
    assert "--checkpoint asks for" in resolution.verdicts[wrong.address]
    assert node.chain() == right.chain()
    assert peer_of(node, wrong.address)["state"] == "down"
    node.mine()


def test_a_kept_chain_without_the_checkpoint_is_not_served(start_node, directory):
    kept = start_node("--data-dir", str(directory))
    kept.get("/mine?count=2")
    chain = kept.chain()
    assert kept.stop() == 0
    again = start_node("--data-dir", str(directory), "--checkpoint", checkpoint(chain, 2), "--checkpoint", f"9-{'0' * 64}")
    assert again.chain() == chain
    assert again.stop() == 0
    try:
        start_node("--data-dir", str(directory), "--checkpoint", f"2-{'0' * 64}")
    except AssertionError as error:
        assert f"The chain in {directory} is not the one that is wanted: block 2 is {block_hash(chain[1])}" in str(error)
    else:
        raise AssertionError("it has started")
    assert start_node("--data-dir", str(directory)).chain() == chain
