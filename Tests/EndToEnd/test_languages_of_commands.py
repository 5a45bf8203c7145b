"""A node's start, keys, first blocks and unknown commands in the language of whoever gives them."""

import re
import socket
from pathlib import Path

import pytest

from support.languages import LOCALES, english_in, environment, said
from support.nodes import DIFFICULTY, running_node
from support.terminal import Terminal
from support.waiting import eventually

ESCAPES = re.compile(r"\x1b\[[0-9;]*[mK]")

each_language = pytest.mark.parametrize("language", LOCALES)


def told(language: str, *flags: object, status: int, body: bytes = b"", **more: str) -> str:
    """What a command says on both outputs; all of it is in the language."""
    result = said(language, *flags, body=body, **more)
    text = result.stdout.decode() + result.stderr.decode()
    assert result.returncode == status, text
    assert english_in(text, language, ["forgechain: "]) == [], text
    return text


@each_language
@pytest.mark.parametrize("keeps", [True, False])
def test_a_node_begins_in_it(tmp_path, language, keeps):
    kept = ("--data-dir", str(tmp_path / "d")) if keeps else ("--ephemeral",)
    flags = ("-p", "0", "--difficulty", "2", "--log-level", "error", *kept)
    with Terminal(*flags, env=environment(language), columns=250) as terminal:
        eventually(lambda: "Ctrl-C" in terminal.shown() or terminal.process.poll() is not None, "it begins")
        first, *rest = ESCAPES.sub("", terminal.shown()).splitlines()
        terminal.type("\x03")
        assert terminal.wait() == 0
    # Programs read it.
    assert re.fullmatch(r"Forgechain \S+ listens on http://0\.0\.0\.0:\d+", first)
    text = "\n".join(rest)
    assert english_in(text, language, ["HOST:PORT", "FILE"]) == [], text
    assert {"zh": "停止", "es": "para parar"}[language] in text


@each_language
@pytest.mark.parametrize("flags", [
    ("--host", "127.0.0.1"), ("--host", "127.0.0.1", "--host", "127.0.0.2", "--read-only-port", "0"), (),
])  # fmt: skip
def test_who_reaches_a_node_is_said_in_it(language, flags):
    with Terminal("-p", "0", "--ephemeral", *flags, env=environment(language), columns=250) as terminal:
        eventually(lambda: "Ctrl-C" in terminal.shown(), "it begins")
        second = ESCAPES.sub("", terminal.shown()).splitlines()[1]
        terminal.type("\x03")
        assert terminal.wait() == 0
    assert english_in(second, language, ["FILE"]) == [], second


@each_language
def test_a_start_that_is_refused_is_told_in_it(tmp_path, language):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        text = told(language, "-p", port, "--host", "127.0.0.1", "--ephemeral", status=1)
        assert str(port) in text
    told(language, "-p", 0, "--host", "no.such.name.invalid", "--ephemeral", status=1)
    token = tmp_path / "token"
    token.write_text("short")
    token.chmod(0o600)
    told(language, "-p", 0, "--ephemeral", "--token-file", token, status=1)
    told(language, "-p", 0, "--ephemeral", "--token-file", tmp_path / "none", status=1)
    token.chmod(0o666)
    told(language, "-p", 0, "--ephemeral", "--token-file", token, status=1)
    (tmp_path / "file").write_bytes(b"\xff")
    told(language, "-p", 0, "--data-dir", tmp_path / "file", status=1)
    told(language, "-p", 0, "--ephemeral", "--limits", tmp_path / "file", status=1)
    told(language, "-p", 0, "--ephemeral", "--rules", "ledger", "--pay-to", "nobody", status=64)
    directory = tmp_path / "directory"
    with running_node("--data-dir", str(directory)):
        told(language, "-p", 0, "--data-dir", directory, status=1)
    told(language, "-p", 0, "--data-dir", directory, "--difficulty", DIFFICULTY + 1, status=1)
    told(language, "-p", 0, "--data-dir", directory, "--checkpoint", f"1-{'0' * 64}", status=1)
    (directory / "forgechain.sqlite").write_bytes(b"Once upon a time\n" * 1000)
    told(language, "-p", 0, "--data-dir", directory, status=1)


@each_language
def test_a_word_that_is_no_command_is_told_in_it(language):
    for words in (["statsu"], ["nonsense"], ["key", "lst"], ["--json"], ["--node", "5001", "blocs"], ["blocks"]):
        result = said(language, *words)
        first, _, names = result.stderr.decode().partition("--help")
        assert result.returncode == 64, result
        assert english_in(first, language, ["forgechain: ", *words]) == [], result
        assert english_in(names.split(":")[0].split("：")[0], language) == [], result


