"""The command line: what it prints, what it refuses, and how the node ends."""

import re
import signal
import subprocess

import pytest

from support.commands import CRASH, complaint, run
from support.nodes import forgechain_binary, running_node
from support.waiting import SOON, eventually
from support.wire import request_bytes

PLACE = ["-p", "0", "--host", "127.0.0.1", "--ephemeral"]

WRONG_FLAGS = {
    "an unknown flag": ["--fast"],
    "an unknown short flag": ["-z"],
    "a stray word": ["now"],
    "a port of letters": ["-p", "http"],
    "a negative port": ["-p", "-1"],
    "a port that is too high": ["--port", "65536"],
    "a port far too high": ["--port", "99999999999999999999"],
    "no port": ["--port"],
    "difficulty 0": ["--difficulty", "0"],
    "difficulty 17": ["--difficulty", "17"],
    "a negative difficulty": ["--difficulty", "-1"],
    "a difficulty of letters": ["--difficulty", "hard"],
    "a difficulty with a point": ["--difficulty", "4.5"],
    "no time for peers": ["--peer-timeout", "0"],
    "a negative time for peers": ["--peer-timeout", "-1"],
    "no number for the time": ["--peer-timeout", "nan"],
    "for ever": ["--peer-timeout", "inf"],
    "a time of letters": ["--peer-timeout", "soon"],
    "no threads": ["--miner-threads", "0"],
    "negative threads": ["--miner-threads", "-1"],
    "an unknown kernel": ["--kernel", "abacus"],
    "a kernel without a name": ["--kernel", ""],
    "a nameless node": ["--node-id", ""],
    "a node named as rewards are": ["--node-id", "0"],
    "an unknown log level": ["--log-level", "shout"],
    "a host that is none": ["--host", "999.1.1.1"],
    "a host with a space": ["--host", "local host"],
    "a host that isn't ours": ["--host", "192.0.2.1"],
}

WRONG_PEERS = ["", "https://127.0.0.1:5001", "https://node2", "127.0.0.1:443", "127.0.0.1:0", "127.0.0.1:65536", "a b:1", "127.0.0.1:1/chain"]


@pytest.mark.parametrize("flags", WRONG_FLAGS.values(), ids=WRONG_FLAGS.keys())
def test_wrong_flags_are_refused_in_one_line(flags):
    assert complaint(*PLACE, *flags)


@pytest.mark.parametrize("address", WRONG_PEERS)
def test_a_wrong_peer_is_refused_in_one_line(address):
    assert address in complaint(*PLACE, "--peer", "127.0.0.1:5001", "--peer", address)


def test_a_refusal_names_what_is_wrong():
    assert "17" in complaint(*PLACE, "--difficulty", "17")
    assert "65536" in complaint("--port", "65536", "--ephemeral")
    assert "shout" in complaint(*PLACE, "--log-level", "shout")
    assert re.search(r"abacus.*\bportable\b", complaint(*PLACE, "--kernel", "abacus"))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_port_in_use_is_refused_in_one_line(start_node, host):
    node = start_node(host=host)
    assert str(node.port) in complaint("-p", str(node.port), "--host", host, "--ephemeral")
    node.assert_serves()


def test_a_data_directory_is_accepted(start_node, tmp_path):
    start_node("--data-dir", str(tmp_path)).assert_serves()


def test_a_data_directory_that_cannot_be_one_is_refused(tmp_path):
    file = tmp_path / "file"
    file.write_text("not a directory")
    assert "file" in complaint("-p", "0", "--data-dir", str(file / "data"))
    assert file.read_text() == "not a directory"


def test_help_tells_every_flag():
    result = run("--help")
    assert result.returncode == 0
    texts = result.stdout + run("serve", "--help").stdout
    flags = ["--port", "-p", "--host", "--difficulty", "--peer", "--node-id", "--miner-threads", "--kernel"]
    flags += ["--token-file", "--read-only-port", "--allow-host", "--allow-origin"]
    flags += ["--peer-timeout", "--data-dir", "--ephemeral", "--log-level", "--version", "--help"]
    assert [flag for flag in flags if not re.search(rf"{flag}\b", texts)] == []
    assert "5000" in texts and "all addresses" in texts


def test_the_version_is_told():
    result = run("--version")
    assert result.returncode == 0
    version, build, rules = result.stdout.splitlines()
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert re.fullmatch(r"build: (debug|release)(, commit [0-9a-f]{7,40}(-dirty)?)?", build)
    assert rules == "rules: tutorial, article, ledger"


def test_the_first_line_is_the_address(node):
    first = node.output.splitlines()[0]
    assert re.fullmatch(rf"Forgechain \S+ listens on http://127\.0\.0\.1:{node.port}", first)


def test_an_address_of_ipv6_is_printed_in_brackets(start_node):
    node = start_node(host="::1")
    assert f"http://[::1]:{node.port}" in node.output.splitlines()[0]
    node.assert_serves()
    assert node.mine()["index"] == 2


def test_serving_is_what_is_done_unless_told_otherwise():
    command = [str(forgechain_binary()), "serve", *PLACE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert "listens on http://127.0.0.1:" in process.stdout.readline()
            process.terminate()
            assert process.wait(SOON) == 0
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_node_cleanly(node, number):
    node.mine()
    assert node.stop(number) == 0
    assert not CRASH.search(node.errors), node.errors


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_clients_that_are_connected_do_not_keep_a_node_alive(node, number):
    with node.connect(), node.connect() as half, node.connect() as served:
        half.send(b"POST /transactions/new HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
        served.send(request_bytes("GET", "/health"))
        assert served.read_answer().status == 200
        assert node.stop(number) == 0


def test_a_silent_peer_does_not_keep_a_node_alive(start_node, start_peer):
    peer = start_peer(lambda connection, over: over.wait())
    node = start_node("--peer", peer.address, "--peer-timeout", "600")
    with node.connect() as client:
        client.send(request_bytes("GET", "/nodes/resolve"))
        eventually(lambda: peer.heads, "the peer is asked")
        assert node.stop() == 0


def test_signals_may_come_in_numbers(node):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM, signal.SIGTERM):
        node.send_signal(number)
    assert node.wait() == 0


def test_a_port_is_free_again_when_the_node_has_ended():
    with running_node() as first:
        first.mine()
        with first.connect() as client:
            client.send(request_bytes("GET", "/health"))
            assert client.read_answer().status == 200
            assert first.stop() == 0
    with running_node("-p", str(first.port)) as second:
        assert second.port == first.port
