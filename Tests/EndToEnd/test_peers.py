"""Peers: their state, names of the node itself, other networks, removal, and peers of peers."""

import json

import pytest

from support.chains import GENESIS, forge, forged_chain
from support.commands import complaint
from support.gossip import GOSSIP, KEY, agreed, connect, message, peer_of, start_connected, status
from support.gossip import wait_for_pending, wait_for_state
from support.nodes import DIFFICULTY, Node, held_port
from support.peers import serving
from support.waiting import eventually

# MARK: - How they are


def test_a_peer_is_unknown_until_it_is_spoken_to(node, start_node):
    node.register(start_node().address)
    (peer,) = node.get("/nodes").json()["peers"]
    assert (peer["state"], peer["failures"], peer["last_seen"]) == ("unknown", 0, None)


def test_what_is_known_of_a_peer_is_told(start_node):
    nodes = start_connected(start_node, 2)
    nodes[1].mine()
    agreed(*nodes, length=2)
    for node, other in (nodes, nodes[::-1]):
        eventually(lambda: peer_of(node, other.address)["length"] == 2, "its length is known")
        known = peer_of(node, other.address)
        assert known["state"] == "up"
        assert known["version"] == status(other)["version"]
        assert known["gossip"] is True
        assert known["failures"] == 0 and known["fault"] is None
        assert known["last_seen"] > 1_500_000_000


def test_a_round_of_consensus_tells_how_peers_are_too(node, start_node, nowhere):
    other = start_node()
    node.register(other.address, nowhere)
    node.resolve()
    assert peer_of(node, other.address)["state"] == "up"
    gone = peer_of(node, nowhere)
    assert (gone["state"], gone["failures"], gone["fault"]) == ("down", 1, "unreachable")
    node.resolve()
    assert peer_of(node, nowhere)["failures"] == 2


def test_a_peer_that_was_gone_comes_back(start_node):
    with held_port() as port:
        node = start_node("--gossip")
        peer = start_node("--gossip", "-p", port)
        node.register(peer.address)
        wait_for_state(node, peer.address, "up")
        peer.kill()
        known = wait_for_state(node, peer.address, "down")
        assert known["failures"] >= 1 and known["fault"]
        node.mine()
        again = start_node("--gossip", "-p", port)
        wait_for_state(node, again.address, "up", 40)
        # It has no peers, and learns about the block from the node that contacts it.
        agreed(node, again, length=2)


def test_a_peer_that_is_down_is_tried_more_and_more_seldom(start_node, nowhere):
    node = start_node("--gossip", "--peer", nowhere)
    failures = eventually(lambda: peer_of(node, nowhere)["failures"] >= 3, "it failed three times")
    assert failures
    assert peer_of(node, nowhere)["failures"] <= 5
    node.assert_serves()


# MARK: - Names of its own


def test_a_node_does_not_count_itself_under_whatever_name(start_node):
    node = start_node("--gossip")
    names = [f"127.0.0.1:{node.port}", f"localhost:{node.port}"]
    node.register(*names)
    for name in names:
        wait_for_state(node, name, "this node")
    assert node.peers() == []
    node.mine()
    assert node.resolve().verdicts == dict.fromkeys(names, "this node itself")
    other = start_node("--gossip")
    connect([node, other])
    assert node.peers() == [other.address]
    agreed(node, other, length=2)
    other.mine()
    agreed(node, other, length=3)


def test_a_round_of_consensus_recognises_the_node_itself(node):
    node.register(node.address, f"localhost:{node.port}")
    assert set(node.resolve().verdicts.values()) == {"this node itself"}
    assert node.peers() == []


# MARK: - Known on one side only


def test_who_registers_another_gets_its_blocks_and_gives_its_own(start_node):
    """A node that sends a message says where it can be reached."""
    known = start_node("--gossip")
    knowing = start_node("--gossip", "--peer", known.address)
    wait_for_state(knowing, known.address, "up")
    assert known.peers() == []
    knowing.mine()
    agreed(known, knowing, length=2)
    known.mine()
    agreed(known, knowing, length=3)
    payment = knowing.pay("alice", "bob", 5)
    wait_for_pending(known, [payment])


