"""Types a document's commands, one after another, as a reader would."""

import re
import subprocess
from collections.abc import Iterator

from Documentation.documents import Block, Document
from Documentation.left_out import LEFT_OUT
from Documentation.sandbox import Sandbox, Terminal
from Documentation.shapes import Comparison
from support.waiting import eventually

#: Starts a node, and keeps running.
_NODE = re.compile(r"make run\b|(?:\S*/)?forgechain(?: serve)?(?: -|$)")

#: Keeps running too, and shows what happens.
_WATCHING = re.compile(
    r"curl (?:.* )?-\w*N|(?:\S*/)?forgechain watch\b|python3 -u -m http\.server|\S*python \S*/tutorial_node\.py"
    r"|python3 follow\.py|node follow\.mjs"
)


class Reader:
    """A reader who has typed the commands so far."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._comparison = Comparison()
        #: What keeps running and shows something.
        self.watched: list[tuple[Terminal, Block]] = []
        #: The output of the last block's commands.
        self.said = ""

    def follow(self, block: Block) -> str | None:
        """Types a block; returns how the shown answer differs from the real one, if it does."""
        for port in block.stopped:
            self._sandbox.stop(port)
        self.said = ""
        if block.text.strip() in LEFT_OUT:
            return None
        for command in commands(block.text):
            if _NODE.match(command):
                terminal = self._sandbox.open(command)
                terminal.wait_until_it_listens()
                self.said = terminal.greeting
                if block.answer and not self._comparison.is_part(block.answer, terminal.said):
                    return f"`{command}` says\n{terminal.said}"
            elif _WATCHING.match(command):
                terminal = self._sandbox.open(command)
                eventually(lambda: terminal.said or not terminal.is_running, f"`{command}` shows something")
                self.watched.append((terminal, block))
            elif command.endswith("&"):
                self._sandbox.open(command.removesuffix("&"))
            else:
                self.said += self._sandbox.run(command)
        if block.answer is None or any(block is one for _, one in self.watched) or _NODE.match(block.text):
            return None
        return self._comparison.difference(block.answer, self.said, typed=block.text)

    def finish(self) -> str | None:
        """What is shown where something is watched must have appeared by the end."""
        for terminal, block in self.watched:
            shown = block.answer
            if not shown:
                continue
            try:
                eventually(lambda: self._comparison.is_part(shown, terminal.said), "it shows that", 10)
            except AssertionError:
                return f"line {block.line}: `{terminal.text}` shows\n{terminal.said}\nbut not\n{shown}"
        return None


def commands(text: str) -> Iterator[str]:
    """The commands of a block: one per line, or several lines that belong together."""
    command = ""
    for line in text.splitlines():
        command += line + "\n"
        is_whole = subprocess.run(["bash", "-n"], input=command.encode(), capture_output=True).returncode == 0
        if line.endswith("\\") or not is_whole:
            continue
        if command.strip():
            yield command.strip()
        command = ""
    assert not command.strip(), f"no whole command: {command}"


def sandbox(document: Document) -> Sandbox:
    """Where a document's commands are typed."""
    return Sandbox(document.locale)
