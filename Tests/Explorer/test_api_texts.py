"""What the description of the API says, in each language of the page: the English is the key, so that a text that
changes lacks its translation instead of keeping the old one."""

import json
import re

import pytest

from Explorer.javascript import FILES, run

DESCRIPTION = json.loads((FILES.parents[1] / "Node" / "Routes" / "openapi.json").read_text())

#: What must stay as it is: code, options, paths, and names in capitals.
NAMES = re.compile(r"`[^`]+`|--[a-z-]+|(?<!\w)/[a-z]+|\b(?:GET|POST|SHA-256|RFC 6962|JSON|[KM]iB)\b")


@pytest.fixture(scope="module")
def shown() -> list[str]:
    """Every text that the API's view shows."""
    return run("""
        const { byPurpose, membersOf } = await load("operations.js");
        const texts = byPurpose(value).flatMap(([, paths]) => paths).flatMap(([, operations]) => operations)
          .flatMap((each) => [
            each.summary, each.description, each.hasBody && each.bodySays,
            ...each.parameters.filter((one) => one.in !== "header").map((one) => one.description),
            ...membersOf(value, each.schema).map((one) => one.says),
            ...each.answers.map(([, answer]) => answer.description),
          ]);
        return [...new Set(texts.filter(Boolean))];
        """, DESCRIPTION)


def languages() -> dict[str, str]:
    """The file of each language that isn't the description's own."""
    files = run("return Object.entries((await load('languages.js')).languages).map(([tag, { api }]) => [tag, api])")
    return {tag: name for tag, name in files if tag != "en"}


def difference(theirs: dict[str, str], english: list[str]) -> dict[str, list[str]]:
    """What is wrong with a language's texts; what lacks can be copied from here."""
    both = [text for text in english if text in theirs]
    found = {
        "lacks": [text for text in english if text not in theirs],
        "has without need": [text for text in theirs if text not in english],
        "is empty": [text for text in both if not theirs[text].strip()],
        "names other things": [text for text in both
                               if sorted(NAMES.findall(text)) != sorted(NAMES.findall(theirs[text]))],
    }
    return {what: texts for what, texts in found.items() if texts}


def test_every_language_says_all_that_the_description_says_and_nothing_else(shown: list[str]):
    assert len(shown) > 150
    files = languages()
    assert {"zh", "es"} <= set(files)
    wrong = {tag: difference(json.loads((FILES / name).read_text()), shown) for tag, name in files.items()}
    assert {tag: found for tag, found in wrong.items() if found} == {}


def test_what_lacks_is_told():
    assert difference({"a": "b", "c `d`": "e", "f": " ", "g": "h"}, ["a", "c `d`", "f", "i"]) == {
        "lacks": ["i"], "has without need": ["g"], "is empty": ["f"], "names other things": ["c `d`"]}


def test_texts_stand_in_the_order_of_the_view(shown: list[str]):
    for name in languages().values():
        assert list(json.loads((FILES / name).read_text())) == shown, name
