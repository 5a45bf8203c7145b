"""Several nodes with names behind one address."""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from support.classroom import Classroom, running_classroom
from support.commands import complaint
from support.events import Watcher
from support.terminal import Terminal
from support.waiting import eventually
from support.wire import request_bytes

NAMES = ["alice", "bob", "carol"]

#: Comes from elsewhere, as far as anybody can tell.
PASSED_ON = [("X-Forwarded-For", "192.0.2.7")]


@pytest.fixture
def start_classroom() -> Iterator[Callable[..., Classroom]]:
    with ExitStack() as running:
        yield lambda *flags, **options: running.enter_context(running_classroom(*flags, **options))


@pytest.fixture
def classroom(start_classroom) -> Classroom:
    return start_classroom()


def lengths(classroom: Classroom) -> dict[str, int]:
    return {node["name"]: node["length"] for node in classroom.page.get("/classroom").json()["nodes"]}


@pytest.mark.check
def test_a_block_of_one_is_soon_everybody_s(classroom):
    payment = classroom.at("bob").pay("dan", "eve", 7)
    eventually(lambda: classroom.page.get("/classroom").json()["nodes"][0]["pending"] == 1, "alice has heard of it")
    block = classroom.at("alice").mine()
    assert [each["recipient"] for each in block["transactions"]] == ["eve", "alice"]
    eventually(lambda: lengths(classroom) == dict.fromkeys(NAMES, 2), "all have it")
    chains = [classroom.at(name).chain() for name in NAMES]
    assert chains[0] == chains[1] == chains[2]
    assert {**chains[0][1]["transactions"][0], "id": None} == {**payment, "id": None}


def test_each_node_also_has_a_port_of_its_own_by_which_the_others_know_it(classroom):
    assert list(classroom.ports) == NAMES
    for name in NAMES:
        others = [f"127.0.0.1:{classroom.ports[other]}" for other in NAMES if other != name]
        assert sorted(classroom.at(name).peers()) == sorted(others)
        assert classroom.behind(name).get("/status").json()["identifier"] == name
        assert classroom.at(name).get("/status").json()["port"] == classroom.ports[name]
    classroom.behind("carol").mine()
    assert lengths(classroom)["carol"] == 2


def test_what_was_cut_parts_and_agrees_again_when_it_is_joined(classroom):
    classroom.cut_all()
    alice, bob = classroom.at("alice"), classroom.at("bob")
    assert alice.peers() == bob.peers() == []
    alice.pay("dan", "eve", 7)
    alice.mine()
    for _ in range(2):
        bob.mine()
    assert lengths(classroom) == {"alice": 2, "bob": 3, "carol": 1}
    classroom.link("bob", "alice", True)
    eventually(lambda: alice.chain() == bob.chain(), "the longer one is everybody's")
    assert alice.get("/transactions/pending").json()["total"] == 1
    assert lengths(classroom)["carol"] == 1
    links = {tuple(link["between"]): link["joined"] for link in classroom.page.get("/classroom").json()["links"]}
    assert links == {("alice", "bob"): True, ("alice", "carol"): False, ("bob", "carol"): False}


def test_without_gossip_somebody_has_to_resolve(start_classroom):
    classroom = start_classroom("--no-gossip")
    classroom.at("alice").mine()
    assert lengths(classroom) == {"alice": 2, "bob": 1, "carol": 1}
    assert classroom.at("bob").resolve().was_replaced
    assert lengths(classroom) == {"alice": 2, "bob": 2, "carol": 1}


def test_at_an_interval_they_mine_by_themselves_and_stay_on_one_chain(start_classroom):
    classroom = start_classroom("--mine-interval", "300ms")
    assert classroom.page.get("/classroom/about").json()["mine_interval"] == 0.3
    eventually(lambda: all(length >= 4 for length in lengths(classroom).values()), "they mine")

    def settled() -> int:
        return sum(one == other == third for one, other, third in zip(*(classroom.at(name).chain() for name in NAMES)))

    eventually(lambda: settled() >= 4, "they agree")


