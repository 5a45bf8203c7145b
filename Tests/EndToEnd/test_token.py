"""Who may change something: a node that was started with a token, and the port that only reads."""

import json
import re
import socket
import subprocess

import pytest

from EndToEnd.test_origin import CHANGES, assert_unchanged
from support.chains import GENESIS
from support.commands import complaint, run
from support.gossip import status
from support.nodes import Node, forgechain_binary
from support.waiting import SOON, eventually
from support.wire import Connection, request_bytes

SECRET = "5f1d2c3b4a596877-._~+/=="
RIGHT = [("Authorization", f"Bearer {SECRET}")]

#: What only other nodes send.
ANNOUNCED = {"/gossip"}


@pytest.fixture
def token_file(tmp_path):
    path = tmp_path / "token"
    path.write_text(f" {SECRET}\r\n")
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def node(start_node, token_file):
    return start_node("--token-file", token_file, difficulty=1)


def test_without_the_token_nothing_changes(node):
    for method, target, body in CHANGES:
        if target in ANNOUNCED:
            continue
        for headers, challenge in (
            ([], 'Bearer realm="forgechain"'),
            ([("Authorization", "Bearer 5f1d2c3b4a596877")], 'Bearer realm="forgechain", error="invalid_token"'),
            ([("Authorization", f"Basic {SECRET}")], 'Bearer realm="forgechain", error="invalid_token"'),
        ):
            answer = node.request(method, target, body, headers)
            answer.assert_refusal(401, "--token-file")
            assert answer.header("WWW-Authenticate") == challenge
            assert SECRET not in answer.error
    assert_unchanged(node)


def test_reading_stays_open(node):
    for target in ("/chain", "/status", "/nodes", "/blocks", "/transactions/pending", "/metrics", "/"):
        assert node.get(target).status == 200
    assert node.request("POST", "/blocks/explain", json.dumps(GENESIS).encode()).status == 200
    assert node.request("OPTIONS", "/mine").status == 204


def test_with_the_token_everything_is_done(node):
    for method, target, body in CHANGES:
        if target not in ANNOUNCED:
            assert node.request(method, target, body, RIGHT).status in (200, 201)
    assert len(node.chain()) == 1 + 1 + 2 + 1


def test_nodes_gossip_without_it(start_node, token_file):
    first = start_node("--gossip", "--token-file", token_file, difficulty=1)
    second = start_node("--gossip", "--peer", first.address, difficulty=1)
    assert first.request("POST", "/nodes/register", b'{"nodes": ["%s"]}' % second.address.encode(), RIGHT).status == 201
    second.mine()
    eventually(lambda: len(first.chain()) == 2, "the block has come")
    assert first.request("POST", "/mine", b"", RIGHT).status == 200
    eventually(lambda: len(second.chain()) == 3, "the other block has come")
    word = {"forgechain": status(second), "transactions": []}
    assert first.post("/gossip", word).status == 200


def test_the_client_sends_it(node, token_file):
    at = ["--node", f"http://{node.address}"]
    for command in (["mine"], ["send", "a", "b", "1"], ["resolve"], ["peers", "--add", "127.0.0.1:1"]):
        refused = run(*command, *at)
        assert refused.returncode == 1
        assert "--token-file" in refused.stderr
        assert run(*command, *at, "--token-file", token_file).returncode == 0
    assert run("chain", *at).returncode == 0
    assert len(node.chain()) == 2


@pytest.mark.parametrize("mode", [0o602, 0o620, 0o622, 0o666, 0o777])
def test_a_file_that_others_can_write_is_refused(tmp_path, mode):
    path = tmp_path / "token"
    path.write_text(SECRET)
    path.chmod(mode)
    for command in (["-p", "0", "--host", "127.0.0.1", "--ephemeral"], ["mine"]):
        said = complaint(*command, "--token-file", str(path), status=1)
        assert f"mode 0{mode:o}" in said
        assert f"chmod 600 {path}" in said


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640, 0o601])
def test_its_group_may_read_it(start_node, tmp_path, mode):
    path = tmp_path / "token"
    path.write_text(SECRET)
    path.chmod(mode)
    node = start_node("--token-file", str(path))
    assert node.request("POST", "/mine", b"", RIGHT).status == 200
    node.stop()
    assert "chmod" not in node.errors


@pytest.mark.parametrize("mode", [0o644, 0o444, 0o604])
def test_one_that_others_can_read_is_taken_with_a_warning(start_node, tmp_path, mode):
    # So are the secrets of container systems.
    path = tmp_path / "token"
    path.write_text(SECRET)
    path.chmod(mode)
    node = start_node("--token-file", str(path))
    assert node.get("/mine").status == 401
    assert node.request("POST", "/mine", b"", RIGHT).status == 200
    assert run("mine", "--node", f"http://{node.address}", "--token-file", str(path)).returncode == 0
    node.stop()
    assert f"can read the token (mode 0{mode:o}): chmod 600 {path}" in node.errors
    assert SECRET not in node.errors


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "0 characters"),
        ("\n \n", "0 characters"),
        ("secret", "6 characters"),
        ("x" * 1025, "1025 characters"),
        ("x" * 5000, "more than 4096 bytes"),
        ("one token\nand another", "letters, digits"),
        ("päßword-päßword-päßword", "letters, digits"),
    ],
)
def test_what_is_no_token_is_refused(tmp_path, text, what):
    path = tmp_path / "token"
    path.write_text(text)
    path.chmod(0o600)
    said = complaint("-p", "0", "--host", "127.0.0.1", "--ephemeral", "--token-file", str(path), status=1)
    assert what in said
    assert not text.strip() or text.strip() not in said


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "No such file" in complaint("-p", "0", "--ephemeral", "--token-file", str(tmp_path / "none"), status=1)
    assert "directory" in complaint("-p", "0", "--ephemeral", "--token-file", str(tmp_path), status=1)


def test_a_pipe_will_do(node):
    script = 'printf "%s\\n" "$1" | "$2" mine --node "$3" --token-file /dev/stdin'
    command = ["sh", "-c", script, "sh", SECRET, str(forgechain_binary()), f"http://{node.address}"]
    assert subprocess.run(command, timeout=SOON, check=False).returncode == 0
    assert len(node.chain()) == 2


# MARK: - The port that only reads


def reading_port(node: Node) -> int:
    return int(re.search(r" Port (\d+) only reads\.", node.output)[1])


def ask(node: Node, method: str, target: str, body: bytes | None = None, headers=()):
    with Connection("127.0.0.1", reading_port(node)) as connection:
        connection.send(request_bytes(method, target, body, headers))
        return connection.read_answer(method)


def test_a_second_port_only_reads(start_node):
    node = start_node("--gossip", "--read-only-port", "0", difficulty=1)
    for method, target, body in CHANGES:
        answer = ask(node, method, target, body)
        answer.assert_refusal(403, "This port only reads")
        assert str(node.port) not in answer.error
    assert_unchanged(node)
    node.mine()
    for target in ("/chain", "/status", "/"):
        assert ask(node, "GET", target).body == node.get(target).body
    assert ask(node, "POST", "/blocks/explain", json.dumps(GENESIS).encode()).status == 200


def test_its_port_is_another_one():
    assert "--read-only-port" in complaint("-p", "5001", "--read-only-port", "5001", "--ephemeral", status=64)


def test_a_port_that_is_taken_is_refused():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        place = ["-p", "0", "--host", "127.0.0.1", "--ephemeral"]
        assert port in complaint(*place, "--read-only-port", port)
