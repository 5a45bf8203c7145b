"""The tables in docs/LIMITS.md, from what the program says of its limits. `make limits` writes them there."""

import re
import subprocess
import sys
from pathlib import Path

from support.nodes import ROOT, forgechain_binary

DOCUMENT = ROOT / "docs" / "LIMITS.md"

_MULTIPLES = [("GiB", 30), ("MiB", 20), ("KiB", 10)]

#: A limit, as `forgechain limits` prints it.
_SETTABLE = re.compile(r"# (.+)\n# (\d+) if not given; (\d+) (?:to (\d+)|or more)(?: ([a-z ]+))?\.\n#? ?(.+)\n")
_FIXED = re.compile(r"# ([\w ]+): (\d+)(?: (bytes))?\. (.+)\n")

_HEAD = "| {} | default | possible | what it bounds, and why |\n|---|--:|---|---|\n"


def amount(number: str, unit: str | None) -> str:
    """As people write it."""
    value = int(number)
    if unit == "seconds":
        return f"{value:,} s"
    if unit not in ("bytes", "bytes a second"):
        return f"{value:,}"
    suffix = "/s" if unit == "bytes a second" else ""
    for name, shift in _MULTIPLES:
        if value and value % (1 << shift) == 0:
            return f"{value >> shift:,} {name}{suffix}"
    return f"{value:,} B{suffix}"


def tables() -> str:
    """Those that can be set, and those that can't."""
    printed = subprocess.run([forgechain_binary(), "limits"], capture_output=True, text=True, check=True).stdout
    rows = []
    for reason, standard, least, most, unit, setting in _SETTABLE.findall(printed):
        flag = re.match(r"The flag (--[\w-]+) is", setting)
        name = flag[1] if flag else setting.split(" = ")[0]
        possible = f"{amount(least, unit)} to {amount(most, unit)}" if most else f"{amount(least, unit)} or more"
        rows.append(f"| `{name}` | {amount(standard, unit)} | {possible} | {reason} |\n")
    settable = _HEAD.format("name in the file, or flag") + "".join(rows)
    others = printed[printed.index("# Nobody can set these") :]
    fixed = "".join(
        f"| {name} | {amount(value, unit or None)} | {reason} |\n" for name, value, unit, reason in _FIXED.findall(others)
    )
    return f"{settable}\n## What nobody can set\n\nOthers rely on these, or nobody needs another value.\n\n| limit | value | what it bounds, and why |\n|---|--:|---|\n{fixed}"


def document() -> str:
    """The document with the tables of this program."""
    heading = "## All of them\n\n"
    start, rest = DOCUMENT.read_text().split(heading, 1)
    return f"{start}{heading}{tables()}"


if __name__ == "__main__":
    Path(sys.argv[1], DOCUMENT.name).write_text(document())
