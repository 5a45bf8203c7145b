"""import, verify, export and reset in the language of whoever runs them."""

import json

import pytest

from EndToEnd.test_archive import DAMAGE, _written, kept  # noqa: F401 (these are fixtures)
from EndToEnd.test_import import CHAIN, INSTEAD, PUBLIC, page, text
from support.chains import forged_chain
from support.directories import edit
from support.languages import LOCALES, english_in, environment, said
from support.nodes import DIFFICULTY
from support.peers import chain_text
from support.terminal import Terminal
from support.waiting import eventually

#: What is in a file, and repeated as it stands there.
QUOTED = ("$ curl localhost:5000/chain", 'const chain = {"chain": [{"index": 1, "t', "There is nothing at /chian.", "Data")

#: More that a file can have in place of a chain: what people send in requests as well.
MORE: dict[str, bytes] = {
    "curly quotes": '{“chain”: []}'.encode(),
    "full width": '{"chain"：[]}'.encode(),
    "a blank from a page": '{"chain":\u00a0[]}'.encode(),
    "a number": b'{"chain": [{"index": 01}]}',
    "another constant": b'{"chain": NULL}',
    "a placeholder": b'{"chain": ${chain}}',
    "no comma": b'{"length": 1 "chain": []}',
    "no colon": b'{"chain" = []}',
    "no braces": b'"chain": []',
    "an object": b"System.Collections.Hashtable",
    "JavaScript's object": b"[object Object]",
    "a form": b"chain=1&length=2",
    "the shell's quotes": b"'{}'",
    "backslashes": b'{\\"chain\\": []}',
    "a name": b"chain.json",
    "a name behind an at": b"@chain.json",
    "another zlib": b"\x78\x01123",
    "hexadecimal": b"7b22636861696e223a5b5d7d",
    "percent": b"%7B%22chain%22%7D",
    "UTF-7": b"+AHsAIg-chain",
    "PDF": b"%PDF-1.4",
    "ZIP": b"PK\x03\x04",
    "metrics": b"# HELP forgechain_blocks x\n",
    "curl failed": b"curl: (7) x\n",
    "accounts": text({"accounts": [], "total": 0}),
    "an account": text({"balance": 1, "nonce": 0}),
    "work": text({"id": "x", "target": "0"}),
    "headers": text({"headers": []}),
    "a part of a block": text({"previous_hash": "x"}),
    "a message": text({"message": "x"}),
    "a description": text({"openapi": "3"}),
    "a list": b"[[]]",
    "a stated refusal": text({
        "error": "There are more than 100 headers. Send fewer.", "reason": "headers_too_many", "values": {"limit": 100},
    }),
    "no pages": b"{}",
    "text": b"Once upon a time.\nThere was a chain.\n",
    "no chain": b'{"chain": []}',
    "other keys": text({"colour": "red"}),
    "cut": chain_text(CHAIN)[:99],
    "a later page": page(CHAIN[2:]),
}  # fmt: skip

BODIES = {name: body for name, (body, _) in (INSTEAD | PUBLIC).items()} | MORE


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_what_a_file_is_instead_is_said_in_it(directory, body, language):
    result = said(
        language, "import", "--difficulty", DIFFICULTY, "--data-dir", directory, "-", body=body
    )
    told = result.stderr.decode()
    assert result.returncode == 1 and told.startswith("forgechain: ") and told.count("\n") == 1, told
    assert english_in(told, language, QUOTED) == [], told
    for part in QUOTED:
        told = told.replace(part, "")
    assert "{" not in told, "each place has its value"


@pytest.mark.parametrize("language", LOCALES)
def test_what_an_import_has_done_is_said_in_it(directory, tmp_path, language):
    def told(*flags: object, body: bytes = b"", status: int = 0) -> str:
        result = said(language, "import", "--difficulty", DIFFICULTY, "--data-dir", directory, *flags, body=body)
        assert result.returncode == status, result
        text = result.stderr.decode()
        assert english_in(text, language) == [], text
        return text

    files = [tmp_path / name for name in ("a.json", "b.html", "c.json", "d.gz", "none")]
    for file, body in zip(files, (chain_text(CHAIN), b"<html>", chain_text(CHAIN)[:50], b"\x1f\x8b\x08\0")):
        file.write_bytes(body)
    told("--dry-run", *files)
    told(files[0])
    told(files[0], status=1)
    told("--dry-run", body=chain_text(forged_chain(6)))
    told(*files[1:], status=1)
    told(files[4], status=1)
    told("http://a:1/chain", status=1)
    told(*["x"] * 65, status=64)
    result = said(language, "import", "--difficulty", 2, "--data-dir", directory, body=chain_text(CHAIN))
    assert result.returncode == 1 and english_in(result.stderr.decode(), language) == [], result


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.usefixtures("kept")
def test_what_verify_finds_is_said_in_it(directory, damage, language):
    edit(directory, DAMAGE[damage][0])
    result = said(language, "verify", "--data-dir", directory)
    told = result.stdout.decode() + result.stderr.decode()
    assert result.returncode == 1 and result.stdout, result
    assert english_in(told, language) == [], told


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.usefixtures("kept")
def test_a_sound_directory_is_told_so_in_it(directory, language):
    result = said(language, "verify", "--data-dir", directory)
    assert result.returncode == 0 and english_in(result.stderr.decode(), language) == [], result
    assert {"zh": "完好", "es": "todo en orden"}[language] in result.stderr.decode()


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("command", ["verify", "export", "reset", "import"])
def test_directories_that_cannot_be_used_are_refused_in_it(tmp_path, command, language):
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "nowhere", tmp_path / "file", tmp_path / "file" / "below"):
        result = said(language, command, "--data-dir", path, body=json.dumps(CHAIN).encode())
        told = result.stderr.decode()
        assert english_in(told, language) == [], told


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.usefixtures("kept")
def test_an_export_that_cannot_be_written_is_told_in_it(directory, tmp_path, language):
    for path in (tmp_path, tmp_path / "none" / "chain.json"):
        result = said(language, "export", "--data-dir", directory, "--output", path)
        assert result.returncode == 1 and english_in(result.stderr.decode(), language) == [], result


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(("language", "no", "yes"), [("zh", "不是", "是"), ("es", "no", "sí")])
def test_a_reset_asks_and_takes_the_answer_in_it(directory, start_node, language, no, yes):
    node = start_node("--data-dir", directory)
    for command in ("reset", "import"):
        result = said(language, command, "--data-dir", directory, *(["--yes"] if command == "reset" else []))
        assert result.returncode == 1 and english_in(result.stderr.decode(), language) == [], result
    node.stop()
    assert english_in(said(language, "reset", "--data-dir", directory).stderr.decode(), language) == []
    for answer, status in ((no, 1), (yes, 0)):
        with Terminal("reset", "--data-dir", str(directory), env=environment(language), columns=200) as terminal:
            eventually(lambda: "/N]" in terminal.shown(), "it asks")
            terminal.type(f"{answer}\n")
            assert terminal.wait() == status
            assert english_in(terminal.shown(), language, ["[y/N]", "[s/N]"]) == [], terminal.shown()
    assert english_in(said(language, "reset", "--data-dir", directory).stderr.decode(), language) == []
