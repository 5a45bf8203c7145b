"""A node's data directory: where it is, how it is made, and whose it is."""

import os
import re
import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest

from support.chains import GENESIS
from support.commands import complaint
from support.directories import DATABASE, contents, edit
from support.nodes import Program, forgechain_binary, held_port
from support.waiting import eventually

#: Flags of a node in a directory; the directory follows.
PLACE = ["-p", "0", "--host", "127.0.0.1", "--difficulty", "2", "--data-dir"]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# MARK: - Where it is


def environment(**variables: str) -> dict[str, str]:
    """This process's environment with these variables for the default place, and no others."""
    rest = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_DATA_HOME")}
    return {**rest, **variables}


HOMES = {
    "XDG_DATA_HOME": ({"XDG_DATA_HOME": "{}/data", "HOME": "{}/home"}, "data"),
    "XDG_DATA_HOME alone": ({"XDG_DATA_HOME": "{}/data"}, "data"),
    "XDG_DATA_HOME with a slash": ({"XDG_DATA_HOME": "{}/data//"}, "data"),
    "HOME": ({"HOME": "{}/home"}, "home/.local/share"),
    "HOME with a slash": ({"HOME": "{}/home/"}, "home/.local/share"),
    "an empty XDG_DATA_HOME": ({"XDG_DATA_HOME": "", "HOME": "{}/home"}, "home/.local/share"),
    "a relative XDG_DATA_HOME": ({"XDG_DATA_HOME": "data", "HOME": "{}/home"}, "home/.local/share"),
}


@pytest.mark.parametrize("variables, place", HOMES.values(), ids=HOMES.keys())
def test_the_default_place_is_in_the_users_data_directory(start_node, tmp_path, variables, place):
    env = environment(**{name: value.format(tmp_path) for name, value in variables.items()})
    with held_port() as port:
        node = start_node("-p", port, env=env)
        payment = node.pay("alice", "bob", 5)
        assert [str(file.relative_to(tmp_path)) for file in tmp_path.rglob(DATABASE)] == [
            f"{place}/forgechain/{port}/{DATABASE}"
        ]
        assert node.stop() == 0
        assert start_node("-p", port, env=env).mined_payments() == [payment]


def test_each_port_has_a_place_of_its_own(start_node, tmp_path):
    env = environment(HOME=str(tmp_path))
    with held_port() as first, held_port() as second:
        nodes = [start_node("-p", port, env=env) for port in (first, second)]
        payment = nodes[0].pay("alice", "bob", 5)
        assert nodes[1].mined_payments() == []
        assert nodes[0].mined_payments() == [payment]
        places = tmp_path / ".local" / "share" / "forgechain"
        assert {place.name for place in places.iterdir()} == {first, second}


@pytest.mark.parametrize("variables", [{}, {"HOME": ""}, {"HOME": "home", "XDG_DATA_HOME": "data"}], ids=str)
def test_without_a_home_a_place_has_to_be_given(start_node, tmp_path, monkeypatch, variables):
    monkeypatch.chdir(tmp_path)
    env = environment(**variables)
    with held_port() as port:
        said = complaint("-p", port, "--host", "127.0.0.1", env=env)
        assert "HOME" in said and "--data-dir" in said and "--ephemeral" in said
        for flags in (["--ephemeral"], ["--data-dir", "here"]):
            node = start_node("-p", port, *flags, env=env)
            node.assert_serves()
            assert node.stop() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_port_0_without_a_place_is_refused(tmp_path):
    """A directory named after a port that changes each time would never be found again."""
    said = complaint("-p", "0", "--host", "127.0.0.1", env=environment(HOME=str(tmp_path)))
    assert "--data-dir" in said and "--ephemeral" in said
    assert list(tmp_path.iterdir()) == []


def test_a_place_for_what_is_not_kept_is_refused(directory):
    said = complaint(*PLACE, str(directory), "--ephemeral")
    assert "--ephemeral" in said and "--data-dir" in said
    assert not directory.exists()


def test_an_empty_place_is_refused():
    assert "--data-dir" in complaint(*PLACE, "")


