"""Nodes that agree by themselves: blocks and transactions travel, and nobody resolves."""

import json
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import peers
from support.chains import GENESIS, extended, forge, forged_chain, is_valid_chain, payments_in
from support.gossip import GOSSIP, KEY, agreed, by_text, connect, identified, message, plain
from support.gossip import start_connected, status, wait_for_pending, wait_for_state
from support.limits import limits
from support.nodes import DIFFICULTY, Node, held_port, running_node
from support.reading import pending
from support.waiting import eventually
from support.wire import request_bytes

MIB = 1 << 20

# MARK: - Blocks


@pytest.mark.check
@pytest.mark.parametrize("miner", [0, 1, 2])
def test_a_block_forged_on_one_of_three_is_on_all_three(start_node, miner):
    nodes = start_connected(start_node, 3)
    for length in range(2, 6):
        nodes[miner].mine()
        chain = agreed(*nodes, length=length)
    assert is_valid_chain(chain, DIFFICULTY)


def test_blocks_forged_on_all_by_turns_are_on_all(start_node):
    nodes = start_connected(start_node, 3)
    for turn in range(9):
        assert nodes[turn % 3].mine()["index"] == turn + 2
        agreed(*nodes, length=turn + 2)


def test_blocks_pass_through_a_node_in_between(start_node):
    """A chain of four, each of which knows only its neighbours."""
    nodes = [start_node("--gossip") for _ in range(4)]
    for left, right in zip(nodes, nodes[1:]):
        connect([left, right])
    for end in (nodes[0], nodes[-1]):
        end.mine()
        agreed(*nodes, length=len(end.chain()))


def test_a_node_that_comes_late_gets_all_of_it(start_node):
    first = start_node("--gossip")
    for _ in range(30):
        first.mine()
    second = start_node("--gossip", "--peer", first.address)
    agreed(first, second, length=31)


def test_the_longer_of_two_chains_wins_when_nodes_meet(start_node):
    nodes = [start_node("--gossip") for _ in range(3)]
    for count, node in enumerate(nodes, start=2):
        for _ in range(count):
            node.mine()
    connect(nodes)
    chain = agreed(*nodes, length=5)
    assert [block["transactions"][-1]["recipient"] for block in chain[1:]] == [reward_name(nodes[2])] * 4


def reward_name(node: Node) -> str:
    return node.greeting.split()[1]


def test_a_tutorial_node_among_the_peers_is_no_hindrance(start_node, tutorial_node):
    nodes = start_connected(start_node, 2)
    for node in nodes:
        node.register(tutorial_node.address)
    nodes[0].mine()
    agreed(*nodes, length=2)
    tutorial_node.register(*(node.address for node in nodes))
    assert tutorial_node.resolve().was_replaced
    tutorial_node.mine()
    # It announces nothing; that is for --sync-interval or a person.
    assert nodes[1].resolve().was_replaced
    agreed(*nodes, length=3)


# MARK: - Transactions


@pytest.mark.check
def test_transactions_posted_to_nodes_that_do_not_mine_are_mined_once(start_node):
    nodes = start_connected(start_node, 3)
    with ThreadPoolExecutor(9) as clients:
        posted = [
            clients.submit(nodes[n % 3].pay, f"sender {n}", "everyone", n + 0.5) for n in range(60)
        ]
    payments = [each.result() for each in posted]
    for node in nodes:
        wait_for_pending(node, payments)
    nodes[2].mine()
    chain = agreed(*nodes, length=2)
    assert by_text(map(plain, payments_in(chain))) == by_text(payments)
    for node in nodes:
        eventually(lambda: pending(node) == [], "nothing is pending any more")
    for node in nodes:
        node.mine()
        agreed(*nodes)
    assert len(payments_in(nodes[0].chain())) == len(payments)


def test_equal_payments_are_as_many_transactions(start_node):
    nodes = start_connected(start_node, 2)
    payments = [node.pay("alice", "bob", 5) for node in nodes * 3]
    for node in nodes:
        wait_for_pending(node, payments)
    nodes[0].mine()
    chain = agreed(*nodes, length=2)
    assert list(map(plain, payments_in(chain))) == payments
    assert len({each["id"] for each in payments_in(chain)}) == len(payments)


def test_transactions_pass_through_a_node_in_between(start_node):
    nodes = [start_node("--gossip") for _ in range(4)]
    for left, right in zip(nodes, nodes[1:]):
        connect([left, right])
    payments = [nodes[0].pay("alice", "bob", 1), nodes[-1].pay("bob", "alice", 2)]
    for node in nodes:
        wait_for_pending(node, payments)


