"""How the page's modules hang together, and that each language says everything."""

import re

import pytest

from Explorer.javascript import FILES, imports, run

#: What needs no page: it may be loaded anywhere, and uses nothing that only a browser has.
PURE = [
    "branches.js", "canonical.js", "chinese.js", "columns.js", "english.js", "example.js", "exampleapi.js",
    "exercises.js", "forgery.js", "glossary.js", "guide.js", "json.js", "languages.js", "ledger.js", "lessons.js",
    "links.js", "markdown.js", "merkle.js", "minesteps.js", "network.js", "operations.js", "race.js", "rules.js",
    "search.js", "searches.js", "sha256.js", "situation.js", "spanish.js", "standing.js", "statistics.js", "swatch.js",
    "tally.js", "totals.js", "wording.js", "workbench.js",
]

#: What only a browser has.
BROWSERS = re.compile(r"\b(document|window|location|navigator|localStorage|sessionStorage|indexedDB|fetch)\b[.(?]")


def circle(imported: dict[str, set[str]]) -> list[str]:
    """Modules that import each other in a circle, or nothing."""
    done: set[str] = set()

    def follow(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name):], name]
        if name in done:
            return []
        for each in sorted(imported[name]):
            if found := follow(each, [*path, name]):
                return found
        done.add(name)
        return []

    for name in imported:
        if found := follow(name, []):
            return found
    return []


def test_no_modules_import_each_other_in_a_circle():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
    assert circle(imports()) == []


def test_every_module_is_there_and_is_loaded_by_the_page():
    imported = imports()
    assert set.union(*imported.values()) <= set(imported)
    # One for the page of a node, one for that of several.
    seen, new = set(), {"main.js", "classroom.js"}
    while new:
        seen |= new
        new = set.union(*(imported[name] for name in new)) - seen
    assert set(imported) == seen


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_knows_nothing_of_a_browser(name: str):
    assert BROWSERS.findall((FILES / name).read_text()) == []
    assert imports()[name] <= set(PURE)
    assert run(f"return Object.keys(await load('{name}')).length") > 0


#: The files of the languages.
LANGUAGES = imports()["languages.js"]


def tags() -> list[str]:
    return run("return Object.keys((await load('languages.js')).languages)")


def texts_of(tag: str) -> dict[str, str]:
    return run("return (await load('languages.js')).languages[value].texts()", tag)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


def difference(theirs: dict[str, str], english: dict[str, str]) -> dict[str, list[str]]:
    """What is wrong with the texts of a language, as lists of keys: what lacks can be copied from here."""
    both = english.keys() & theirs.keys()
    found = {
        "lacks": [f"{key}: {english[key]}" for key in english if key not in theirs],
        "has without need": [key for key in theirs if key not in english],
        "is empty": [key for key in both if not theirs[key]],
        # A translation needn't use every value: in some languages a word has one form. But it must not use any other.
        "uses another value": sorted(key for key in both if not placeholders(theirs[key]) <= placeholders(english[key])),
    }
    return {what: keys for what, keys in found.items() if keys}


def test_every_language_has_every_text():
    english = texts_of("en")
    assert {"en", "zh", "es"} <= set(tags())
    wrong = {tag: difference(texts_of(tag), english) for tag in tags()}
    assert {tag: found for tag, found in wrong.items() if found} == {}
    assert difference({"a": "{x}", "c": ""}, {"a": "{y}", "b": "text", "c": "{y}"}) == {
        "lacks": ["b: text"], "is empty": ["c"], "uses another value": ["a"]}


def test_every_language_calls_itself_by_its_name():
    names = run("return Object.values((await load('languages.js')).languages).map((each) => each.name)")
    assert names[:3] == ["English", "中文", "Español"] and len(set(names)) == len(names)


@pytest.mark.parametrize(("tag", "language"), [
    ("zh", "zh"), ("zh-TW", "zh"), ("ES-mx", "es"), ("en-GB", "en"), ("fr", None), ("", None), (None, None),
    ("constructor", None),
])
def test_a_tag_asks_for_the_language_that_it_begins_with(tag: str | None, language: str | None):
    assert run("return (await load('languages.js')).languageOf(value) ?? null", tag) == language


WORDS = {"outer": "{Inner}: {n|one|# of them}", "inner": "at {height}", "more": "Do this."}


@pytest.mark.parametrize(("said", "text"), [
    ({"reason": "more"}, "Do this."),
    ({"reason": "inner", "values": {"height": 3}}, "at 3"),
    ({"reason": "outer", "values": {"n": 1, "inner": {"reason": "inner", "values": {"height": 7}}}}, "At 7: one"),
    ({"reason": "outer", "values": {"n": 12, "inner": "{n}"}, "then": [{"reason": "more"}]}, "{n}: 12 of them Do this."),
    # A part that has no words: the sentence in English is better than half of it.
    ({"reason": "outer", "values": {"n": 1, "inner": {"reason": "new"}}}, None),
    ({"reason": "more", "then": [{"reason": "new"}]}, None),
    ({"reason": "new"}, None), ({"reason": "toString"}, None), ({}, None), (None, None),
])
def test_what_a_node_says_is_worded_by_its_code_and_its_values(said: dict | None, text: str | None):
    assert run("return (await load('wording.js')).worded(value[0], value[1], ' ')", [said, WORDS]) == text


def test_every_text_that_is_used_is_there_and_every_text_that_is_there_is_used():
    english = texts_of("en")
    # The static site has a frame of its own.
    files = [*FILES.iterdir(), *(FILES.parent / "Site").iterdir()]
    sources = {path.name: path.read_text() for path in files if path.name not in LANGUAGES}
    everything = "\n".join(sources.values())
    used = set(re.findall(r'\bt\("([^"]+)"', everything)) | set(re.findall(r'data-(?:t|label)="([^"]+)"', everything))
    assert used <= set(english)
    # Keys are also put together, such as rule-${rule}.
    beginnings = tuple(re.findall(r"`([a-z-]+-)\$\{", everything))
    quoted = set(re.findall(r'"([^"\n]*)"', everything)) | set(re.findall(r"\b(\w+):", everything))
    unused = [key for key in english if key not in quoted and not key.startswith(beginnings)]
    assert unused == []
