"""Histories: which transactions of the chain name an address, to the letter."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from support.chains import GENESIS, canonical, extended, forge, forged_chain
from support.nodes import Node
from support.peers import serving
from support.reading import asking, page, walk
from support.resolving import assert_taken


def history_of(address: str) -> str:
    return f"/transactions?address={quote(address, safe='', errors='strict')}"


def expected_history(chain: list[dict], address: str) -> list[dict]:
    """The rule: every transaction that has the address, to the letter, as sender or recipient."""
    return [
        {"block": block["index"], "transaction": each}
        for block in chain
        for each in block["transactions"]
        if address in (each.get("sender"), each.get("recipient"))
    ]


def assert_histories(node: Node, *addresses: str) -> None:
    """The histories of these addresses are what is in the chain, word for word."""
    chain = node.chain()
    for address in addresses:
        expected = expected_history(chain, address)
        if not expected:
            assert node.get(history_of(address)).status == 404, address
            continue
        value = page(node, history_of(address), limit=1000)
        assert value["address"] == address
        assert list(map(canonical, value["transactions"])) == list(map(canonical, expected)), address


# MARK: - Histories


def test_a_history_tells_payments_both_ways_in_order(node):
    for n in range(4):
        node.pay("alice", "bob", n)
        node.pay("bob", "carol", n)
        node.pay("carol", "dave", n)
        node.mine()
    assert_histories(node, "alice", "bob", "carol", "dave", "nobody", "Alice", "alic", "alice ", "%", "_____")
    value = page(node, history_of("bob"))
    assert value["total"] == 8
    assert [each["block"] for each in value["transactions"]] == [2, 2, 3, 3, 4, 4, 5, 5]
    assert set(value) == {"address", "from", "limit", "next", "total", "transactions"}


def test_what_is_pending_is_in_no_history(node):
    node.pay("alice", "bob", 5)
    node.get(history_of("alice")).assert_refusal(404, "alice")
    node.mine()
    assert page(node, history_of("alice"))["total"] == 1


def test_who_pays_himself_is_told_once(node):
    node.pay("alice", "alice", 5)
    node.pay("alice", "alice", 5)
    node.mine()
    assert_histories(node, "alice")
    assert page(node, history_of("alice"))["total"] == 2


def test_rewards_are_paid_by_0(node):
    for _ in range(5):
        name = node.mine()["transactions"][-1]["recipient"]
    assert_histories(node, "0", name)
    assert page(node, history_of("0"))["total"] == page(node, history_of(name))["total"] == 5


def test_a_history_can_be_walked_through(node):
    for n in range(6):
        for each in range(20 + n):
            node.pay(f"sender {each % 3}", "bob", each)
        node.mine()
    expected = expected_history(node.chain(), "bob")
    assert len(expected) == 135
    for limit in (None, 1, 19, 20, 134, 135, 136, 1000):
        assert walk(node, history_of("bob"), "transactions", limit) == expected
    middle = page(node, history_of("bob"), **{"from": 60, "limit": 7})
    assert middle["transactions"] == expected[59:66]
    assert middle["next"] == 67


ADDRESSES = [
    *["a b", "a+b", "a%20b", "a&b=c", "a=b", "a/b", "/", "..", "a?b#c", "%", "%00", "100%", "'\"\\"],
    *["a", "a\x00b", "a\x00", "\x00", "\r\n", "\x7f", " ", "-1", "null", "1e16", "[]"],
    *["Zoë", "Алиса", "爱丽丝", "\U0001f600", "\U0010ffff", "\uffff", "\ufeff", "\u200b"],
    *[
        "\u00e5",
        "a\u030a",
        "\u212b",
        "A\u030a",
        "\u00c5",
        "\ufb01",
        "fi",
        "\u1100\u1161",
        "\uac00",
        "\u017f",
        "s",
    ],
]


def test_an_address_may_be_any_text(node):
    for n, address in enumerate(ADDRESSES):
        node.pay(address, f"recipient {n}", n)
        node.pay("payer", address, n)
        if n % 7 == 6:
            node.mine()
    node.mine()
    assert_histories(node, *ADDRESSES)
    for address in ADDRESSES:
        assert page(node, history_of(address))["total"] == 2, ascii(address)


def test_addresses_that_begin_alike_differ(node, start_peer):
    """A null character ends a text in C, but not an address."""
    transactions = [
        node.pay("a\x00b", "a", 5),
        node.pay("a\x00b", "a\x00c", 6),
        node.pay("\x00", "\x00\x00", 7),
    ]
    assert node.mined_payments() == transactions
    assert_histories(node, "a", "a\x00", "a\x00b", "a\x00c", "\x00", "\x00\x00", "")
    chain = forge(forged_chain(3), transactions)
    assert_taken(node, start_peer(serving(chain)), chain)
    assert_histories(node, "a", "a\x00", "a\x00b", "a\x00c", "\x00", "\x00\x00", "")


def test_an_address_may_be_encoded_in_any_way(node):
    address = "Zoë +&=/%\U0001f600 b"
    node.pay("alice", address, 5)
    node.mine()
    everything = "".join(f"%{byte:02X}" for byte in address.encode())
    for text in (quote(address, safe="/"), quote_plus(address), everything, everything.lower()):
        assert page(node, f"/transactions?address={text}")["address"] == address
        assert page(node, f"/transactions?limit=5&&address={text}&&")["total"] == 1
        assert page(node, f"/transactions?%61ddress={text}")["total"] == 1


def test_addresses_that_only_look_the_same_differ(node):
    """The same to a reader, and by Unicode's equivalence, but not the same text."""
    node.pay("\u00c5", "A\u030a", 5)
    node.pay("\u212b", "\u00c5", 6)
    node.mine()
    assert_histories(node, "\u00c5", "A\u030a", "\u212b", "A", "\u030a")
    assert [page(node, history_of(each))["total"] for each in ("\u00c5", "A\u030a", "\u212b")] == [2, 1, 1]


