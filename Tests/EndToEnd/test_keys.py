"""The keys that sign on a ledger: how they are made and kept, and what they say to whom."""

import json
import os
import re
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from support.commands import CRASH, complaint, run
from support.nodes import forgechain_binary
from support.terminal import Terminal
from support.waiting import SOON, eventually

REFUSED, USAGE, INTERRUPTED = 1, 64, 130

SEED = bytes(range(32)).hex()
ADDRESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key().public_bytes_raw().hex()


@pytest.fixture
def home(tmp_path: Path) -> Mapping[str, str]:
    """An environment with no keys yet."""
    return {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}


def folder(home: Mapping[str, str]) -> Path:
    return Path(home["XDG_DATA_HOME"]) / "forgechain" / "keys"


def key(home: Mapping[str, str], *flags: str, given: str | None = None) -> subprocess.CompletedProcess:
    """What `forgechain key` says, which must go well."""
    result = subprocess.run(
        [str(forgechain_binary()), "key", *flags],
        input=given, stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True, text=True, timeout=SOON, env=home,
    )  # fmt: skip
    assert result.returncode == 0 and not CRASH.search(result.stderr), result
    return result


def refusal(home: Mapping[str, str], *flags: str, status: int = REFUSED) -> str:
    return complaint("key", *flags, env=home, status=status)


def secret_file(path: Path, text: str, mode: int = 0o600) -> str:
    path.write_text(text)
    path.chmod(mode)
    return str(path)


@pytest.mark.check
def test_a_key_is_made_shown_listed_and_removed(home):
    assert key(home, "list").stdout == "No keys. Make one with: forgechain key new NAME\n"
    made = key(home, "new", "alice")
    address = re.fullmatch(r"alice is ([0-9a-f]{64})\n", made.stdout)[1]
    assert made.stderr.startswith("forgechain: The key has no passphrase: whoever reads ")
    assert key(home, "show", "alice").stdout == f"{address}\n"
    head, row = key(home, "list").stdout.splitlines()
    assert head.split() == ["name", "address"] and row.split() == ["alice", address, "not", "locked"]
    assert key(home, "remove", "alice", "--yes").stdout == ""
    assert "There is no key alice" in refusal(home, "show", "alice")
    assert list(folder(home).iterdir()) == []


def test_files_are_their_owners_alone(home):
    key(home, "new", "alice", "--no-passphrase")
    modes = [stat.S_IMODE(path.stat().st_mode) for path in [folder(home), folder(home) / "alice"]]
    assert modes == [0o700, 0o600]
    (folder(home) / "alice").chmod(0o640)
    assert f"chmod 600 {folder(home)}/alice" in refusal(home, "show", "alice")
    assert "chmod 600" in key(home, "list").stdout
    folder(home).chmod(0o770)
    assert f"chmod 700 {folder(home)}" in refusal(home, "list")


def test_two_keys_differ_and_none_is_overwritten(home):
    key(home, "new", "alice")
    before = (folder(home) / "alice").read_bytes()
    assert "already" in refusal(home, "new", "alice")
    assert (folder(home) / "alice").read_bytes() == before
    key(home, "new", "bob")
    assert key(home, "show", "alice").stdout != key(home, "show", "bob").stdout


def test_of_many_made_at_once_under_one_name_one_is_kept(home):
    command = [str(forgechain_binary()), "key", "new", "alice"]
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=home) for _ in range(6)
    ]
    told = [process.communicate(timeout=SOON)[0] for process in started]
    assert sorted(process.returncode for process in started) == [0] + [REFUSED] * 5
    assert [said for said in told if said] == [f"alice is {key(home, 'show', 'alice').stdout}"]
    assert [path.name for path in folder(home).iterdir()] == ["alice"]


def test_a_seed_goes_in_and_comes_out(home, tmp_path):
    imported = key(home, "import", "alice", given=f"{SEED.upper()}\n")
    assert imported.stdout == f"alice is {ADDRESS}\n"
    exported = key(home, "export", "alice")
    assert exported.stdout == f"{SEED}\n" and "can spend all" in exported.stderr
    key(home, "import", "again", secret_file(tmp_path / "seed", exported.stdout))
    assert key(home, "show", "again").stdout == f"{ADDRESS}\n"
    for wrong in ["", SEED[1:], SEED + "0", SEED[1:] + "g", "0" * 4_000]:
        path = secret_file(tmp_path / "wrong", wrong)
        assert "64 hex digits" in refusal(home, "import", "bob", path)
    assert "cannot be read" in refusal(home, "import", "bob", str(tmp_path / "none"))
    assert len(list(folder(home).iterdir())) == 2


def test_a_passphrase_from_a_file_locks_and_opens(home, tmp_path):
    right, wrong = secret_file(tmp_path / "right", "sesame\n"), secret_file(tmp_path / "wrong", "Sesame\n")
    made = key(home, "import", "alice", "--passphrase-file", right, given=SEED)
    assert made.stderr == ""
    assert key(home, "show", "alice").stdout == f"{ADDRESS}\n"
    assert key(home, "list").stdout.endswith(f"{ADDRESS}  locked\n")
    assert SEED not in (folder(home) / "alice").read_text()
    assert "--passphrase-file" in refusal(home, "export", "alice")
    assert "The passphrase is wrong" in refusal(home, "export", "alice", "--passphrase-file", wrong)
    assert key(home, "export", "alice", "--passphrase-file", right).stdout == f"{SEED}\n"


