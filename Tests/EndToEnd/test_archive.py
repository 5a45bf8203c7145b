"""Data checked, written and read by the program itself: verify, export and import."""

import errno
import json
import os
import pty
import resource
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from support.chains import GENESIS, canonical, extended, forge, forged_chain, is_valid_chain
from support.commands import CRASH
from support.directories import DATABASE, contents, edit, make_old
from support.nodes import DIFFICULTY, forgechain_binary, held_port, running_node
from support.reading import pending
from support.waiting import SOON


def forgechain(command: str, *flags: str, **options) -> subprocess.CompletedProcess:
    """One command, run to its end. It never crashes."""
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE} | options
    if "input" in options:
        del options["stdin"]
    result = subprocess.run(
        [str(forgechain_binary()), command, *map(str, flags)],
        stderr=subprocess.PIPE, timeout=SOON, **options,
    )
    assert result.returncode >= 0 and not CRASH.search(result.stderr.decode()), result
    return result


def findings(directory: Path) -> list[str]:
    """What verify prints on standard output, which agrees with its status."""
    result = forgechain("verify", "--data-dir", directory)
    lines = result.stdout.decode().splitlines()
    assert result.returncode == (1 if lines else 0), result
    # One line for people, with the result.
    said = result.stderr.decode()
    assert said.count("\n") == 1 and said.startswith(f"{directory}: "), result
    assert ("sound" in said) == (not lines), result
    return lines


def refusal(command: str, *flags: str, **options) -> str:
    """What a command prints on one line when it fails."""
    result = forgechain(command, *flags, **options)
    said = result.stderr.decode()
    assert result.returncode == 1 and not result.stdout, result
    assert said.startswith("forgechain: ") and said.count("\n") == 1, said
    return said


def document(chain: list[dict]) -> bytes:
    """A chain as Python prints it."""
    return (json.dumps({"chain": chain, "length": len(chain)}, sort_keys=True) + "\n").encode()


@pytest.fixture(scope="session")
def _written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict]]:
    """A directory with seven blocks, five of which include a payment, two pending payments, and a peer; and the chain.
    """
    directory = tmp_path_factory.mktemp("kept") / "data"
    with running_node("--data-dir", str(directory)) as node:
        node.register("node2:5000")
        node.mine()
        for n in range(1, 6):
            node.pay("alice", f"bob {n}", n)
            node.mine()
        node.pay("Алиса\n", "b\0b", 0.1)
        node.pay("alice", "bob", 10**30)
        chain = node.chain()
    assert len(chain) == 7
    return directory, chain


@pytest.fixture
def kept(_written: tuple[Path, list[dict]], directory: Path) -> list[dict]:
    """Puts a copy of that directory into this test's; returns the chain."""
    written, chain = _written
    shutil.copytree(written, directory)
    return chain


# MARK: - Verify


def test_what_a_node_keeps_is_sound(kept, directory):
    assert findings(directory) == []


@pytest.mark.usefixtures("kept")
def test_it_says_how_much_there_is(directory):
    said = forgechain("verify", "--data-dir", directory).stderr.decode()
    assert said == f"{directory}: 7 blocks, 7 accepted transactions, 2 pending: sound.\n"


def test_a_running_node_is_checked_and_goes_on(start_kept, directory):
    node = start_kept()
    done = threading.Event()

    def use() -> None:
        n = 0
        while not done.is_set():
            n += 1
            node.pay("alice", "bob", n)
            if n % 3 == 0:
                node.mine()

    user = threading.Thread(target=use)
    user.start()
    try:
        for _ in range(10):
            assert findings(directory) == []
    finally:
        done.set()
        user.join()
    node.assert_serves()
    assert node.stop() == 0
    assert findings(directory) == []


def test_what_a_killed_node_left_is_sound_and_left_as_it_is(start_kept, directory):
    node = start_kept()
    for n in range(5):
        node.pay("alice", "bob", n)
        node.mine()
    node.pay("alice", "bob", 5)
    chain = node.get("/chain").body
    node.kill()
    files = [directory / DATABASE, directory / f"{DATABASE}-wal"]
    before = [file.read_bytes() for file in files]
    assert before[1], "nothing is in the log"
    assert findings(directory) == []
    assert forgechain("export", "--data-dir", directory).stdout == chain
    assert [file.read_bytes() for file in files] == before
    node = start_kept()
    assert node.get("/chain").body == chain and len(pending(node)) == 1


