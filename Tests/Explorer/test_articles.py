"""The articles' texts: each in each language that they are written in, and what the page makes of them."""

import re
from pathlib import Path

import pytest

from Explorer.javascript import run
from support.nodes import ROOT

FOLDER = ROOT / "docs" / "Forgechain.docc"
ARTICLES = ["Forgechain", "ABlock", "ATransaction", "TheProof", "TheAPI", "Consensus", "Money"]
LANGUAGES = {"en": ".md", "zh": ".zh-CN.md", "es": ".es.md"}

#: The English list of contents has lists for readers of other languages too.
FOR_OTHERS = ("Articles in ", "Lessons in ")

#: What a reader types, and our own code: it is the same in each language. What is shown as an answer may not be.
SAME = {"sh", "swift"}

FILES = sorted(FOLDER.glob("*.md"))


def pieces_of(path: Path) -> list[dict]:
    return run("return (await load('markdown.js')).parsed(value);", path.read_text())


def links_of(path: Path) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", path.read_text())


def shape(piece: dict) -> tuple:
    """What has to be the same in each language."""
    text = piece.get("text") if piece.get("language") in SAME or piece["kind"] == "remark" else None
    return (piece["kind"], piece.get("level"), text, len(piece.get("items", [])), len(piece.get("rows", [])))


def for_its_readers(pieces: list[dict]) -> list[dict]:
    """What isn't a list for readers of another language, with its heading."""
    places = [place for place, piece in enumerate(pieces)
              if piece["kind"] == "heading" and piece["content"][0]["text"].startswith(FOR_OTHERS)]
    return [piece for place, piece in enumerate(pieces) if place not in places and place - 1 not in places]


def test_each_article_is_there_in_each_language():
    assert {path.name for path in FILES} == {name + end for name in ARTICLES for end in LANGUAGES.values()}


@pytest.mark.parametrize("name", ARTICLES)
def test_all_languages_have_the_same_headings_commands_and_code(name: str):
    english, *others = ([shape(piece) for piece in for_its_readers(pieces_of(FOLDER / f"{name}{end}"))
                         if piece["kind"] != "paragraph"] for end in LANGUAGES.values())
    for other in others:
        assert other == english


@pytest.mark.parametrize("name", ARTICLES)
def test_all_languages_name_the_same_symbols(name: str):
    english, *others = (sorted(re.findall(r"``[^`\n]+``(?!`)", (FOLDER / f"{name}{end}").read_text()))
                        for end in LANGUAGES.values())
    for other in others:
        assert other == english


@pytest.mark.parametrize("name", ARTICLES)
def test_each_language_links_the_others(name: str):
    for end in LANGUAGES.values():
        others = {name + other for other in LANGUAGES.values() if other != end}
        assert others <= set(links_of(FOLDER / f"{name}{end}"))


def test_the_page_has_each_article_in_each_of_its_languages():
    script = """
        const { fileOf } = await load("lessons.js");
        const { languages } = await load("languages.js");
        return Object.keys(languages).map((language) => value.map((name) => fileOf(["read", name], language)));
        """
    found = run(script, ARTICLES)
    assert found == [[f"article-{name}{end}" for name in ARTICLES] for end in LANGUAGES.values()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_link_to_a_lesson_or_an_article_leads_there_in_the_page(path: Path):
    links = [link for link in links_of(path) if re.search(r"lessons/(?!README)|^\w+(?:\.zh-CN|\.es)?\.md", link)]
    assert links
    found = run("const { addressOf } = await load('lessons.js'); return value.map(addressOf);", links)
    for link, address in zip(links, found, strict=True):
        name = re.sub(r"(\.zh-CN|\.es)?\.md$", "", link)
        assert address == "#/learn/" + (name.removeprefix("../lessons/") if "/" in name else f"read/{name}")