def test_what_is_ephemeral_leaves_nothing_behind(start_node, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with held_port() as port:
        node = start_node("-p", port, "--ephemeral", env=environment(HOME=str(tmp_path)))
        node.pay("alice", "bob", 5)
        node.mine()
        assert node.stop() == 0
    assert list(tmp_path.iterdir()) == []


# MARK: - How it is made and named


def test_directories_are_made_for_their_owner_only(start_node, tmp_path):
    before = mode(tmp_path)
    node = start_node("--data-dir", str(tmp_path / "a" / "b" / "c"))
    for path in ("a", "a/b", "a/b/c"):
        assert mode(tmp_path / path) == 0o700, path
    assert mode(tmp_path) == before
    node.assert_serves()


def test_a_directory_that_is_there_stays_as_it_is(start_node, tmp_path):
    tmp_path.chmod(0o750)
    (tmp_path / "notes.txt").write_text("mine")
    start_node("--data-dir", str(tmp_path)).assert_serves()
    assert mode(tmp_path) == 0o750
    assert (tmp_path / "notes.txt").read_text() == "mine"


NAMES = [
    "with a space",
    "Zoë 爱丽丝 \U0001f600",
    "e\u0301",
    "what?mode=memory#1",
    "100%20",
    "'quoted\"",
    "-dash",
    "a\nb",
    "x" * 255,
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_directory_may_have_any_name(start_node, tmp_path, name):
    for _ in range(2):
        node = start_node("--data-dir", str(tmp_path / name))
        length = node.mine()["index"]
        assert node.stop() == 0
    assert length == 3
    assert os.listdir(tmp_path) == [name]
    assert DATABASE in os.listdir(tmp_path / name)


@pytest.mark.parametrize(
    "name", ["data/", "data//", "./data", "new/../data", "data/.", "{}/data/", "{}//data"]
)
def test_a_directory_may_be_called_in_many_ways(start_node, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "new").mkdir()
    start_node("--data-dir", "data").mine()
    assert "process" in complaint(*PLACE, name.format(tmp_path))
    assert len(contents(tmp_path / "data")["tail"]) == 2


def test_a_name_that_is_not_utf8_is_refused(tmp_path):
    name = os.fsencode(tmp_path) + b"/\xff\xfe"
    assert "UTF-8" in complaint("-p", "0", "--data-dir", name)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_looks_like_an_address_is_a_name(start_node, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    node = start_node("--data-dir", "file:data?mode=memory")
    node.mine()
    assert node.stop() == 0
    assert DATABASE in os.listdir(tmp_path / "file:data?mode=memory")


def test_a_directory_may_be_reached_by_a_link(start_node, start_kept, directory, tmp_path):
    directory.mkdir()
    link = tmp_path / "link"
    link.symlink_to(directory)
    node = start_node("--data-dir", str(link))
    payment = node.pay("alice", "bob", 5)
    complaint(*PLACE, str(directory), status=1)
    assert node.stop() == 0
    assert start_kept().mined_payments() == [payment]


def test_a_link_to_nowhere_is_refused(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert str(tmp_path / "link") in complaint(*PLACE, str(tmp_path / "link"), status=1)
    assert os.listdir(tmp_path) == ["link"]


@pytest.mark.parametrize("below", ["", "/", "/data", "/data/data"])
def test_a_file_is_no_directory(tmp_path, below):
    file = tmp_path / "file"
    file.write_text("not a directory")
    assert str(file) in complaint(*PLACE, f"{file}{below}", status=1)
    assert file.read_text() == "not a directory"


def test_a_name_that_is_too_long_is_refused(tmp_path):
    said = complaint(*PLACE, str(tmp_path / ("x" * 256)), status=1)
    assert "too long" in said


def test_a_node_that_has_ended_leaves_all_in_one_file(start_kept, directory):
    """Which is what a person copies."""
    node = start_kept()
    node.pay("alice", "bob", 5)
    node.mine()
    assert node.stop() == 0
    assert set(os.listdir(directory)) == {DATABASE, "lock"}


# MARK: - What may not be written


@pytest.fixture
def obeying() -> list[str]:
    """A command that runs another one, which then obeys file permissions even as root."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root ignores permissions, and there is no setpriv to make it obey them")
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"]


def test_a_directory_that_may_not_be_written_is_refused(directory, obeying):
    directory.mkdir(mode=0o500)
    said = complaint(*PLACE, str(directory), status=1, through=obeying)
    assert str(directory) in said and "Permission denied" in said
    assert os.listdir(directory) == []


def test_a_directory_where_none_may_be_made_is_refused(tmp_path, obeying):
    (tmp_path / "closed").mkdir(mode=0o500)
    said = complaint(*PLACE, str(tmp_path / "closed" / "data"), status=1, through=obeying)
    assert str(tmp_path / "closed" / "data") in said and "Permission denied" in said


@pytest.mark.parametrize("name, permissions", [("lock", 0o000), (DATABASE, 0o000), (DATABASE, 0o400)])
def test_a_file_that_may_not_be_written_is_refused(start_kept, directory, obeying, name, permissions):
    assert start_kept().stop() == 0
    file = edit(directory).with_name(name)
    file.chmod(permissions)
    before = file.read_bytes()
    assert str(file) in complaint(*PLACE, str(directory), status=1, through=obeying)
    assert file.read_bytes() == before
    file.chmod(0o600)
    start_kept().assert_serves()


# MARK: - One process a directory


def test_a_directory_is_one_nodes_alone(start_kept, directory):
    first = start_kept()
    payment = first.pay("alice", "bob", 5)
    for _ in range(2):
        said = complaint(*PLACE, str(directory), status=1)
        assert said.startswith("forgechain: ") and str(directory) in said
        assert re.search(rf"\b{first.process.pid}\b", said), said
    assert first.mined_payments() == [payment]


def test_a_directory_is_free_again_when_its_node_has_ended(start_kept, directory, end):
    for length in range(2, 5):
        node = start_kept()
        assert node.mine()["index"] == length
        end(node)


def test_a_lock_without_an_owner_locks_nothing(start_kept, directory):
    directory.mkdir()
    (directory / "lock").write_text("1\n")
    node = start_kept()
    assert re.search(rf"\b{node.process.pid}\b", complaint(*PLACE, str(directory), status=1))


def test_two_nodes_have_two_directories(start_node, tmp_path):
    nodes = [start_node("--data-dir", str(tmp_path / name)) for name in ("first", "second")]
    payment = nodes[0].pay("alice", "bob", 5)
    assert [node.mined_payments() for node in nodes] == [[payment], []]


def test_of_many_that_start_at_once_one_gets_the_directory(directory):
    programs = [Program([str(forgechain_binary()), *PLACE, str(directory)]) for _ in range(8)]
    try:
        eventually(
            lambda: all("\n" in each.output or not each.is_running for each in programs),
            "all have or have not",
        )
        (winner,) = [each for each in programs if each.is_running]
        losers = [each for each in programs if each is not winner]
        assert [each.wait() for each in losers] == [1] * 7
        for loser in losers:
            assert re.fullmatch(r"forgechain: .* is in use by .*\n", loser.errors), loser.errors
        assert winner.stop() == 0
    finally:
        for each in programs:
            each.kill()


def test_a_node_that_finds_its_port_taken_gives_the_directory_back(start_node, start_kept, directory):
    other = start_node()
    assert str(other.port) in complaint(*PLACE, str(directory), "-p", str(other.port), status=1)
    start_kept().assert_serves()


# MARK: - A first start


def test_a_first_start_that_was_cut_short_is_begun_again(start_kept, directory):
    directory.mkdir()
    for suffix in ("", "-journal", "-wal", "-shm"):
        (directory / f"{DATABASE}.new{suffix}").write_bytes(b"half of something" * 1_000)
    (directory / "lock").write_text("")
    assert start_kept().chain() == [GENESIS]
    assert not list(directory.glob("*.new*"))


def test_a_first_start_may_be_cut_short_anywhere(start_kept, directory):
    for milliseconds in range(0, 60, 4):
        shutil.rmtree(directory, ignore_errors=True)
        process = subprocess.Popen(
            [str(forgechain_binary()), *PLACE, str(directory)], stdout=subprocess.DEVNULL
        )
        # Not a wait for anything: it ends at a different point each time.
        time.sleep(milliseconds / 1_000)
        process.kill()
        process.wait()
        node = start_kept()
        assert node.mine()["index"] == 2, f"cut short after {milliseconds} ms"
        node.kill()
