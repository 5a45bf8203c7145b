"""The command line as a client: what it asks, what it prints, and how it ends."""

import json
import os
import re
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.chains import GENESIS, block_hash, canonical, forged_chain
from support.commands import CRASH, complaint, run
from support.nodes import Node, forgechain_binary
from support.peers import Peer, closing, saying, sending, serving, silent
from support.terminal import Terminal
from support.waiting import SOON, eventually

REFUSED, WRONG, USAGE, UNAVAILABLE, NO_ANSWER, NOT_WRITTEN, INTERRUPTED = 1, 2, 64, 69, 70, 74, 130

#: A difficulty at which nobody finds a proof during a test.
HOPELESS = 12

#: Each command with its arguments.
COMMANDS = {
    "mine": ["mine"],
    "mine several": ["mine", "--count", "2"],
    "send": ["send", "alice", "bob", "5"],
    "chain": ["chain"],
    "block": ["block"],
    "block by index": ["block", "1"],
    "peers": ["peers"],
    "resolve": ["resolve"],
    "watch": ["watch"],
    "status": ["status"],
    "forks": ["forks"],
    "pending": ["pending"],
    "history": ["history", "alice"],
    "tx": ["tx", "0" * 32],
    "explain": ["explain", "/dev/null"],
}

#: Makes a terminal do things: a colour, a title, a deletion; and a character that reverses the writing direction.
EVIL = "\x1b[31mred\x1b]0;title\x07\x9b2J\u202e\u200b\r\n\x7f\u2028end"


def url(node: Node | Peer) -> str:
    return f"http://{node.address}"


def ask(node, *flags: str, status: int = 0, **options) -> str:
    """What the command prints for this node, or says on standard error; it must end with the status."""
    result = run(*flags, "--node", node if isinstance(node, str) else url(node), **options)
    assert not CRASH.search(result.stderr), result.stderr
    assert result.returncode == status, result
    if status in (REFUSED, UNAVAILABLE, NO_ANSWER):
        assert re.fullmatch(r"forgechain: [^\n]+[.]\n", result.stderr), result.stderr
        return result.stderr
    assert status or not result.stderr, result.stderr
    return result.stdout


@contextmanager
def started(*flags: str, **options):
    """The program in the background, for commands that don't end by themselves."""
    command = [str(forgechain_binary()), *flags]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


# MARK: - What they do


@pytest.mark.check
def test_mine_forges_a_block(node):
    assert re.fullmatch(r"Block 2: proof \d+, 1 transaction\n", ask(node, "mine"))
    assert re.fullmatch(r"(Block [345]: proof \d+, 1 transaction\n){3}", ask(node, "mine", "--count", "3"))
    assert len(node.chain()) == 5


def test_send_posts_what_was_said(node):
    assert ask(node, "send", "alice", "bob", "5") == "Transaction will be added to Block 2.\n"
    payments = [{"amount": 5, "recipient": "bob", "sender": "alice"}]
    assert node.mined_payments() == payments


@pytest.mark.parametrize("amount", ["5", "0", "0.25", "1e3", "5.50", "123456789012345678901234567890", "1E+2"])
def test_an_amount_goes_as_it_is_spelled(start_peer, amount):
    peer = start_peer(saying(b'{"message": "taken"}', "201 Created"))
    bodies = []
    play = peer.play
    peer.play = lambda connection, head, body: (bodies.append(body), play(connection, head, body))
    assert ask(f"http://{peer.address}", "send", "älice", 'b"b', amount) == "taken.\n"
    assert bodies == [b'{"amount": %s, "recipient": "b\\"b", "sender": "\\u00e4lice"}' % amount.encode()]
    assert peer.heads[0].startswith(b"POST /transactions/new HTTP/1.1\r\n")


def test_an_id_makes_it_the_same_transaction(start_node):
    node = start_node("--gossip")
    identifier = "0123456789abcdef" * 2
    for _ in range(2):
        told = ask(node, "send", "alice", "bob", "5", "--id", identifier)
        assert told == f"Transaction will be added to Block 2.\nIts id is {identifier}.\n"
    assert len(node.mined_payments()) == 1
    assert "other values" in ask(node, "send", "alice", "bob", "6", "--id", identifier, status=REFUSED)


