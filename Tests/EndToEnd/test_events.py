"""What happens on a node, reported to its watchers: GET /events."""

import json

import pytest

from EndToEnd.test_continuous_mining import ENDLESS
from support.chains import block_hash, forge, forged_chain
from support.events import Watcher
from support.nodes import Node
from support.peers import serving
from support.waiting import eventually

#: As in docs/LIMITS.md.
MAXIMUM_WATCHERS = 512


def names(watcher: Watcher) -> list[str]:
    return [event.name for event in watcher.events if event.name != "mining"]


def test_first_comes_what_the_node_is(start_node):
    node = start_node("--node-id", "alice")
    with Watcher(node) as watcher:
        told = watcher.first("status")
        assert {**told, "uptime": 0} == {**node.get("/status").json(), "uptime": 0}
        assert (told["identifier"], told["length"], told["pending"], told["peers"]) == ("alice", 1, 0, 0)
        assert told["mining"] is None
        assert b"Content-Type: text/event-stream\r\n" in watcher.head + b"\r\n"
        assert b"Content-Length" not in watcher.head
        assert watcher.retry == 2000


@pytest.mark.check
def test_a_payment_and_its_block(start_node):
    node = start_node("--node-id", "alice")
    with Watcher(node) as watcher:
        watcher.first("status")
        payment = node.pay("bob", "carol", 5)
        assert watcher.first("transaction") == {"id": None, "pending": 1, "transaction": payment}
        node.mine()
        told = watcher.first("block")
        block = node.chain()[-1]
        assert told == {
            "by": "this node",
            "hash": block_hash(block),
            "index": 2,
            "proof": block["proof"],
            "timestamp": block["timestamp"],
            "transactions": 2,
        }
        assert names(watcher) == ["status", "transaction", "block"]
        numbers = [event.number for event in watcher.events]
        assert numbers == list(range(len(numbers)))


def test_what_a_search_took_is_told_at_its_end(start_node):
    node = start_node()
    with Watcher(node) as watcher:
        watcher.first("status")
        node.mine()
        watcher.first("block")
        last = watcher.named("mining")[-1]
        assert (last["state"], last["height"], last["expected"]) == ("found", 2, 256)
        assert last["guesses"] > node.chain()[-1]["proof"]


def test_a_long_search_is_told_while_it_runs_and_when_it_is_given_up(start_node):
    node = start_node("--mine", difficulty=ENDLESS)
    with Watcher(node) as watcher:
        assert watcher.first("status")["mining"]["height"] == 2
        running = watcher.until(lambda: [each for each in watcher.named("mining") if each["guesses"]][2:], "it goes on")
        assert running[0]["expected"] == 16**ENDLESS
        assert running[0]["rate"] > 0
        guesses = [each["guesses"] for each in watcher.named("mining")]
        assert guesses == sorted(guesses)
        assert node.get("/status").json()["mining"]["guesses"] >= guesses[-1]
        assert node.stop() == 0
        while watcher.read():
            pass


def test_a_longer_chain_that_adds_blocks_is_told_block_by_block(start_node, start_peer):
    node, peer = start_node(), start_peer(serving(forged_chain(4)))
    node.register(peer.address)
    with Watcher(node) as watcher:
        watcher.first("status")
        node.resolve()
        blocks = watcher.until(lambda: watcher.named("block")[2:], "three blocks") and watcher.named("block")
        assert [each["index"] for each in blocks] == [2, 3, 4]
        assert [each["hash"] for each in blocks] == [block_hash(each) for each in node.chain()[1:]]
        assert {each["by"] for each in blocks} == {peer.address}
        assert watcher.named("replaced") == []


@pytest.mark.limit(180)
def test_long_blocks_are_told_like_others_and_in_their_place(start_node, start_peer):
    """They are read away from the loop, and later events are sent after them."""
    chain = forge(forged_chain(2), [{"memo": '"]}, ' * 300_000}, {"memo": ["x"] * 10}])
    chain = forge(forge(chain, []), [{"n": n} for n in range(3_000)])
    node, peer = start_node(), start_peer(serving(chain))
    node.register(peer.address)
    with Watcher(node) as watcher:
        watcher.first("status")
        node.resolve()
        node.mine()
        blocks = watcher.until(lambda: watcher.named("block")[4:], "five blocks") and watcher.named("block")
        node.pay("bob", "carol", 5)
        watcher.first("transaction")
    assert blocks == [
        {
            "by": "this node" if block["index"] == 6 else peer.address,
            "hash": block_hash(block),
            **{key: block[key] for key in ("index", "proof", "timestamp")},
            "transactions": len(block["transactions"]),
        }
        for block in node.chain()[1:]
    ]
    # A peer's changes have no fixed place among the events.
    assert [name for name in names(watcher) if name != "peer"] == ["status", *["block"] * 5, "transaction"]


def test_a_longer_chain_that_forks_is_told_with_what_fell_out(start_node, start_peer):
    node = start_node()
    node.pay("bob", "carol", 5)
    node.mine()
    fallen = node.chain()[1:]
    peer = start_peer(serving(forged_chain(4)))
    node.register(peer.address)
    with Watcher(node) as watcher:
        watcher.first("status")
        node.resolve()
        assert watcher.first("replaced") == {
            "by": peer.address,
            "common": 1,
            "fell_out": [{"hash": block_hash(each), "index": each["index"]} for each in fallen],
            "length": 4,
            "pending_again": 1,
            "tip": block_hash(node.chain()[-1]),
            "was": 2,
        }
        assert watcher.named("block") == []