def test_a_copy_on_a_medium_that_is_read_only_is_checked_and_exported(kept, directory):
    edit(directory)
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "a copy?%41#"
        copy.mkdir()
        shutil.copy(directory / DATABASE, copy)
        # In a place where other users can start it.
        binary = shutil.copy(forgechain_binary(), place)
        for path, mode in [(copy / DATABASE, 0o444), (copy, 0o555), (Path(place), 0o755)]:
            path.chmod(mode)
        nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        for command, output in [("verify", b""), ("export", document(kept))]:
            result = forgechain(command, "--data-dir", copy, executable=binary, **nobody)
            assert result.returncode == 0 and result.stdout == output, result
        assert [path.name for path in copy.iterdir()] == [DATABASE]
        copy.chmod(0o755)


DAMAGE = {
    "a flipped byte": (
        "UPDATE tail SET text = replace(text, 'bob 3', 'bob 2') WHERE height = 5",
        ["block 5: it is kept under a hash", "block 6: previous_hash is not the hash of block 5"],
    ),
    "a lost block": ("DELETE FROM tail WHERE height = 4", ["block 4: it is missing"]),
    "a lost last block": (
        "DELETE FROM tail WHERE height = 7",
        ["accepted transaction 5: it is lost", 'block 7: the history of "bob 5" has'],
    ),
    "a block that is none": (
        "UPDATE tail SET text = substr(text, 2) WHERE height = 4",
        ["block 4: its text is not canonical JSON"],
    ),
    "another hash": (
        "UPDATE tail SET hash = substr('ba', 1 + (hash LIKE 'b%'), 1) || substr(hash, 2) WHERE height = 2",
        ["block 2: it is kept under a hash that is not its text's"],
    ),
    "a lost transaction": (
        "DELETE FROM pending WHERE number = 6",
        ["accepted transaction 6: it is lost, neither pending nor carried"],
    ),
    "a transaction to be carried again": (
        "INSERT INTO pending VALUES (3)",
        ["accepted transaction 3: it is pending, though block 5 carries it"],
    ),
    "a transaction carried twice": (
        "INSERT INTO carriage SELECT height, hash, 1 FROM block WHERE height = 6",
        ["accepted transaction 1: more than one block carries it, 3 and 6"],
    ),
    "another transaction": (
        "UPDATE accepted SET text = replace(text, 'bob 2', 'eve 2') WHERE number = 2",
        ["block 4: its transaction 1 is not accepted transaction 2"],
    ),
    "a history with a gap": (
        "DELETE FROM history WHERE address = 'bob 4'",
        ['block 6: its transaction 1 is missing in the history of "bob 4"'],
    ),
    "a history with more": (
        "INSERT INTO history VALUES ('eve', 6, 1, 1, '[[6,1]]')",
        ['block 6: the history of "eve" has its transaction 1'],
    ),
    "no difficulty": ("DELETE FROM parameter WHERE name = 'difficulty'", ["parameter difficulty: it is missing"]),
    "another genesis": (
        "UPDATE parameter SET value = '1' WHERE name = 'genesis'",
        ['parameter genesis: it is "1", and has to be '],
    ),
    "a peer that is none": ("UPDATE peer SET address = 'a b'", ['peer 1: "a b" is no address']),
}


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("sql, expected", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_found_and_its_place_told(directory, sql, expected):
    edit(directory, sql)
    before = contents(directory)
    lines = findings(directory)
    for begin in expected:
        assert any(line.startswith(begin) for line in lines), lines
    assert contents(directory) == before


@pytest.mark.usefixtures("kept")
def test_proofs_are_checked(directory):
    """A chain made with less work than the directory's network requires."""
    edit(directory, "UPDATE parameter SET value = '6' WHERE name = 'difficulty'")
    assert findings(directory) == [f"block {height}: its proof does not fit" for height in range(2, 8)]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("part", [0.0, 0.5, 0.9])
def test_a_file_that_lost_its_end_is_found(directory, part):
    file = edit(directory)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * part)])
    assert all(line.startswith(("the database: ", "block ", "accepted ")) for line in findings(directory))


@pytest.mark.usefixtures("kept")
def test_a_file_that_is_something_else_is_found(directory):
    edit(directory).write_bytes(b"Once upon a time\n" * 1000)
    assert findings(directory) == ["the database: file is not a database"]


def test_many_findings_are_counted(start_kept, directory):
    node = start_kept(difficulty=1)
    for n in range(120):
        node.pay("alice", "bob", n)
    node.mine()
    assert node.stop() == 0
    edit(directory, "DELETE FROM history")
    result = forgechain("verify", "--data-dir", directory)
    assert result.returncode == 1 and result.stdout.count(b"\n") == 100
    assert b"242 findings, of which the first 100 are told" in result.stderr


