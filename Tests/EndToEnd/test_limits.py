"""The limits: a file sets them, a command prints them, and metrics and documents say the same."""

import re

import pytest

from Documentation.limits import DOCUMENT, document
from support.commands import run
from support.limits import limits
from support.metrics import figures
from support.waiting import eventually
from support.wire import request_bytes

PLACE = ["-p", "0", "--host", "127.0.0.1", "--ephemeral"]

WRONG_LINES = {
    "no setting": ("payment-bytes", "line 1", "name = value"),
    "an unknown name": ("# mine\n\npaymentbytes = 5", "line 3", '"paymentbytes"', "forgechain limits"),
    "no number": ("peers = many", "line 1", '"many"', "whole number"),
    "out of range": ("payment-bytes = 64 MiB", "line 1", "67108864", "256 to 4194304 bytes"),
    "twice": ("peers = 5\npeers = 6", "line 2", "line 1"),
    "a flag": ("peers = 5\nmax-chain-bytes = 5", "line 2", "--max-chain-bytes"),
    "limits that contradict each other": ("pending-bytes = 512", "payment-bytes", "pending-bytes"),
}


@pytest.mark.parametrize("text, words", [(line, words) for line, *words in WRONG_LINES.values()], ids=WRONG_LINES)
def test_a_wrong_line_is_told_in_one_sentence_before_the_node_starts(tmp_path, text, words):
    file = tmp_path / "limits"
    file.write_text(text)
    for command in (["limits"], ["serve", *PLACE]):
        result = run(*command, "--limits", str(file))
        assert (result.returncode, result.stdout) == (1, ""), result
        assert len(result.stderr.splitlines()) == 1, result.stderr
        assert [word for word in [str(file), *words] if word not in result.stderr] == [], result.stderr


def test_what_is_no_file_of_limits_is_refused(tmp_path):
    for name, contents in {"binary": b"\xff\xfe", "long": b"# " + b"x" * 300_000}.items():
        (tmp_path / name).write_bytes(contents)
        result = run(*PLACE, "--limits", str(tmp_path / name))
        assert result.returncode == 1 and "holds no limits" in result.stderr, result
    for place in (tmp_path, tmp_path / "nothing"):
        result = run(*PLACE, "--limits", str(place))
        assert result.returncode == 1 and f"{place} cannot be read: " in result.stderr, result


def test_what_is_printed_is_a_file_that_changes_nothing(tmp_path):
    printed = run("limits").stdout
    assert all(line.startswith("#") or not line for line in printed.splitlines())
    file = tmp_path / "limits"
    file.write_text(printed)
    assert run("limits", "--limits", str(file)).stdout == printed
    file.write_text(printed.replace("#peers = 128", "peers = 7"))
    changed = run("limits", "--limits", str(file)).stdout
    assert set(changed.splitlines()) - set(printed.splitlines()) == {"peers = 7"}


def test_the_documents_tables_are_those_of_the_program():
    assert DOCUMENT.read_text() == document(), "make limits writes them"


def test_the_help_names_the_file():
    assert "--limits <file>" in run("help", "serve").stdout


def test_metrics_have_the_limits_in_force(start_node):
    node = start_node(*limits(peers=7, connections=100), "--max-chain-bytes", "5000000", "--idle-seconds", "9")
    told = figures(node)
    for name, value in {
        "peers": 7, "connections": 100, "max-chain-bytes": 5_000_000, "idle-seconds": 9, "payment-bytes": 65_536,
    }.items():  # fmt: skip
        assert told("forgechain_limit", name=name) == value, name
    names = set(re.findall(r"(?m)^#? ?(?:The flag --)?([a-z-]+) (?:=|is) \d+\.?$", run("limits").stdout))
    assert told.labels("forgechain_limit", "name") == names
    assert told.labels("forgechain_limit_use", "name") < names


def test_metrics_have_the_use_of_limits(start_node):
    node = start_node()
    node.pay("alice", "bob", 1)
    node.pay("alice", "bob", 2)
    node.register("127.0.0.1:1")
    with node.connect() as watcher:
        watcher.send(request_bytes("GET", "/events"))
        eventually(lambda: figures(node)("forgechain_limit_use", name="event-clients") == 1, "it watches")
        told = figures(node)
    assert told("forgechain_limit_use", name="pending-payments") == 2
    assert told("forgechain_limit_use", name="pending-bytes") > 80
    assert told("forgechain_limit_use", name="peers") == 1
    assert told("forgechain_limit_use", name="connections") >= 2
    assert told("forgechain_limit_use", name="max-chain-bytes") == told("forgechain_chain_bytes")
    assert told("forgechain_limit_use", name="waiting-to-mine") == 0


# MARK: - That they are kept


def test_a_payment_is_as_long_as_the_file_says(start_node):
    node = start_node(*limits(payment_bytes=1_000))
    node.pay("alice", "b" * 900, 1)
    node.post("/transactions/new", {"sender": "alice", "recipient": "b" * 1_000, "amount": 1}).assert_refusal(413, "1000")


def test_pending_payments_are_as_many_as_the_file_says(start_node):
    """One client alone gets half of the room."""
    node = start_node(*limits(pending_payments=4))
    node.pay("alice", "bob", 1)
    node.pay("alice", "bob", 2)
    node.post("/transactions/new", {"sender": "alice", "recipient": "bob", "amount": 3}).assert_refusal(503, "2")
    assert len(node.mined_payments()) == 2
    node.pay("alice", "bob", 3)


def test_peers_are_as_many_as_the_file_says(start_node):
    node = start_node(*limits(peers=2))
    node.register("127.0.0.1:1", "127.0.0.1:2")
    for addresses in (["127.0.0.1:3"], ["127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:2"]):
        node.post("/nodes/register", {"nodes": addresses}).assert_refusal(400, "at most 2")
    assert len(node.peers()) == 2


def test_clients_that_watch_are_as_many_as_the_file_says(start_node):
    node = start_node(*limits(event_clients=1))
    with node.connect() as watcher:
        watcher.send(request_bytes("GET", "/events"))
        eventually(lambda: figures(node)("forgechain_limit_use", name="event-clients") == 1, "it watches")
        node.get("/events").assert_refusal(503, "watch this node")


def test_a_body_is_as_long_as_the_file_says_where_no_route_has_a_limit_of_its_own(start_node):
    node = start_node(*limits(body_bytes=10))
    assert node.request("POST", "/mine", b" " * 10).status == 200
    node.request("POST", "/mine", b" " * 11).assert_refusal(413, "10 bytes")
    node.pay("alice", "bob", 1)
