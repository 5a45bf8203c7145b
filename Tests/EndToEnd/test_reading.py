"""What can be read besides the tutorial's paths: blocks and pending transactions, page by page."""

from collections.abc import Callable

import pytest

from support.chains import GENESIS, block_hash, canonical, forge, forged_chain
from support.limits import limits
from support.nodes import Node
from support.peers import serving
from support.reading import PENDING, asking, page, walk
from support.resolving import assert_taken


# MARK: - What is pending


def test_nothing_is_pending_at_first(node):
    empty = {"from": 1, "limit": 100, "next": None, "total": 0, "transactions": []}
    assert page(node, PENDING) == page(node, "/transactions") == empty


def test_what_was_posted_is_pending_until_it_is_mined(node):
    payments = [node.pay("Алиса\n", "\ud800", 10**n) for n in range(0, 300, 50)]
    payments.append(node.pay("alice", "bob", 1e16))
    assert page(node, PENDING)["transactions"] == payments
    assert page(node, "/transactions") == page(node, PENDING)
    node.mine()
    assert page(node, PENDING)["transactions"] == []


def test_all_that_is_pending_can_be_walked_through(node):
    payments = [node.pay("alice", f"recipient {n}", n) for n in range(250)]
    for target in (PENDING, "/transactions"):
        for limit in (None, 1, 7, 100, 125, 249, 250, 251, 1000):
            assert walk(node, target, "transactions", limit) == payments
        value = page(node, target, **{"from": 101, "limit": 50})
        assert value == {
            "from": 101, "limit": 50, "next": 151, "total": 250, "transactions": payments[100:150]
        }  # fmt: skip
        assert page(node, target, **{"from": 250})["next"] is None


# MARK: - Blocks


def test_the_genesis_block_can_be_read(node):
    value = {"block": GENESIS, "hash": block_hash(GENESIS), "in_chain": True}
    for name in ("1", block_hash(GENESIS)):
        assert page(node, f"/blocks/{name}") == value
    assert page(node, "/blocks") == {"blocks": [GENESIS], "from": 1, "limit": 100, "next": None, "total": 1}


def test_a_block_is_found_by_its_index_and_its_hash(node):
    for n in range(5):
        node.pay("Zoë \U0001f600", "bob", n / 10)
        node.mine()
    chain = node.chain()
    whole = node.get("/chain").body.decode("ascii")
    for block in chain:
        digest = block_hash(block)
        bodies = {node.get(f"/blocks/{name}").body for name in (block["index"], digest, digest.upper())}
        assert bodies == {f'{{"block": {canonical(block)}, "hash": "{digest}", "in_chain": true}}\n'.encode()}
        assert canonical(block) in whole


def test_a_path_to_a_block_may_be_percent_encoded(node):
    assert page(node, "/blocks/%31")["block"] == GENESIS
    assert page(node, "/%62locks?%66rom=%31")["blocks"] == [GENESIS]


@pytest.mark.parametrize("index", ["0", "00", "99", "9" * 18, "9" * 19, "9" * 63])
def test_an_index_that_no_block_has_is_not_found(shared_node, index):
    shared_node.get(f"/blocks/{index}").assert_refusal(404, index, f"1 to {len(shared_node.chain())}")


def test_the_block_behind_the_last_is_not_found(node):
    node.get("/blocks/2").assert_refusal(404, "2", "1 to 1")
    node.mine()
    assert page(node, "/blocks/2")["block"]["index"] == 2
    node.get("/blocks/3").assert_refusal(404, "3", "1 to 2")


def test_a_hash_that_no_block_has_is_not_found(shared_node):
    digest = block_hash({**GENESIS, "timestamp": 1})
    shared_node.get(f"/blocks/{digest}").assert_refusal(404, digest)
    shared_node.get("/blocks/" + "0" * 64).assert_refusal(404)


@pytest.mark.parametrize(
    "name",
    [
        "x",
        "-1",
        "+1",
        "1.0",
        "1e0",
        "0x1",
        "%201",
        "1%20",
        "%EF%BC%91",
        "%D9%A1",
        "f" * 63,
        "f" * 65,
        "g" * 64,
        "0" * 65,
        "%22",
        "%F0%9F%98%80",
    ],
)
def test_what_is_neither_an_index_nor_a_hash_is_refused(shared_node, name):
    shared_node.get(f"/blocks/{name}").assert_refusal(400, "index", "hash")


@pytest.mark.parametrize(
    "path", ["/blocks/", "/blocks/1/", "/blocks/1/2", "/blocks//1", "/transactions/", "/transactions/1/2"]
)
def test_other_paths_are_not_found(shared_node, path):
    shared_node.get(path).assert_refusal(404)


