"""The program run to its end, for when it refuses to start or has something to say."""

import re
import subprocess
from collections.abc import Mapping, Sequence

from support.nodes import forgechain_binary
from support.waiting import SOON

#: What a crash looks like on standard error.
CRASH = re.compile(r"fatal error|crashed|stack dump|backtrace|program counter|precondition|traceback", re.I)


def run(
    *flags: str, env: Mapping[str, str] | None = None, through: Sequence[str] = ()
) -> subprocess.CompletedProcess:
    """The program, with flags that make it end by itself; run `through` another command if one is given."""
    command = [*through, str(forgechain_binary()), *flags]
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SOON, env=env
        )
    except subprocess.TimeoutExpired as expired:
        raise AssertionError(f"{flags} should end at once: {expired.stdout!r} {expired.stderr!r}") from None


def complaint(*flags: str, status: int | None = None, **options) -> str:
    """What the program says when it refuses to start: one line. Its usage may follow.

    Any exit status except 0 will do unless one is given.
    """
    result = run(*flags, **options)
    assert result.returncode > 0 and status in (None, result.returncode), f"{flags}: {result}"
    assert not CRASH.search(result.stderr), result.stderr
    assert "listens on" not in result.stdout, result.stdout
    said = re.split(r"^usage:", result.stderr, maxsplit=1, flags=re.I | re.M)[0]
    lines = [line for line in said.splitlines() if line.strip()]
    assert len(lines) == 1, f"{flags}: not one line: {result.stderr}"
    return lines[0]