def test_what_was_posted_before_a_peer_came_reaches_it(start_node):
    first = start_node("--gossip")
    payments = [first.pay("alice", f"recipient {n}", n) for n in range(700)]
    second = start_node("--gossip")
    connect([first, second])
    wait_for_pending(second, payments)
    assert [plain(each) for each in pending(second)] == payments


def test_payments_of_the_shorter_side_are_mined_again_once(start_node):
    nodes = [start_node("--gossip") for _ in range(2)]
    payments = []
    for length, node in enumerate(nodes, start=2):
        for _ in range(length):
            payments.append(node.pay(reward_name(node), "everyone", length))
            node.mine()
    connect(nodes)
    chain = agreed(*nodes, length=4)
    assert [plain(each) for each in payments_in(chain)] == payments[2:]
    for node in nodes:
        wait_for_pending(node, payments[:2])
    nodes[1].mine()
    chain = agreed(*nodes, length=5)
    assert by_text(map(plain, payments_in(chain))) == by_text(payments)


def test_texts_and_amounts_of_any_kind_travel_as_they_are(start_node):
    nodes = start_connected(start_node, 2)
    payments = [
        nodes[0].pay("\" \\ \b \u2028", "北京 \U0001f409", 9_007_199_254_740_993),
        nodes[0].pay("e\u0301", "\x00\x7f", 5e-324),
        nodes[0].pay("<script>", "id", int("9" * 4300)),
        nodes[0].pay("x" * 65_000, "y", 1e300),
    ]
    wait_for_pending(nodes[1], payments)
    nodes[1].mine()
    assert [plain(each) for each in payments_in(agreed(*nodes, length=2))] == payments


# MARK: - Ends and returns


def test_a_killed_node_comes_back_with_what_it_had_and_catches_up(start_node, tmp_path):
    with held_port() as port:
        kept = ["--gossip", "--data-dir", str(tmp_path / "data"), "-p", port]
        others = [start_node("--gossip") for _ in range(2)]
        node = start_node(*kept)
        connect([node, *others])
        payments = [node.pay("alice", "bob", 1)]
        node.mine()
        agreed(node, *others, length=2)
        for other in others:
            other.register("127.0.0.1:1")
        payments.append(node.pay("alice", "carol", 2))
        node.kill()
        payments.append(others[0].pay("dave", "bob", 3))
        others[0].mine()
        for other in others:
            wait_for_state(other, node.address, "down")
        others[0].mine()
        agreed(*others, length=4)
        again = start_node(*kept)
        agreed(again, *others, length=4)
        again.mine()
        chain = agreed(again, *others, length=5)
        assert by_text(map(plain, payments_in(chain))) == by_text(payments)


def test_a_node_that_hangs_does_not_hold_up_the_others(start_node):
    nodes = start_connected(start_node, 3)
    nodes[2].send_signal(signal.SIGSTOP)
    try:
        for length in range(2, 5):
            payment = nodes[0].pay("alice", "bob", length)
            wait_for_pending(nodes[1], [payment])
            nodes[1].mine()
            agreed(*nodes[:2], length=length)
    finally:
        nodes[2].send_signal(signal.SIGCONT)
    agreed(*nodes, length=4)
    assert pending(nodes[2]) == []


# MARK: - Off by default


def test_without_the_flag_gossip_is_not_there(node):
    answer = node.post(GOSSIP, message(transactions=[identified("alice", "bob")]))
    answer.assert_refusal(404, "gossip")
    assert node.mined_payments() == []
    assert status(node)["gossip"] is False


def test_without_the_flag_nothing_is_sent(start_node, start_peer, start_listener):
    """Another node, with the flag, shows that there would have been enough time."""
    peer, listener = start_peer(peers.silent), start_listener()
    quiet = start_node("--peer", peer.address, "--peer", listener.address)
    speaking_to = start_listener()
    speaking = start_node("--gossip", "--peer", speaking_to.address)
    for node in (quiet, speaking):
        node.pay("alice", "bob", 5)
        node.mine()
    eventually(lambda: len(speaking_to.messages) >= 3, "heartbeats are sent")
    assert peer.heads == listener.heads == []


def test_without_the_flag_payments_have_no_id(start_node):
    node = start_node()
    payment = {"sender": "alice", "recipient": "bob", "amount": 5, "id": "0" * 32}
    assert node.post("/transactions/new", payment).status == 201
    del payment["id"]
    assert node.mined_payments() == [payment]