def test_all_blocks_can_be_walked_through(node, start_peer):
    chain = forged_chain(23)
    assert_taken(node, start_peer(serving(chain)), chain)
    for limit in (None, 1, 2, 7, 22, 23, 24, 1000):
        assert walk(node, "/blocks", "blocks", limit) == chain
    assert page(node, "/blocks", **{"from": 5, "limit": 3}) == {
        "blocks": chain[4:7], "from": 5, "limit": 3, "next": 8, "total": 23
    }  # fmt: skip


@pytest.mark.limit(180)
def test_a_page_of_blocks_holds_256_kib_or_one_block(start_node, start_peer):
    node = start_node("--peer-timeout", "100")
    chain = [GENESIS]
    for length in (1_000_000, 1_000_000, 100_000, 100_000, 100_000, 1_000_000):
        chain = forge(chain, [{"memo": "x" * length}])
    assert_taken(node, start_peer(serving(chain)), chain)
    assert walk(node, "/blocks", "blocks") == walk(node, "/blocks", "blocks", 2) == chain
    pages = {first: page(node, "/blocks", **{"from": first}) for first in (1, 2, 3, 4, 5, 7)}
    assert {first: (len(each["blocks"]), each["next"]) for first, each in pages.items()} == {
        1: (1, 2), 2: (1, 3), 3: (1, 4), 4: (2, 6), 5: (2, 7), 7: (1, None)
    }  # fmt: skip


def summary(block: dict) -> dict:
    return {
        "bytes": len(canonical(block)),
        "hash": block_hash(block),
        **{key: block[key] for key in ("index", "previous_hash", "proof", "timestamp")},
        "transactions": len(block["transactions"]),
    }


@pytest.mark.alone
@pytest.mark.limit(180)
def test_blocks_have_summaries(start_node, start_peer):
    node = start_node("--peer-timeout", "100")
    chain = forge(forged_chain(5), [{"memo": '"], {[', "more": [[1, 2], {"a": [3, 4]}]}, {}, {"x": "\\"}])
    chain = forge(forge(chain, []), [{"memo": "[" * 500_000, "n": n} for n in range(3)])
    chain = forge(chain, [{"n": n} for n in range(1_000)])
    assert_taken(node, start_peer(serving(chain)), chain)
    summaries = [summary(block) for block in chain]
    for limit in (None, 1, 7, 1000):
        assert walk(node, "/blocks?summary", "blocks", limit) == summaries
    assert page(node, "/blocks?summary=true", **{"from": 9})["blocks"] == summaries[8:]
    node.mine()
    assert page(node, "/blocks?summary=", **{"from": 9})["blocks"] == [summary(block) for block in node.chain()[8:]]
    head = node.request("HEAD", "/blocks?summary")
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize("query", ["summary=no", "summary&summary", "summary&from=0", "summary&from=%zz"])
def test_a_summary_that_cannot_be_read_is_refused(shared_node, query):
    shared_node.get("/blocks?" + query).assert_refusal(400, "query")


def test_blocks_follow_a_replaced_chain(node, start_peer):
    node.mine()
    fallen = node.chain()[1]
    chain = forged_chain(4)
    assert_taken(node, start_peer(serving(chain)), chain)
    assert walk(node, "/blocks", "blocks") == chain
    assert node.get(f"/blocks/{block_hash(fallen)}").json()["in_chain"] is False
    node.get(f"/blocks/{'0' * 64}").assert_refusal(404)
    for block in chain:
        assert page(node, f"/blocks/{block_hash(block)}")["block"] == block


# MARK: - Invalid pages

LISTS = ["/blocks", "/transactions", PENDING, "/transactions?address=0"]


@pytest.fixture(scope="module")
def _listing_nodes(_shared_nodes: Callable[[], Node]) -> Callable[[], Node]:
    """The shared node with something in every list."""

    def listing() -> Node:
        node = _shared_nodes()
        if len(node.chain()) < 3:
            node.mine()
            node.mine()
        while page(node, PENDING)["total"] < 3:
            node.pay("alice", "bob", 5)
        return node

    return listing


@pytest.fixture
def listing_node(_listing_nodes: Callable[[], Node]) -> Node:
    """A node with three or more in each list."""
    return _listing_nodes()


WRONG_NUMBERS = [
    "0",
    "-1",
    "%2B1",
    "+1",
    "",
    "x",
    "1.5",
    "1e2",
    "1%20",
    "%201",
    "0x1",
    "1,2",
    "%D9%A1",
    str(2**63),
    "9" * 100,
]


@pytest.mark.parametrize("target", LISTS)
@pytest.mark.parametrize("name", ["from", "limit"])
@pytest.mark.parametrize("number", WRONG_NUMBERS)
def test_a_wrong_number_is_refused_in_words(listing_node, target, name, number):
    listing_node.get(asking(target, f"{name}={number}")).assert_refusal(400, f'"{name}"', "integer")


@pytest.mark.parametrize("target", LISTS)
def test_a_limit_may_be_up_to_1000(listing_node, target):
    assert page(listing_node, target, limit=1)["limit"] == 1
    assert page(listing_node, target, limit=1000)["limit"] == 1000
    listing_node.get(asking(target, "limit=1001")).assert_refusal(400, "1001", "1000")


