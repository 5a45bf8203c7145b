"""Our nodes ask each other for what is new, in one request, however long their chains are."""

import json

import pytest

from support.chains import block_hash, canonical, extended, forged_chain
from support.peers import saying, serving
from support.relay import relay
from support.resolving import assert_kept, assert_taken

LENGTH = 1_000


def locator(chain, *heights):
    """The places of these blocks, as a node names them."""
    return ",".join(f"{height}-{block_hash(chain[height - 1])}" for height in heights)


def fork_answer(node, after, above):
    answer = node.get(f"/chain?after={after}&above={above}")
    assert answer.status == 200
    value = answer.json()
    assert list(value) == ["forgechain", "after", "chain", "length"]
    return value


# MARK: - Two nodes of ours


@pytest.fixture
def pair(start_node, start_peer):
    """Two nodes that share a long chain."""
    chain = forged_chain(LENGTH)
    nodes = start_node(), start_node()
    for node in nodes:
        assert_taken(node, start_peer(serving(chain)), chain)
    for node in nodes:
        for address in node.peers():
            node.request("DELETE", f"/nodes/{address}")
        assert node.peers() == []
    return nodes


def test_ten_new_blocks_cost_one_request_and_few_bytes(pair):
    ours, theirs = pair
    for _ in range(10):
        theirs.mine()
    with relay(theirs.address) as way:
        ours.register(way.address)
        assert ours.resolve().verdicts == {way.address: "taken"}
        assert way.connections == 1
        assert way.asked.startswith(b"GET /chain?after=%d-" % LENGTH)
        assert len(way.asked) < 3_000
        assert len(way.answered) < 4_000
        assert ours.get("/chain").body == theirs.get("/chain").body
        # And if nothing is new, it costs next to nothing.
        way.forget()
        assert ours.resolve().verdicts == {way.address: "not longer"}
        assert ours.resolve().lengths == {way.address: LENGTH + 10}
        assert way.connections == 2
        assert len(way.answered) < 2 * 1_000
    assert len(theirs.get("/chain").body) > 50 * 4_000


def test_a_fork_costs_bytes_in_proportion_to_it(pair):
    ours, theirs = pair
    for _ in range(20):
        ours.mine()
    for _ in range(30):
        theirs.mine()
    with relay(theirs.address) as way:
        ours.register(way.address)
        resolution = ours.resolve()
        assert resolution.verdicts == {way.address: "taken"}
        assert resolution.lengths == {way.address: LENGTH + 30}
        assert way.connections == 1
        assert len(way.answered) < 15_000
    assert ours.chain() == theirs.chain()


def test_a_whole_other_chain_is_taken_too(start_node, start_peer):
    """Nothing but the first block is shared."""
    ours, theirs = start_node(), start_node()
    assert_taken(ours, start_peer(serving(forged_chain(20, name="ours"))), forged_chain(20, name="ours"))
    assert_taken(theirs, start_peer(serving(forged_chain(25, name="theirs"))), forged_chain(25, name="theirs"))
    with relay(theirs.address) as way:
        ours.register(way.address)
        assert ours.resolve().verdicts[way.address] == "taken"
        assert way.connections == 1
    assert ours.chain() == theirs.chain()


def test_a_node_of_another_difficulty_is_named(start_node):
    ours, harder = start_node(difficulty=1), start_node(difficulty=2)
    harder.mine()
    assert_kept(ours, harder.address, "^of another network: its difficulty is 2, and ours is 1$")
    ours.mine(), ours.mine()
    assert_kept(harder, ours.address, "^of another network: its difficulty is 1, and ours is 2$")


def test_a_tutorial_node_is_asked_the_same_and_read_as_ever(node, tutorial_node):
    tutorial_node.mine()
    tutorial_node.mine()
    with relay(tutorial_node.address) as way:
        node.register(way.address)
        assert node.resolve().verdicts == {way.address: "taken"}
        assert way.connections == 1
        assert way.asked.startswith(b"GET /chain?after=1-")
    assert node.chain() == tutorial_node.chain()


# MARK: - What is answered


def test_the_answer_is_what_follows_the_newest_block_that_is_known(node, start_peer):
    chain = forged_chain(12)
    assert_taken(node, start_peer(serving(chain)), chain)
    other = extended(forged_chain(8), 14)
    cases = [
        (locator(chain, 12, 5, 1), 12), (locator(chain, 5, 1), 5), (locator(chain, 1), 1),
        (locator(other, 14, 12, 10, 9, 8, 7, 1), 8), (locator(other, 14, 9, 1), 1),
        (locator(other, 14, 10), 0), ("999999999-" + "0" * 64, 0),
    ]  # fmt: skip
    for after, height in cases:
        for above in (0, 5, 11):
            value = fork_answer(node, after, above)
            assert (value["after"], value["chain"], value["length"]) == (height, chain[height:], 12)
        for above in (12, 13, 2**63 - 1):
            value = fork_answer(node, after, above)
            assert (value["after"], value["chain"], value["length"]) == (height, [], 12)
    assert node.get(f"/chain?after={locator(chain, 9)}").json()["chain"] == chain[9:]


