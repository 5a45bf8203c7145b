"""The API's view: what is described can be tried, and copied as a command."""

import re
import shlex
import subprocess

import pytest

from Browser.page import Page


def open_path(page: Page, path: str) -> str:
    """Unfolds a path; returns a selector of its first operation."""
    page.wait_for("/transactions/new", "#view-api")
    identifier = page.run(
        """
        const found = [...document.querySelectorAll("#view-api details.path")]
          .find((each) => each.querySelector("summary .mono").textContent === arguments[0]);
        found.id = "opened";
        found.open = true;
        return found.id;
        """, path)
    page.until(f"document.querySelector('#{identifier} .trial')", f"{path} is unfolded")
    return f"#{identifier} .operation:nth-child(2)"


def test_what_only_reads_is_answered_at_once(start_node, open_page):
    node = start_node()
    node.mine()
    page = open_page(node, "/#/api")
    page.wait_for("Running the node", "#view-api")
    place = open_path(page, "/blocks/{block}")
    page.fill(f"{place} input:not([readonly])", "2")
    page.press(f"{place} .row button:first-child")
    page.wait_for('"index": 2', f"{place} [aria-live]")
    page.fill(f"{place} input:not([readonly])", "99")
    page.press(f"{place} .row button:first-child")
    page.wait_for("99", f"{place} [aria-live] .bad")
    page.expect_complaint("404")
    assert page.overflow <= 0


def test_what_changes_something_is_sent_at_the_second_press(start_node, open_page):
    node = start_node()
    page = open_page(node, "/#/api", width=390)
    place = open_path(page, "/mine")
    assert page.text(f"{place} > p:first-child .method").split() == ["GET", "POST"]
    page.press(f"{place} .row button:first-child")
    page.wait_for("This changes something", place)
    assert len(node.chain()) == 1
    page.press(f"{place} [aria-live] button")
    page.wait_for("New Block Forged", f"{place} [aria-live] pre")
    assert len(node.chain()) == 2
    assert page.overflow <= 0


def test_a_request_is_a_command_that_does_the_same(start_node, open_page):
    node = start_node()
    page = open_page(node, "/#/api")
    place = open_path(page, "/transactions/new")
    page.fill(f"{place} textarea", '{"sender": "it\'s", "recipient": "b", "amount": 7}')
    command = page.text(f"{place} .trial > pre")
    done = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=20, check=True)
    assert "will be added to Block 2" in done.stdout
    assert node.get("/transactions/pending").json()["transactions"][0]["sender"] == "it's"


def test_a_name_s_page_adds_up_and_shows_what_is_pending(start_node, open_page):
    node = start_node("--node-id", "alice")
    for amount in (5, 2.5):
        node.pay("alice", "bob", amount)
        node.mine()
    node.pay("carol", "alice", 4)
    page = open_page(node, "/#/name/alice")
    page.wait_for("4 transactions", "#view-name")
    assert [page.text(f"#name-{each}") for each in ("received", "sent", "net", "mined")] == ["2", "7.5", "-5.5", "2"]
    page.wait_for("carol → alice: 4", "#name-pending")
    node.mine()
    page.wait_for("7", "#name-received")
    page.until("document.querySelector('#name-mined').textContent === '3'", "the new block counts")


#: What the view says in the description's words: everything without a class in what is unfolded, one text each.
SAID = """
    for (const each of document.querySelectorAll("#view-api details")) each.open = true;
    return [...document.querySelectorAll("#view-api span:not([class])")]
      .filter((each) => !each.querySelector("span")).map((each) => each.textContent.trim());
    """


@pytest.mark.parametrize(("tag", "name", "word"), [
    ("zh", "apichinese.json", "发送一笔交易"), ("es", "apispanish.json", "Enviar una transacción"),
])
def test_the_description_is_in_the_page_s_language(start_node, open_page, tag: str, name: str, word: str):
    page = open_page(start_node(), "/#/api")
    place = open_path(page, "/transactions/new")
    page.fill(f"{place} textarea", '{"half": ')
    fetched = "performance.getEntriesByType('resource').map((each) => each.name.split('/').pop())"
    assert name not in page.run(f"return {fetched}")
    page.speak(tag)
    page.wait_for(word, "#view-api")
    assert page.run("return document.querySelector('#view-api textarea').value") == '{"half": '
    page.run(SAID)
    page.until("[...document.querySelectorAll('#view-api details.path')].every((each) => each.children.length > 1)",
               "every path is unfolded")
    texts = page.run(SAID)
    assert page.all("#view-api [lang]") == []
    translations = page.node.get(f"/explorer/{name}").json()
    english = {text.replace("`", "") for text, own in translations.items() if own != text}
    assert len(texts) > len(english) and not english & set(texts)
    # A Chinese text that says nothing in Chinese is none, but for the API's own names.
    assert tag != "zh" or [text for text in texts if text and not re.search(r"[一-鿿]", text)] == []
    page.speak("en")
    page.wait_for("Send a transaction", "#view-api")
    assert page.run("return document.querySelector('#view-api textarea').value") == '{"half": '


def test_what_has_no_translation_is_english_and_says_so(start_node, open_page):
    page = open_page(start_node(), language="es")
    # As if the node were of another version, which says more.
    page.run("""
        const ask = fetch;
        window.fetch = async (...request) => {
          const answer = await ask(...request);
          if (!String(request[0]).endsWith("openapi.json")) return answer;
          return new Response((await answer.text()).replace('"Send a transaction"', '"Send a new thing"'));
        };
        """)
    page.go("#/api")
    page.wait_for("Send a new thing", "#view-api [lang=en]")
    assert len(page.all("#view-api [lang=en]")) == 1 and "La cadena" in page.text("#view-api")