@pytest.mark.parametrize("command", ["verify", "export"])
def test_nothing_is_made_where_nothing_is_kept(tmp_path, command):
    for path in [tmp_path, tmp_path / "nowhere"]:
        assert "no node has kept anything there" in refusal(command, "--data-dir", path)
    assert list(tmp_path.iterdir()) == []


def test_findings_that_cannot_be_written_are_an_error(kept, directory):
    edit(directory, "DELETE FROM pending")
    with open("/dev/full", "wb") as full:
        result = forgechain("verify", "--data-dir", directory, stdout=full)
    assert result.returncode == 1 and os.strerror(errno.ENOSPC) in result.stderr.decode()


# MARK: - Export


def test_an_export_is_what_python_prints(kept, directory):
    result = forgechain("export", "--data-dir", directory)
    assert result.returncode == 0 and not result.stderr
    assert result.stdout == document(kept)
    chain = json.loads(result.stdout)["chain"]
    assert chain == kept and is_valid_chain(chain, DIFFICULTY)


def test_an_export_is_what_a_running_node_answers(start_kept, directory):
    node = start_kept()
    for _ in range(3):
        node.mine()
    assert forgechain("export", "--data-dir", directory).stdout == node.get("/chain").body
    node.mine()
    assert forgechain("export", "--data-dir", directory).stdout == node.get("/chain").body


def test_a_file_has_its_name_when_it_is_whole(kept, directory, tmp_path):
    file = tmp_path / "chain.json"
    for old in [None, b"an old one"]:
        if old:
            file.write_bytes(old)
        result = forgechain("export", "--data-dir", directory, "--output", file)
        assert result.returncode == 0 and not result.stdout and not result.stderr
        assert file.read_bytes() == document(kept)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["chain.json", directory.name]


@pytest.mark.measured
def test_an_old_file_stays_when_the_new_one_fails(directory, tmp_path):
    chain = document(extended([GENESIS], 500))
    flags = ["--data-dir", directory]
    assert forgechain("import", *flags, "--difficulty", DIFFICULTY, input=chain).returncode == 0
    file = tmp_path / "chain.json"
    file.write_bytes(b"an old one")
    flags += ["--output", file]
    # More than SQLite needs for reading.
    said = refusal("export", *flags, preexec_fn=lambda: limit_files(len(chain) - 1))
    assert str(file) in said and os.strerror(errno.EFBIG) in said
    edit(directory, "UPDATE tail SET text = replace(text, '{', '{ ') WHERE height = 400")
    assert "block 400" in refusal("export", *flags)
    assert file.read_bytes() == b"an old one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chain.json", directory.name]


