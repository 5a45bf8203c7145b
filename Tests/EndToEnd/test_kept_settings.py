"""What is stored besides chain and transactions: the network's parameters, the node's name and its peers."""

import re
from pathlib import Path

import pytest

from support.chains import GENESIS, block_hash
from support.commands import complaint
from support.directories import DATABASE, contents, edit
from support.nodes import Node

#: Flags of a node in a directory; the directory follows.
PLACE = ["-p", "0", "--host", "127.0.0.1", "--difficulty", "2", "--data-dir"]


# MARK: - Whose network it is


def kept_chain(start_kept, directory: Path) -> tuple[bytes, dict[str, list]]:
    """A directory with some of everything; the answer to GET /chain, and what is stored."""
    node = start_kept()
    node.register("127.0.0.1:5001")
    node.pay("alice", "bob", 5)
    node.mine()
    node.pay("bob", "carol", 2.5)
    chain = node.get("/chain").body
    assert node.stop() == 0
    edit(directory)
    return chain, contents(directory)


def test_another_difficulty_is_refused(start_kept, directory):
    chain, before = kept_chain(start_kept, directory)
    file = (directory / DATABASE).read_bytes()
    said = complaint(*PLACE, str(directory), "--difficulty", "3", status=1)
    assert str(directory) in said and "difficulty 2" in said and "difficulty 3" in said
    assert contents(directory) == before
    assert (directory / DATABASE).read_bytes() == file
    said = complaint(*PLACE, str(directory), "--rules", "article", status=1)
    assert said.removeprefix("Error: ").removeprefix("forgechain: ") == (
        f"{directory / DATABASE} was made with rules tutorial, and this node has rules article. "
        "Start it with --rules tutorial, or give it another --data-dir."
    )
    assert contents(directory) == before
    node = start_kept()
    assert node.get("/chain").body == chain
    assert [each["recipient"] for each in node.mined_payments()] == ["carol"]


def test_another_difficulty_is_refused_after_a_crash_too(start_kept, directory):
    node = start_kept()
    node.mine()
    payment = node.pay("alice", "bob", 5)
    node.kill()
    complaint(*PLACE, str(directory), "--difficulty", "3", status=1)
    assert start_kept().mined_payments() == [payment]


def test_another_genesis_is_refused(start_kept, directory):
    kept_chain(start_kept, directory)
    theirs = block_hash({**GENESIS, "timestamp": 0.5})
    file = edit(directory, "UPDATE parameter SET value = ? WHERE name = 'genesis'", theirs)
    before = file.read_bytes()
    said = complaint(*PLACE, str(directory), status=1)
    assert str(directory) in said and theirs in said and block_hash(GENESIS) in said
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["difficulty", "genesis"])
def test_a_missing_parameter_is_damage(start_kept, directory, name):
    kept_chain(start_kept, directory)
    file = edit(directory, "DELETE FROM parameter WHERE name = ?", name)
    said = complaint(*PLACE, str(directory), status=1)
    assert str(file) in said and name in said


def test_a_directory_of_a_later_version_is_refused(start_kept, directory):
    kept_chain(start_kept, directory)
    file = edit(directory, "INSERT INTO grdb_migrations (identifier) VALUES ('tables to come')")
    before = file.read_bytes()
    said = complaint(*PLACE, str(directory), status=1)
    assert str(file) in said and "later version" in said
    assert file.read_bytes() == before


# MARK: - The name of the node


def name_of(node: Node) -> str:
    name = re.fullmatch(r"Forgechain (.*) listens on", node.greeting)[1]
    assert node.mine()["transactions"][-1]["recipient"] == name
    assert node.get("/health").json()["node"] == name
    return name


def test_a_node_keeps_its_name(start_kept, end):
    first = start_kept()
    name = name_of(first)
    assert re.fullmatch("[0-9a-f]{32}", name)
    end(first)
    assert name_of(start_kept()) == name


def test_a_name_that_was_never_used_is_kept(start_kept):
    first = start_kept()
    first.kill()
    assert start_kept().greeting == first.greeting


def test_a_name_that_is_given_wins_and_is_kept(start_kept, end):
    names = []
    for flags in ([], ["--node-id", "Zoë's node"], [], ["--node-id", "0x0"], []):
        node = start_kept(*flags)
        names.append(name_of(node))
        end(node)
    assert names[1:] == ["Zoë's node", "Zoë's node", "0x0", "0x0"]


# MARK: - Peers

PEERS = ["127.0.0.1:5009", "node2:5000", "127.0.0.1:5001", "[::1]:5003", "a.example:80", "127.0.0.1:5000"]


def test_registered_peers_are_kept_in_order(start_kept, end):
    node = start_kept()
    node.register(*PEERS[:3])
    for address in PEERS[3:]:
        node.register(address, PEERS[0])
    assert node.peers() == PEERS
    end(node)
    node = start_kept()
    assert node.peers() == PEERS
    assert node.register(PEERS[1], "c.example:5000") == [*PEERS, "c.example:5000"]
    end(node)
    assert start_kept().peers() == [*PEERS, "c.example:5000"]


def test_a_peer_of_the_command_line_is_not_kept(start_kept):
    node = start_kept("--peer", "node9:5000")
    assert node.register("node2:5000") == ["node9:5000", "node2:5000"]
    assert node.stop() == 0
    assert start_kept().peers() == ["node2:5000"]


def test_a_peer_of_the_command_line_that_is_registered_too_is_kept(start_kept):
    node = start_kept("--peer", "node9:5000")
    assert node.register("node2:5000", "node9:5000") == ["node9:5000", "node2:5000"]
    node.kill()
    assert start_kept("--peer", "node8:5000").peers() == ["node8:5000", "node2:5000", "node9:5000"]


def test_refused_peers_are_not_kept(start_kept):
    node = start_kept()
    assert node.post("/nodes/register", {"nodes": ["node2:5000", "https://node3"]}).status == 400
    assert node.post("/nodes/register", {"nodes": [f"node{n}:5000" for n in range(129)]}).status == 400
    node.kill()
    assert start_kept().peers() == []


def test_the_command_line_comes_first_when_there_are_too_many_peers(start_kept):
    kept = [f"node{n}:5000" for n in range(128)]
    node = start_kept()
    node.register(*kept)
    node.kill()
    node = start_kept("--peer", "first:5000")
    assert node.peers() == ["first:5000", *kept[:-1]]
    node.logs(kept[-1])
    assert node.stop() == 0
    assert start_kept().peers() == kept
