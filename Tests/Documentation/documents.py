"""The documents for readers, and their parts: commands, answers, and pieces of code."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from support.nodes import ROOT

#: Written by programs: their numbers are from the day they were measured, and their commands take minutes.
MEASURED = {"docs/BENCHMARKS.md", "docs/HTTP.md", "docs/SCALE.md"}

#: How the names of documents in other languages end, and the locale of those who read them.
_LOCALES = {".zh-CN.md": "zh_CN.UTF-8", ".es.md": "es_ES.UTF-8"}

#: The tutorial's address, and who wrote it.
TUTORIAL = "https://hackernoon.com/learn-blockchains-by-building-one-117428612f46"
AUTHOR = "Daniel van Flymen"

#: The fence of commands that a reader types.
COMMANDS = "sh"

#: The fence of our own code.
CODE = "swift"

#: A remark that readers don't see: Ctrl-C has been pressed in the terminals of these ports.
_STOPPED = re.compile(r"<!-- stopped: ([\d ]+) -->")


@dataclass
class Fence:
    """Lines between fences."""

    language: str
    text: str
    line: int


@dataclass
class Block:
    """Commands, and the answer that is shown."""

    text: str
    line: int
    stopped: list[int]
    shown: list[Fence] = field(default_factory=list)

    @property
    def answer(self) -> str | None:
        """Everything that is shown, or None if nothing is."""
        return "".join(fence.text for fence in self.shown) if self.shown else None


@dataclass(frozen=True)
class Document:
    """A document, named by its path in the repository."""

    name: str

    @property
    def path(self) -> Path:
        return ROOT / self.name

    @property
    def text(self) -> str:
        return self.path.read_text()

    @property
    def _ending(self) -> str:
        return next((each for each in _LOCALES if self.name.endswith(each)), ".md")

    @property
    def locale(self) -> str:
        """The locale of its readers."""
        return _LOCALES.get(self._ending, "C.UTF-8")

    @property
    def is_translated(self) -> bool:
        return self._ending in _LOCALES

    @property
    def english(self) -> "Document":
        """What a translated one is the same as."""
        return Document(self.name.removesuffix(self._ending) + ".md")

    def parts(self) -> list[Fence | int]:
        """Its fences in order, and between them the ports of the nodes that were stopped."""
        parts: list[Fence | int] = []
        fence: Fence | None = None
        for number, line in enumerate(self.text.splitlines(keepends=True), 1):
            if fence is None and line.startswith("```"):
                fence = Fence(line[3:].strip(), "", number)
            elif fence is not None and line.startswith("```"):
                parts.append(fence)
                fence = None
            elif fence is not None:
                fence.text += line
            elif stopped := _STOPPED.match(line):
                parts += [int(port) for port in stopped[1].split()]
        assert fence is None, f"{self.name}:{fence.line}: the fence is never closed"
        return parts

    def blocks(self) -> list[Block]:
        """Its commands. Any fence after them that isn't code shows their answer."""
        blocks: list[Block] = []
        stopped: list[int] = []
        for part in self.parts():
            if isinstance(part, int):
                stopped.append(part)
            elif part.language == COMMANDS:
                blocks.append(Block(part.text, part.line, stopped))
                stopped = []
            elif part.language != CODE:
                assert blocks, f"{self.name}:{part.line}: an answer before any command"
                blocks[-1].shown.append(part)
        return blocks

    def code(self) -> list[Fence]:
        """Its pieces of code."""
        return [part for part in self.parts() if isinstance(part, Fence) and part.language == CODE]


@cache
def documents() -> list[Document]:
    """Everything that people read and people wrote."""
    patterns = ["README*.md", "docs/*.md", "docs/lessons/*.md", "docs/*.docc/**/*.md", "Sources/*/*.docc/**/*.md"]
    names = sorted(str(path.relative_to(ROOT)) for pattern in patterns for path in ROOT.glob(pattern))
    return [Document(name) for name in names if name not in MEASURED]