# MARK: - The teacher's


def test_all_begin_anew_and_who_watches_is_told(classroom):
    classroom.at("alice").mine()
    eventually(lambda: lengths(classroom) == dict.fromkeys(NAMES, 2), "all have it")
    classroom.link("alice", "bob", False)
    classroom.at("carol").pay("dan", "eve", 7)
    before = classroom.at("alice").get("/status").json()
    with Watcher(classroom.at("alice"), target="/alice/events") as watcher:
        assert watcher.first("status")["length"] == 2
        answer = classroom.page.request("POST", "/classroom/reset")
        assert answer.status == 200
        while watcher.read():
            pass
    assert lengths(classroom) == dict.fromkeys(NAMES, 1)
    view = classroom.page.get("/classroom").json()
    assert all(link["joined"] for link in view["links"])
    assert [node["pending"] for node in view["nodes"]] == [0, 0, 0]
    after = classroom.at("alice").get("/status").json()
    assert after["instance"] != before["instance"] and after["port"] == before["port"]
    # They go on as new ones do.
    classroom.at("bob").mine()
    eventually(lambda: lengths(classroom) == dict.fromkeys(NAMES, 2), "all have it")


def test_who_waits_for_a_block_is_answered_at_a_reset(start_classroom):
    classroom = start_classroom("--nodes", "2", "--mine-interval", "100ms", difficulty=16)
    eventually(lambda: all(node["mining"] for node in classroom.page.get("/classroom").json()["nodes"]), "they search")
    with classroom.at("bob").connect() as first, classroom.at("bob").connect() as second:
        for client in (first, second):
            client.send(request_bytes("GET", "/bob/mine"))
        assert classroom.at("bob").get("/status").status == 200
        assert classroom.page.request("POST", "/classroom/reset").status == 200
        assert [client.read_answer().status for client in (first, second)] == [503, 503]
    assert classroom.stop() == 0


@pytest.mark.parametrize("path, body", [
    ("/classroom/reset", b""), ("/classroom/links", b'{"between": ["alice", "bob"], "joined": false}')])
def test_from_elsewhere_it_takes_the_token(classroom, path, body):
    def asked(*headers: tuple[str, str]):
        return classroom.page.request("POST", path, body, [*PASSED_ON, *headers])

    asked().assert_refusal(401, "whole class", "teacher")
    asked(("Authorization", "Bearer 0123456789abcdef0123456789abcdef")).assert_refusal(401, "teacher")
    assert asked(("Authorization", f"Bearer {classroom.token}")).status == 200
    about = [classroom.page.request("GET", "/classroom/about", None, head).json() for head in ((), PASSED_ON)]
    assert [each["teacher"] for each in about] == [True, False]


def test_a_page_of_another_site_changes_nothing(classroom):
    answer = classroom.page.request("POST", "/classroom/reset", None, [("Origin", "http://example.org")])
    answer.assert_refusal(403, "another site")


@pytest.mark.parametrize("value", [
    {}, [], {"between": ["alice"], "joined": True}, {"between": ["alice", "bob"]}, {"between": ["alice", 1], "joined": True},
    {"between": ["alice", "alice"], "joined": True}, {"between": ["alice", "zoe"], "joined": False}])
def test_what_joins_no_two_nodes_is_refused(classroom, value):
    classroom.page.post("/classroom/links", value).assert_refusal(400, '"between"')


# MARK: - Paths and addresses


def test_a_name_that_nobody_has_is_told_with_those_that_there_are(classroom):
    for path in ("/zoe/", "/zoe/chain", "/chain", "/alicef/chain", "/Alice/chain"):
        classroom.page.get(path).assert_refusal(404, "/alice/", "/bob/", "/carol/")
    classroom.at("alice").get("/nowhere").assert_refusal(404, "/chain")