def test_a_node_without_gossip_drops_the_id_and_the_command_says_so(node):
    result = run("send", "alice", "bob", "5", "--id", "0" * 32, "--node", url(node))
    assert (result.returncode, result.stdout) == (0, "Transaction will be added to Block 2.\n")
    assert result.stderr == "forgechain: The node took it without the id: it does not gossip.\n"


def test_chain_lists_blocks(node):
    node.pay("alice", "bob", 5)
    node.mine()
    node.mine()
    head, first, second, third = ask(node, "chain").splitlines()
    assert head.split() == ["block", "made", "hash", "proof", "transactions"]
    assert first.split()[0] == "1" and "9bd58252bbed" in first and first.endswith(" 100")
    assert "alice -> bob: 5; 1 to " in second and second.endswith("for mining")
    assert third.split()[0] == "3"


def test_a_part_of_the_chain_may_be_asked_for(node):
    for _ in range(4):
        node.mine()
    indexes = [line.split()[0] for line in ask(node, "chain", "--from", "2", "--limit", "3").splitlines()]
    assert indexes == ["block", "2", "3", "4"]
    assert ask(node, "chain", "--from", "9") == "The chain has no block 9 yet.\n"


@pytest.mark.parametrize("position", [1, 2, 3])
def test_a_block_that_does_not_follow_is_found(start_peer, position):
    chain = forged_chain(5)
    chain[position]["timestamp"] += 1
    *good, last = ask(start_peer(serving(chain[: position + 2])), "chain", status=WRONG).splitlines()[1:]
    assert "WRONG: it does not follow the block before" in last
    assert not [line for line in good if "WRONG" in line]
    chain = forged_chain(5)
    del chain[position]
    assert ask(start_peer(serving(chain)), "chain", status=WRONG).count("WRONG") == 1


def test_a_tutorial_node_is_a_node(tutorial_node):
    """It knows neither parts of a chain nor events, and has no status."""
    assert ask(tutorial_node, "mine").startswith("Block 2: ")
    ask(tutorial_node, "mine")
    assert ask(tutorial_node, "send", "alice", "bob", "5") == "Transaction will be added to Block 4.\n"
    assert [line.split()[0] for line in ask(tutorial_node, "chain", "--from", "2", "--limit", "1").splitlines()] == [
        "block",
        "2",
    ]
    assert ask(tutorial_node, "resolve") == "Our chain is authoritative: 3 blocks\n"
    for command in ("status", "watch", "peers", "block"):
        assert "404" in ask(tutorial_node, command, status=NO_ANSWER)


def test_a_block_is_explained(node):
    node.pay("alice", "bob", 5)
    node.mine()
    node.mine()
    told = ask(node, "block", "2")
    block = node.get("/blocks/2").json()
    guess = node.get("/blocks/2/explain").json()["guess"]
    assert told.startswith("Block 2, made ")
    for text in ("    alice -> bob: 5\n", f"    {block['hash']}\n", f"    {guess['text']}\n"):
        assert text in told
    # The zeros are marked below them.
    assert f"    {guess['hash']}\n    {'^' * guess['zeros']}\n" in told
    shown = "".join(line.removeprefix("    ") for line in told.split("this text\n")[1].split("\n\n")[0].splitlines())
    assert shown == json.dumps(block["block"], sort_keys=True)
    rules = re.findall(r"^    (ok|WRONG|-) +([a-z_]+) ", told, re.M)
    assert rules == [("ok", check["rule"]) for check in node.get("/blocks/2/explain").json()["checks"]]
    assert ask(node, "block", block["hash"]) == told
    assert ask(node, "block", block["hash"].upper()) == told


def test_the_latest_block_is_the_one_that_is_shown_unless_told_otherwise(node):
    node.mine()
    told = ask(node, "block")
    assert told.startswith("Block 2, ") and ask(node, "block", "latest") == told
    assert re.search(r"^    - +sealed ", told, re.M)