def limit_files(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.usefixtures("kept")
def test_a_full_disk_is_told(directory, tmp_path):
    with open("/dev/full", "wb") as full:
        assert os.strerror(errno.ENOSPC) in refusal("export", "--data-dir", directory, stdout=full)
    assert os.strerror(errno.ENOSPC) in refusal("export", "--data-dir", directory, "--output", "/dev/full")
    assert not Path("/dev/full.partial").exists()
    assert "is a directory" in refusal("export", "--data-dir", directory, "--output", tmp_path)
    no_directory = tmp_path / "no" / "file"
    assert os.strerror(errno.ENOENT) in refusal("export", "--data-dir", directory, "--output", no_directory)


# MARK: - Import


@pytest.mark.check
def test_what_is_exported_can_be_imported_elsewhere(kept, directory, tmp_path, start_node):
    other = tmp_path / "other"
    flags = ["--data-dir", other, "--difficulty", DIFFICULTY]
    exported = forgechain("export", "--data-dir", directory).stdout
    result = forgechain("import", *flags, input=exported)
    assert result.returncode == 0 and not result.stdout, result
    assert findings(other) == []
    assert forgechain("export", "--data-dir", other).stdout == exported

    file = tmp_path / "chain.json"
    file.write_bytes(exported)
    third = tmp_path / "third"
    assert forgechain("import", "--data-dir", third, "--difficulty", DIFFICULTY, file).returncode == 0
    node = start_node("--data-dir", str(third))
    assert node.get("/chain").body == exported
    assert pending(node) == []
    node.mine()
    assert is_valid_chain(node.chain(), DIFFICULTY)


def test_a_tutorial_nodes_chain_can_be_imported(tutorial_node, start_kept, directory):
    for n in range(4):
        tutorial_node.pay("alice", "bob", n / 7)
        tutorial_node.mine()
    answer = tutorial_node.get("/chain")
    result = forgechain("import", "--data-dir", directory, "--difficulty", DIFFICULTY, input=answer.body)
    assert result.returncode == 0, result
    assert findings(directory) == []
    node = start_kept()
    assert node.chain() == answer.json()["chain"] and node.chain()[0] != GENESIS
    node.mine()
    assert findings(directory) == []


def test_what_falls_out_is_pending_again_and_then_carried_once(start_kept, directory):
    node = start_kept()
    paid = []
    for n in range(3):
        paid.append(node.pay("alice", "bob", n))
        node.mine()
    ours = node.chain()
    waiting = node.pay("alice", "bob", 3)
    assert node.stop() == 0

    theirs = extended(ours[:2], 6)
    flags = ["--data-dir", directory, "--difficulty", DIFFICULTY]
    result = forgechain("import", *flags, input=document(theirs))
    assert result.returncode == 0 and b"2 accepted transactions are pending again" in result.stderr, result
    assert findings(directory) == []
    node = start_kept()
    assert node.chain() == theirs
    assert pending(node) == [*paid[1:], waiting]
    assert node.stop() == 0

    # Their blocks come back, and include them.
    back = extended(ours, 7)
    assert forgechain("import", *flags, input=document(back)).returncode == 0
    assert findings(directory) == []
    node = start_kept()
    assert pending(node) == [waiting]
    assert node.mined_payments() == [waiting]
    assert findings(directory) == []


@pytest.mark.parametrize("length", [1, 2, 7])
def test_a_chain_that_is_not_longer_is_refused(kept, directory, length):
    before = contents(directory)
    flags = ["--difficulty", DIFFICULTY, "--data-dir", directory]
    said = refusal("import", *flags, input=document(forged_chain(length)))
    assert f"has {length} block" in said and "the one kept has 7: only a longer one takes its place" in said
    assert "only a longer one" in refusal("import", *flags, input=document(kept))
    assert contents(directory) == before and findings(directory) == []


def test_what_is_refused_leaves_an_earlier_versions_directory_to_that(kept, directory):
    """It is brought up to date by what is taken."""
    make_old(directory)
    before = contents(directory)
    flags = ["--difficulty", DIFFICULTY, "--data-dir", directory]
    changed = document(forge(kept)).replace(b"bob 2", b"eve 2")
    for broken in (b"", changed[:-3], changed):
        refusal("import", *flags, input=broken)
        assert contents(directory) == before
    other_network = ["--difficulty", DIFFICULTY + 1, "--data-dir", directory]
    assert f"--difficulty {DIFFICULTY}" in refusal("import", *other_network)
    assert contents(directory) == before
    assert forgechain("import", *flags, input=document(extended(kept, 9))).returncode == 0
    assert findings(directory) == []


INVALID = {
    "an old block changed": (
        lambda kept: document(forge(kept)).replace(b"bob 2", b"eve 2"),
        "block 5: previous_hash is not the hash of block 4",
    ),
    "a wrong proof": (
        lambda kept: document([*kept, {**forge(kept)[-1], "proof": 1}]),
        f"block 8: its proof does not fit at difficulty {DIFFICULTY}",
    ),
    "no JSON": (lambda kept: b"chain", "not JSON: byte 0"),
    "cut short": (lambda kept: document(forge(kept))[:-9], "cut off"),
    "more behind it": (lambda kept: document(forge(kept)) + b"{}", "behind the end of the JSON"),
    "nothing": (lambda kept: b"", "empty"),
    "no chain": (lambda kept: b'{"nodes": []}', "no chain"),
    "no blocks": (lambda kept: b'{"chain": []}', "no blocks"),
}


@pytest.mark.parametrize("made, reason", INVALID.values(), ids=INVALID.keys())
def test_a_chain_that_is_not_valid_is_refused_with_the_reason(kept, directory, tmp_path, made, reason):
    before = contents(directory)
    body = made(kept)
    flags = ["--difficulty", DIFFICULTY, "--data-dir"]
    assert reason in refusal("import", *flags, directory, input=body)
    assert contents(directory) == before and findings(directory) == []
    # No directory is created for it.
    assert reason in refusal("import", *flags, tmp_path / "new", input=body)
    assert not (tmp_path / "new").exists()


def test_a_length_that_is_wrong_is_not_believed(kept, directory):
    body = canonical({"chain": forge(kept), "length": 3}).encode()
    flags = ["--difficulty", DIFFICULTY, "--data-dir", directory]
    assert forgechain("import", *flags, input=body).returncode == 0
    assert json.loads(forgechain("export", "--data-dir", directory).stdout)["length"] == 8


def test_the_directorys_difficulty_is_asked_for(kept, directory):
    body = document(forge(kept))
    assert f"--difficulty {DIFFICULTY}" in refusal("import", "--data-dir", directory, input=body)


def test_a_node_that_runs_keeps_its_chain(start_kept, directory):
    node = start_kept()
    node.mine()
    body = document(forged_chain(5))
    said = refusal("import", "--difficulty", DIFFICULTY, "--data-dir", directory, input=body)
    assert f"process {node.process.pid}" in said
    assert len(node.chain()) == 2


def test_a_full_disk_leaves_the_chain_as_it_was(kept, directory):
    edit(directory)
    before = contents(directory)
    longer = document(extended(kept, 600))
    flags = ["--difficulty", DIFFICULTY, "--data-dir", directory]
    size = (directory / DATABASE).stat().st_size
    refusal("import", *flags, input=longer, preexec_fn=lambda: limit_files(size + 5_000))
    assert contents(directory) == before and findings(directory) == []
    assert forgechain("import", *flags, input=longer).returncode == 0
    assert findings(directory) == []


def test_what_cannot_be_read_is_told(directory, tmp_path):
    flags = ["--difficulty", DIFFICULTY, "--data-dir", directory]
    assert os.strerror(errno.ENOENT) in refusal("import", *flags, tmp_path / "nowhere")
    assert os.strerror(errno.EISDIR) in refusal("import", *flags, tmp_path)
    assert not directory.exists()


# MARK: - The command line


def test_a_port_means_the_directory_its_node_has(start_node, tmp_path):
    env = {"XDG_DATA_HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    with held_port() as port:
        node = start_node("--port", port, env=env)
        node.mine()
        chain = node.get("/chain").body
        assert forgechain("export", "--port", port, env=env).stdout == chain
        assert forgechain("verify", "-p", port, env=env).returncode == 0
        assert node.stop() == 0
        home = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
        flags = ["--port", port, "--difficulty", DIFFICULTY]
        assert forgechain("import", *flags, env=home, input=chain).returncode == 0
    kept = tmp_path / ".local" / "share" / "forgechain" / port
    assert forgechain("export", "--data-dir", kept).stdout == chain


@pytest.mark.parametrize("command", ["verify", "export", "import"])
@pytest.mark.parametrize(
    "flags", [["--port", "0"], ["--port", "x"], ["--data-dir", ""], ["--data-dir", os.fsdecode(b"\xff")], []]
)
def test_without_a_directory_there_is_nothing_to_do(command, flags):
    # Without HOME there is no default either. What else the environment says, such as to a sanitizer, stays.
    env = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_DATA_HOME")}
    result = forgechain(command, *flags, env=env)
    assert result.returncode == 64 and result.stderr.startswith(b"forgechain: "), result


def test_a_difficulty_there_is_not_is_a_usage_error(tmp_path):
    for difficulty in ["0", "17", "x"]:
        result = forgechain("import", "--data-dir", tmp_path, "--difficulty", difficulty)
        assert result.returncode == 64, result


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    "command, words, is_old",
    [
        ("verify", "checking blocks [", False), ("export", "writing blocks [", False),
        ("import", "reading bytes [", False), ("import", "bringing blocks up to date [", True),
    ],
)  # fmt: skip
def test_people_see_how_far_it_is_and_files_do_not(directory, tmp_path, command, words, is_old):
    if is_old:
        make_old(directory)
    file = tmp_path / "chain.json"
    file.write_bytes(document(forged_chain(9)))
    flags = ["--data-dir", str(directory)]
    if command == "import":
        flags += ["--difficulty", str(DIFFICULTY), str(file)]
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        [str(forgechain_binary()), command, *flags],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 4096):
            seen += piece
    except OSError:
        # How a terminal says that nothing more will be written.
        pass
    os.close(ours)
    assert program.wait(SOON) == 0
    text = seen.decode()
    assert words in text and "100%" in text
    # The line makes way for later output, and is gone at the end.
    *drawn, rest = text.split("\r\x1b[K")
    assert drawn and "[" not in rest and all(line.startswith("\r") for line in drawn)
    again = forgechain(command, "--data-dir", str(directory), *flags[2:])
    assert b"\r" not in again.stderr and b"[" not in again.stderr
