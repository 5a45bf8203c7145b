"""The lessons' texts, and the pure modules behind them: reading Markdown, the glossary, and judging answers."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from Explorer.javascript import run
from Ledger import reference
from support.chains import block_hash
from support.nodes import ROOT

FOLDER = ROOT / "docs" / "lessons"
LESSONS = ["hash", "block", "transaction", "proof", "api", "consensus", "limits", "money"]
LANGUAGES = {"en": ".md", "zh": ".zh-CN.md", "es": ".es.md"}

#: The words of textbooks that a pupil may look for.
TEXTBOOK = [
    "nonce", "mempool", "coinbase", "difficulty", "confirmation", "reorg", "fork", "tip", "hash", "merkle root",
    "51 % attack",
]


def text_of(name: str, language: str) -> str:
    return (FOLDER / (name + LANGUAGES[language])).read_text()


def parsed(text: str) -> list[dict]:
    return run("return (await load('markdown.js')).parsed(value);", text)


# MARK: - Markdown


def test_markdown_becomes_plain_values():
    text = ("# A *title*\n\none\ntwo `a*b*` **bold [l](x.md)** <https://a.b/c>\n\n"
            "```sh\nls *\n\n# no heading\n```\n<!-- widget: x -->\n")
    assert parsed(text) == [
        {"kind": "heading", "level": 1, "content": [
            {"kind": "text", "text": "A "}, {"kind": "emphasis", "content": [{"kind": "text", "text": "title"}]}]},
        {"kind": "paragraph", "content": [
            {"kind": "text", "text": "one two "}, {"kind": "code", "text": "a*b*"}, {"kind": "text", "text": " "},
            {"kind": "strong", "content": [
                {"kind": "text", "text": "bold "},
                {"kind": "link", "to": "x.md", "content": [{"kind": "text", "text": "l"}]}]},
            {"kind": "text", "text": " "},
            {"kind": "link", "to": "https://a.b/c", "content": [{"kind": "text", "text": "https://a.b/c"}]}]},
        {"kind": "code", "language": "sh", "text": "ls *\n\n# no heading"},
        {"kind": "remark", "text": "widget: x"},
    ]


def test_lists_are_nested_and_tables_have_rows():
    outer, table = parsed("1. a\n   b\n\n   - x\n   - y\n2. c\n\n| h | `i` |\n|---|---|\n| 1 | 2 |\n")
    assert outer["kind"] == "list" and outer["isOrdered"]
    assert [[piece["kind"] for piece in item] for item in outer["items"]] == [["paragraph", "list"], ["paragraph"]]
    assert outer["items"][0][0]["content"] == [{"kind": "text", "text": "a b"}]
    assert len(outer["items"][0][1]["items"]) == 2
    assert table["kind"] == "table" and len(table["rows"]) == 1 and len(table["head"]) == 2


@pytest.mark.parametrize("text", [
    "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "a < b & c", "**never closed", "```\nnever closed",
    "| no | table |", "-", "1.", "[a](b", "``", "\n\n\n", "",
])
def test_what_is_no_markdown_stays_text(text: str):
    pieces = parsed(text)
    kinds = {"paragraph", "code", "list"}
    assert {piece["kind"] for piece in pieces} <= kinds
    words = run("const { parsed, wordsOf } = await load('markdown.js');"
                "return parsed(value).map((each) => each.text ?? (each.content ? wordsOf(each.content) : ''));", text)
    if "<" in text:
        assert words == [text]


# MARK: - The texts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LESSONS)
def test_each_lesson_has_a_widget_and_three_exercises(name: str, language: str):
    pieces = parsed(text_of(name, language))
    remarks = [piece["text"] for piece in pieces if piece["kind"] == "remark"]
    assert remarks == [f"widget: {name}", "exercises"]
    questions = pieces[next(place for place, piece in enumerate(pieces) if piece.get("text") == "exercises") + 1]
    assert questions["kind"] == "list" and questions["isOrdered"] and len(questions["items"]) == 3
    asked = run("return (await load('exercises.js')).exercises[value].map((each) => each.asks);", name)
    assert len(asked) == 3
    for question, asks in zip(questions["items"], asked):
        assert [piece["kind"] for piece in question] == ["paragraph"] + ["list"] * (asks == "choice")
        if asks == "choice":
            assert len(question[1]["items"]) == 3


@pytest.mark.parametrize("name", ["README", *LESSONS, "glossary", "teacher"])
def test_all_languages_say_the_same_in_the_same_order(name: str):
    # Paragraphs may be cut differently; what they are about may not.
    kinds = [[(piece["kind"], piece.get("level"), len(piece.get("items", [])), len(piece.get("rows", [])))
              for piece in parsed(text_of(name, language)) if piece["kind"] != "paragraph"] for language in LANGUAGES]
    assert kinds[0] == kinds[1] == kinds[2]


def language_of(path: Path) -> str:
    return next((each for each in LANGUAGES if path.name.endswith(LANGUAGES[each]) and each != "en"), "en")


def test_each_file_is_of_a_language_and_has_its_fellows():
    files = {each.name for each in FOLDER.glob("*.md")}
    assert files == {name + end for name in ["README", *LESSONS, "glossary", "teacher"] for end in LANGUAGES.values()}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.name)
def test_each_link_of_a_lesson_leads_somewhere_in_the_page(path: Path):
    language = language_of(path)
    links = re.findall(r"\]\(([^)]+)\)", path.read_text())
    assert links or path.name.startswith("glossary")
    found = run(
        """
        const { addressOf, fileOf } = await load("lessons.js");
        return value.links.map((link) => {
          const address = addressOf(link);
          const file = address?.startsWith("#/learn/") ? fileOf(address.split("/").slice(2), value.language) : null;
          return [link, address, file];
        });
        """, {"links": links, "language": language})
    for link, address, file in found:
        if link.startswith("https://"):
            assert address == link
        elif link.startswith("README"):
            assert address is None
        else:
            assert (ROOT / "docs" / "lessons" / link.partition("#")[0]).exists()
            kind, _, name = file.partition("-")
            there = {"lesson": FOLDER, "article": ROOT / "docs" / "Forgechain.docc"}
            assert (there[kind] / name).exists(), file


def test_an_address_that_names_nothing_has_no_file():
    script = "const { fileOf } = await load('lessons.js'); return value.map((path) => fileOf(path, 'en'));"
    names = [["nothing"], ["read"], ["read", "README"], ["..", "x"], ["constructor"], ["list", ""]]
    found = run(script, names)
    assert found[:5] == [None] * 5
    addresses = run("const { addressOf } = await load('lessons.js'); return value.map(addressOf);",
                    ["javascript:alert(1)", "data:text/html,x", "//evil.example/x.md", "../LEDGER.md", "#heading"])
    assert addresses == [None] * 5


# MARK: - The glossary

GLOSSARY = """
    const { termsOf, finderOf, partsOf } = await load("glossary.js");
    const { parsed } = await load("markdown.js");
