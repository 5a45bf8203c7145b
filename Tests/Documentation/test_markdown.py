"""Every Markdown file of the repository as a site such as GitHub shows it, and as others read it."""

import re
from functools import cache
from pathlib import Path

import pytest

from Documentation.documents import AUTHOR, TUTORIAL
from Documentation.test_documents import headings
from support.nodes import ROOT

#: What isn't ours, beside what is hidden: builds, packages from PyPI.
ELSEWHERE = "node_modules"

FILES = sorted(
    path.relative_to(ROOT) for path in ROOT.rglob("*.md")
    if not any(part == ELSEWHERE or part.startswith(".") for part in path.relative_to(ROOT).parts))

CHINESE = [path for path in FILES if ".zh-CN." in path.name]

#: Fences, and then code within a line, which may look like anything.
_FENCE = re.compile(r"(?ms)^ *```.*?^ *```$")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)


@cache
def prose(path: Path) -> str:
    """A file's text without code; the lines stay."""
    def lines(match: re.Match) -> str:
        return "\n" * match[0].count("\n")

    return _CODE.sub("`code`", _FENCE.sub(lines, (ROOT / path).read_text()))


def dead_links(path: Path, text: str) -> list[str]:
    """Links of a text in a file to files or headings that are not there."""
    dead = []
    for linked, pictured in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text):
        target = linked or pictured
        if re.match(r"https?:", target):
            continue
        name, _, heading = target.partition("#")
        file = (ROOT / path).parent / name if name else ROOT / path
        is_there = file.exists() and (not heading or heading in headings(file.read_text()))
        if not is_there:
            dead.append(target)
    return dead


def for_docc_alone(text: str) -> list[str]:
    """What only DocC understands, and others show as it is written."""
    return re.findall(r"<doc:[^>]*>|\]\(doc:[^)]*\)|^@[A-Z]\w+", text, re.MULTILINE)


def broken_paragraphs(text: str) -> list[str]:
    """Lines of a paragraph that go on in the next line: where they meet, a browser shows a space."""
    # What begins something of its own: an item, a heading, a table, a picture, a fence, or a drawing.
    begins = re.compile(r"\s*(?:[-*]|\d+\.) |#|\||<|!\[|```| {4}|$")
    lines = text.splitlines()
    item = re.compile(r"\s*(?:[-*]|\d+\.) ")

    def is_text(line: str) -> bool:
        return not begins.match(line) or bool(item.match(line))

    return [one for one, other in zip(lines, lines[1:]) if is_text(one) and not begins.match(other)]


@pytest.mark.check
@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_link_is_dead(path: Path) -> None:
    assert dead_links(path, prose(path)) == []


@pytest.mark.check
@pytest.mark.parametrize("path", FILES, ids=str)
def test_nothing_is_for_docc_alone(path: Path) -> None:
    assert for_docc_alone(prose(path)) == []


@pytest.mark.check
@pytest.mark.parametrize("path", CHINESE, ids=str)
def test_a_chinese_paragraph_is_one_line(path: Path) -> None:
    assert broken_paragraphs(prose(path)) == []


@pytest.mark.check
@pytest.mark.parametrize(
    "name", ["README.md", "README.zh-CN.md", "docs/lessons/README.md", "docs/lessons/README.zh-CN.md"]
    + sorted(str(path) for path in FILES if path.parent.name == "Forgechain.docc"))
def test_the_tutorial_is_linked_and_its_author_named(name: str) -> None:
    text = (ROOT / name).read_text()
    assert TUTORIAL in text
    assert AUTHOR in text


# MARK: - The tests can fail


def test_what_is_wrong_is_found() -> None:
    here = Path("README.md")
    assert dead_links(here, "[a](docs/NOTHING.md) [b](#nowhere) [c](docs/LEDGER.md#nowhere) [d](docs/LEDGER.md)") == [
        "docs/NOTHING.md", "#nowhere", "docs/LEDGER.md#nowhere"]
    assert for_docc_alone("see <doc:ABlock> and [a](doc:ABlock)\n\n@Metadata {\n}") == [
        "<doc:ABlock>", "](doc:ABlock)", "@Metadata"]
    assert broken_paragraphs("# 题\n\n一行\n又一行\n\n- 一项\n  又一行\n- 两项\n\n好的一行\n\n| a |\n|---|\n") == [
        "一行", "- 一项"]
