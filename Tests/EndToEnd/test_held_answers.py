"""What a node holds of its peers' answers while they arrive."""

import pytest

from support.chains import forged_chain
from support.peers import head_bytes, saying, sending, serving
from support.waiting import eventually
from support.wire import request_bytes

pytestmark = pytest.mark.measured

MEBIBYTE = 1 << 20

#: The beginning of an answer that never ends: a string as long as a block may be.
_ENDLESS = head_bytes("200 OK", [("Content-Type", "application/json")]) + b'{"chain":["' + b"a" * 15_900_000


@pytest.mark.limit(120)
def test_answers_without_an_end_take_little_memory_and_keep_out_nobody(start_node, start_peer):
    node = start_node("--peer-timeout", "10")
    hostile = [start_peer(sending(_ENDLESS, keep_open=True)) for _ in range(127)]
    honest = start_peer(serving(forged_chain(20)))
    node.register(*(peer.address for peer in hostile), honest.address)
    before = node.memory_bytes()
    verdicts = node.resolve().verdicts
    assert verdicts[honest.address] == "taken"
    assert all(verdicts[peer.address].startswith(("given up", "timed out")) for peer in hostile)
    assert node.peak_memory_bytes() < 256 * MEBIBYTE
    eventually(lambda: node.memory_bytes() < before + 16 * MEBIBYTE, "the memory is given back")


def test_long_chunks_of_all_peers_are_not_gathered(start_node, start_peer):
    chunked = head_bytes("200 OK", [("Transfer-Encoding", "chunked")])
    hostile = [start_peer(sending(chunked + b"700000\r\n" + b" " * 0x6F_FFFF, keep_open=True)) for _ in range(32)]
    node = start_node("--peer-timeout", "2")
    honest = start_peer(saying(b'{"chain": [], "length": 0}'))
    node.register(*(peer.address for peer in hostile), honest.address)
    node.resolve()
    assert node.peak_memory_bytes() < 128 * MEBIBYTE


@pytest.mark.limit(180)
def test_long_blocks_of_many_small_things_are_parsed_one_at_a_time(start_node, start_peer):
    """Each takes 20 times its length while it is parsed."""
    body = b'{"chain":[{"index":1,"transactions":[' + b"{}," * 650_000 + b"{}]}]}"
    head = head_bytes("200 OK", [("Content-Length", str(len(body)))])
    peers = [start_peer(sending(head + body)) for _ in range(8)]
    node = start_node("--peer-timeout", "60")
    node.register(*(peer.address for peer in peers))
    with node.connect() as connection:
        # A debug build parses them in a quarter of a minute beside other tests.
        connection.socket.settimeout(150)
        connection.send(request_bytes("GET", "/nodes/resolve"))
        found = connection.read_answer().json()["peers"]
    assert len(found) == 8
    assert all(each["verdict"].startswith(("refused", "given up")) for each in found)
    assert node.peak_memory_bytes() < 160 * MEBIBYTE