def test_a_name_without_a_slash_leads_to_the_node_s_page(classroom):
    answer = classroom.page.get("/alice?lang=zh")
    assert (answer.status, answer.header("Location")) == (308, "/alice/?lang=zh")
    for path in ("/", "/alice/"):
        assert b"<!doctype html>" in classroom.page.get(path).body


def test_bodies_are_limited_as_at_a_node_of_its_own(classroom):
    long = json.dumps({"sender": "x" * 70_000, "recipient": "bob", "amount": 1}).encode()
    for place in (classroom.at("alice"), classroom.behind("alice")):
        place.request("POST", "/transactions/new", long).assert_refusal(413, "65536")
    classroom.page.request("POST", "/classroom/links", b" " * 2000).assert_refusal(413, "1024")


def test_the_page_s_addresses_have_codes(classroom):
    (address,) = classroom.page.get("/classroom/about").json()["addresses"]
    assert address["url"] == f"http://{classroom.page.address}/"
    side = len(address["qr"])
    assert side == 25 and all(len(row) == side and set(row) == {"0", "1"} for row in address["qr"])
    # The three large patterns.
    for row, column in ((0, 0), (0, side - 7), (side - 7, 0)):
        assert [line[column : column + 7] for line in address["qr"][row : row + 7]] == [
            "1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]


def test_there_is_room_for_as_many_as_are_expected(start_classroom):
    classroom = start_classroom("--students", "400", "--nodes", "2")
    metrics = classroom.at("bob").get("/metrics").body.decode()
    for name in ("event-clients", "waiting-to-mine"):
        assert f'forgechain_limit{{name="{name}"}} 800\n' in metrics


# MARK: - The command


def test_it_ends_when_told_to_and_keeps_nothing(classroom, tmp_path):
    classroom.at("alice").mine()
    assert classroom.stop(signal.SIGINT) == 0
    assert not classroom.errors.replace("warning: a node needs no privileges", "").count("error")


def test_chains_are_kept_in_a_directory_until_a_reset(start_classroom, tmp_path):
    flags = ("--data-dir", str(tmp_path / "class"), "--nodes", "2")
    first = start_classroom(*flags)
    first.at("alice").mine()
    eventually(lambda: lengths(first) == {"alice": 2, "bob": 2}, "both have it")
    assert first.stop() == 0
    assert sorted(path.name for path in (tmp_path / "class").iterdir()) == ["alice", "bob"]
    second = start_classroom(*flags)
    assert lengths(second) == {"alice": 2, "bob": 2}
    assert second.page.request("POST", "/classroom/reset").status == 200
    assert lengths(second) == {"alice": 1, "bob": 1}
    second.at("bob").mine()
    assert second.stop() == 0
    assert lengths(start_classroom(*flags))["bob"] == 2


@pytest.mark.parametrize("flags, word", [
    (["--nodes", "1"], "2 to 8"), (["--nodes", "9"], "2 to 8"), (["--students", "0"], "1 to 1000"),
    (["--students", "1001"], "1 to 1000"), (["--port", "65534"], "65534"), (["--host", ""], "--host"),
    (["--data-dir", ""], "--data-dir"), (["--mine-interval", "1ms"], "100ms to 1h")])
def test_what_cannot_be_is_refused(flags, word):
    assert word in complaint("classroom", *flags)


def test_ledgers_have_names_too(start_classroom):
    classroom = start_classroom("--rules", "ledger", difficulty=None)
    statuses = [classroom.at(name).get("/status").json() for name in NAMES]
    assert {status["rules"] for status in statuses} == {"ledger"}
    assert len({status["identifier"] for status in statuses}) == 3


@pytest.mark.parametrize("language, words", [("en", "the class"), ("zh", "全班"), ("es", "la clase")])
def test_a_terminal_shows_a_code_and_where_to_go(language, words):
    with Terminal("classroom", "--port", "0", "--host", "127.0.0.1", "--language", language) as terminal:
        eventually(lambda: "Ctrl-C" in terminal.shown(), "it is announced")
        shown = terminal.shown()
        assert words in shown and "▀" in shown and "/?present" in shown
