"""Programs that run to their end, and what they print."""

import os
import subprocess
from collections.abc import Mapping, Sequence


def output(command: Sequence[str], seconds: float, environment: Mapping[str, str] | None = None) -> str:
    """A program's output; it must end in time, and with success."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        env={**os.environ, **(environment or {})},
    )
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stderr or done.stdout}"
    return done.stdout