def test_a_block_that_is_not_there_is_refused(node):
    assert "blocks 1 to 1" in ask(node, "block", "2", status=REFUSED)
    assert "No block" in ask(node, "block", "a" * 64, status=REFUSED)


def test_a_wrong_block_has_a_status_of_its_own(start_peer):
    checks = [{"rule": "proof", "holds": False, "says": "It has 0 zeros.", "expected": None, "found": None}]
    answer = {"block": {"index": 2}, "holds": False, "checks": checks, "in_chain": False, "text": None}
    peer = start_peer(saying(json.dumps(answer).encode()))
    told = ask(f"http://{peer.address}", "block", "2", status=WRONG)
    assert re.search(r"^    WRONG  proof  It has 0 zeros[.]$", told, re.M)
    assert json.loads(ask(f"http://{peer.address}", "block", "2", "--json", status=WRONG)) == answer


def test_peers_are_listed_added_and_removed(start_node, nowhere):
    node, other = start_node(), start_node()
    assert "No peers" in ask(node, "peers")
    told = ask(node, "peers", "--add", url(other), nowhere)
    first, *rest = told.splitlines()
    assert first == f"New nodes have been added: {other.address}, {nowhere}"
    assert [line.split()[0] for line in rest] == ["address", other.address, nowhere]
    assert node.peers() == [other.address, nowhere]
    told = ask(node, "peers", "--remove", nowhere)
    first, *rest = told.splitlines()
    assert first == f"The node has been removed: {nowhere}"
    assert [line.split()[0] for line in rest] == ["address", other.address]
    assert "no peer of this node" in ask(node, "peers", "--remove", nowhere, status=REFUSED)
    told = ask(node, "peers", "--add", nowhere, "--remove", other.address)
    assert node.peers() == [nowhere]


def test_resolve_tells_every_verdict(start_node, nowhere):
    node, other = start_node(), start_node()
    for _ in range(3):
        other.mine()
    node.register(other.address, nowhere)
    first, *verdicts = ask(node, "resolve").splitlines()
    assert first == "Our chain was replaced: 4 blocks"
    assert [line.split() for line in verdicts] == [
        [other.address, "4", "blocks", "taken"],
        [nowhere, "?", "unreachable"],
    ]
    assert node.chain() == other.chain()
    first, *verdicts = ask(node, "resolve").splitlines()
    assert first == "Our chain is authoritative: 4 blocks"
    assert verdicts[0].split() == [other.address, "4", "blocks", "not", "longer"]


def test_status_says_what_a_node_is(node):
    node.mine()
    rows = dict(line.split(maxsplit=1) for line in ask(node, "status").splitlines())
    status = node.get("/status").json()
    assert rows["node"] == status["identifier"]
    assert rows["address"] == f"{url(node)}, version {status['version']}"
    assert rows["chain"] == f"2 blocks, the newest {status['tip']}"
    assert (rows["pending"], rows["peers"], rows["mining"]) == ("0 transactions", "0", "no")
    assert rows["kernel"] == status["kernel"]


def test_watch_tells_what_happens_until_the_node_goes(start_node):
    node = start_node()
    with started("watch", "--node", url(node)) as watch:
        lines = iter(watch.stdout.readline, b"")
        assert re.fullmatch(rb"\d\d:\d\d:\d\d  status +node \w+, 1 block, 0 pending, 0 peers\n", next(lines))
        node.pay("alice", "bob", 5)
        assert re.fullmatch(rb"\d\d:\d\d:\d\d  transaction  alice -> bob: 5 \(1 pending\)\n", next(lines))
        node.mine()
        assert re.fullmatch(rb"\d\d:\d\d:\d\d  block +2, \w{12}, 2 transactions, mined here\n", next(lines))
        node.register("127.0.0.1:1")
        assert b"peer         127.0.0.1:1 added: unknown" in next(lines)
        node.stop()
        assert watch.wait(SOON) == UNAVAILABLE
        assert watch.stderr.read().decode() == f"forgechain: The node at {url(node)} has gone.\n"