@pytest.mark.parametrize("content", ["", "\nsesame\n", "x" * 1_025])
def test_a_file_without_a_passphrase_is_refused(home, tmp_path, content):
    assert "passphrase" in refusal(home, "new", "alice", "--passphrase-file", secret_file(tmp_path / "p", content))
    assert not folder(home).exists()


def test_a_passphrase_that_others_choose_is_refused(home, tmp_path):
    path = secret_file(tmp_path / "p", "sesame", 0o666)
    assert f"chmod 600 {path}" in refusal(home, "new", "alice", "--passphrase-file", path)


def test_a_hostile_file_takes_no_memory(home, tmp_path):
    passphrase = secret_file(tmp_path / "p", "sesame")
    key(home, "new", "alice", "--passphrase-file", passphrase)
    path = folder(home) / "alice"
    for part, value in [("memory_bytes", 1 << 40), ("operations", 1_000_000)]:
        content = json.loads(path.read_text())
        content["locked"][part] = value
        secret_file(path, json.dumps(content))
        assert "cost too much" in refusal(home, "export", "alice", "--passphrase-file", passphrase)


@pytest.mark.parametrize("content", ["", "{", "{}", "[" * 2_000, '{"version": 1}', "x" * 5_000, "\x1b[31m"])
def test_a_damaged_file_is_refused_and_hides_no_other(home, content):
    key(home, "new", "alice")
    secret_file(folder(home) / "bob", content)
    for command in (["show", "bob"], ["export", "bob"]):
        assert "holds no key" in refusal(home, *command)
    rows = key(home, "list").stdout.splitlines()[1:]
    assert [row.split()[0] for row in rows] == ["alice", "bob"] and "holds no key" in rows[1]
    key(home, "remove", "bob", "--yes")


@pytest.mark.parametrize("name", ["", ".hidden", "../alice", "a b", "ä", "x" * 65, ADDRESS])
def test_a_name_that_is_none_is_refused(home, name):
    assert "cannot name a key" in refusal(home, "new", name)


def test_what_is_missing_or_too_much_is_said(home):
    assert refusal(home, "remove", "alice") and "There is no key" in refusal(home, "remove", "alice")
    key(home, "new", "alice")
    assert "--yes" in refusal(home, "remove", "alice", status=USAGE)
    assert refusal(home, "new", "bob", "--no-passphrase", "--passphrase-file", "p", status=USAGE)
    nowhere = {name: value for name, value in home.items() if name not in ("HOME", "XDG_DATA_HOME")}
    assert "XDG_DATA_HOME" in refusal(nowhere, "list", status=USAGE)


def test_a_directory_that_cannot_be_made_is_refused(home, tmp_path):
    (tmp_path / "data").write_text("no directory")
    assert "cannot be used" in refusal(home, "new", "alice")


def test_nobody_reads_the_seed(home):
    """Nor what is written there: a full disk."""
    key(home, "new", "alice")
    with open("/dev/full", "wb") as full:
        command = [str(forgechain_binary()), "key", "export", "alice"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=home, timeout=SOON)
    assert done.returncode == 74 and b"cannot be written" in done.stderr


# MARK: - On a terminal


def answer(terminal: Terminal, question: str, text: str, times: int = 1) -> None:
    eventually(lambda: terminal.shown().count(question) == times, f"{question!r} is asked")
    terminal.type(text)


def test_a_terminal_asks_twice_and_shows_nothing(home):
    with Terminal("key", "new", "alice", env=home) as terminal:
        answer(terminal, "Passphrase for alice: ", "sesame\n")
        answer(terminal, "The same again: ", "sesame\n")
        assert terminal.wait() == 0
        assert "sesame" not in terminal.shown() and "alice is " in terminal.shown()
    with Terminal("key", "export", "alice", env=home) as terminal:
        answer(terminal, "Passphrase of alice: ", "sesame\n")
        assert terminal.wait() == 0
        assert re.search(r"^[0-9a-f]{64}$", terminal.shown(), re.M)


@pytest.mark.parametrize("second", ["Sesame\n", "\n", "\x04"])
def test_two_passphrases_that_differ_make_nothing(home, second):
    with Terminal("key", "new", "alice", env=home) as terminal:
        answer(terminal, "Passphrase for alice: ", "sesame\n")
        answer(terminal, "The same again: ", second)
        assert terminal.wait() == REFUSED
    assert not folder(home).exists()


def test_ctrl_c_gives_the_terminal_back(home):
    with Terminal("key", "new", "alice", env=home) as terminal:
        answer(terminal, "Passphrase for alice: ", "ses\x03")
        assert terminal.wait() == -2
        assert terminal.echoes()
    assert not folder(home).exists()


def test_a_seed_is_typed_unseen(home):
    with Terminal("key", "import", "alice", "--no-passphrase", env=home) as terminal:
        answer(terminal, "Seed: ", f"{SEED}\n")
        assert terminal.wait() == 0
        assert SEED not in terminal.shown() and f"alice is {ADDRESS}" in terminal.shown()


@pytest.mark.parametrize(("said", "status"), [("y\n", 0), ("YES\n", 0), ("n\n", 1), ("\n", 1), ("\x04", 1)])
def test_removing_is_asked_about(home, said, status):
    key(home, "new", "alice")
    with Terminal("key", "remove", "alice", env=home) as terminal:
        answer(terminal, "Remove alice for good?", said)
        assert terminal.wait() == status
    assert (folder(home) / "alice").exists() == bool(status)


def test_help_of_each_is_there():
    for name in ["new", "list", "show", "import", "export", "remove"]:
        assert run("key", name, "--help").returncode == 0