def test_lone_surrogates_are_nobodys_address(node):
    """No query can name them, and what replaces them elsewhere is another text."""
    node.pay("\ud800", "alice", 5)
    node.pay("x\udfff", "\ufffd", 6)
    node.mine()
    assert_histories(node, "alice", "\ufffd", "x\ufffd", "x", "?")
    for text in ("%ED%A0%80", "x%ED%BF%BF"):
        node.get(f"/transactions?address={text}").assert_refusal(400, "UTF-8")


def test_long_addresses_have_a_history_up_to_4096_bytes(node):
    longest = ["x" * 4096, "é" * 2048, "爱" * 1365 + "x", "\U0001f600" * 1024]
    too_long = ["y" * 4097, "é" * 2048 + "y", "\U0001f600" * 1024 + "y"]
    for address in longest + too_long:
        node.pay(address, "bob", 5)
    node.mine()
    for address in longest:
        assert page(node, history_of(address))["total"] == 1
    for address in too_long:
        node.get(history_of(address)).assert_refusal(400, "4096")
    assert_histories(node, "bob")
    assert page(node, history_of("bob"))["total"] == len(longest + too_long)


def test_histories_follow_a_replaced_chain(node, start_peer):
    node.pay("alice", "bob", 5)
    name = node.mine()["transactions"][-1]["recipient"]
    ours = node.chain()
    assert_histories(node, "alice", "bob", name)
    theirs = forged_chain(4)
    assert_taken(node, start_peer(serving(theirs)), theirs)
    assert_histories(node, "alice", "bob", name, "python", "recipient 2", "0")
    node.get(history_of("alice")).assert_refusal(404)
    with_ours = extended(forge(ours, [{"sender": "bob", "recipient": "alice", "amount": 1}] * 4), 6)
    assert_taken(node, start_peer(serving(with_ours)), with_ours)
    assert_histories(node, "alice", "bob", name, "python", "recipient 2", "0")
    assert page(node, history_of("alice"))["total"] == 5


def test_histories_are_the_same_after_a_restart(start_kept, start_peer):
    node = start_kept()
    theirs = forged_chain(4)
    assert_taken(node, start_peer(serving(theirs)), theirs)
    node.pay("alice", "bob\x00", 5)
    node.mine()
    before = [node.get(history_of(each)).body for each in ("alice", "bob\x00", "python", "0")]
    node.kill()
    node = start_kept()
    assert [node.get(history_of(each)).body for each in ("alice", "bob\x00", "python", "0")] == before
    assert_histories(node, "alice", "bob\x00", "bob", "python", "0")


ODD_TRANSACTIONS = [
    {},
    {"sender": "alice"},
    {"recipient": "alice"},
    {"sender": 1, "recipient": "alice", "amount": "five"},
    {"sender": None, "recipient": None},
    {"sender": ["alice"], "recipient": {"alice": "alice"}},
    {"sender": "1", "recipient": "None"},
    {"sender": "alice", "recipient": True},
    {"sender": "", "recipient": "alice"},
    {"sender": "alice", "recipient": "alice", "memo": "x" * 1_000},
    {"sender": "a\ud800", "recipient": "alice", "amount": 10**4_299},
    {"sender": "y" * 5_000, "recipient": "alice", "amount": -0.0},
    {"Sender": "alice", "to": "alice", "amount": 1},
    {"recipient": "z" * 100_000, "sender": "z" * 100_000},
]