def test_many_blocks_at_once_are_told_as_one(start_node, start_peer):
    node, peer = start_node(), start_peer(serving(forged_chain(30)))
    node.register(peer.address)
    with Watcher(node) as watcher:
        watcher.first("status")
        node.resolve()
        told = watcher.first("replaced")
        assert (told["common"], told["was"], told["length"], told["fell_out"]) == (1, 1, 30, [])


def test_peers_come_change_and_go(start_node):
    node, other = start_node("--gossip"), start_node("--gossip")
    with Watcher(node) as watcher:
        watcher.first("status")
        node.register(other.address)

        def told() -> list[dict]:
            return [each for each in watcher.named("peer") if each["address"] == other.address]

        assert watcher.until(told, "it is told")[0]["change"] == "added"
        watcher.until(lambda: told()[-1]["peer"]["state"] == "up", "it is up")
        other.mine()
        watcher.until(lambda: told()[-1]["peer"]["length"] == 2, "its length is told")
        other.stop()
        watcher.until(lambda: told()[-1]["peer"]["state"] == "down", "it is down")
        node.request("DELETE", f"/nodes/{other.address}")
        assert watcher.until(lambda: told()[-1]["change"] == "removed" and told()[-1], "it is gone")["peer"] is None


def test_a_peer_that_comes_and_goes_at_once_is_told_both_times(start_node, nowhere):
    node = start_node()
    with Watcher(node) as watcher:
        watcher.first("status")
        for _ in range(2):
            node.register(nowhere)
            node.request("DELETE", f"/nodes/{nowhere}")
        node.mine()
        watcher.first("block")
        assert [each["change"] for each in watcher.named("peer")] == ["added", "removed"] * 2


def test_a_long_transaction_is_told_without_its_text(start_node):
    node = start_node()
    with Watcher(node) as watcher:
        watcher.first("status")
        node.pay("bob", "carol" * 1000, 1)
        assert watcher.first("transaction") == {"id": None, "pending": 1, "transaction": None}


def test_whatever_is_in_a_transaction_an_event_stays_one(start_node):
    node = start_node()
    name = "a\n\nevent: block\ndata: {}\r\n\u2028\x00\x1b[31m</script>"
    with Watcher(node) as watcher:
        watcher.first("status")
        payment = node.pay(name, "id: 9\n\n", 1)
        assert watcher.first("transaction")["transaction"] == payment
        assert names(watcher) == ["status", "transaction"]


def test_all_who_watch_are_told_and_no_more_than_so_many(start_node):
    node = start_node()
    watchers = [Watcher(node) for _ in range(MAXIMUM_WATCHERS)]
    try:
        for watcher in watchers:
            watcher.first("status")
        node.get("/events").assert_refusal(503, str(MAXIMUM_WATCHERS))
        node.mine()
        assert len({json.dumps(watcher.first("block")) for watcher in watchers}) == 1
        watchers.pop().connection.close()
        eventually(lambda: _is_taken(node), "there is room again")
    finally:
        for watcher in watchers:
            watcher.connection.close()


def _is_taken(node: Node) -> bool:
    with Watcher(node) as watcher:
        while not watcher.head:
            if not watcher.read():
                break
        return watcher.head.startswith(b"HTTP/1.1 200")


def test_who_does_not_read_misses_events_and_is_told_how_many(start_node):
    node = start_node()
    with Watcher(node, receive_buffer=4096) as watcher:
        watcher.first("status")
        # What the two systems buffer, what may wait, and more.
        for number in range(2_000):
            node.pay("bob", "c" * 3_000, number)
        # The next event that fits also says that something was left out.
        watcher.until(lambda: watcher.named("missed") or node.pay("bob", "carol", 1), "it is told")
        watcher.until(lambda: watcher.events[-1].name == "transaction", "an event follows")
        missed, last = 0, 0
        for event in watcher.events[1:]:
            if event.name == "missed":
                missed = event.data["count"]
            else:
                assert event.number == last + missed + 1, event
                missed, last = 0, event.number


@pytest.mark.parametrize("method", ["HEAD", "POST", "DELETE"])
def test_there_is_one_way_to_watch(shared_node, method):
    answer = shared_node.request(method, "/events")
    assert answer.status == 405
    assert answer.header("Allow") == "GET, OPTIONS"


def test_those_who_watch_do_not_keep_a_node_from_ending(start_node):
    node = start_node()
    with Watcher(node) as watcher:
        watcher.first("status")
        assert node.stop() == 0
        while watcher.read():
            pass


def test_a_client_that_breaks_off_leaves_nothing(start_node):
    node = start_node()
    before = node.open_sockets()
    for _ in range(5):
        with Watcher(node) as watcher:
            watcher.first("status")
            watcher.connection.reset()
    node.mine()
    eventually(lambda: node.open_sockets() <= before, "its connections are closed")