def test_watch_tells_a_replaced_chain(start_node):
    node, other = start_node(), start_node()
    node.mine()
    for _ in range(2):
        other.mine()
    node.register(other.address)
    with started("watch", "--node", url(node)) as watch:
        assert b"status" in watch.stdout.readline()
        node.resolve()
        line = watch.stdout.readline().decode()
        assert "forked behind block 1: 1 block fell out, 3 are there now, from " + other.address in line


# MARK: - The node's bytes


@pytest.mark.parametrize(
    "command, target",
    [
        (["chain"], "/chain"),
        (["chain", "--from", "2", "--limit", "1"], "/chain?from=2&limit=1"),
        (["block", "2"], "/blocks/2/explain"),
        (["peers"], "/nodes"),
        (["resolve"], "/nodes/resolve"),
        (["status"], "/status"),
    ],
)
def test_json_is_what_the_node_sends(start_node, command, target):
    node, other = start_node(), start_node()
    node.register(other.address)
    node.pay("älice\n\x1b", "bob", 0.1)
    node.mine()
    node.resolve()

    def told() -> bytes:
        flags = [str(forgechain_binary()), *command, "--json", "--node", url(node)]
        return subprocess.run(flags, stdout=subprocess.PIPE, check=True, timeout=SOON).stdout

    def same() -> bool:
        # Uptime, and when a peer was last seen, change.
        return told() == node.get(target).body or target == "/nodes/resolve"

    eventually(same, "both say the same")
    assert json.loads(told())


def test_json_of_what_changes_something_is_what_the_node_sends(node):
    mined = json.loads(ask(node, "mine", "--json"))
    assert (mined["message"], mined["index"]) == ("New Block Forged", 2)
    assert json.loads(ask(node, "mine", "--count", "2", "--json"))["count"] == 2
    assert ask(node, "send", "alice", "bob", "5", "--json") == '{"message": "Transaction will be added to Block 5"}\n'
    added, removed, listed = ask(
        node, "peers", "--json", "--add", "127.0.0.1:1", "127.0.0.1:2", "--remove", "127.0.0.1:1"
    ).splitlines()
    assert json.loads(added)["total_nodes"] == ["127.0.0.1:1", "127.0.0.1:2"]
    assert json.loads(removed)["total_nodes"] == json.loads(listed)["nodes"] == ["127.0.0.1:2"]


def test_watch_gives_one_line_of_json_for_each_event(node):
    with started("watch", "--json", "--node", url(node)) as watch:
        first = json.loads(watch.stdout.readline())
        assert first["event"] == "status" and first["data"]["tip"] == node.get("/status").json()["tip"]
        node.mine()
        names = []
        while not names or names[-1] != "block":
            event = json.loads(watch.stdout.readline())
            names.append(event["event"])
        assert event["data"]["index"] == 2
        assert set(names) <= {"mining", "block"}


# MARK: - Statuses


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_no_node_is_69_with_what_to_do(nowhere, command):
    said = ask(f"http://{nowhere}", *command, status=UNAVAILABLE)
    assert said == (
        f"forgechain: No node answers at http://{nowhere}. "
        "Start one with forgechain, or name another with --node.\n"
    )


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_a_node_that_goes_is_69(start_peer, command):
    peer = start_peer(closing)
    assert "went away" in ask(f"http://{peer.address}", *command, status=UNAVAILABLE)


def test_an_unknown_host_is_69():
    assert "no-such-host.invalid" in ask("http://no-such-host.invalid:5000", "status", status=UNAVAILABLE)


NO_ANSWERS = {
    "a page": saying(b"<!DOCTYPE html><p>Welcome!", content_type="text/html"),
    "nothing": saying(b""),
    "another object": saying(b"{}"),
    "a list": saying(b"[1]"),
    "half an object": saying(b'{"chain": [1'),
    "a block that is none": saying(b'{"chain": [{"index": 1}], "length": 1, "message": "x"'),
    "a redirection": saying(b"", "301 Moved", [("Location", "http://127.0.0.1:1/")]),
    "a page of error": saying(b"<html>\nBad gateway", "502 Bad Gateway", content_type="text/html"),
    "an error of another kind": saying(b'{"detail": "no"}\n' * 20, "404 Not Found"),
    "another protocol": sending(b"220 mail.example ESMTP\r\n"),
    "deep nesting": saying(b'{"a": ' + b"[" * 5000),
    "an event that is no JSON": saying(b"data: x\n\n", content_type="text/event-stream"),
}


