"""Without a control group that has all that is needed a node runs in none; and a container doesn't outlive its node."""

import os
from pathlib import Path

import pytest
from support import containment
from support.containment import MemoryGroup, NoGroup, memory_group

from Abuse.attacks import Attack, nothing
from Abuse.measuring import contained_node

pytestmark = pytest.mark.check

NONE = Attack("none", nothing)


@pytest.fixture
def groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the one with control groups; in what is made there everything works."""
    monkeypatch.setattr(containment, "_root", lambda: (tmp_path, True))
    monkeypatch.setattr(containment, "_limits", lambda *_: [])
    monkeypatch.setattr(MemoryGroup, "within", lambda _, command: command)
    monkeypatch.setattr(MemoryGroup, "peak_bytes", lambda _: 0)
    monkeypatch.setattr(MemoryGroup, "kills", lambda _: 0)
    return tmp_path


def test_a_group_is_there_as_long_as_it_is_used(groups: Path) -> None:
    with memory_group(1 << 20) as group:
        assert list(groups.iterdir()) == [group.folder]
    assert list(groups.iterdir()) == []


def _absent(*_) -> int:
    raise FileNotFoundError


def _wordless(*_) -> int:
    raise TypeError("'NoneType' object is not subscriptable")


@pytest.mark.parametrize(
    ("where", "name", "instead"),
    [
        (containment, "_limits", lambda *_: [("no/memory.swap.max", 0)]),
        (MemoryGroup, "within", lambda *_: ["/bin/sh", "-c", "echo refused >&2; exit 2"]),
        (MemoryGroup, "peak_bytes", _absent),
        (MemoryGroup, "kills", _wordless),
    ],
    ids=["a limit", "entering it", "its peak", "its kills"],
)
def test_a_group_that_lacks_something_is_none(groups: Path, monkeypatch, where, name, instead) -> None:
    monkeypatch.setattr(where, name, instead)
    with pytest.raises(NoGroup), memory_group(1 << 20):
        pass
    assert list(groups.iterdir()) == []
    with contained_node(NONE) as (node, group):
        assert group is None
        node.assert_serves()


ENGINE = """\
#!/bin/sh
if [ "$1" = run ]; then
    while [ "$1" != --cidfile ]; do shift; done
    echo -n name-of-it > "$2"
    exit 1
fi
echo "$@" >> "$CALLS"
"""


def test_a_container_whose_node_does_not_come_up_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, calls = tmp_path / "docker", tmp_path / "calls"
    engine.write_text(ENGINE)
    engine.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("CALLS", str(calls))
    monkeypatch.setenv("ABUSE_IMAGE", "image")
    with pytest.raises(AssertionError, match="no address"), contained_node(NONE):
        pass
    assert calls.read_text() == "rm --force name-of-it\n"
