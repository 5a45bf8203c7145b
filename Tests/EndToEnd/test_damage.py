"""Damaged databases: the node says what is wrong with which file, and leaves it for a person to inspect."""

import contextlib
import json
import random
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from support.chains import block_hash, canonical, extended
from support.commands import CRASH, complaint, run
from support.directories import DATABASE, contents, edit
from support.nodes import DIFFICULTY, running_node

PLACE = ["-p", "0", "--host", "127.0.0.1", "--difficulty", str(DIFFICULTY), "--data-dir"]


@pytest.fixture(scope="session")
def _written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a node that has eight blocks, a pending transaction and a peer."""
    directory = tmp_path_factory.mktemp("undamaged") / "data"
    with running_node("--data-dir", str(directory)) as node:
        node.register("node2:5000")
        for n in range(2, 9):
            node.pay("alice", f"recipient {n}", n)
            node.mine()
        node.pay("bob", "carol", 2.5)
    return edit(directory).read_bytes()


@pytest.fixture
def database(_written: bytes, directory: Path) -> Path:
    """A copy of that file in this test's directory."""
    directory.mkdir()
    path = directory / DATABASE
    path.write_bytes(_written)
    return path


#: With all blocks in the tail, and with most in a segment.
LENGTHS = pytest.mark.parametrize("length", [8, 300])


def lengthen(directory: Path, length: int) -> None:
    """Extend the chain of the directory, unless it is that long."""
    chain = [json.loads(text) for (text,) in blocks(directory)]
    if len(chain) < length:
        longer = directory.with_name("longer.json")
        longer.write_text(json.dumps({"chain": extended(chain, length), "length": length}))
        flags = ["--difficulty", str(DIFFICULTY), "--data-dir", str(directory)]
        assert run("import", *flags, str(longer)).returncode == 0
        edit(directory)


def blocks(directory: Path) -> list[tuple]:
    """What the view `block` shows, as bytes, read from a copy."""
    with tempfile.TemporaryDirectory() as copy:
        shutil.copy(directory / DATABASE, copy)
        with contextlib.closing(sqlite3.connect(Path(copy) / DATABASE)) as database:
            database.text_factory = bytes
            return database.execute("SELECT text FROM block ORDER BY height").fetchall()


def assert_refused(directory: Path, look: Callable[[Path], object] = contents) -> str:
    """It says in one line which file is damaged, and leaves everything as it was."""
    before = look(directory)
    for _ in range(2):
        said = complaint(*PLACE, str(directory), status=1)
        assert said.startswith("forgechain: "), said
        assert str(directory / DATABASE) in said, said
        assert look(directory) == before
    return said


def files(directory: Path) -> dict[str, bytes]:
    """All files except the lock, which names the last process, and those SQLite needs for reading: an index and an
    empty log."""
    found = {path.name: path.read_bytes() for path in directory.iterdir() if path.is_file()}
    return {name: data for name, data in found.items() if data and name not in ("lock", f"{DATABASE}-shm")} | {
        DATABASE: found.get(DATABASE)
    }


# MARK: - The file