def test_the_answer_says_who_answers(node):
    node.mine()
    chain = node.chain()
    status = fork_answer(node, locator(chain, 1), 0)["forgechain"]
    port = int(node.address.rsplit(":", 1)[1])
    assert status["difficulty"] == 2
    assert (status["length"], status["port"]) == (2, port)
    assert (status["genesis"], status["tip"]) == (block_hash(chain[0]), block_hash(chain[1]))


def test_the_answer_is_written_as_the_chain_is(node):
    node.mine()
    chain = node.chain()
    body = node.get(f"/chain?above=1&after={locator(chain, 1)}").body.decode("ascii")
    assert body.endswith(f', "after": 1, "chain": [{canonical(chain[1])}], "length": 2}}\n')
    head = node.request("HEAD", f"/chain?above=1&after={locator(chain, 1)}")
    assert (head.status, head.body, head.header("Content-Length")) == (200, b"", str(len(body)))


_HASH = "0" * 64


@pytest.mark.parametrize(
    "query",
    ["after=", "after=1", f"after=0-{_HASH}", f"after=-1-{_HASH}", f"after=1-{_HASH[1:]}", f"after=1-{_HASH}0",
     f"after=1-{_HASH},2-{_HASH}", f"after=1-{'A' * 64}", f"after=1-{_HASH},", "above=5", "above=",
     f"after=1-{_HASH}&above=x", f"after=1-{_HASH}&above=-1", f"after=1-{_HASH}&above=9223372036854775808",
     f"after=1-{_HASH}&after=1-{_HASH}", f"after=1-{_HASH}&from=1", f"after=1-{_HASH}&limit=5", f"afer=1-{_HASH}",
     "after=" + ",".join(f"{100 - n}-{_HASH}" for n in range(65))],
)  # fmt: skip
def test_what_names_no_place_is_refused(shared_node, query):
    shared_node.get("/chain?" + query).assert_refusal(400, "query")


# MARK: - Peers that lie about where they go on


def status_of(chain, difficulty=2):
    return {
        "difficulty": difficulty, "genesis": block_hash(chain[0]), "gossip": False, "instance": "a" * 32,
        "length": len(chain), "port": 5000, "tip": block_hash(chain[-1]), "version": "9.9",
    }  # fmt: skip


def going_on(chain, after, blocks, length=None, **status):
    """The answer of a node like ours, which need not be true."""
    return saying(
        json.dumps(
            {
                "forgechain": {**status_of(chain), **status},
                "after": after,
                "chain": blocks,
                "length": len(chain) if length is None else length,
            }
        ).encode()
    )


def test_a_true_answer_is_taken(node, start_peer):
    chain = forged_chain(6)
    assert_taken(node, start_peer(going_on(chain, 1, chain[1:])), chain)
    longer = extended(chain, 9)
    assert_taken(node, start_peer(going_on(longer, 6, longer[6:])), longer)


LIES = {
    "a place that was not named": (lambda chain: (chain, 4, chain[4:]), "after block 4, which was not named to it$"),
    "a place above our tip": (lambda chain: (chain, 9, chain[9:]), "after block 9, which was not named to it$"),
    "no place": (lambda chain: (chain, None, chain[3:]), "does not say after which block"),
    "a place that is not the fork": (lambda chain: (chain, 2, chain[3:]), "^refused at block 3: its index is 4$"),
    "another chain's blocks": (
        lambda chain: (forged_chain(8, name="x"), 3, forged_chain(8, name="x")[3:]),
        "^refused at block 4: previous_hash is not the hash of block 3$",
    ),
    "no blocks of a longer chain": (lambda chain: (chain, 3, []), "its chain has 8 blocks, it says, and it sent none"),
    "one block twice": (lambda chain: (chain, 3, [chain[3], chain[3]]), "^refused at block 5: its index is 4$"),
    "a proof that does not fit": (
        lambda chain: (chain, 3, [{**chain[3], "proof": 1}, *chain[4:]]),
        "^refused at block 4: its proof does not fit$",
    ),
    "a block that we have, changed": (
        lambda chain: (chain, 1, [{**chain[1], "x": 1}, *chain[2:]]),
        "^refused at block 3: previous_hash",
    ),
}


@pytest.mark.parametrize("lie, verdict", LIES.values(), ids=LIES.keys())
def test_a_lie_is_named(node, start_peer, lie, verdict):
    chain = forged_chain(8)
    assert_taken(node, start_peer(serving(chain[:3])), chain[:3])
    assert_kept(node, start_peer(going_on(*lie(chain))), verdict)
    good = start_peer(going_on(chain, 3, chain[3:]))
    node.register(good.address)
    assert node.resolve().verdicts[good.address] == "taken"
    assert node.chain() == chain
