"""Forgechain and a tutorial node share one chain, whatever is in it and however it is written."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from support.chains import block_hash, canonical, forge, forged_chain, is_valid_chain, transactions_of
from support.nodes import Node, running_node, running_tutorial_node
from support.peers import saying, serving
from support.tampering import LENGTH, TAMPERINGS

Partners = tuple[Node, Node]

TEXTS = {
    "ASCII": "alice",
    "escapes": "\" \\ / \b \f \n \r \t",
    "control characters": "".join(map(chr, [*range(1, 0x20), 0x7F, 0x80, 0x9F])),
    "Latin": "Zoë Müller ß ÿ Ā",
    "Cyrillic": "Алиса",
    "Chinese": "爱丽丝 鲍勃",
    "right to left": "أليس \u200f עליזה",
    "combining": "e\u0301 \u1e9b\u0323 각",
    "line separators": "a\u2028b\u2029c\u0085d",
    "beyond 16 bits": "\U0001f600 \U00010000 \U0010ffff",
    "edges of surrogates": "\ud7ff\ue000\uffff\ufffe",
    "lone surrogates": "\ud800 x \udc00 \udfff\ud800",
    "looks like an escape": "\\u0041 \\ud83d\\ude00 \\n",
    "HTML": "<script>alert('&')</script>",
    "numbers": "1e16 007 -0",
    "long": "é" * 5_000,
}

AMOUNTS: dict[str, Any] = {
    repr(value)[:30]: value
    for value in [
        0,
        0.0,
        1,
        1.0,
        0.1,
        0.1 + 0.2,
        1e-05,
        0.0001,
        9.999999999999999e-05,
        1e15,
        123456789012345.6,
        1e16,
        9999999999999998.0,
        9007199254740993.0,
        1e17,
        1e21,
        1e22,
        1.5e300,
        5e-324,
        2.2250738585072014e-308,
        1.7976931348623157e308,
        2**53 + 1,
        2**63 - 1,
        2**63,
        2**64,
        10**99,
        int("1234567890" * 10),
        int("9" * 4300),
    ]
}

#: What no node of ours would post, but a tutorial node accepts.
ODD_TRANSACTIONS = {
    "lists": (["alice", ["bob"]], [], [1, [2, [3, [None]]]]),
    "objects": ({"name": "alice", "age": 7}, {}, {"value": {"value": {"value": 1.5}}}),
    "literals": (None, True, False),
    "strings": ("", "0", "-5"),
    "negative": ("alice", "bob", -5),
    "minus zero": ("alice", "bob", -0.0),
    "doubles": (1e16, -1e-05, [5e-324, -1.5e300, 1e22]),
    "big": (10**300, -(10**300), [2**64, -(2**63)]),
    "keys out of order": ({"b": 1, "a": 2, "B": 3, "é": 4, "": 5, "\U0001f600": 6, "\uffff": 7}, "bob", 1),
    "keys with escapes": ({"\n": 1, '"': 2, "\\": 3, "\x7f": 4, "\ud800": 5}, "bob", 1),
    "numbers as keys": ({"10": 1, "9": 2, "-1": 3, "1e1": 4}, "bob", 1),
    "deep": (json.loads("[" * 50 + "]" * 50), "bob", 1),
}


def assert_same_chain(ours: Node, theirs: Node) -> None:
    """Equal, valid, and in our case written exactly as CPython hashes it."""
    assert ours.chain() == theirs.chain()
    assert list(map(canonical, ours.chain())) == list(map(canonical, theirs.chain()))
    assert is_valid_chain(ours.chain(), difficulty=2)
    body = ours.get("/chain").body.decode("ascii")
    for block in theirs.chain():
        assert canonical(block) in body


def take(short: Node, long: Node) -> None:
    """One node takes the longer chain of the other."""
    short.register(f"http://{long.address}")
    resolution = short.resolve()
    assert resolution.was_replaced, resolution.verdicts
    assert resolution.chain == long.chain()


# MARK: - Two nodes


def test_ours_takes_the_chain_of_a_tutorial_node(node, tutorial_node):
    tutorial_node.pay("alice", "bob", 5)
    for _ in range(4):
        tutorial_node.mine()
    take(node, tutorial_node)
    assert_same_chain(node, tutorial_node)


def test_a_tutorial_node_takes_our_chain(node, tutorial_node):
    node.pay("alice", "bob", 5)
    for _ in range(4):
        node.mine()
    take(tutorial_node, node)
    assert_same_chain(node, tutorial_node)


@pytest.mark.check
def test_they_take_turns(node, tutorial_node):
    miners = [tutorial_node, node]
    for turn in range(8):
        miner, other = miners[turn % 2], miners[1 - turn % 2]
        miner.pay("alice", "bob", turn)
        miner.mine()
        miner.mine()
        take(other, miner)
        assert_same_chain(node, tutorial_node)
    assert len(node.chain()) == 17
    amounts = [each["amount"] for each in transactions_of(node.chain()) if each["sender"] != "0"]
    assert amounts == list(range(8))


def test_at_equal_length_each_keeps_its_own(node, tutorial_node):
    node.register(tutorial_node.address)
    tutorial_node.register(node.address)
    for each in (node, tutorial_node):
        each.mine()
        before = each.chain()
        assert not each.resolve().was_replaced
        if each is tutorial_node:
            assert each.chain() == before
    assert node.chain() != tutorial_node.chain()


def test_three_nodes_agree_on_the_longest(start_node, start_tutorial_node):
    everyone = [start_node(), start_tutorial_node(), start_node(), start_tutorial_node()]
    for number, each in enumerate(everyone):
        for _ in range(number + 1):
            each.mine()
        for other in everyone:
            if other is not each:
                each.register(f"http://{other.address}/")
    for each in everyone:
        each.resolve()
    longest = everyone[-1].chain()
    assert [each.chain() for each in everyone] == [longest] * 4
    assert len(longest) == 5


def test_the_tutorials_difficulty_is_ours_too(start_node, start_tutorial_node):
    """Four zeros, as both have by default."""
    ours, theirs = start_node(difficulty=4), start_tutorial_node(difficulty=4)
    theirs.mine()
    take(ours, theirs)
    ours.mine()
    take(theirs, ours)
    assert is_valid_chain(theirs.chain(), difficulty=4)


def test_a_chain_mined_too_easily_is_refused_by_both(start_node, start_tutorial_node):
    for easy, strict in [(start_tutorial_node, start_node), (start_node, start_tutorial_node)]:
        lazy, careful = easy(difficulty=1), strict(difficulty=3)
        for _ in range(8):
            lazy.mine()
        careful.register(lazy.address)
        before = careful.chain()
        resolution = careful.resolve()
        assert not resolution.was_replaced
        assert careful.chain() == before
        assert all(re.search(r"refused at block \d.*proof", each) for each in resolution.verdicts.values())


# MARK: - What is in the blocks


@pytest.fixture(scope="module")
def _partners() -> Iterator[Callable[[], Partners]]:
    """Gives two nodes with one chain, ours and a tutorial node, or others if a test separated them."""
    with ExitStack() as running:
        pair: Partners | None = None

        def agreeing() -> Partners:
            nonlocal pair
            if pair is None or pair[0].get("/chain").json() != pair[1].get("/chain").json():
                pair = running.enter_context(running_node()), running.enter_context(running_tutorial_node())
                pair[0].mine()
                take(pair[1], pair[0])
            return pair

        yield agreeing


@pytest.fixture
def partners(_partners: Callable[[], Partners]) -> Partners:
    """A node of ours and a tutorial node that have the same chain."""
    return _partners()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_texts_survive_both_ways(partners, text):
    for first, second in (partners, reversed(partners)):
        transaction = first.pay(f"from {text}", text, 1)
        assert first.mined_payments() == [transaction]
        take(second, first)
        assert_same_chain(*partners)
        assert transaction in transactions_of(second.chain())


@pytest.mark.parametrize("amount", AMOUNTS.values(), ids=AMOUNTS.keys())
def test_amounts_survive_both_ways(partners, amount):
    for first, second in (partners, reversed(partners)):
        transaction = first.pay("alice", "bob", amount)
        assert list(map(canonical, first.mined_payments())) == [canonical(transaction)]
        take(second, first)
        assert_same_chain(*partners)
        assert canonical(transaction) in map(canonical, transactions_of(second.chain()))


@pytest.mark.parametrize("text", ["1E16", "1e+16", "10000000000000000.0", "1.0e16", "0.1e17", "100e+0014"])
def test_a_double_is_written_as_python_writes_it(partners, text):
    node, tutorial_node = partners
    body = b'{"sender": "alice", "recipient": "bob", "amount": %s}' % text.encode()
    headers = [("Content-Type", "application/json")]
    assert node.request("POST", "/transactions/new", body, headers).status == 201
    node.mine()
    assert b'{"amount": 1e+16, "recipient": "bob", "sender": "alice"}' in node.get("/chain").body
    take(tutorial_node, node)
    assert_same_chain(node, tutorial_node)


@pytest.mark.parametrize("values", ODD_TRANSACTIONS.values(), ids=ODD_TRANSACTIONS.keys())
def test_odd_transactions_of_a_tutorial_node_are_taken(partners, values):
    node, tutorial_node = partners
    tutorial_node.pay(*values)
    tutorial_node.mine()
    tutorial_node.mine()
    take(node, tutorial_node)
    assert_same_chain(node, tutorial_node)
    node.mine()
    take(tutorial_node, node)


def test_a_chain_with_a_number_that_is_none_is_refused(node, tutorial_node):
    """Python reads and writes NaN; JSON has no such thing."""
    tutorial_node.pay("alice", "bob", float("nan"))
    tutorial_node.mine()
    node.register(tutorial_node.address)
    resolution = node.resolve()
    assert not resolution.was_replaced
    assert resolution.verdicts[tutorial_node.address].startswith("refused")


def test_further_keys_are_kept_and_hashed(node, tutorial_node, start_peer):
    payment = {"id": "0" * 32, "sender": "alice", "recipient": "bob", "amount": 1, "memo": []}
    chain = forge(forged_chain(3), [payment])
    chain = forge(chain, note="hello", nonce=[1, 2.0, None], a={"z": 1, "b": {"y": 2, "x": 3}})
    chain = forge(chain, [], zz="é\U0001f600")
    node.register(start_peer(serving(chain)).address)
    assert node.resolve().was_replaced
    take(tutorial_node, node)
    assert tutorial_node.chain() == chain
    assert_same_chain(node, tutorial_node)


# MARK: - However it is written


def escaped(text: str) -> str:
    """Every character of every string as an escape in capitals."""

    def escape(match: re.Match) -> str:
        units = json.loads(match[0]).encode("utf-16-be", "surrogatepass")
        pairs = [units[at : at + 2].hex().upper() for at in range(0, len(units), 2)]
        return '"' + "".join(f"\\u{pair}" for pair in pairs) + '"'

    return re.sub(r'"(?:[^"\\]|\\.)*"', escape, text)


def reordered(value: Any) -> Any:
    """The value with the keys of each object from last to first."""
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in sorted(value, reverse=True)}
    return [reordered(each) for each in value] if isinstance(value, list) else value


def repeated(text: str) -> str:
    """Each object with its keys twice: false values first, the true ones last."""
    return text.replace('{"amount"', '{"amount": -1, "sender": [], "amount"').replace(
        '{"index"', '{"index": 0, "proof": "none", "previous_hash": {}, "index"'
    )


WRITTEN: dict[str, Callable[[dict], str]] = {
    "as it is hashed": canonical,
    "without spaces": lambda value: json.dumps(value, separators=(",", ":")),
    "with more spaces": lambda value: json.dumps(value, indent=3, separators=("\t,\r\n ", " \n:\t ")),
    "in lines": lambda value: json.dumps(value, indent=4).replace("\n", "\r\n"),
    "with raw UTF-8": lambda value: json.dumps(value, ensure_ascii=False),
    "with every character escaped": lambda value: escaped(json.dumps(value)),
    "with escaped slashes": lambda value: json.dumps(value).replace("/", "\\/"),
    "in another order": lambda value: json.dumps(reordered(value)),
    "with the length first": lambda value: json.dumps({"length": value["length"], "chain": value["chain"]}),
    "with more around it": lambda value: json.dumps({"a": [{}], "chain": [], **value, "z": {"chain": 1}}),
    "with keys that come twice": lambda value: repeated(canonical(value)),
    "with exponents in capitals": lambda value: re.sub(r"(\d)e([+-])", r"\1E\2", json.dumps(value)),
    "with exponents written out": lambda value: json.dumps(value).replace("1e+16", "10000000000000000.000"),
    "with longer doubles": lambda value: json.dumps(value).replace(": 0.1}", ": 0.10000000000000000555}"),
}


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_chain_is_the_same_however_it_is_written(node, start_peer, write):
    chain = forged_chain(2)
    texts = [text for name, text in TEXTS.items() if name not in ("long", "lone surrogates")]
    for amount, text in zip([0.1, 1e16, 5e-324, 10**40, 1e-05, *range(len(texts))], texts):
        chain = forge(chain, [{"sender": f"{text}/{text}", "recipient": "bob", "amount": amount}])
    text = write({"chain": chain, "length": len(chain)})
    assert json.loads(text)["chain"] == chain, "the test itself is wrong"
    peer = start_peer(saying(text.encode()))
    node.register(peer.address)
    resolution = node.resolve()
    assert resolution.was_replaced, resolution.verdicts
    assert [block_hash(block) for block in node.chain()] == [block_hash(block) for block in chain]
    assert canonical(chain)[1:-1] in node.get("/chain").body.decode("ascii")
    node.mine()
    assert is_valid_chain(node.chain(), difficulty=2)


# MARK: - Tampering


@pytest.fixture(scope="module")
def their_chain() -> list[dict]:
    """A chain that a tutorial node forged."""
    with running_tutorial_node() as tutorial_node:
        while len(tutorial_node.chain()) < LENGTH:
            tutorial_node.pay("алиса", "bob", 0.1)
            tutorial_node.mine()
        return tutorial_node.chain()


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.name)
def test_a_tampered_chain_of_a_tutorial_node_is_refused(node, their_chain, start_peer, tampering):
    peer = start_peer(serving(tampering.apply(their_chain)))
    before = node.chain()
    node.register(peer.address)
    resolution = node.resolve()
    assert not resolution.was_replaced
    assert node.chain() == before
    assert re.search(tampering.verdict, resolution.verdicts[peer.address]), resolution.verdicts


def test_the_newest_block_can_be_rewritten_in_both(node, tutorial_node, their_chain, start_peer):
    """No hash covers the newest block yet, and its proof doesn't cover it either: that is the tutorial's format."""
    theft = {"sender": "alice", "recipient": "mallory", "amount": 1_000}
    rewritten = [*their_chain[:-1], {**their_chain[-1], "transactions": [theft]}]
    peer = start_peer(serving(rewritten))
    for each in (node, tutorial_node):
        each.register(peer.address)
        assert each.resolve().was_replaced
        assert each.chain() == rewritten
