"""The table in docs/REASONS.md, from what the program says. `make reasons` writes it there."""

import sys
from pathlib import Path

from support.nodes import ROOT, running_node
from support.statements import value_names, words_of

DOCUMENT = ROOT / "docs" / "REASONS.md"


def table(english: dict[str, str]) -> str:
    """A row for each reason."""
    rows = []
    for reason, text in sorted(english.items()):
        shown = text
        for character in "|<*":
            shown = shown.replace(character, f"\\{character}")
        names = ", ".join(f"`{name}`" for name in value_names(text))
        rows.append(f"| `{reason}` | {names} | {shown} |\n")
    return "| reason | values | in English |\n|---|---|---|\n" + "".join(rows)


def document(english: dict[str, str]) -> str:
    """The document with the table of this program."""
    heading = "## All of them\n\n"
    start, _ = DOCUMENT.read_text().split(heading, 1)
    return f"{start}{heading}{table(english)}"


if __name__ == "__main__":
    with running_node() as node:
        text = document(words_of(node, "en"))
    Path(sys.argv[1], DOCUMENT.name).write_text(text)
