"""What a view shows of the node is to be had as JSON, and as a command."""

import re
import shlex
import subprocess

import pytest

from Browser.page import Page
from Explorer.javascript import FILES

#: An address of each view that shows what the node says.
SHOWN = {
    "home": "#/", "block": "#/block/2", "name": "#/name/alice", "transaction": "#/transaction/{id}",
    "blocks": "#/blocks", "pending": "#/pending", "learn": "#/learn/api", "work": "#/work", "pictures": "#/pictures",
    "check": "#/check", "api": "#/api", "forks": "#/forks", "peers": "#/peers", "sandbox": "#/sandbox",
}

#: These show what the page makes up itself.
OWN = {"network", "race"}

#: The commands that the view's buttons copy, with a clipboard of our own.
COPIED = """
    const done = arguments[1];
    const copied = [];
    Object.defineProperty(navigator, "clipboard", { configurable: true, value: {
      writeText: async (text) => { copied.push(text); } } });
    const buttons = [...document.querySelectorAll(`#view-${arguments[0]} button`)]
      .filter((each) => each.textContent === "Copy as curl");
    for (const each of buttons) each.click();
    setTimeout(() => done(copied), 0);
    """


def commands(page: Page, view: str) -> list[str]:
    page.until(f"[...document.querySelectorAll('#view-{view} button')]"
               ".some((each) => each.textContent === 'Copy as curl')", f"{view} has a command")
    return page.driver.execute_async_script(COPIED, view)


def test_every_view_is_looked_at():
    names = re.search(r"const views = \{(.*?)\n\};", (FILES / "main.js").read_text(), re.DOTALL).group(1)
    assert set(re.findall(r"(?m)^  (\w+):", names)) == set(SHOWN) | OWN


@pytest.fixture
def page(start_node, open_page) -> Page:
    # Only with --gossip, or on a ledger, has a transaction an id, and so an address.
    node = start_node("--gossip")
    node.pay("alice", "bob", 5)
    node.mine()
    return open_page(node)


def test_every_view_of_the_node_has_its_commands_and_they_are_answered(page: Page):
    payment = {"sender": "bob", "recipient": "carol", "amount": 1}
    identifier = page.node.post("/transactions/new", payment).json()["id"]
    for view, address in SHOWN.items():
        page.go(address.format(id=identifier))
        if view == "learn":
            page.press("#try-ask")
        if view == "api":
            page.wait_for("/chain", "#view-api")
            page.run("for (const each of document.querySelectorAll('#view-api details.path')) each.open = true")
        if view == "sandbox":
            page.press("#sandbox-2-ask")
        if view == "check":
            page.fill("#check-text", '{"it": "is none"}')
        found = commands(page, view)
        links = page.run(f"return document.querySelectorAll('#view-{view} a.raw').length")
        assert len(found) >= max(1, links), view
        assert all(each.startswith("curl ") and f"http://{page.node.address}/" in each for each in found), view
        # The API's own have fields that are to be filled in, and change things.
        for each in found if view != "api" else []:
            done = subprocess.run([*shlex.split(each), "-sS", "--fail"], capture_output=True, text=True, timeout=20)
            assert done.returncode == 0 and done.stdout.startswith(("{", "[")), (view, each, done.stderr)


def test_commands_of_the_front_page_speak_the_page_s_language(page: Page):
    assert len(commands(page, "home")) == 3
    page.speak("es")
    page.wait_for("Copiar como curl", "#view-home")
    assert "Copy as curl" not in page.text("#view-home") and len(page.all("#view-home .command")) == 3