def test_odd_transactions_of_other_nodes_are_in_histories(node, start_peer):
    chain = forge(forge(forged_chain(3), ODD_TRANSACTIONS), list(reversed(ODD_TRANSACTIONS)))
    assert_taken(node, start_peer(serving(chain)), chain)
    assert_histories(node, "alice", "", "1", "None", "null", "true", "True", "a\ufffd", "a", "python")
    assert page(node, history_of("alice"))["total"] == 2 * 8
    assert page(node, "/transactions?address=")["total"] == 2


@pytest.mark.alone
@pytest.mark.limit(180)
def test_a_history_of_large_blocks_comes_in_small_pages(start_node, start_peer):
    """Each page ends before it has read too much, and each continues the previous one."""
    chain = [GENESIS]
    for n in range(4):
        memo = {"sender": f"sender {n}", "recipient": "carol", "memo": "x" * 5_000_000}
        small = [{"sender": "alice", "recipient": "bob", "amount": n, "part": part} for part in range(3)]
        chain = forge(chain, [*small, memo])
    node = start_node("--peer-timeout", "100")
    assert_taken(node, start_peer(serving(chain)), chain)
    first = page(node, history_of("alice"), limit=1000)
    assert 0 < len(first["transactions"]) < 12
    assert first["total"] == 12
    for limit in (4, 1000):
        assert walk(node, history_of("alice"), "transactions", limit) == expected_history(chain, "alice")
    carols = walk(node, history_of("carol"), "transactions", 1000)
    assert carols == expected_history(chain, "carol")
    assert [each["block"] for each in walk(node, history_of("sender 3"), "transactions")] == [5]


@pytest.mark.parametrize("seed", range(4))
def test_every_history_is_what_the_chain_says(node, start_peer, seed):
    print(f"seed {seed}")
    draw = random.Random(seed)
    names: list[Any] = [
        "alice",
        "bob",
        "0",
        "",
        "é",
        "e\u0301",
        "\x00",
        "\U0001f600",
        7,
        None,
        ["alice"],
        "\ud800",
    ]
    for length in (4, 7, 11):
        chain = [GENESIS]
        while len(chain) < length:
            payments = [
                {
                    key: draw.choice(names)
                    for key in draw.sample(["sender", "recipient", "other"], draw.randrange(4))
                }
                for _ in range(draw.randrange(20))
            ]
            chain = forge(chain, payments)
        assert_taken(node, start_peer(serving(chain)), chain)
        for name in names[:8] + ["7", "None", "\ufffd"]:
            assert_histories(node, name)
            expected = expected_history(chain, name)
            if expected:
                limit = draw.randrange(1, 10)
                assert walk(node, history_of(name), "transactions", limit) == expected, (name, limit)


@pytest.mark.parametrize(
    "address", ["nobody", "a b", "\x00", 'é"\\', "\U0001f600" * 100, "<script>"], ids=ascii
)
def test_an_address_that_nobody_has_is_not_found(shared_node, address):
    shared_node.get(history_of(address)).assert_refusal(404, address)


@pytest.mark.parametrize(
    "query", ["address=a&address=a", "address=%FF", "address=%", "address=%ED%A0%80", "address=a%2"]
)
def test_an_address_that_is_none_is_refused(shared_node, query):
    shared_node.get(f"/transactions?{query}").assert_refusal(400, "query")


def test_what_is_read_while_blocks_are_forged_is_of_one_moment(node):
    with ThreadPoolExecutor(4) as threads:
        readers = [threads.submit(read_while_blocks_are_forged, node) for _ in range(4)]
        for n in range(40):
            node.pay("alice", "bob", n)
            if n % 4 == 3:
                node.mine()
        for reader in readers:
            reader.result()
    assert_histories(node, "alice", "bob", "0")


def read_while_blocks_are_forged(node: Node) -> None:
    for _ in range(15):
        value = page(node, "/blocks", limit=1000)
        assert [block["index"] for block in value["blocks"]] == list(range(1, value["total"] + 1))
        answer = node.get(asking(history_of("alice"), "limit=1000"))
        if answer.status == 200:
            value = answer.json()
            amounts = [each["transaction"]["amount"] for each in value["transactions"]]
            assert amounts == list(range(value["total"]))