def test_a_peer_without_the_flag_is_not_told_again_and_again(start_node):
    silent = start_node()
    speaking = start_node("--gossip", "--peer", silent.address)
    known = wait_for_state(speaking, silent.address, "up")
    assert known["gossip"] is not True and known["failures"] == 0


# MARK: - What is said


def test_a_heartbeat_says_what_the_node_is(start_node, start_listener):
    listener = start_listener()
    node = start_node("--gossip", "--peer", listener.address)
    first = eventually(lambda: listener.messages, "it is told something")[0]
    assert first == {KEY: status(node), "transactions": [], "wants_peers": False}
    assert status(node) == {
        "difficulty": DIFFICULTY,
        "genesis": message()[KEY]["genesis"],
        "gossip": True,
        "instance": status(node)["instance"],
        "length": 1,
        "port": node.port,
        "rules": "tutorial",
        "tip": message()[KEY]["tip"],
        "version": status(node)["version"],
    }
    # The node has yet to read the answer.
    assert wait_for_state(node, listener.address, "up")["version"] == "1.0"


def test_announcements_are_coalesced_while_a_peer_is_slow(start_node, start_listener):
    listener = start_listener()
    node = start_node("--gossip", "--peer", listener.address)
    wait_for_state(node, listener.address, "up")
    held = listener.hold(lambda: node.pay("alice", "bob", 0))
    for n in range(1, 200):
        node.pay("alice", "bob", n)
    for _ in range(5):
        node.mine()
    assert len(listener.messages) == held, "a second message before the first was answered"
    listener.may_answer.set()
    eventually(lambda: listener.messages[-1][KEY]["length"] == 6, "it is told of the newest block")
    # The one in flight, the one with all the rest, and a heartbeat if there was time for it.
    assert len(listener.messages) <= held + 3
    assert listener.most_at_once == 1


def test_a_peer_that_keeps_a_part_is_told_the_rest(start_node, start_listener):
    listener = start_listener()
    kept: list[dict] = []

    def answer(told: dict) -> dict:
        taken = told["transactions"][:7]
        kept.extend(taken)
        return {KEY: listener.status, "kept": len(taken), "peers": []}

    listener.answer = answer
    node = start_node("--gossip", "--peer", listener.address)
    payments = [node.pay("alice", "bob", n) for n in range(20)]
    eventually(lambda: len(kept) >= 20, "all are kept", 60)
    assert [plain(each) for each in kept] == payments


def test_messages_have_a_size(start_node, start_listener):
    listener = start_listener()
    node = start_node("--gossip")
    payments = [node.pay("a" * 1_000, "b", n) for n in range(300)]
    payments += [node.pay("alice", "bob", n) for n in range(1_200)]
    payments.append(node.pay("x" * 65_000, "alone", 1))
    node.register(listener.address)
    eventually(lambda: len(listener.transactions) >= len(payments), "it is told of all")
    assert [plain(each) for each in listener.transactions] == payments
    for told in listener.messages:
        size = sum(len(json.dumps(each, sort_keys=True)) for each in told["transactions"])
        assert size <= 64 * 1024
        assert len(told["transactions"]) <= 500


def test_a_transaction_that_was_heard_of_is_kept_and_passed_on(start_node, start_listener):
    listener = start_listener()
    node = start_node("--gossip", "--peer", listener.address)
    told = identified("alice", "bob", 5)
    for _ in range(3):
        answer = node.post(GOSSIP, message(transactions=[told])).json()
        assert answer["kept"] == 1
        assert answer[KEY] == status(node)
    eventually(lambda: listener.transactions, "it is passed on")
    assert pending(node) == [told]
    node.mine()
    assert payments_in(node.chain()) == [told]
    assert node.post(GOSSIP, message(transactions=[told])).json()["kept"] == 1
    assert pending(node) == []
    assert listener.transactions == [told]


def test_a_chain_that_carries_a_transaction_twice_is_refused(start_node, start_peer):
    twice = identified("alice", "bob", 5)
    chain = extended(forge(forge([GENESIS], [twice]), [twice]), 5)
    for flags in ([], ["--gossip"]):
        node = start_node(*flags, "--peer", start_peer(peers.serving(chain)).address)
        (verdict,) = node.resolve().verdicts.values()
        assert verdict == f"refused at block 3: its transaction {twice['id']} is in block 2 already"
        assert node.chain() == [GENESIS]


# MARK: - Hostile words


