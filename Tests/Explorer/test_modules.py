"""How the page's modules hang together, and that each language says everything."""

import re

import pytest

from Explorer.javascript import FILES, imports, run

#: What needs no page: it may be loaded anywhere, and uses nothing that only a browser has.
PURE = [
    "branches.js", "canonical.js", "chinese.js", "english.js", "example.js", "exampleapi.js", "exercises.js",
    "forgery.js", "glossary.js", "guide.js", "json.js", "ledger.js", "lessons.js", "markdown.js", "merkle.js", "minesteps.js",
    "network.js", "race.js", "rules.js", "search.js", "sha256.js", "swatch.js", "tally.js", "workbench.js",
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
    seen, new = set(), {"main.js"}
    while new:
        seen |= new
        new = set.union(*(imported[name] for name in new)) - seen
    assert set(imported) == seen


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_knows_nothing_of_a_browser(name: str):
    assert BROWSERS.findall((FILES / name).read_text()) == []
    assert imports()[name] <= set(PURE)
    assert run(f"return Object.keys(await load('{name}')).length") > 0


def texts(name: str) -> dict[str, str]:
    return run(f"return (await load('{name}.js')).{name}")


def test_both_languages_have_every_text():
    english, chinese = texts("english"), texts("chinese")
    # What a rule says in general: in English the node says it itself, with details.
    assert {key for key in chinese if not key.startswith("says-")} == set(english)
    for key, text in english.items():
        assert text and chinese[key], key
        # A translation needn't use every value, but must not use any other.
        assert set(re.findall(r"\{(\w+)", chinese[key])) <= set(re.findall(r"\{(\w+)", text)), key


def test_every_text_that_is_used_is_there_and_every_text_that_is_there_is_used():
    english = texts("english")
    # The static site has a frame of its own.
    files = [*FILES.iterdir(), *(FILES.parent / "Site").iterdir()]
    sources = {path.name: path.read_text() for path in files if path.name not in ("english.js", "chinese.js")}
    everything = "\n".join(sources.values())
    used = set(re.findall(r'\bt\("([^"]+)"', everything)) | set(re.findall(r'data-(?:t|label)="([^"]+)"', everything))
    assert {each for each in used if not each.startswith("says-")} <= set(english)
    # Keys are also put together, such as rule-${rule}.
    beginnings = tuple(re.findall(r"`([a-z-]+-)\$\{", everything))
    quoted = set(re.findall(r'"([^"\n]*)"', everything)) | set(re.findall(r"\b(\w+):", everything))
    unused = [key for key in english if key not in quoted and not key.startswith(beginnings)]
    assert unused == []