@pytest.mark.parametrize("script", NO_ANSWERS.values(), ids=NO_ANSWERS.keys())
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_what_is_no_node_is_70(start_peer, command, script):
    peer = start_peer(script)
    ask(f"http://{peer.address}", *command, status=NO_ANSWER)
    if command[0] not in ("chain", "watch"):
        ask(f"http://{peer.address}", *command, "--json", status=NO_ANSWER)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_a_refusal_is_1_in_the_nodes_words(start_peer, command):
    peer = start_peer(saying(json.dumps({"error": f"Not today. {EVIL}"}).encode() + b"\n", "503 Service Unavailable"))
    result = run(*command, "--node", f"http://{peer.address}")
    assert (result.returncode, result.stdout) == (REFUSED, "")
    assert result.stderr.startswith("forgechain: Not today. \\u001b[31mred") and result.stderr.count("\n") == 1
    assert_harmless(result.stderr)


@pytest.mark.parametrize("command", [["block"], ["watch"], ["mine", "--count", "2"], ["status"]])
def test_an_older_node_is_said_to_be_one(start_peer, command):
    words = b'{"error": "There is nothing at /it. The paths are /chain, /mine."}\n'
    peer = start_peer(saying(words, "404 Not Found"))
    said = ask(f"http://{peer.address}", *command, status=REFUSED)
    assert "older than this command" in said and "/chain" not in said


def test_a_node_that_mines_one_at_a_time_is_said_to_be_older(tutorial_node):
    result = run("mine", "--count", "3", "--node", url(tutorial_node))
    assert (result.returncode, result.stdout.count("\n")) == (REFUSED, 1)
    assert "forged 1 block: it is older than --count" in result.stderr


def test_a_refused_payment_is_1(node):
    assert "reserved for rewards" in ask(node, "send", "0", "bob", "5", status=REFUSED)
    assert node.mined_payments() == []


WRONG_USES = {
    "no amount": ["send", "alice", "bob"],
    "an amount of letters": ["send", "alice", "bob", "five"],
    "an amount that isn't JSON": ["send", "alice", "bob", "05"],
    "more than an amount": ["send", "alice", "bob", '5, "id": 1'],
    "no name": ["send", "", "bob", "5"],
    "an id that is none": ["send", "alice", "bob", "5", "--id", "ABC"],
    "a name that is no UTF-8": ["send", b"\xff\xfe", "bob", "5"],
    "no blocks": ["mine", "--count", "0"],
    "too many blocks": ["mine", "--count", "1001"],
    "block 0 of a part": ["chain", "--from", "0"],
    "no limit": ["chain", "--limit", "0"],
    "a huge part": ["chain", "--from", "9223372036854775807", "--limit", "9223372036854775807"],
    "a block that is none": ["block", "../status"],
    "a block with a blank": ["block", "1 2"],
    "a peer that is none": ["peers", "--add", "https://node2:5000"],
    "a peer without port": ["peers", "--remove", "node2"],
    "a node by https": ["status", "--node", "https://127.0.0.1:5000"],
    "a node without port": ["status", "--node", "127.0.0.1"],
    "port 0": ["status", "--node", "0"],
    "a node with a path": ["status", "--node", "http://127.0.0.1:5000/chain"],
    "a node with line breaks": ["status", "--node", "127.0.0.1:5000\r\nX: y"],
    "no node": ["status", "--node", ""],
}


@pytest.mark.parametrize("flags", WRONG_USES.values(), ids=WRONG_USES.keys())
def test_wrong_use_is_64_and_asks_nobody(flags):
    assert complaint(*flags, status=USAGE)