HOSTILE_BODIES = {
    "nothing": b"",
    "no JSON": b"hello",
    "cut off": json.dumps(message()).encode()[:-1],
    "a list": b"[]",
    "null": b"null",
    "an empty object": b"{}",
    "nesting": b'{"forgechain": ' + b"[" * 400_000,
    "a mebibyte of spaces": b" " * MIB,
    "a mebibyte of one string": b'{"forgechain": "' + b"x" * (MIB - 100) + b'"}',
    "no status": json.dumps({**message(), KEY: None}).encode(),
    "no transactions": json.dumps({**message(), "transactions": None}).encode(),
    "transactions that are no list": json.dumps(message(transactions={"0": {}})).encode(),
    "500,000 transactions of nothing": b'{"forgechain": %s, "transactions": [%s]}'
    % (json.dumps(message()[KEY]).encode(), b",".join([b"1"] * 500_000)),
    "501 transactions": json.dumps(message(transactions=[identified("a", "b")] * 501)).encode(),
    **{
        f"a transaction {name}": json.dumps(message(transactions=[value])).encode()
        for name, value in {
            "that is null": None,
            "that is a number": 5,
            "that is a list": [],
            "that is empty": {},
            "without an id": {"amount": 1, "recipient": "b", "sender": "a"},
            "with an id in capitals": {**identified("a", "b"), "id": "A" * 32},
            "with a short id": {**identified("a", "b"), "id": "0" * 31},
            "with a number for an id": {**identified("a", "b"), "id": 5},
            "with another key": {**identified("a", "b"), "memo": ""},
            "that is a reward": {**identified("0", "b")},
            "of a negative amount": {**identified("a", "b"), "amount": -1},
            "of an amount in quotes": {**identified("a", "b"), "amount": "1"},
        }.items()
    },
    **{
        f"{value!r} for {key}"[:60]: json.dumps(message(**{key: value})).encode()
        for key, values in {
            "difficulty": (0, 17, -1, 2.5, "2", None),
            "genesis": ("", "0" * 63, "z" * 64, 0, None, ["0" * 64]),
            "tip": ("", "0" * 65, 5, {}),
            "instance": ("", "0" * 33, "g" * 32, 0),
            "length": (0, -1, 2**64, 1.5, "1", None),
            "port": (-1, 65_536, "5000", 1.5, None),
            "version": ("", "x" * 33, "a b", "a\n", 1, None),
            "gossip": (1, "true", None),
        }.items()
        for value in values
    },
}


@pytest.fixture(scope="module")
def gossiping_node() -> Iterator[Node]:
    """One shared by all tests of invalid messages; mining on it is nearly free."""
    with running_node("--gossip", *limits(gossip_bytes=MIB), difficulty=1) as node:
        yield node


@pytest.mark.parametrize("body", HOSTILE_BODIES.values(), ids=HOSTILE_BODIES.keys())
def test_words_that_are_none_are_refused(gossiping_node, body):
    before = status(gossiping_node)
    answer = gossiping_node.request("POST", GOSSIP, body)
    assert answer.status == 400, answer
    assert len(answer.error) < 1_000
    assert status(gossiping_node) == before
    assert pending(gossiping_node) == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
def test_gossip_is_posted(gossiping_node, method):
    assert gossiping_node.request(method, GOSSIP).status == 405


def test_more_than_a_mebibyte_is_too_large(gossiping_node):
    assert gossiping_node.request("POST", GOSSIP, b" " * (MIB + 1)).status == 413


def test_twice_as_much_as_nodes_send_is_taken(start_node):
    node = start_node("--gossip")
    body = json.dumps(message()).encode()
    assert node.request("POST", GOSSIP, body.ljust(128 * 1024)).status == 200
    node.request("POST", GOSSIP, body.ljust(128 * 1024 + 1)).assert_refusal(413, "131072 bytes")


def test_the_longest_payment_that_may_be_posted_is_told_and_taken(start_node):
    first, second = start_connected(start_node, 2)
    payment = identified("alice", "bob", 1)
    payment["sender"] = "a" * (5 + 64 * 1024 - len(json.dumps(payment)))
    assert len(json.dumps(payment)) == 64 * 1024
    assert first.post("/transactions/new", payment).status == 201
    wait_for_pending(second, [plain(payment)])
    longer = {**payment, "id": "f" * 32, "sender": payment["sender"] + "a"}
    first.post("/transactions/new", longer).assert_refusal(413, "65536")
    # A peer that sends it all the same is told that it need not come back with it.
    assert second.post(GOSSIP, message(transactions=[longer])).json()["kept"] == 1
    assert second.get(f"/transactions/{longer['id']}").status == 404


