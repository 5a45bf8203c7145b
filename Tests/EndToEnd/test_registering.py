"""Peers by address: what is accepted as one, how it is written, and what is refused."""

import json

import pytest

from support.limits import limits

#: The maximum number of peers, and of entries accepted at once.
MAXIMUM_COUNT = 128

ACCEPTED = {
    "http://127.0.0.1:5001": "127.0.0.1:5001",
    "http://127.0.0.1:5001/": "127.0.0.1:5001",
    "127.0.0.1:5001": "127.0.0.1:5001",
    "127.0.0.1:5001/": "127.0.0.1:5001",
    "localhost:5001": "localhost:5001",
    "http://localhost:5001": "localhost:5001",
    "node2:5000": "node2:5000",
    "http://node2:5000/": "node2:5000",
    "node-2.example.org:1": "node-2.example.org:1",
    "127.0.0.1:65535": "127.0.0.1:65535",
    "[::1]:5002": "[::1]:5002",
    "http://[::1]:5002": "[::1]:5002",
    "http://[::1]:5002/": "[::1]:5002",
    "http://192.168.0.5": "192.168.0.5:80",
    "http://192.168.0.5/": "192.168.0.5:80",
    "http://node2.example:": "node2.example:80",
    "http://[::1]": "[::1]:80",
}

REFUSED = [
    "",
    " ",
    "/",
    "//",
    "http://",
    "http:///",
    "127.0.0.1",
    "localhost",
    "5001",
    ":5001",
    "http://:5001",
    "127.0.0.1:",
    "https://127.0.0.1",
    "https://127.0.0.1:5001",
    "http://127.0.0.1:443",
    "127.0.0.1:443",
    "ftp://127.0.0.1:5001",
    "file:///etc/passwd",
    "unix:/run/socket",
    "://127.0.0.1:5001",
    "//127.0.0.1:5001",
    "http:/127.0.0.1:5001",
    "http:127.0.0.1:5001",
    "http://http://127.0.0.1:5001",
    "http://127.0.0.1:5001/chain",
    "http://127.0.0.1:5001//",
    "127.0.0.1:5001/chain",
    "127.0.0.1:5001?",
    "127.0.0.1:5001?x=1",
    "127.0.0.1:5001#x",
    "http://127.0.0.1:5001/?x=1",
    "127.0.0.1:0",
    "127.0.0.1:65536",
    "127.0.0.1:99999999999999999999",
    "127.0.0.1:-1",
    "127.0.0.1:+5001",
    "127.0.0.1:5001x",
    "127.0.0.1:0x1389",
    "127.0.0.1:50 01",
    "127.0.0.1:5001:5002",
    "127.0.0.1:٥٠٠١",
    " 127.0.0.1:5001",
    "127.0.0.1:5001 ",
    "127.0.0.1 :5001",
    "local host:5001",
    "\t127.0.0.1:5001",
    "127.0.0.1:5001\n",
    "127.0.0.1:5001\r\nX: y",
    "127.0.0.1\r\nX: y:5001",
    "local\x00host:5001",
    "localhost:5001\x00",
    "local\x7fhost:5001",
    "local\x1fhost:5001",
    "user@localhost:5001",
    "http://user:password@127.0.0.1:5001",
    "@localhost:5001",
    "[::1]",
    "[::1",
    "::1]:5002",
    "[::1]5002",
    "[::1]:",
    "[::1]:0",
    "[]:5002",
    "[::zz]:5002",
    "[127.0.0.1]:5002",
    "[localhost]:5002",
    "[::1]x:5002",
    "[[::1]]:5002",
    "local\\host:5001",
    "local/host:5001",
    "local%68ost:5001",
    "local\"host:5001",
    "<localhost>:5001",
    "löcalhost:5001",
    "local\ud800host:5001",
    "x" * 300 + ":5001",
    "x" * 60_000 + ":5001",
]

NOT_STRINGS = [None, True, 5001, 1.5, [], ["127.0.0.1:5001"], {}, {"address": "127.0.0.1:5001"}]


@pytest.mark.parametrize("address, written", ACCEPTED.items(), ids=ACCEPTED.keys())
def test_an_address_is_written_down_in_one_way(node, address, written):
    answer = node.post("/nodes/register", {"nodes": [address]})
    assert answer.status == 201
    assert answer.json() == {"message": "New nodes have been added", "total_nodes": [written]}
    assert node.peers() == [written]


@pytest.mark.parametrize("address", REFUSED, ids=lambda address: ascii(address[:30]))
def test_what_is_no_address_is_refused(shared_node, address):
    before = shared_node.peers()
    answer = shared_node.post("/nodes/register", {"nodes": [address]})
    assert answer.status == 400
    assert answer.error
    assert shared_node.peers() == before