@pytest.mark.parametrize("target", LISTS)
def test_what_is_beyond_the_end_is_not_found(listing_node, target):
    total = page(listing_node, target)["total"]
    assert len(page(listing_node, target, **{"from": total})[next_key(target)]) == 1
    # A reader that follows a list asks for what comes next.
    following = page(listing_node, target, **{"from": total + 1})
    assert (following[next_key(target)], following["next"]) == ([], None)
    for start in (total + 2, 10**9, 2**62 - 1):
        listing_node.get(asking(target, f"from={start}")).assert_refusal(404, str(start), f"{total} ")


def next_key(target: str) -> str:
    return "blocks" if target == "/blocks" else "transactions"


def test_what_is_beyond_nothing_is_not_found(node):
    assert page(node, PENDING, **{"from": 1})["transactions"] == []
    node.get(f"{PENDING}?from=2").assert_refusal(404)


def test_large_transactions_end_a_page_early(start_node):
    """What a client doesn't take is held for it, so a page is also bounded in bytes."""
    node = start_node(*limits(payment_bytes=1 << 20))
    names = [letter * 100_000 for letter in "abcde"]
    for name in names:
        node.pay("alice", name, 1)
    node.pay("alice", "z" * 500_000, 1)
    assert len(page(node, PENDING, limit=1000)["transactions"]) == 2
    walked = [transaction["recipient"] for transaction in walk(node, PENDING, "transactions", limit=1000)]
    assert walked == [*names, "z" * 500_000]
    node.mine()
    history = walk(node, "/transactions?address=alice", "transactions", limit=1000)
    assert [entry["transaction"]["recipient"] for entry in history] == walked


@pytest.mark.parametrize("target", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "from=1&from=1",
        "limit=5&from=1&limit=6",
        "from=%",
        "limit=%2",
        "limit=%C3%28",
        "from=%C0%80",
    ],
)
def test_a_query_that_means_two_things_or_none_is_refused(listing_node, target, query):
    listing_node.get(asking(target, query)).assert_refusal(400, "query")


@pytest.mark.parametrize("target", [*LISTS, "/chain"])
@pytest.mark.parametrize("other", ["limt=7", "form=2", "FROM=7", "Limit=1"])
def test_a_name_that_is_nearly_a_known_one_is_refused(listing_node, target, other):
    """A misspelt name would silently change the answer."""
    listing_node.get(asking(target, other)).assert_refusal(400, "means nothing", "Is it", "from, limit")
    assert listing_node.get(asking(target, f"_=1&{other}&limit=1")).status == 400


def test_near_misses_are_told_on_the_tutorial_s_paths_too(listing_node):
    length = len(listing_node.chain())
    for target in ("/mine?coutn=2", "/mine?Count=2", "/nodes/resolve?sumary"):
        listing_node.get(target).assert_refusal(400, "means nothing", "Is it")
    assert len(listing_node.chain()) == length


@pytest.mark.parametrize("target", [*LISTS, "/chain", "/blocks/1", "/blocks/latest", "/nodes", "/status", "/health"])
@pytest.mark.parametrize("other", ["_=1700000000", "x", "=z", "%00=1", "x=%zz", "%FF=1", "callback=f&_=1"])
def test_a_name_that_nobody_knows_is_ignored(listing_node, target, other):
    """As by the tutorial's nodes: pages add a time, and links where they were found."""
    bare = listing_node.get(target)
    answer = listing_node.get(asking(target, other))
    assert (answer.status, bare.status) == (200, 200)
    assert target == "/status" or answer.body == bare.body


@pytest.mark.parametrize("target", LISTS)
def test_empty_parts_of_a_query_are_none(listing_node, target):
    assert listing_node.get(asking(target, "&&limit=100&")).body == listing_node.get(target).body


def test_a_refusal_does_not_repeat_everything_it_was_asked(shared_node):
    answer = shared_node.get("/transactions?from=" + "9" * 10_000)
    answer.assert_refusal(400)
    assert len(answer.body) < 2_000


# MARK: - Methods

READING = [*LISTS, "/blocks/1", f"/blocks/{block_hash(GENESIS)}"]


@pytest.mark.parametrize("target", READING)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_what_is_read_takes_no_other_method(listing_node, target, method):
    answer = listing_node.request(method, target)
    answer.assert_refusal(405)
    assert answer.header("Allow") == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "target", [*READING, "/blocks/99", "/blocks/x", "/blocks?from=0", "/transactions?address=no"]
)
def test_head_answers_as_get_does_without_the_body(listing_node, target):
    get, head = listing_node.get(target), listing_node.request("HEAD", target)
    assert head.status == get.status
    assert head.body == b""
    assert head.header("Content-Length") == str(len(get.body))
    assert head.header("Content-Type") == get.header("Content-Type")
