"""What `make install` puts where, and that shells and man understand it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from support.commands import run
from support.nodes import ROOT, forgechain_binary
from support.waiting import SOON

MANUAL = ROOT / ".build" / "debug" / "generate-manual"

#: All files that must be there, below the prefix.
FILES = {
    "bin/forgechain",
    "share/man/man1/forgechain.1",
    "share/bash-completion/completions/forgechain",
    "share/zsh/site-functions/_forgechain",
    "share/fish/vendor_completions.d/forgechain.fish",
}

COMMANDS = "serve mine send chain block explain pending tx history peers resolve watch status genesis key balance verify export import reset".split()


def output(*command: str, **options) -> str:
    result = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SOON, **options
    )
    assert result.returncode == 0, result
    return result.stdout


def make(target: str, place: Path, stage: Path) -> str:
    variables = [f"DESTDIR={place}", "PREFIX=/opt/it", f"BINARY={forgechain_binary()}", f"MANUAL={MANUAL}"]
    return output("make", target, *variables, f"STAGE={stage}", cwd=ROOT)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """Where it was installed."""
    if not MANUAL.exists():
        subprocess.run(["swift", "build", "--product", "generate-manual"], cwd=ROOT, check=True, capture_output=True)
    place = tmp_path_factory.mktemp("destination") / "with a blank"
    make("install-built", place, tmp_path_factory.mktemp("stage"))
    return place


def installed(place: Path, file: str) -> Path:
    return place / "opt/it" / file


def needs(program: str) -> None:
    assert shutil.which(program), f"{program} is not installed; make test-deps does that"


def test_everything_is_in_its_place_and_nothing_else(place):
    files = {str(path.relative_to(place / "opt/it")) for path in place.rglob("*") if not path.is_dir()}
    assert files == FILES
    assert output(str(installed(place, "bin/forgechain")), "--version") == run("--version").stdout


def test_the_image_that_kubernetes_is_told_of_is_this_version():
    version = run("--version").stdout.split()[0]
    assert f"image: forgechain:{version}\n" in (ROOT / "docker" / "kubernetes.yaml").read_text()


def test_it_may_be_installed_again_and_removed(place, tmp_path):
    again = tmp_path / "again"
    for _ in range(2):
        make("install-built", again, tmp_path / "stage")
    make("uninstall", again, tmp_path / "stage")
    assert [path for path in again.rglob("*") if not path.is_dir()] == []


def test_the_man_page_has_every_command_and_option(place):
    needs("man")
    page = installed(place, "share/man/man1/forgechain.1")
    shown = output("man", "--warnings=mac", "-l", "-P", "cat", str(page), env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"})
    for command in COMMANDS:
        assert re.search(rf"^ +{command}\b", shown, re.M), command
        options = re.findall(r"^  (?:-\w, )?(--[a-z-]+)", run(command, "--help").stdout, re.M)
        assert options and [option for option in options if option not in shown] == []
    assert "69 when no node" in re.sub(r"\s+", " ", shown)


def bash_completions(place: Path, line: str) -> set[str]:
    script = installed(place, "share/bash-completion/completions/forgechain")
    # What bash does when Tab is pressed at the end of the line.
    source = r"""
        source "$1"
        COMP_LINE=$2 COMP_POINT=${#2} COMP_TYPE=9 COMP_KEY=9
        read -ra COMP_WORDS <<< "$2"
        [[ $2 != *' ' ]] || COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        function=$(complete -p forgechain | sed -E 's/.*-F ([^ ]+).*/\1/')
        "$function" forgechain "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    """
    found = output("bash", "--norc", "-c", source, "bash", str(script), line)
    return {word.strip() for word in found.splitlines() if word.strip()}


def test_bash_completes(place):
    needs("bash")
    assert set(COMMANDS) <= bash_completions(place, "forgechain ")
    assert bash_completions(place, "forgechain re") == {"receipt", "reset", "resolve"}
    assert {"--node", "--json", "--count"} <= bash_completions(place, "forgechain mine --")
    assert "portable" in bash_completions(place, "forgechain serve --kernel ")
    assert "latest" in bash_completions(place, "forgechain block la")
    assert "notice" in bash_completions(place, "forgechain serve --log-level n")


def test_fish_completes(place):
    needs("fish")
    script = installed(place, "share/fish/vendor_completions.d/forgechain.fish")

    def completions(line: str) -> set[str]:
        found = output("fish", "--no-config", "-c", f"source '{script}'; complete -C '{line}'")
        return {word.split("\t")[0] for word in found.splitlines()}

    assert set(COMMANDS) <= completions("forgechain ")
    assert {"--node", "--json", "--count"} <= completions("forgechain mine --")
    assert "portable" in completions("forgechain serve --kernel ")
    assert "latest" in completions("forgechain block ")


def test_zsh_understands_its_script(place):
    needs("zsh")
    script = installed(place, "share/zsh/site-functions/_forgechain")
    output("zsh", "--no-rcs", "-n", str(script))
    text = script.read_text()
    assert text.startswith("#compdef forgechain")
    assert [command for command in COMMANDS if f"'{command}:" not in text] == []
