"""Types a document's commands and writes what they answered into it: `python -m Documentation README.md ...`.

An answer with something left out stays as it is, and so does what a command that goes on running shows.
"""

import sys
from pathlib import Path

from Documentation.documents import Block, Document
from Documentation.running import Reader, sandbox
from support.nodes import ROOT


def renew(document: Document) -> None:
    text = document.text
    with sandbox(document) as machine:
        reader = Reader(machine)
        for block in document.blocks():
            difference = reader.follow(block)
            if difference is None or not _can_be_written(block, reader.said):
                if difference:
                    print(f"{document.name}:{block.line}\n{block.text}\n{difference}\n", file=sys.stderr)
                if not block.answer or "..." in block.answer or not reader.said:
                    continue
            text = _replaced(text, block, reader.said)
        if difference := reader.finish():
            print(f"{document.name}\n{difference}", file=sys.stderr)
    document.path.write_text(text)


def _can_be_written(block: Block, said: str) -> bool:
    return bool(said) and len(block.shown) == 1 and "..." not in block.shown[0].text


def _replaced(text: str, block: Block, said: str) -> str:
    start = text.index(block.text)
    place = text.index(block.shown[0].text, start + len(block.text))
    return text[:place] + said + text[place + len(block.shown[0].text) :]


for name in sys.argv[1:]:
    renew(Document(str(Path(name).resolve().relative_to(ROOT))))
