"""To which addresses a node connects: --allow-peers; and where a peer's redirects lead it."""

import json

import pytest

from EndToEnd.test_token import RIGHT, node, token_file  # noqa: F401
from support.chains import GENESIS
from support.commands import complaint
from support.gossip import GOSSIP, message
from support.peers import refusing_address, saying, serving
from support.waiting import eventually


def test_an_address_outside_is_not_registered(start_node, start_peer):
    node = start_node("--allow-peers", "10.0.0.0/8,fd00::/8", "--allow-peers", "192.168.0.7")
    peer = start_peer(serving([GENESIS]))
    for address in (peer.address, "[::1]:5000", "169.254.169.254:80", "[::ffff:127.0.0.1]:5000"):
        answer = node.post("/nodes/register", {"nodes": ["http://10.1.2.3:5000", f"http://{address}"]})
        assert answer.status == 400
        said = json.loads(answer.body)["error"]
        assert "is none of the addresses that this node connects to: --allow-peers is 10.0.0.0/8,fd00::/8,192.168" in said
    assert node.peers() == []
    assert peer.heads == []


def test_a_name_counts_by_what_it_is_resolved_to(start_node, start_peer):
    node = start_node("--allow-peers", "10.0.0.0/8")
    peer = start_peer(serving([GENESIS]))
    name = f"localhost:{peer.address.rsplit(':', 1)[1]}"
    node.register(name)
    verdict = node.resolve().verdicts[name]
    assert verdict.startswith("not connected: its address, ") and verdict.endswith(", is in no range of --allow-peers")
    assert peer.heads == []


def test_whoever_is_inside_is_a_peer(start_node, start_peer):
    node = start_node("--allow-peers", "127.0.0.0/8,::1")
    peer = start_peer(serving([GENESIS]))
    node.register(peer.address)
    assert node.resolve().verdicts[peer.address] == "not longer"


def test_a_stranger_outside_is_not_looked_at(start_node, start_listener):
    node = start_node("--gossip", "--discover", "--allow-peers", "10.0.0.0/8", "--log-level", "debug")
    stranger, other = start_listener(), start_node()
    for _ in range(3):
        said = message(port=stranger.status["port"], length=50, tip="f" * 64)
        assert node.post(GOSSIP, said).status == 200
    # What is announced to a node is looked at within two seconds.
    other.get("/mine?count=2")
    eventually(lambda: node.get("/status").json()["uptime"] >= 3, "two looks")
    assert stranger.heads == []


@pytest.mark.parametrize("ranges", ["10.0.0.0/33", "", "10.0.0.0/8,", "example.org", "10.0.0.1/8"])
def test_ranges_are_read_strictly(ranges):
    said = complaint("--ephemeral", "--allow-peers", ranges, status=64)
    assert "--allow-peers" in said and "is not a range of addresses" in said


def test_a_peer_outside_is_no_peer_from_the_start():
    said = complaint("--ephemeral", "--allow-peers", "10.0.0.0/8", "--peer", "127.0.0.1:5000", status=64)
    assert "127.0.0.1 is none of the addresses that this node connects to" in said


# MARK: - Redirects


def redirecting(place: str, chain=None):
    """A peer that sends everybody elsewhere, except for those who ask for /chain/."""

    def script(connection, over, head):
        if chain is not None and head.startswith(b"GET /chain/"):
            return serving(chain)(connection, over)
        return saying(b"", "308 Permanent Redirect", [("Location", place)])(connection, over)

    return script


def test_a_redirect_to_another_path_is_followed(start_node, start_peer):
    """As the tutorial's client does; its framework sends /chain to /chain/ if it was written so."""
    other = start_node()
    other.get("/mine?count=2")
    chain = other.chain()
    peer = start_peer(saying(b""))
    script = redirecting("/chain/", chain)
    peer.play = lambda connection, head, body: script(connection, peer._over, head)
    node = start_node()
    node.register(peer.address)
    assert node.resolve().verdicts[peer.address] == "taken"
    assert node.chain() == chain
    assert [head.split()[1][:7] for head in peer.heads] == [b"/chain?", b"/chain/"]


def test_a_redirect_elsewhere_is_a_verdict(start_node, start_peer):
    target = start_peer(serving([GENESIS]))
    peers = [
        start_peer(saying(b"", "302 Found", [("Location", place)]))
        for place in (f"http://{target.address}/chain", "/chain")
    ]
    node = start_node()
    node.register(*(peer.address for peer in peers))
    verdicts = node.resolve().verdicts
    assert verdicts[peers[0].address] == (
        f"redirects to http://{target.address}/chain, and only another path of the same host and port is followed"
    )
    assert verdicts[peers[1].address] == "redirects more than 2 times"
    assert target.heads == []
    assert (len(peers[0].heads), len(peers[1].heads)) == (1, 3)


# MARK: - What strangers learn


def test_without_the_token_nobody_learns_what_listens_where(node, start_peer):
    peer = start_peer(saying(b"", "403 Forbidden"))
    with refusing_address() as dead:
        told_apart(node, peer.address, dead)


def told_apart(node, answering: str, dead: str) -> None:
    body = json.dumps({"nodes": [answering, dead]}).encode()
    assert node.request("POST", "/nodes/register", body, RIGHT).status == 201
    assert node.get("/nodes/resolve").status == 401
    told = node.request("GET", "/nodes/resolve", None, RIGHT).json()["peers"]
    assert [each["verdict"] for each in told] == ["answered with status 403", "unreachable"]
    assert [each["fault"] for each in node.get("/nodes").json()["peers"]] == ["no chain there", "no chain there"]
    seen = node.request("GET", "/nodes", None, RIGHT).json()["peers"]
    assert [each["fault"] for each in seen] == ["answered with status 403", "unreachable"]
    wrong = node.request("GET", "/nodes", None, [("Authorization", "Bearer 0123456789abcdef")]).json()["peers"]
    assert [each["fault"] for each in wrong] == ["no chain there", "no chain there"]


def test_without_a_token_file_everybody_sees_the_reason(start_node, start_peer):
    node = start_node()
    peer = start_peer(saying(b"", "403 Forbidden"))
    node.register(peer.address)
    node.resolve()
    assert [each["fault"] for each in node.get("/nodes").json()["peers"]] == ["answered with status 403"]
