"""Types a document's commands and writes their answers into it: `python -m Documentation README.md ...`.

An answer with something left out stays as it is; where something is watched, as many lines are shown as before.
"""

import sys
from pathlib import Path

from Documentation.documents import Document, Fence
from Documentation.running import Reader, sandbox
from Documentation.shapes import has_gap
from support.nodes import ROOT
from support.signals import start_children_with_defaults


def renew(document: Document) -> None:
    answers: list[tuple[Fence, str]] = []
    with sandbox(document) as machine:
        reader = Reader(machine)
        for block in document.blocks():
            difference = reader.follow(block)
            if not reader.said or len(block.shown) != 1:
                continue
            if not has_gap(block.shown[0].text):
                answers.append((block.shown[0], reader.said))
            elif difference:
                print(f"{document.name}:{block.line}\n{block.text}\n{difference}\n", file=sys.stderr)
        if difference := reader.finish():
            print(f"{document.name}\n{difference}", file=sys.stderr)
        for terminal, block in reader.watched:
            if block.shown and not has_gap(block.shown[0].text):
                lines = terminal.said.splitlines(keepends=True)
                answers.append((block.shown[0], "".join(lines[: len(block.shown[0].text.splitlines())])))
    lines = document.text.splitlines(keepends=True)
    for fence, said in sorted(answers, key=lambda answer: -answer[0].line):
        lines[fence.line : fence.line + len(fence.text.splitlines())] = [said]
    document.path.write_text("".join(lines))


start_children_with_defaults()
for name in sys.argv[1:]:
    renew(Document(str(Path(name).resolve().relative_to(ROOT))))
