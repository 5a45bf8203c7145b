"""What a node does so that other users of its machine don't read its data, and nobody fills its disk with its log."""

import os
import re
import stat

import pytest

from support.commands import run


def mode(path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


@pytest.fixture
def lenient_umask():
    before = os.umask(0o000)
    yield
    os.umask(before)


def test_files_are_their_owner_s_alone(start_node, tmp_path, lenient_umask):
    directory = tmp_path / "data"
    node = start_node("--data-dir", str(directory))
    node.mine()
    assert mode(directory) == 0o700
    names = {path.name: mode(path) for path in directory.iterdir()}
    assert {"forgechain.sqlite", "forgechain.sqlite-wal", "forgechain.sqlite-shm", "lock"} <= names.keys()
    assert set(names.values()) == {0o600}


def test_so_are_imported_ones(node, tmp_path, lenient_umask):
    node.mine()
    chain = tmp_path / "chain.json"
    chain.write_bytes(node.get("/chain").body)
    directory = tmp_path / "data"
    place = ["--data-dir", str(directory), "--difficulty", "2"]
    assert run("import", *place, str(chain)).returncode == 0
    assert {mode(path) for path in directory.iterdir()} == {0o600}


@pytest.mark.parametrize(("permissions", "is_open"), [(0o755, True), (0o701, True), (0o700, False), (0o770, False)])
def test_a_directory_that_is_open_to_others_gets_a_word(start_node, tmp_path, permissions, is_open):
    directory = tmp_path / "data"
    directory.mkdir()
    directory.chmod(permissions)
    node = start_node("--data-dir", str(directory))
    node.assert_serves()
    word = f"other users of this machine can read the data directory: chmod 700 {directory} mode=0{permissions:o}"
    if is_open:
        node.logs(word)
    else:
        node.stop()
        assert "chmod" not in node.errors
    assert mode(directory) == permissions


def test_root_gets_a_word(node):
    if os.geteuid() == 0:
        node.logs("runs as root: give it a user of its own")
    else:
        node.stop()
        assert "root" not in node.errors


def test_nobody_fills_the_disk_with_the_log(start_node):
    """Each block is worth a line."""
    node = start_node("--log-level", "info", difficulty=1)
    blocks = 1_000
    assert node.get(f"/mine?count={blocks}").status == 200
    assert node.stop() == 0
    lines = [line for line in node.errors.splitlines() if " info: block forged hash=" in line]
    # 200 at once, and two a second.
    assert 200 <= len(lines) < blocks
    left_out = re.findall(r" notice: left out, because there were so many: block forged lines=(\d+)", node.errors)
    assert len(lines) + sum(map(int, left_out)) == blocks