def test_the_node_may_be_named_in_the_environment(node, nowhere):
    env = {**os.environ, "FORGECHAIN_NODE": url(node)}
    assert "1 block" in run("status", env=env).stdout
    assert ask(f"http://{nowhere}", "status", status=UNAVAILABLE, env=env)
    assert "FORGECHAIN_NODE" in complaint("status", status=USAGE, env={**env, "FORGECHAIN_NODE": "here"})


def test_a_node_on_ipv6_is_asked(start_node):
    node = start_node(host="::1")
    assert url(node).startswith("http://[::1]:")
    assert ask(node, "mine").startswith("Block 2: ")
    assert "2 blocks" in ask(node, "status")


def test_what_cannot_be_written_is_74(node):
    for command in (["chain"], ["chain", "--json"], ["status"], ["mine"], ["watch"], ["block", "--json"]):
        flags = [str(forgechain_binary()), *command, "--node", url(node)]
        with open("/dev/full", "wb") as full:
            result = subprocess.run(flags, stdout=full, stderr=subprocess.PIPE, text=True, timeout=SOON)
        assert result.returncode == NOT_WRITTEN, command
        assert result.stderr == "forgechain: Standard output cannot be written: No space left on device.\n"


@pytest.mark.parametrize(
    "flags", [["chain"], ["chain", "--json"], ["watch"], ["watch", "--json"], ["resolve", "--json"]]
)
def test_a_reader_that_goes_ends_it_quietly(start_peer, flags):
    chain = forged_chain(3)
    text = json.dumps(chain[1])
    blocks = ", ".join([json.dumps(GENESIS), *[text] * 5_000])
    events = b'event: missed\ndata: {"count": 1}\n\n' * 20_000
    answers = {"chain": f'{{"chain": [{blocks}], "length": 2}}', "resolve": f'{{"chain": [{blocks}], "message": "x"}}'}
    body = answers[flags[0]].encode() if flags[0] in answers else events
    peer = start_peer(saying(body))
    with started(*flags, "--node", f"http://{peer.address}") as process:
        assert process.stdout.read(1)
        process.stdout.close()
        assert process.wait(SOON) == -signal.SIGPIPE
        assert process.stderr.read() == b""


# MARK: - Terminals


def assert_harmless(text: str, colours: bool = False) -> None:
    """Only visible characters, line ends, and the program's own colours and deletions."""
    plain = re.sub(r"\x1b\[(\d+(;\d+)*)?m" if colours else "(?!)", "", text)
    evil = [character for character in plain if not character.isprintable() and character != "\n"]
    assert evil == [], f"{evil} in {text!r}"


def test_names_cannot_command_a_terminal(start_node):
    node, other = start_node("--node-id", "me"), start_node()
    node.register(other.address)
    with started("watch", "--node", url(node)) as watch:
        assert b"status" in watch.stdout.readline()
        node.pay(EVIL, EVIL, 5)
        event = watch.stdout.readline().decode()
    node.mine()
    for text in (event, ask(node, "chain"), ask(node, "block", "2")):
        assert_harmless(text)
        assert "\\u001b[31mred\\u001b]0;title\\u0007\\u009b2J\\u202e\\u200b\\u000d\\u000a\\u007f\\u2028end" in text
    with Terminal("chain", "--node", url(node), columns=400) as terminal:
        assert terminal.wait() == 0
        assert_harmless(terminal.shown(), colours=True)
        assert "\\u001b[31mred" in terminal.shown()


