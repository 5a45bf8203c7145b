"""A look at a registered peer's newest blocks: bounded, cached, and of nobody else."""

import time

import pytest

from support.chains import block_hash, canonical, forged_chain
from support.nodes import Node, running_tutorial_node
from support.peers import Peer, saying, sending, serving

#: How long what was seen is answered with again, and how many blocks are seen.
FRESH_SECONDS = 3
NEWEST = 20


def look(node: Node, peer: Node | Peer | str, query: str = "") -> dict:
    """The node's answer, which is canonical."""
    address = peer if isinstance(peer, str) else peer.address
    answer = node.get(f"/nodes/{address}/blocks{query}")
    assert answer.status == 200, answer.body
    assert answer.body.decode() == canonical(answer.json()) + "\n"
    return answer.json()


def shown(chain: list[dict], ours: list[dict]) -> list[dict]:
    """What is to be seen of a chain."""
    blocks = [
        {
            "hash": block_hash(block), "in_chain": block in ours, "index": block["index"],
            "links": True, "miner": next(
                (each["recipient"] for each in block["transactions"][-1:] if each["sender"] == "0"), None),
            "previous_hash": block["previous_hash"] if len(block["previous_hash"]) == 64 else None,
            "timestamp": block["timestamp"], "transactions": len(block["transactions"]),
        }
        for block in chain[-NEWEST:]
    ]
    blocks[0]["links"] = None
    return blocks


@pytest.mark.check
def test_the_newest_blocks_of_a_node_of_this_kind_are_shown(start_node):
    node, other = start_node(difficulty=1), start_node(difficulty=1)
    assert other.get("/mine?count=24").status == 200
    node.register(other.address)
    found = look(node, other)
    assert found["blocks"] == shown(other.chain(), node.chain())
    assert (found["length"], found["address"], found["fault"]) == (25, other.address, None)
    assert found["asked"] == pytest.approx(time.time(), abs=60)
    assert [block["index"] for block in look(node, other, "?from=24")["blocks"]] == [24, 25]
    assert [block["index"] for block in look(node, other, "?limit=1")["blocks"]] == [25]
    assert node.request("HEAD", f"/nodes/{other.address}/blocks").status == 200
    node.get(f"/nodes/{other.address}/blocks?limit=21").assert_refusal(400, "limit")
    assert len(node.chain()) == 1, "nothing is taken"


def test_a_tutorial_nodes_blocks_are_shown(start_node):
    node = start_node(difficulty=4)
    with running_tutorial_node() as other:
        other.pay("alice", "bob", 5)
        other.mine()
        node.register(other.address)
        found = look(node, other)
        assert (found["length"], found["fault"]) == (2, None)
        assert [block["hash"] for block in found["blocks"]] == [block_hash(block) for block in other.chain()]
        assert [block["links"] for block in found["blocks"]] == [None, True]


def test_broken_links_are_told(start_node, start_peer):
    node, chain = start_node(), forged_chain(4)
    del chain[1]
    peer = start_peer(serving(chain))
    node.register(peer.address)
    assert [block["links"] for block in look(node, peer)["blocks"]] == [None, False, True]


def test_nobody_else_is_asked(start_node, start_peer):
    node, stranger = start_node(), start_peer(serving(forged_chain(2)))
    node.get(f"/nodes/{stranger.address}/blocks").assert_refusal(404, "no peer", "register")
    node.get("/nodes/nowhere/blocks").assert_refusal(400, "port")
    assert stranger.heads == []


def test_however_often_clients_ask_the_peer_is_asked_once_in_its_time(start_node, start_peer):
    node, peer = start_node(), start_peer(saying(b"{}", status="404 Not Found"))
    node.register(peer.address)
    start = time.monotonic()
    for _ in range(1_000):
        assert look(node, peer)["fault"] == "did not answer with blocks"
    most = 1 + (time.monotonic() - start) // FRESH_SECONDS
    # Each time for its status, and then for its chain.
    assert 2 <= len(peer.heads) <= 2 * most


@pytest.mark.parametrize(("script", "fault"), [
    (saying(b'{"chain": [' + b" " * (2 << 20) + b"]}"), "sent more than"),
    (saying(b"not JSON"), "did not answer with blocks"),
    (serving([]), "did not answer with blocks"),
    (serving([{"index": 1}]), "did not answer with blocks"),
    (saying(b'{"length": 9, "tip": "x", "next": 1, "blocks": []}'), "did not answer with blocks"),
    (sending(b"SSH-2.0-OpenSSH\r\n"), "did not answer in HTTP"),
    (sending(b"", keep_open=True), "timed out"),
], ids=["long", "text", "empty", "no block", "no blocks", "not HTTP", "silent"])
def test_what_is_no_chain_is_told(start_node, start_peer, script, fault):
    node, peer = start_node(), start_peer(script)
    node.register(peer.address)
    found = look(node, peer)
    assert fault in found["fault"]
    assert (found["blocks"], found["length"]) == ([], None)
    node.assert_serves()


def test_strangers_are_not_told_what_listens_where(start_node, nowhere, tmp_path):
    secret = tmp_path / "token"
    secret.touch(0o600)
    secret.write_text("0123456789abcdef")
    owner = [("Authorization", "Bearer 0123456789abcdef")]
    node = start_node("--token-file", str(secret), "--peer", nowhere)
    assert look(node, nowhere)["fault"] == "no chain there"
    assert node.request("GET", f"/nodes/{nowhere}/blocks", headers=owner).json()["fault"] == "unreachable"


def test_tips_of_peers_are_told_as_last_seen(start_node, start_peer):
    node, other, peer = start_node(), start_node(), start_peer(serving(forged_chain(4)))
    other.mine()
    node.register(other.address, peer.address)
    seen = node.get("/nodes").json()["peers"]
    assert [(each["tip"], each["length"], each["work"]) for each in seen] == [(None, None, None)] * 2
    node.resolve()
    seen = node.get("/nodes").json()["peers"]
    tips = [other.get("/status").json()["tip"], block_hash(forged_chain(4)[-1])]
    assert [each["tip"] for each in seen] == tips
    assert [each["length"] for each in seen] == [2, 4]
