"""The static site: sandbox, network, slow motion and lessons on a plain web host, in a folder, without a node."""

import http.server
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from Browser.page import Page
from support.nodes import ROOT

#: Where on the host the site is put.
FOLDER = "class/of 2026"


@dataclass
class Host:
    """A web host; for a page it stands where a node would."""

    port: int
    #: Requests that it could not answer.
    failed: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}/{FOLDER.replace(' ', '%20')}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("host") / FOLDER
    subprocess.run([ROOT / "Sources" / "Explorer" / "Site" / "make", folder], check=True, timeout=60)
    return folder


@pytest.fixture
def host(site: Path) -> Iterator[Host]:
    failed: list[str] = []

    class Files(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(site.parents[len(Path(FOLDER).parts) - 1]))

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            if int(code) >= 400:
                failed.append(self.path)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Host(server.server_port, failed)
        server.shutdown()
        thread.join()
    assert failed == []


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
def test_each_view_works_without_a_node(host: Host, open_page, language: str, width: int):
    page: Page = open_page(host, "/#/learn", language=language, width=width)
    page.until("document.querySelectorAll('.lessons > li').length === 8", "the lessons are listed")
    page.run("localStorage.clear()")

    page.go("#/learn/hash")
    page.until("document.querySelectorAll('.exercise').length === 3", "a lesson is open")
    page.fill("#answer-hash-2", "64")
    page.press("#exercise-hash-2 button[type=submit]")
    page.until("document.querySelector('#exercise-hash-2.solved')", "an exercise is solved")

    page.go("#/learn/api")
    page.until("document.querySelector('#try-ask')", "the lesson on the API is open")
    page.press("#try-ask")
    page.wait_for("9bd58252bbed62b0af795f7c177c9b115bbb161f41df0ac728443cfb2b9e2067", ".try")

    page.go("#/sandbox")
    page.until("document.querySelectorAll('.draft').length === 5", "the sandbox is open")
    page.fill("#sandbox-2-0-amount", "200")
    page.until("document.querySelectorAll('.draft.broken, .draft.hanging').length === 2", "the link is broken")
    # What only a node can do isn't offered.
    assert not page.all("#sandbox-take")
    assert page.run("return location.hash.length") > 100
    assert page.overflow <= 0

    page.go("#/network")
    page.until("document.querySelectorAll('#view-network .node').length === 4", "the network is open")
    page.press("#net-alice-mine")
    page.until("document.querySelector('#view-network .tree')?.textContent.includes('#6')", "a block is mined")
    assert page.overflow <= 0

    page.press("#view-network a[href='#/race']")
    page.until("document.querySelector('#view-race h1')", "the race is open")
    assert page.overflow <= 0

    page.go("#/work")
    page.until("document.querySelector('#work-find')", "slow motion is open")
    page.press("#work-find")
    page.until("document.querySelector('#work-says.good')", "a proof is found")
    page.run("const field = document.querySelector('#work-difficulty'); field.value = '1';"
             "field.dispatchEvent(new Event('change'))")
    page.until("!document.querySelector('#work-step').disabled", "another one is searched")

    page.speak("zh" if language == "en-US" else "en")
    page.until("document.title.includes('Forgechain')", "the tab has a title")


def test_it_asks_for_nothing_that_is_elsewhere(site: Path):
    names = {path.name for path in site.iterdir()}
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', (site / "index.html").read_text())
    assert policy and "default-src 'none'" in policy[1] and "unsafe" not in policy[1] and "http" not in policy[1]
    for path in site.glob("*.html"):
        for address in re.findall(r'(?:src|href)="([^"#][^"]*)"', path.read_text()):
            assert address in names, f"{path.name} asks for {address}"
    for path in site.glob("*.js"):
        for name in re.findall(r'(?:from |import\()"([^"]*)"', path.read_text()):
            assert name.removeprefix("./") in names, f"{path.name} imports {name}"
    views = set(re.findall(r"(?m)^  (\w+): async", (site / "site.js").read_text()))
    # What a node says of a block leads to its other views; without one it is never shown.
    for path in set(site.glob("*.js")) - {site / "payments.js"}:
        for view in re.findall(r'(?:href: |hash = )[`"]#/(\w*)', path.read_text()):
            assert view in views, f"{path.name} leads to {view}"
    # What is of no use without a node is left out.
    assert not {"main.js", "send.js", "plots.js", "explorer.html"} & names
    # Some hosts don't tell large letters from small ones.
    assert len({name.lower() for name in names}) == len(names)