def test_a_length_that_is_a_lie_is_believed_by_nobody(start_node):
    """A node that claims a longer chain is checked, and nothing more comes of it."""
    node = start_node("--gossip")
    node.mine()
    before = node.chain()
    for length in (2, 3, 1_000_000, 2**62):
        answer = node.post(GOSSIP, message(length=length, tip="f" * 64))
        assert answer.status == 200 and answer.json()["kept"] == 0
    assert node.chain() == before
    node.mine()


def test_a_peer_that_boasts_is_asked_less_and_less(start_node, start_listener):
    listener = start_listener(length=10**9)
    node = start_node("--gossip", "--peer", listener.address)
    eventually(lambda: len(listener.messages) >= 4, "some heartbeats have passed", 40)
    asked = sum(head.startswith(b"GET /chain") for head in listener.heads)
    assert 1 <= asked <= 6, f"asked {asked} times"
    node.assert_serves()
    assert len(node.chain()) == 1


def test_a_peer_that_serves_a_broken_chain_is_named(start_node, start_listener):
    broken = forged_chain(5)
    broken[3]["proof"] = -1
    listener = start_listener(chain=broken)
    node = start_node("--gossip", "--peer", listener.address)
    known = wait_for_state(node, listener.address, "down")
    assert "refused at block 4" in known["fault"]
    assert node.chain() == [GENESIS]


HOSTILE_ANSWERS = {
    "nothing": b"",
    "no JSON": b"hello",
    "null": b"null",
    "no status": b'{"kept": 0, "peers": []}',
    "a mebibyte": b" " * MIB,
    "nesting": b"[" * 60_000,
}


@pytest.mark.parametrize("body", HOSTILE_ANSWERS.values(), ids=HOSTILE_ANSWERS.keys())
def test_a_peer_whose_answer_is_none_is_down(start_node, start_peer, body):
    peer = start_peer(peers.saying(body))
    node = start_node("--gossip", "--peer", peer.address)
    known = wait_for_state(node, peer.address, "down")
    assert known["fault"]
    node.assert_serves()


@pytest.mark.parametrize("changes", [{"kept": -1}, {"kept": 2}, {"kept": "0"}, {"peers": None}, {"peers": ["a"] * 17}])
def test_a_peer_whose_answer_cannot_be_is_down(start_node, start_listener, changes):
    listener = start_listener()
    listener.answer = lambda told: {KEY: listener.status, "kept": 0, "peers": [], **changes}
    node = start_node("--gossip", "--peer", listener.address)
    assert wait_for_state(node, listener.address, "down")["fault"]
    node.assert_serves()


@pytest.mark.parametrize("script", [peers.silent, peers.closing, peers.endless(b"", b" " * 4096)])
def test_a_peer_that_never_answers_holds_up_nobody(start_node, start_peer, script):
    peer = start_peer(script)
    nodes = [start_node("--gossip", "--peer", peer.address, "--peer-timeout", "1") for _ in range(2)]
    connect(nodes)
    nodes[0].mine()
    agreed(*nodes, length=2)
    wait_for_state(nodes[0], peer.address, "down")


def test_500_connections_of_gossip_do_no_harm(start_node):
    node = start_node("--gossip")
    node.mine()
    told = [identified("alice", "bob", n) for n in range(50)]
    body = json.dumps(message(transactions=told, length=10**6, wants_peers=True)).encode()
    request = request_bytes("POST", GOSSIP, body)
    connections = [node.connect() for _ in range(500)]
    try:
        for connection in connections:
            connection.send(request * 3)
        for connection in connections:
            for _ in range(3):
                assert connection.read_answer().json()["kept"] == 50
    finally:
        for connection in connections:
            connection.close()
    assert by_text(pending(node)) == by_text(told)
    assert node.memory_bytes() < 400 * MIB
    node.assert_serves()


def test_a_node_that_is_told_to_end_while_it_gossips_ends(start_node, start_peer, start_listener):
    listener = start_listener()
    node = start_node("--gossip", "--peer", start_peer(peers.silent).address, "--peer", listener.address)
    wait_for_state(node, listener.address, "up")
    listener.hold(lambda: node.pay("alice", "bob", 5))
    start = time.monotonic()
    assert node.stop() == 0
    assert time.monotonic() - start < 10, "it waited for its peers"