# MARK: - Removal


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("node2:5000", "node2:5000"),
        ("192.168.0.5:5000", "192.168.0.5:5000"),
        ("[::1]:5000", "%5B::1%5D:5000"),
        ("[::1]:5000", "[::1]:5000"),
    ],
)
def test_a_peer_is_removed(node, address, target):
    node.register("node9:5000", address)
    answer = node.request("DELETE", f"/nodes/{target}")
    assert answer.status == 200
    assert answer.json() == {"message": "The node has been removed", "total_nodes": ["node9:5000"]}
    assert node.peers() == ["node9:5000"]
    node.request("DELETE", f"/nodes/{target}").assert_refusal(404, address)


@pytest.mark.parametrize("target", ["node2", "5000", "node2:0", "a%20b:5000", "%ff:5000", "x" * 400])
def test_what_is_no_address_is_not_removed(node, target):
    node.register("node2:5000")
    answer = node.request("DELETE", f"/nodes/{target}")
    assert answer.status == 400 and answer.error
    assert node.peers() == ["node2:5000"]


def test_a_peer_that_was_removed_stays_away(start_kept, end):
    node = start_kept()
    node.register("node2:5000", "node3:5000")
    assert node.request("DELETE", "/nodes/node2:5000").status == 200
    end(node)
    again = start_kept()
    assert again.peers() == ["node3:5000"]
    again.register("node2:5000")
    assert sorted(again.peers()) == ["node2:5000", "node3:5000"]


def test_a_peer_that_was_removed_is_told_no_more(start_node, start_listener):
    gone, other = start_listener(), start_listener()
    node = start_node("--gossip", "--peer", gone.address, "--peer", other.address)
    for listener in (gone, other):
        wait_for_state(node, listener.address, "up")
    assert node.request("DELETE", f"/nodes/{gone.address}").status == 200
    node.mine()
    eventually(lambda: other.messages[-1][KEY]["length"] == 2, "the other one is told")
    count = len(other.messages)
    eventually(lambda: len(other.messages) >= count + 2, "two heartbeats have passed")
    assert all(told[KEY]["length"] == 1 for told in gone.messages)


# MARK: - Other networks

OTHER_DIFFICULTY = f"of another network: its difficulty is {DIFFICULTY + 1}, and ours is {DIFFICULTY}"


def test_another_difficulty_is_named(start_node):
    node = start_node()
    other = start_node(difficulty=DIFFICULTY + 1)
    for _ in range(3):
        other.mine()
    node.register(other.address)
    assert node.resolve().verdicts == {other.address: OTHER_DIFFICULTY}
    known = peer_of(node, other.address)
    assert (known["state"], known["fault"]) == ("other network", OTHER_DIFFICULTY)
    assert node.chain() == [GENESIS]


def test_another_difficulty_is_seen_by_who_gossips_too(start_node):
    node = start_node("--gossip")
    other = start_node("--gossip", difficulty=DIFFICULTY + 1)
    node.register(other.address)
    other.register(node.address)
    assert wait_for_state(node, other.address, "other network")["fault"] == OTHER_DIFFICULTY
    wait_for_state(other, node.address, "other network")
    other.mine()
    assert node.post(GOSSIP, message(difficulty=DIFFICULTY + 1)).json()["kept"] == 0
    assert node.chain() == [GENESIS]


OTHER_GENESIS = {**GENESIS, "proof": 101}


def other_chain(length: int) -> list[dict]:
    chain = [OTHER_GENESIS]
    while len(chain) < length:
        chain = forge(chain)
    return chain


def node_on_another_genesis(start_node, start_peer) -> Node:
    """Without pinning, a node takes whatever is longer."""
    node = start_node("--gossip")
    source = start_peer(serving(other_chain(3)))
    node.register(source.address)
    assert node.resolve().was_replaced
    assert node.request("DELETE", f"/nodes/{source.address}").status == 200
    return node


