"""Shown code is the real code, and each language has the same commands. `every_command.py` runs the commands."""

import json
import re
from functools import cache

import pytest

from Documentation.documents import Document, Fence, documents
from Documentation.left_out import LEFT_OUT
from Documentation.shapes import Comparison
from support.nodes import ROOT

HASH = "9bd58252bbed62b0af795f7c177c9b115bbb161f41df0ac728443cfb2b9e2067"
OTHER = "4105e11c859303302bc70ed534c7c27f24b69974d9f891416826257cc10c4340"


@cache
def source_lines() -> str:
    """All code that may be shown, without indentation."""
    files = sorted(path for folder in ["Sources", "Tests"] for path in (ROOT / folder).rglob("*.swift"))
    return "\n".join(line.strip() for path in files for line in path.read_text().splitlines())


def pieces(code: Fence) -> list[str]:
    """The parts between lines that mark an omission."""
    lines = [line.strip() for line in code.text.splitlines()]
    return [piece.strip() for piece in re.split(r"(?m)^// \.\.\.$", "\n".join(lines))]


@pytest.mark.check
@pytest.mark.parametrize("document", documents(), ids=lambda one: one.name)
def test_code_is_shown_as_it_is(document: Document) -> None:
    for code in document.code():
        for piece in pieces(code):
            assert f"\n{piece}\n" in source_lines(), f"{document.name}:{code.line} is not in the source:\n{piece}"


@pytest.mark.check
def test_each_target_that_others_use_is_in_the_documentation() -> None:
    for folder in (ROOT / "Sources").iterdir():
        is_used = any(re.search(r"(?m)^public (?!import)", path.read_text()) for path in folder.rglob("*.swift"))
        page = folder / f"{folder.name}.docc" / f"{folder.name}.md"
        assert page.exists() == is_used, f"{folder.name} has no page" if is_used else f"{page} is about nothing"


@pytest.mark.check
@pytest.mark.parametrize("name", ["docs/API.md", "docs/API.zh-CN.md"])
def test_the_table_has_every_path(name: str) -> None:
    described = json.loads((ROOT / "Sources" / "Node" / "Routes" / "openapi.json").read_text())["paths"]
    rows = re.findall(r"(?m)^\| ((?:GET|POST|DELETE) .*?) \|", Document(name).text)
    listed = {path for row in rows for path in re.findall(r"/[^\s?,，、]*", nameless(row))}
    assert listed == {nameless(path) for path in described}


@pytest.mark.check
@pytest.mark.parametrize("name", ["docs/ARCHITECTURE.md", "docs/ARCHITECTURE.zh-CN.md"])
def test_what_is_to_be_read_is_there(name: str) -> None:
    text = Document(name).text
    modules = {path.name for path in (ROOT / "Sources").iterdir() if path.is_dir()}
    assert set(re.findall(r"(?m)^ {6}(\w+)/ ", text)) == modules
    files = {path.name for folder in ["Sources", "Tests"] for path in (ROOT / folder).rglob("*.swift")}
    assert set(re.findall(r"[\w+]+\.swift", text)) <= files


@pytest.mark.check
def test_the_changes_have_this_version() -> None:
    version = json.loads((ROOT / "Sources" / "Node" / "Routes" / "openapi.json").read_text())["info"]["version"]
    assert re.search(rf"(?m)^## {re.escape(version)} \(20\d\d-\d\d-\d\d\)$", (ROOT / "CHANGELOG.md").read_text())


def nameless(path: str) -> str:
    return re.sub(r"\{.*?\}", "{}", path)


def headings(text: str) -> set[str]:
    """The anchors of headings: lower case, hyphens for spaces, no punctuation."""
    found = re.findall(r"(?m)^#+ (.*)$", text)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.check