def other_database(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE block (height INTEGER PRIMARY KEY, hash TEXT, text TEXT)")
        other.commit()


def with_random_start(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(100) + path.read_bytes()[100:])


FILES: dict[str, Callable[[Path], object]] = {
    "zero bytes": lambda path: path.write_bytes(b""),
    "one byte": lambda path: path.write_bytes(b"S"),
    "a header and no more": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "one page": lambda path: path.write_bytes(path.read_bytes()[:4096]),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "random bytes at the start": with_random_start,
    "zeros at the start": lambda path: path.write_bytes(bytes(100) + path.read_bytes()[100:]),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "text": lambda path: path.write_text("chain\n" * 1_000),
    "another database": other_database,
}


@pytest.mark.parametrize("damage", FILES.values(), ids=FILES.keys())
def test_a_file_that_is_no_database_of_ours_is_refused(database, directory, damage):
    damage(database)
    assert "damaged" in assert_refused(directory, files)


def test_a_directory_in_the_place_of_the_file_is_refused(directory):
    (directory / DATABASE).mkdir(parents=True)
    assert_refused(directory, files)


def test_a_log_without_its_database_is_refused(start_kept, directory):
    """Starting over would throw away what the log still has."""
    node = start_kept()
    node.pay("alice", "bob", 5)
    node.kill()
    assert (directory / f"{DATABASE}-wal").stat().st_size > 0
    (directory / DATABASE).unlink()
    assert "missing" in assert_refused(directory, files)


# MARK: - What is in it

FIFTH = "UPDATE tail SET text = {} WHERE height = 5"
PENDING = "UPDATE accepted SET text = {} WHERE number = (SELECT number FROM pending)"

ROWS = {
    "a digit of a payment": FIFTH.format("replace(text, '\"amount\": 5', '\"amount\": 6')"),
    "a letter of a payment": FIFTH.format("replace(text, 'alice', 'alicf')"),
    "a space more": FIFTH.format("text || ' '"),
    "no spaces": FIFTH.format("replace(text, ': ', ':')"),
    "a block cut short": FIFTH.format("substr(text, 1, 100)"),
    "an empty block": FIFTH.format("''"),
    "a blob": FIFTH.format("randomblob(200)"),
    "a number": FIFTH.format("7"),
    "another block's text": FIFTH.format("(SELECT text FROM block WHERE height = 4)"),
    "the last block": "UPDATE tail SET text = replace(text, 'alice', 'alicf') WHERE height = 8",
    "the last block's hash": "UPDATE tail SET hash = 'f' || substr(hash, 2) || 'f' WHERE height = 8",
    "the genesis block": "UPDATE tail SET text = replace(text, '900785', '900786') WHERE height = 1",
    "a block twice": "INSERT INTO tail SELECT 9, 'another hash', text FROM block WHERE height = 8",
    "no first block": "DELETE FROM tail WHERE height = 1",
    "no block 5": "DELETE FROM tail WHERE height = 5",
    "no blocks": "DELETE FROM tail",
    "heights with a gap": "UPDATE tail SET height = 10 WHERE height = 8",
    "heights the other way": "UPDATE tail SET height = -height",
    "a transaction cut short": PENDING.format("substr(text, 1, 20)"),
    "a transaction of less than nothing": PENDING.format("replace(text, '2.5', '-2.5')"),
    "no blocks' table": "DROP TABLE tail",
    "no peers' table": "DROP TABLE peer",
    "no parameters' table": "DROP TABLE parameter",
}


@pytest.mark.parametrize("sql", ROWS.values(), ids=ROWS.keys())
def test_what_is_not_what_was_written_is_refused(database, directory, sql):
    edit(directory, sql)
    assert "damaged" in assert_refused(directory)


def test_a_finding_tells_the_block(database, directory):
    edit(directory, ROWS["a digit of a payment"])
    assert "block 6" in assert_refused(directory)


@LENGTHS
def test_a_flipped_bit_in_a_block_is_refused(database, directory, length):
    lengthen(directory, length)
    good, chain = database.read_bytes(), blocks(directory)
    refused = 0
    # The accepted payment, which no hash covers, has the same text as the block's.
    for found in re.finditer(b'"recipient": "recipient 5"', good):
        for bit in range(8):
            bad = bytearray(good)
            bad[found.start() + 15] ^= 1 << bit
            database.write_bytes(bad)
            if blocks(directory) != chain:
                assert "damaged" in assert_refused(directory)
                refused += 1
    assert refused == 8


def test_a_rewritten_block_with_its_hash_is_refused(database, directory):
    """A person who changes a block with its entry forgets the link from the next one."""
    with contextlib.closing(sqlite3.connect(database)) as file:
        (text,) = file.execute("SELECT text FROM block WHERE height = 5").fetchone()
    changed = text.replace("alice", "mallory")
    digest = block_hash(json.loads(changed))
    edit(directory, "UPDATE tail SET text = ?, hash = ? WHERE height = 5", changed, digest)
    assert_refused(directory)


# MARK: - Anywhere


@pytest.mark.limit(180)
@LENGTHS
def test_damage_anywhere_is_refused_or_harms_no_block(start_kept, database, directory, length):
    """A changed byte may be in unused space, or in what no hash covers; but it never results in a different chain."""
    lengthen(directory, length)
    good = database.read_bytes()
    node = start_kept()
    chain = node.get("/chain").body
    assert node.stop() == 0
    refused = 0
    for seed in range(60):
        print(f"seed {seed}")
        draw = random.Random(seed)
        bad = bytearray(good)
        start = draw.randrange(len(bad))
        for place in range(start, min(start + draw.choice([1, 1, 16, 512, 4096]), len(bad))):
            bad[place] = draw.randrange(256)
        shutil.rmtree(directory)
        directory.mkdir()
        database.write_bytes(bad)
        if refuses(directory):
            refused += 1
            continue
        node = start_kept()
        assert node.get("/chain").body == chain
        assert node.stop() == 0
    assert refused > 0


def refuses(directory: Path) -> bool:
    """Whether a node doesn't start there, and then says why. It ends either way: 300.1.1.1 isn't an address."""
    result = run(*PLACE, str(directory), "--host", "300.1.1.1")
    assert result.returncode == 1, result
    assert not CRASH.search(result.stderr), result.stderr
    if "300.1.1.1" in result.stderr:
        return False
    assert result.stderr.startswith("forgechain: ") and result.stderr.count("\n") == 1, result.stderr
    assert str(directory / DATABASE) in result.stderr
    return True


# MARK: - Not damage


def test_what_a_person_adds_is_no_damage(start_kept, database, directory):
    """For instance a view made in the sqlite3 shell."""
    edit(directory, "CREATE VIEW heights AS SELECT height FROM block")
    node = start_kept()
    assert len(node.chain()) == 8
    payment = {"sender": "bob", "recipient": "carol", "amount": 2.5}
    assert list(map(canonical, node.mined_payments())) == [canonical(payment)]


def test_a_copy_put_in_its_place_serves_again(start_kept, database, directory):
    good = database.read_bytes()
    database.write_bytes(good[:5_000])
    assert_refused(directory, files)
    for path in directory.iterdir():
        path.unlink()
    database.write_bytes(good)
    assert start_kept().mine()["index"] == 9