"""


def test_the_glossary_has_the_textbooks_words_in_each_language():
    script = GLOSSARY + "return termsOf(parsed(value));"
    english, *others = (run(script, text_of("glossary", each)) for each in LANGUAGES)
    for other in others:
        assert [term["id"] for term in english] == [term["id"] for term in other]
    assert set(TEXTBOOK) <= {word for term in english for word in term["words"]}
    for term in sum(others, english):
        assert term["says"] and term["title"] and term["words"]
        assert len(term["says"]) < 200, f"{term['id']} is too long for a tip"


def test_words_are_marked_once_and_whole():
    script = GLOSSARY + """
        const finder = finderOf(termsOf(parsed(value.glossary)));
        const shown = (part) => [part.text, part.term?.id ?? null];
        return value.texts.map((text) => partsOf(text, finder, new Set()).map(shown));
        """
    found = run(script, {"glossary": text_of("glossary", "en"), "texts": [
        "Hash power and a Hash, hashes; rehash, hashed.", "a genesis block", "nothing here", "A 51 % attack."]})
    assert found == [
        [["Hash power", "power"], [" and a ", None], ["Hash", "hash"], [", hashes; rehash, hashed.", None]],
        [["a ", None], ["genesis block", "genesis"]], [["nothing here", None]],
        [["A ", None], ["51 % attack", "majority"], [".", None]]]
    found = run(script, {"glossary": text_of("glossary", "zh"), "texts": ["创世区块的区块"]})
    assert found == [[["创世区块", "genesis"], ["的", None], ["区块", "block"]]]


# MARK: - Answers

ANSWERS = """
    const { beginnings, exercises, pair, problem } = await load("exercises.js");
    const bench = await load("workbench.js");
    const net = await load("network.js");
    const { example } = await load("example.js");
    const { withBlock } = await load("minesteps.js");
    const judge = (lesson, number, answer, state) => exercises[lesson][number - 1].check(answer, state).isRight;