def test_what_is_left_out_is_in_a_document_and_run_elsewhere() -> None:
    typed = {block.text.strip() for document in documents() for block in document.blocks()}
    for text, left_out in LEFT_OUT.items():
        assert text in typed, f"no document has `{text}` any more"
        assert left_out.shows in (ROOT / left_out.file).read_text(), f"{left_out.file} does not run `{text}`"


@pytest.mark.check
@pytest.mark.parametrize("name", [one.name for one in documents() if one.is_translated])
def test_each_language_has_the_same_commands(name: str) -> None:
    translated = Document(name)
    english = translated.english
    for ours, theirs in zip(translated.blocks(), english.blocks(), strict=True):
        assert ours.text == theirs.text, f"{name}:{ours.line} and {english.name}:{theirs.line}"
        assert (ours.answer is None) == (theirs.answer is None), f"{name}:{ours.line}"


# MARK: - The comparison can fail


@pytest.mark.parametrize(
    ("shown", "happened"),
    [
        ('{"index": 2}', '{"index": 3}'),
        ('{"message": "New Block Forged"}', '{"message": "New Block Forged!"}'),
        (f'{{"hash": "{HASH}"}}', f'{{"hash": "{HASH[1:]}"}}'),
        (f"{HASH} {HASH}", f"{HASH} {OTHER}"),
        ('{"proof": 110650}', '{"proof": "110650"}'),
        ("one\ntwo", "one\ntwo\nthree"),
        ("one\n...\nthree", "two\nthree"),
        ("took 1.2 s", "took long"),
        ("for 1 second", "for ever"),
    ],
)
def test_what_does_not_agree_is_found(shown: str, happened: str) -> None:
    assert Comparison().difference(shown, happened)


@pytest.mark.parametrize(
    ("shown", "happened"),
    [
        (f'{{"hash": "{HASH}", "proof": 12}}', f'{{"hash": "{OTHER}", "proof": 3456}}'),
        ('{"timestamp": 1795354803.6960037}', '{"timestamp": 1795999999.5}'),
        ("one\n...\nthree", "one\ntwo\nand a half\nthree"),
        ('{"chain": [ ...three blocks... ]}', '{"chain": [ {"index": 1} ]}'),
        ("took 1.2 s", "took 17 s"),
        ("for 1 second", "for 2 minutes"),
        ('{"kernel": "hybrid"}', '{"kernel": "sha-ni"}'),
        (f'{{"signature": "{2 * HASH}"}}', f'{{"signature": "{OTHER + HASH}"}}'),
        ("Block 5: proof 10965568... (98 digits)", "Block 5: proof 1779... (97 digits)"),
        ("区块 5：证明 64756176...（97 位）", "区块 5：证明 1003...（98 位）"),
        ("Bloque 5: prueba 6477... (97 cifras)", "Bloque 5: prueba 11041622... (98 cifras)"),
        ("mining      no\nkernel      hybrid", "mining      no\nkernel      arm-sha2"),
        ("区块 2：证明 110650, 1 笔交易", "区块 2：证明 47545, 1 笔交易"),
        ("Bloque 2: prueba 110650, 1 transacción", "Bloque 2: prueba 47545, 1 transacción"),
        ("挖矿        否\n内核        hybrid\n运行        已 4 秒", "挖矿        否\n内核        sha-ni\n运行        已 2 分钟"),
    ],
)
def test_what_varies_is_compared_by_its_shape(shown: str, happened: str) -> None:
    assert Comparison().difference(shown, happened) is None


def test_a_hash_stands_for_the_same_one_throughout() -> None:
    comparison = Comparison()
    assert comparison.difference(HASH, OTHER) is None
    assert comparison.difference(HASH, OTHER) is None
    assert comparison.difference(HASH, HASH)


def test_what_was_typed_comes_back_as_it_is() -> None:
    assert Comparison().difference(HASH, OTHER, typed=f"curl /blocks/{HASH}")
    # But not what is only a part of it.
    assert Comparison().difference("(96 digits)", "(97 digits)", typed="send a4960b") is None
