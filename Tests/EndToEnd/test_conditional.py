"""The chain, only if it has changed, and only from a block on."""

import pytest

from support.chains import GENESIS, block_hash, forge, forged_chain
from support.peers import serving
from support.resolving import assert_taken
from support.wire import request_bytes

NAMED = "If-None-Match"


def asked(node, target, headers, method="GET"):
    return node.request(method, target, headers=headers)


def chain_from(node, **query):
    """The blocks that /chain answers to such a query, and its tag."""
    answer = node.get("/chain?" + "&".join(f"{name}={value}" for name, value in query.items()))
    assert answer.status == 200
    value = answer.json()
    assert list(value) == ["chain", "length"]
    assert value["length"] == len(node.chain())
    return value["chain"], answer.header("ETag")


# MARK: - Conditions


def test_who_has_the_chain_is_told_so_until_it_grows(node):
    first = node.get("/chain")
    tag = first.header("ETag")
    assert tag == f'"{block_hash(GENESIS)}"'
    for names in (tag, "W/" + tag, f'"x", {tag}', "*"):
        for method in ("GET", "HEAD"):
            answer = asked(node, "/chain", [(NAMED, names)], method)
            assert (answer.status, answer.body, answer.header("ETag")) == (304, b"", tag)
            assert answer.header("Content-Length") is None and answer.header("Content-Type") is None
    node.mine()
    second = asked(node, "/chain", [(NAMED, tag)])
    assert (second.status, len(second.json()["chain"])) == (200, 2)
    assert second.header("ETag") == f'"{block_hash(second.json()["chain"][-1])}"'
    assert asked(node, "/chain", [(NAMED, tag), (NAMED, second.header("ETag"))]).status == 304


def test_a_replaced_chain_has_another_tag(node, start_peer):
    tag = node.get("/chain").header("ETag")
    longer = forged_chain(4)
    assert_taken(node, start_peer(serving(longer)), longer)
    answer = asked(node, "/chain", [(NAMED, tag)])
    assert (answer.status, answer.json()["chain"]) == (200, longer)


@pytest.mark.parametrize("names", ["", '"x"', "x", '"', "W/", "**", ","])
def test_other_tags_and_broken_ones_name_nothing(shared_node, names):
    assert asked(shared_node, "/chain", [(NAMED, names)]).status == 200


def test_a_condition_says_nothing_to_other_paths(shared_node):
    for path in ("/health", "/nodes", "/blocks"):
        answer = asked(shared_node, path, [(NAMED, "*")])
        assert (answer.status, answer.header("ETag")) == (200, None)


# MARK: - Ranges


def test_the_chain_can_be_read_from_a_block_on(node):
    for _ in range(4):
        node.mine()
    chain = node.chain()
    for first in range(1, 8):
        assert chain_from(node, **{"from": first})[0] == chain[first - 1 :]
        for limit in (1, 2, 5, 100, 4611686018427387903):
            assert chain_from(node, **{"from": first, "limit": limit})[0] == chain[first - 1 : first - 1 + limit]
    assert chain_from(node, limit=2)[0] == chain[:2]
    assert chain_from(node, **{"from": 4611686018427387903})[0] == []


def test_a_part_has_a_tag_of_its_own(node):
    node.mine()
    tags = {chain_from(node, **query)[1] for query in ({"limit": 1}, {"from": 2}, {"from": 3})}
    tags.add(node.get("/chain").header("ETag"))
    assert len(tags) == 4
    _, tag = chain_from(node, **{"from": 2})
    assert asked(node, "/chain?from=2", [(NAMED, tag)]).status == 304
    assert asked(node, "/chain?limit=1", [(NAMED, tag)]).status == 200
    node.mine()
    assert asked(node, "/chain?from=2", [(NAMED, tag)]).status == 200


def test_a_whole_chain_read_as_a_part_is_the_same_text(node):
    node.mine()
    assert node.get("/chain?from=1").body == node.get("/chain?limit=2").body == node.get("/chain").body


@pytest.mark.parametrize(
    "query",
    ["from=0", "from=-1", "from=", "from=x", "from=1.0", "from=%2B1", "limit=0", "limit=9223372036854775808",
     "from=1&from=1", "from=1&limt=2", "from=%zz"],
)  # fmt: skip
def test_a_part_that_cannot_be_read_is_refused(shared_node, query):
    shared_node.get("/chain?" + query).assert_refusal(400, "query")


@pytest.mark.parametrize("query", ["from=1&page=2", "limit=1&x=", "from=1&%ff"])
def test_what_nobody_knows_is_ignored_beside_a_part(shared_node, query):
    asked = query.split("&")[0]
    assert shared_node.get("/chain?" + query).body == shared_node.get("/chain?" + asked).body


@pytest.mark.parametrize("query", ["", "_=1700000000", "x&y=1", "page=2", "x=%zz", "%zz", "%ff&x=%", "x=1&x=2"])
def test_a_query_that_asks_for_no_part_is_ignored_as_in_the_tutorial(shared_node, query):
    answer = shared_node.get("/chain?" + query)
    assert (answer.status, answer.body) == (200, shared_node.get("/chain").body)


# MARK: - While it changes


@pytest.mark.alone
@pytest.mark.limit(180)
def test_a_slow_reader_gets_the_chain_that_it_asked_for(start_node, start_peer):
    """It is replaced by a longer one after the reader has seen the beginning."""
    node = start_node("--peer-timeout", "100")
    old = forged_chain(1)
    # 6 MB: more than the kernel holds of an answer.
    while len(old) < 60:
        old = forge(old, [{"sender": "x" * 100_000, "recipient": "y", "amount": 1}])
    assert_taken(node, start_peer(serving(old)), old)
    expected = node.get("/chain")
    new = forged_chain(61)
    with node.connect(receive_buffer=4096) as slow:
        slow.send(request_bytes("GET", "/chain"))
        assert_taken(node, start_peer(serving(new)), new)
        node.mine()
        answer = slow.read_answer()
    assert answer.body == expected.body
    assert answer.header("ETag") == expected.header("ETag")
    assert len(node.chain()) == 62