"""


def judged(script: str, value=None):
    return run(ANSWERS + script, value)


@pytest.mark.parametrize(("lesson", "number", "right", "wrong"), [
    ("hash", 1, ["38"], ["", "37", "39"]),
    ("hash", 2, ["64", " 64 ", "６４"], ["", "32", "64.5"]),
    ("block", 3, ["41"], ["40", "", "100"]),
    ("transaction", 3, ["0", '"0"', "０", "“0”"], ["", "alice", "00"]),
    ("proof", 1, ["16", "286"], ["", "15", "-16", "1e1", "016"]),
    ("proof", 2, ["4096", "4,096", "4.096", "4 096", "４，０９６"], ["256", "40.96", "65536", ""]),
    ("proof", 3, ["286"], ["16", "285"]),
    ("api", 2, ["404"], ["200", ""]),
    ("api", 3, ["1"], ["0", "2", ""]),
    ("consensus", 3, ["2"], ["0", "1", ""]),
    ("limits", 3, ["2"], ["0", "1", ""]),
    ("money", 1, ["3"], ["2", "7", ""]),
    ("money", 2, ["3"], ["2", "8", ""]),
    ("money", 3, ["1"], ["0", "2", ""]),
])
def test_typed_and_chosen_answers(lesson: str, number: int, right: list[str], wrong: list[str]):
    script = "return value.answers.map((each) => judge(value.lesson, value.number, each));"
    found = judged(script, {"lesson": lesson, "number": number, "answers": right + wrong})
    assert found == [True] * len(right) + [False] * len(wrong)


def test_what_the_answers_rest_on():
    problem = judged("return problem;")

    def digest(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    assert min(n for n in range(100) if digest(str(n + 1))[0] == "a") == 37
    for zeros, smallest in ((1, 16), (2, 286)):
        hashes = (digest(f"{problem['before']}{n}{problem['after']}") for n in range(1000))
        found = next(n for n, each in enumerate(hashes) if each.startswith("0" * zeros))
        assert found == smallest
    for language in LANGUAGES:
        teacher = text_of("teacher", language)
        thousands = "4.096" if language == "es" else "4,096"
        for answer in ("`38`", "64", "41", "`0`", "`16`", thousands, "`286`", "404", "`POST /transactions/new`"):
            assert answer in teacher


def test_two_texts_with_a_digit_in_common():
    script = """
        const pairs = [["a", "b"], ["a", "a"], ["", "a"], ["", ""], ["1", "11"]];
        return pairs.map(([one, other]) => judge("hash", 3, "", { one, other }));
        """
    assert hashlib.sha256(b"a").hexdigest()[0] != hashlib.sha256(b"b").hexdigest()[0]
    first = hashlib.sha256(b"1").hexdigest()[0]
    pair = next(str(n) for n in range(2, 99) if hashlib.sha256(str(n).encode()).hexdigest()[0] == first)
    assert judged(script.replace('"11"', json.dumps(pair))) == [False, False, False, False, True]


def test_block_three_is_changed_and_block_four_fits_it():
    script = """
        let state = beginnings.block();
        const before = [judge("block", 1, "", state), judge("block", 2, bench.verdicts(state)[2].hash, state)];
        for (let time = 1767225660; !judge("block", 1, "", state); time += 1) {
          state = bench.edit(state, 2, "timestamp", String(time));
        }
        const hash = bench.verdicts(state)[2].hash;
        const before3 = bench.verdicts(beginnings.block())[2].hash;
        const copied = [hash, ` ${hash.toUpperCase()}\\n`, "", hash.slice(1), before3];
        const broken = bench.edit(state, 2, "timestamp", "x");
        return [before, hash[0], copied.map((each) => judge("block", 2, each, state)), judge("block", 1, "", broken),
          judge("block", 2, "", broken)];
        """
    before, first, copied, one, two = judged(script)
    assert before == [False, True]
    assert (first, copied) == ("a", [True, True, False, False, False])
    assert (one, two) == (False, False)


def test_a_payment_gets_into_a_block_and_is_confirmed():
    script = """
        const found = [];
        const look = (state) => found.push([judge("transaction", 1, "", state), judge("transaction", 2, "", state)]);
        let state = beginnings.transaction();
        state = await withBlock(net.send(state, "alice", { sender: "alice", recipient: "bob", amount: "6" }), "alice");
        look(state);
        state = net.send(state, "alice", { sender: "alice", recipient: "bob", amount: "5.0" });
        look(state);
        for (let n = 0; n < 3; n += 1) {
          state = await withBlock(state, "alice");
          look(state);
        }
        return found;
        """
    assert judged(script) == [[False, False], [False, False], [True, False], [True, False], [True, True]]


def test_a_fork_and_a_block_that_falls_out():
    script = """
        const found = [];
        const look = (state) => found.push([judge("consensus", 1, "", state), judge("consensus", 2, "", state)]);
        let state = beginnings.consensus();
        look(state);
        state = await withBlock(state, pair[0]);
        look(state);
        state = await withBlock(state, pair[1]);
        look(state);
        state = net.resolve(state, pair[0]);
        look(state);
        state = net.resolve(await withBlock(state, pair[1]), pair[0]);
        look(state);
        return [found, net.neighbours(state, pair[0])];
        """
    found, neighbours = judged(script)
    assert found == [[False, False], [False, False], [True, False], [True, False], [False, True]]
    assert neighbours == ["bob"]


def test_the_newest_block_is_rewritten_without_and_with_a_seal():
    script = """
        const both = (state) => [judge("limits", 1, "", state), judge("limits", 2, "", state)];
        const newest = bench.editPayment(beginnings.limits(), 4, 0, "amount", "200");
        const older = bench.editPayment(beginnings.limits(), 3, 0, "amount", "200");
        const seal = (state) => bench.exchange(state, example(true), true);
        return [beginnings.limits(), newest, older, seal(beginnings.limits()), seal(newest)].map(both);
        """
    assert judged(script) == [[False, False], [True, False], [False, False], [False, False], [False, True]]


def test_the_first_hash_is_asked_for():
    script = """
        const { firstHash, exampleAnswer } = await load("exampleapi.js");
        const paths = ["/blocks/1", "/chain", "/nodes", "/status", "/transactions/pending", "/mime", "/blocks/9"];
        const answers = paths.map((path) => exampleAnswer(path));
        return [firstHash, answers, ["x", firstHash, ""].map((each) => judge("api", 1, each, { firstHash }))];
        """
    first, answers, found = judged(script)
    block = json.loads(answers[0]["text"])
    assert block["hash"] == first == block_hash(block["block"])
    assert [answer["status"] for answer in answers] == [200] * 5 + [404] * 2
    assert all(isinstance(json.loads(answer["text"]), dict) for answer in answers)
    assert json.loads(answers[1]["text"])["length"] == 5
    assert found == [False, True, False]


# MARK: - The tree


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 8])
def test_the_tree_is_the_ledgers(count: int):
    leaves = [f"payment {n}" for n in range(count)]
    levels, paths, depth = run(
        """
        const { merkleDepth, merkleLevels, merklePath } = await load("merkle.js");
        const paths = value.map((_, place) => merklePath(value.length, place));
        return [merkleLevels(value), paths, merkleDepth(value.length)];
        """, leaves)
    encoded = [leaf.encode() for leaf in leaves]
    for place in range(count):
        path = [levels[level][beside] for level, beside in enumerate(paths[place]) if beside is not None]
        assert path == reference.merkle_path(encoded, place)
    assert levels[-1] == [reference.merkle_root(encoded).hex()]
    assert len(levels) == depth + 1