def test_whatever_a_node_says_cannot_command_a_terminal(start_peer):
    block = {**GENESIS, "transactions": [{"sender": EVIL, "recipient": [EVIL], "amount": EVIL, "id": EVIL}]}
    check = {"rule": EVIL, "holds": True, "says": f"word {EVIL} word", "expected": None, "found": None}
    guess = {"difficulty": 1, "zeros": 5, "text": EVIL, "hash": EVIL, "last_hash": EVIL, "last_proof": 1, "proof": 2}
    names = dict.fromkeys(["address", "state", "fault", "version", "verdict"], EVIL)
    peers = [{**names, "length": None, "last_seen": 1e300}]
    status = {"length": 1, "tip": EVIL, "identifier": EVIL, "version": EVIL}
    answers = {
        "mine": {"index": 2, "proof": 1, "transactions": block["transactions"]},
        "send": {"message": EVIL, "id": EVIL},
        "chain": {"chain": [block]},
        "block": {"block": block, "holds": True, "checks": [check], "text": EVIL, "hash": EVIL, "guess": guess},
        "explain": {"block": block, "holds": True, "checks": [check], "text": EVIL, "hash": EVIL, "guess": guess},
        "pending": {"from": 1, "limit": 9, "total": 2, "transactions": block["transactions"], "next": 2},
        "forks": {
            "from": 1, "limit": 9, "total": 2, "next": 2,
            "forks": [
                {
                    "number": 1, "by": EVIL, "fork": {"index": 1, "hash": EVIL, "in_chain": True}, "length": 9,
                    "replaced_by": {"length": 9, "tip": EVIL}, "time": 1e300,
                    "blocks": [{"index": 2, "hash": EVIL, "miner": EVIL, "timestamp": 1, "transactions": 1}],
                    "payments": [
                        {"block": 2, "fate": "gone", "reason": EVIL, "transaction": block["transactions"][0]},
                        {"block": 2, "fate": EVIL, "transaction": {"sender": EVIL}},
                    ],
                }
            ],
        },
        "history": {
            "address": EVIL, "from": 1, "limit": 9, "total": 1,
            "transactions": [{"block": 1, "transaction": block["transactions"][0]}],
        },
        "tx": {"status": EVIL, "block": 1, "blocks_on_top": 0, "transaction": block["transactions"][0]},
        "peers": {"nodes": [EVIL], "peers": peers},
        "resolve": {"message": EVIL, "chain": [], "peers": peers},
        "status": status,
    }
    for command, flags in [(flags[0], flags) for name, flags in COMMANDS.items() if flags != ["block"]]:
        if command == "watch":
            events = [("status", status), (EVIL.replace("\r", "").replace("\n", ""), {"x": EVIL})]
            events += [("block", {"index": 1, "hash": EVIL, "by": EVIL}), ("peer", {"address": EVIL, "change": EVIL})]
            events += [("transaction", {"transaction": block["transactions"][0], "pending": 1, "id": EVIL})]
            body = "".join(f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n" for name, data in events)
            script = saying(body.encode())
        else:
            script = saying(json.dumps(answers[command]).encode())
        peer = start_peer(script)
        with Terminal(*flags, "--node", f"http://{peer.address}", env={"NO_COLOR": "1"}, columns=200) as terminal:
            terminal.wait()
            shown = terminal.shown()
        # Without colours, the only escapes are those that erase a progress line.
        assert_harmless(re.sub(r"\r[^\r\n]*?\x1b\[K", "", shown))
        assert "red" in shown or command == "mine", shown


def test_colours_are_for_terminals_only(node):
    node.mine()
    for flags in (["chain"], ["block", "2"], ["status"]):
        assert "\x1b" not in ask(node, *flags)
        wishes = [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
        for env, is_coloured in wishes:
            with Terminal(*flags, "--node", url(node), env=env) as terminal:
                assert terminal.wait() == 0
                assert ("\x1b[" in terminal.shown()) == is_coloured, (flags, env)
        with Terminal(*flags, "--json", "--node", url(node)) as terminal:
            assert terminal.wait() == 0
            assert "\x1b" not in terminal.shown()


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(node, columns):
    node.pay("alice " * 30, "漢字" * 30, 5)
    node.register("127.0.0.1:1", "some-peer-with-a-long-name.example:5000")
    node.mine()
    for flags in (["chain"], ["block", "2"], ["peers"], ["status"], ["resolve"]):
        with Terminal(*flags, "--node", url(node), columns=columns, env={"NO_COLOR": "1"}) as terminal:
            assert terminal.wait() == 0
            for line in terminal.shown().splitlines():
                wide = sum(2 if "\u4e00" <= character <= "\u9fff" else 1 for character in line)
                assert wide <= columns, (flags, line)


def test_lines_are_bounded_where_there_is_no_terminal(node):
    node.pay("alice" * 1_000, "bob", 5)
    node.mine()
    assert max(len(line) for line in ask(node, "chain").splitlines()) <= 160


def test_mining_shows_how_far_it_is_and_ends_with_ctrl_c(start_node):
    node = start_node(difficulty=HOPELESS)
    with Terminal("mine", "--node", url(node), columns=120) as terminal:
        line = re.compile(r"mining \[.*block 2, \d+% of searches over, [\d.,]+( \w+)? guesses expected, .* a second")
        eventually(lambda: line.search(terminal.shown()), "the search is shown")
        assert node.get("/status").json()["mining"]["height"] == 2
        terminal.type("\x03")
        assert terminal.wait() == INTERRUPTED
        # The line is erased.
        assert re.search(r"\r\x1b\[K.*Given up[.]\n$", terminal.shown(), re.S)
    eventually(lambda: node.get("/status").json()["mining"] is None, "the node gives up too")


def test_a_killed_miner_leaves_no_search(start_node):
    node = start_node(difficulty=HOPELESS)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        with started("mine", "--node", url(node)) as process:
            eventually(lambda: node.get("/status").json()["mining"], "the search has begun")
            process.send_signal(number)
            status = process.wait(SOON)
            assert status == (-number if number == signal.SIGKILL else INTERRUPTED)
            assert process.stdout.read() == b""
        eventually(lambda: node.get("/status").json()["mining"] is None, "the node gives up too")


def test_progress_is_not_for_files(start_node):
    node = start_node(difficulty=3)
    result = run("mine", "--count", "5", "--node", url(node))
    assert (result.returncode, result.stderr) == (0, "")
    with Terminal("mine", "--count", "5", "--node", url(node), split=True) as terminal:
        assert terminal.wait() == 0
        assert terminal.process.stdout.read().count(b"\n") == 5


@pytest.mark.check
def test_ctrl_c_ends_a_watch(node):
    with Terminal("watch", "--node", url(node)) as terminal:
        eventually(lambda: "status" in terminal.shown(), "it watches")
        terminal.type("\x03")
        assert terminal.wait() in (-signal.SIGINT, INTERRUPTED)


# MARK: - Sizes


def status_text(pid: int) -> str:
    return Path(f"/proc/{pid}/status").read_text()


@pytest.mark.limit(300)
def test_a_long_chain_is_listed_in_little_memory(start_peer):
    count = 20_000

    def script(connection, over):
        """Blocks that name the previous one, without proofs: this is about the list."""
        block = GENESIS
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b'{"chain": [' + canonical(block).encode())
        piece = b""
        for index in range(2, count + 1):
            payment = {"amount": index, "recipient": "bob", "sender": "alice" * 200}
            previous = block_hash(block)
            block = {**GENESIS, "index": index, "previous_hash": previous, "transactions": [payment]}
            piece += b", " + canonical(block).encode()
            if index % 100 == 0:
                connection.sendall(piece)
                piece = b""
        connection.sendall(b'], "length": 1}')

    peer = start_peer(script)
    with started("chain", "--node", f"http://{peer.address}") as process:
        lines, peaks = 0, []
        for line in process.stdout:
            lines += 1
            # A process that has ended has none, though some of its lines still wait here.
            if lines % 2_000 == 0 and (peak := re.search(r"VmHWM:\s+(\d+) kB", status_text(process.pid))):
                peaks.append(int(peak[1]) * 1024)
        assert process.wait(SOON) == 0
    assert lines == count + 1
    # Each of them is above 20 MiB.
    assert peaks and peaks[-1] - peaks[0] < 10 << 20


def test_a_silent_node_does_not_hold_up_ctrl_c(start_peer):
    peer = start_peer(silent)
    for command in COMMANDS.values():
        with started(*command, "--node", f"http://{peer.address}") as process:
            asked = len(peer.heads)
            eventually(lambda: len(peer.heads) > asked or process.poll() is not None, "it is asked")
            process.send_signal(signal.SIGINT)
            assert process.wait(SOON) in (-signal.SIGINT, INTERRUPTED)