@each_language
def test_a_first_block_is_told_of_in_it(tmp_path, language):
    target = ("--target", f"0000{'f' * 60}")
    made = said(language, "genesis", *target)
    assert made.returncode == 0 and english_in(made.stderr.decode(), language) == [], made.stderr
    measured = said(language, "genesis", "--block-time", "0.001")
    assert measured.returncode == 0 and english_in(measured.stderr.decode(), language) == [], measured.stderr
    huge = ["--grant", f"{'0' * 63}1=9007199254740991"] * 2
    refused = said(language, "genesis", *target, *huge)
    assert refused.returncode == 1 and english_in(refused.stderr.decode(), language) == [], refused.stderr
    path = tmp_path / "genesis"
    for content in ("x", "{}", "[" * 3, "0" * 2_000_000):
        path.write_text(content)
        result = said(language, "--rules", "ledger", "--genesis", path, "--ephemeral", "-p", 0)
        assert result.returncode and english_in(result.stderr.decode(), language) == [], result.stderr
    for url in ("http://127.0.0.1:1", "http://a b"):
        result = said(language, "--rules", "ledger", "--genesis", url, "--ephemeral", "-p", 0)
        assert result.returncode and english_in(result.stderr.decode(), language) == [], result.stderr
    for flags in (["--network", "x"], ["--network", "0" * 64, "--genesis", path]):
        result = said(language, "receipt", "0" * 64, *flags)
        assert result.returncode == 64 and english_in(result.stderr.decode(), language) == [], result.stderr


@each_language
def test_keys_are_told_of_in_it(tmp_path, language):
    home = {"XDG_DATA_HOME": str(tmp_path / "data")}

    def key(*flags: object, status: int = 0, body: bytes = b"") -> str:
        return told(language, "key", *flags, status=status, body=body, **home)

    key("list")
    key("new", "ana")
    key("new", "ana", status=1)
    key("new", ".x y", status=1)
    key("show", "none", status=1)
    key("export", "ana")
    key("import", "bo", tmp_path / "none", status=1)
    key("import", "bo", body=b"x", status=1)
    key("remove", "ana", status=64)
    key("new", "bo", "--no-passphrase", "--passphrase-file", "x", status=64)
    secret = tmp_path / "secret"
    secret.write_text("\n")
    key("new", "bo", "--passphrase-file", secret, status=1)
    secret.write_text("x" * 2_000)
    key("new", "bo", "--passphrase-file", secret, status=1)
    secret.write_text("sesame\n")
    secret.chmod(0o644)
    key("new", "bo", "--passphrase-file", secret)
    secret.chmod(0o666)
    key("export", "bo", "--passphrase-file", secret, status=1)
    key("export", "bo", status=1)
    secret.chmod(0o600)
    secret.write_text("other\n")
    key("export", "bo", "--passphrase-file", secret, status=1)
    folder = Path(home["XDG_DATA_HOME"]) / "forgechain" / "keys"
    for name, content in {"a": "x", "b": '{"version": 2}', "c": '{"version": 1}', "d": "x" * 5_000}.items():
        (folder / name).write_text(content)
        (folder / name).chmod(0o600)
    (folder / "e").write_text("x")
    (folder / "e").chmod(0o666)
    (folder / "f").mkdir()
    key("list")
    assert "XDG_DATA_HOME" in told(language, "key", "list", status=64, HOME="", XDG_DATA_HOME="")


@each_language
def test_passphrases_are_asked_for_in_it(tmp_path, language):
    home = environment(language, XDG_DATA_HOME=str(tmp_path))

    def asked(*flags: str, answers: list[str], status: int) -> None:
        with Terminal("key", *flags, env=home, columns=200) as terminal:
            for number, answer in enumerate(answers):
                eventually(
                    lambda number=number: len(re.findall(r": $|：$|\] $", terminal.shown(), re.M)) > number, "it asks"
                )
                terminal.type(f"{answer}\n")
            assert terminal.wait() == status
            assert english_in(terminal.shown(), language, ["forgechain: ", "[y/N]", "[s/N]"]) == [], terminal.shown()

    asked("new", "ana", answers=["sesame", "sesamo"], status=1)
    asked("new", "ana", answers=["", ""][:1], status=1)
    asked("new", "ana", answers=["sesame", "sesame"], status=0)
    asked("import", "bo", "--no-passphrase", answers=["0" * 64], status=0)
    asked("export", "ana", answers=["x"], status=1)
    asked("remove", "ana", answers=["x"], status=1)
    asked("remove", "ana", answers=[{"zh": "是", "es": "sí"}[language]], status=0)