@pytest.mark.parametrize("address", NOT_STRINGS, ids=repr)
def test_what_is_no_string_is_refused(shared_node, address):
    before = shared_node.peers()
    answer = shared_node.post("/nodes/register", {"nodes": [address]})
    assert answer.status == 400
    assert answer.error
    assert shared_node.peers() == before


@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize("bad", ["https://127.0.0.1:5003", "127.0.0.1:0", "", 5003])
def test_a_list_is_taken_as_a_whole_or_not_at_all(node, bad, position):
    node.register("127.0.0.1:4999")
    addresses = ["127.0.0.1:5001", "127.0.0.1:5002"]
    addresses.insert(position, bad)
    assert node.post("/nodes/register", {"nodes": addresses}).status == 400
    assert node.peers() == ["127.0.0.1:4999"]


def test_registering_twice_adds_nothing(node):
    node.register("127.0.0.1:5001", "node2:5000")
    assert sorted(node.register("node2:5000", "127.0.0.1:5001")) == ["127.0.0.1:5001", "node2:5000"]
    assert sorted(node.peers()) == ["127.0.0.1:5001", "node2:5000"]


def test_one_peer_in_many_spellings_is_one_peer(node):
    spellings = ["http://127.0.0.1:5001", "127.0.0.1:5001", "http://127.0.0.1:5001/", "127.0.0.1:5001"]
    assert node.register(*spellings) == ["127.0.0.1:5001"]
    assert node.register(*reversed(spellings)) == ["127.0.0.1:5001"]


def test_total_nodes_are_all_of_them(node):
    addresses = [f"127.0.0.1:{port}" for port in range(5001, 5011)]
    for n, address in enumerate(addresses, 1):
        assert sorted(node.register(address)) == addresses[:n]
    assert sorted(node.peers()) == addresses


def test_registering_asks_the_peers_nothing(node, start_peer):
    peer = start_peer(lambda connection, over: None)
    node.register(peer.address)
    node.mine()
    node.chain()
    assert peer.heads == []


def test_a_very_long_list_does_no_harm(start_node):
    node = start_node(*limits(registration_bytes=2 << 20))
    addresses = [f"127.0.0.1:{port}" for port in range(1, 50_001)]
    answer = node.post("/nodes/register", {"nodes": addresses})
    assert answer.status == 201 or 400 <= answer.status < 500, answer
    assert len(node.peers()) in (0, 50_000)
    node.assert_serves()


def test_as_many_entries_as_peers_may_be_sent_at_once(node):
    addresses = [f"127.0.0.1:{port}" for port in range(5001, 5001 + MAXIMUM_COUNT)]
    assert sorted(node.register(*addresses)) == addresses
    assert sorted(node.register(*addresses)) == addresses


@pytest.mark.parametrize("distinct", [1, 2, MAXIMUM_COUNT, MAXIMUM_COUNT + 1])
def test_more_entries_than_that_are_refused_however_few_peers_they_name(node, distinct):
    node.register("127.0.0.1:4999")
    addresses = [f"127.0.0.1:{5001 + n % distinct}" for n in range(MAXIMUM_COUNT + 1)]
    answer = node.post("/nodes/register", {"nodes": addresses})
    assert answer.status == 400
    assert str(MAXIMUM_COUNT) in answer.error
    assert node.peers() == ["127.0.0.1:4999"]


ENDLESS_CHARACTERS = {
    "combining marks": "e" + "\u0301" * 300_000,
    "combining marks at the end": "127.0.0.1:5001" + "\u0301" * 300_000,
    "joined emoji": "\U0001f469" + "\u200d\U0001f469" * 80_000,
    "letters": "x" * 600_000,
}


@pytest.mark.parametrize("address", ENDLESS_CHARACTERS.values(), ids=ENDLESS_CHARACTERS.keys())
def test_a_refusal_is_short_however_long_what_it_refuses(start_node, address):
    """What looks like one character can be as long as the request. The sentence quotes it, and so do its values."""
    node = start_node(*limits(registration_bytes=2 << 20))
    body = json.dumps({"nodes": [address]}, ensure_ascii=False).encode()
    assert len(body) > 550_000
    answer = node.request("POST", "/nodes/register", body)
    assert answer.status == 400
    assert answer.error
    assert len(answer.body) < 4_096
    assert node.peers() == []


def test_peers_of_the_command_line_are_registered(start_node):
    node = start_node("--peer", "127.0.0.1:5001", "--peer", "http://[::1]:5002/", "--peer", "127.0.0.1:5001")
    assert sorted(node.peers()) == ["127.0.0.1:5001", "[::1]:5002"]
    assert sorted(node.register("node2:5000")) == ["127.0.0.1:5001", "[::1]:5002", "node2:5000"]