def test_another_genesis_is_named_by_who_is_pinned(start_node, start_peer):
    other = node_on_another_genesis(start_node, start_peer)
    pinned = start_node("--gossip", "--pin-genesis", "--peer", other.address)
    known = wait_for_state(pinned, other.address, "other network")
    for word in ("of another network", "begins with block", status(other)["genesis"], status(pinned)["genesis"]):
        assert word in known["fault"]
    (verdict,) = pinned.resolve().verdicts.values()
    assert verdict == known["fault"]
    assert pinned.chain() == [GENESIS]


def test_a_tutorial_node_on_another_genesis_is_named_by_who_is_pinned(start_node, start_peer):
    peer = start_peer(serving(other_chain(3)))
    pinned = start_node("--pin-genesis", "--peer", peer.address)
    (verdict,) = pinned.resolve().verdicts.values()
    assert verdict.startswith("of another network") and "pinned" in verdict
    assert pinned.chain() == [GENESIS]


def test_who_is_pinned_takes_chains_on_its_genesis(start_node, start_peer):
    node = start_node("--pin-genesis", "--peer", start_peer(serving(forged_chain(4))).address)
    assert node.resolve().was_replaced
    assert node.chain() == forged_chain(4)


def test_who_is_not_pinned_takes_a_longer_chain_on_another_genesis(start_node, start_peer):
    other = node_on_another_genesis(start_node, start_peer)
    node = start_node("--gossip", "--peer", other.address)
    agreed(node, other, length=3)


# MARK: - Peers of peers


def test_peers_of_peers_are_found(start_node):
    middle = start_node("--gossip")
    ends = [start_node("--gossip", "--discover", "--peer", middle.address) for _ in range(2)]
    middle.register(*(node.address for node in ends))
    for node, other in (ends, ends[::-1]):
        wait_for_state(middle, node.address, "up")
        eventually(lambda: other.address in node.peers(), "the other end is found", 40)
        known = peer_of(node, other.address)
        assert known["found"] is True
        assert peer_of(node, middle.address)["found"] is False
    middle.kill()
    ends[0].mine()
    agreed(*ends, length=2)


def test_peers_that_were_found_are_kept(start_node, start_kept):
    middle, far = start_connected(start_node, 2)
    node = start_kept("--gossip", "--discover", "--peer", middle.address)
    eventually(lambda: far.address in node.peers(), "it is found", 40)
    assert node.stop() == 0
    again = start_kept("--gossip", "--discover")
    assert far.address in again.peers()
    assert peer_of(again, far.address)["found"] is True


def test_without_discovery_nobody_is_found(start_node, start_listener):
    listener = start_listener()
    other = start_listener()
    listener.answer = lambda told: {KEY: listener.status, "kept": 0, "peers": [other.address]}
    node = start_node("--gossip", "--peer", listener.address)
    eventually(lambda: len(listener.messages) >= 3, "some messages have been answered")
    assert not any(told["wants_peers"] for told in listener.messages)
    assert other.heads == []
    assert node.peers() == [listener.address]


def test_whoever_is_named_is_met_before_it_is_a_peer(start_node, start_listener, start_peer):
    """A peer can cause others to be contacted, but not to become peers; and not many at once."""
    listener = start_listener()
    strangers = [start_peer(serving([GENESIS])) for _ in range(16)]
    listener.answer = lambda told: {
        KEY: listener.status,
        "kept": 0,
        "peers": [stranger.address for stranger in strangers] if told["wants_peers"] else [],
    }
    node = start_node("--gossip", "--discover", "--peer", listener.address)
    eventually(lambda: sum(bool(each.heads) for each in strangers) >= 3, "some are spoken to", 40)
    assert node.peers() == [listener.address]


def test_discovery_goes_with_gossip():
    assert "--gossip" in complaint("--discover", "--ephemeral")


def test_the_list_of_nodes_is_as_ever(node):
    node.register("node2:5000", "127.0.0.1:5001")
    value = json.loads(node.get("/nodes").body)
    assert value["nodes"] == ["node2:5000", "127.0.0.1:5001"]
    assert [peer["address"] for peer in value["peers"]] == value["nodes"]
