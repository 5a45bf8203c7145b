"""What a walk through the views found: focus that stays, results that outlive another language, what is English."""

import pytest
from selenium.webdriver.common.keys import Keys

from support.ledger import ALICE, FLAGS
from support.waiting import eventually

FOCUS = "return document.activeElement.id || document.activeElement.tagName"


def focus(page) -> str:
    return page.run(FOCUS)


@pytest.mark.parametrize("language, refused, lesson", [
    ("en-US", "refused at block 5", "Caught in block 5 itself"),
    ("zh-CN", "封印", "在区块 5 自己身上就露馅了"),
    ("es-ES", "sello", "La descubre el propio bloque 5"),
])
def test_with_sealed_blocks_the_forged_newest_block_is_refused(start_node, open_page, language, refused, lesson):
    page = open_page(start_node(), "/#/network", language=language)
    page.until("document.querySelector('#forge-newest')", "it is there")
    page.press("#forge-newest")
    page.until("document.querySelector('.forged .lesson')", "it is taken")
    assert lesson not in page.text(".forged")
    page.press("#net-seal")
    page.until("!document.querySelector('.forged .lesson') && !document.querySelector('#net-sealed').hidden", "anew")
    page.press("#forge-newest")
    page.wait_for(lesson, ".forged .lesson")
    assert page.text(".cables").count(refused) == 3
    assert page.overflow <= 0


@pytest.mark.parametrize("view", [
    "block/2", "name/bob", "blocks", "pending", "forks", "peers",
])
def test_each_view_leads_to_what_the_node_says_and_to_its_command(start_node, open_page, view):
    node = start_node()
    node.pay("bob", "carol", 5)
    node.mine()
    page = open_page(node, f"/#/{view}")
    # The view may be drawn anew between two looks at it.
    address = page.until(
        "document.querySelector('main > div:not([hidden]) a.raw')?.getAttribute('href')", "there is a link")
    assert node.get(f"/{address}").status == 200

    def is_copied() -> bool:
        page.press("main > div:not([hidden]) a.raw + button")
        return page.run(
            "const button = document.querySelector('main > div:not([hidden]) a.raw + button');"
            "return button !== null && (button.textContent !== 'Copy as curl' || !button.nextSibling.hidden)")

    eventually(is_copied, "it is copied, or marked")


def test_the_front_page_leads_to_what_the_node_says(start_node, open_page):
    node = start_node()
    page = open_page(node)
    addresses = page.run("return [...document.querySelectorAll('#view-home a.raw')].map((each) => each.pathname)")
    assert addresses == ["/transactions/pending", "/chain", "/nodes"]
    assert all(node.get(each).status == 200 for each in addresses)


def test_slow_motion_keeps_the_focus_when_the_proof_is_found(start_node, open_page):
    page = open_page(start_node(), "/#/work")
    page.until("document.querySelector('#work-find')", "it is there")
    page.enter("#work-find")
    page.until("document.querySelector('#work-says.good')", "it is found")
    assert focus(page) == "work-find"
    page.enter("#work-reset")
    page.enter("#work-slow")
    page.until("!document.querySelector('#work-stop').hidden", "it goes on")
    page.enter("#work-stop")
    eventually(lambda: focus(page) == "work-step", "the focus is at what there is to do next")


def test_the_sandbox_is_mended_and_undone_with_the_keyboard_alone(start_node, open_page):
    page = open_page(start_node(), "/#/sandbox")
    page.until("document.querySelector('#sandbox-3-0-amount')", "it is there")
    page.fill("#sandbox-3-0-amount", "9")
    page.until("document.querySelector('#sandbox-4-write')", "the link is broken")
    page.run("document.querySelector('#sandbox-difficulty').value = '1';"
             "document.querySelector('#sandbox-difficulty').dispatchEvent(new Event('change'));")
    page.enter("#sandbox-4-write")
    page.until("!document.querySelector('#sandbox-4-write')", "it is linked again")
    assert focus(page) in ("sandbox-4-search", "sandbox-4-proof")
    for _ in range(4):
        page.enter("#sandbox-undo")
    assert focus(page) == "sandbox-undo"
    assert page.run("return document.querySelector('#sandbox-undo').getAttribute('aria-disabled')") == "true"
    page.enter("#sandbox-1-add")
    assert focus(page) == "sandbox-1-add"
    page.enter("#sandbox-1-2-remove")
    assert focus(page) == "sandbox-1-add"
    page.fill("#sandbox-2-0-amount", "500")
    page.enter("#sandbox-repair")
    page.until("document.querySelector('#sandbox-says.moral')", "the chain is whole, and shorter than others'")
    assert focus(page) == "sandbox-undo"


def test_whoever_repents_keeps_the_focus(start_node, open_page):
    page = open_page(start_node(), "/#/network")
    page.until("document.querySelector('#forge-amount')", "it is there")
    page.press("#forge-amount")
    page.until("!document.querySelector('#net-repent').hidden", "she offers it")
    page.enter("#net-repent")
    page.until("document.querySelector('#net-repent').hidden", "she is honest")
    assert focus(page) == "net-mallory"


def test_a_block_that_is_sealed_while_one_stands_in_it_keeps_the_focus(start_node, open_page):
    node = start_node()
    node.mine()
    page = open_page(node, "/#/block/2")
    page.until("document.querySelector('#view-block a.raw')", "it is there")
    page.run("document.querySelector('#view-block a.raw').focus()")
    node.mine()
    page.wait_for("Block 3 →", "#view-block .crumbs")
    assert page.run("return document.activeElement.classList.contains('raw')")


def test_what_was_tried_of_the_api_outlives_another_language(start_node, open_page):
    page = open_page(start_node(), "/#/api")
    page.until("document.querySelector('#view-api details')", "it is there")
    page.run("[...document.querySelectorAll('#view-api summary')]"
             ".find((each) => each.textContent.includes('/blocks/{block}/explain')).click()")
    field = "#api-blocks-block-explain-0-block"
    page.until(f"document.querySelector('{field}')", "it is open")
    page.fill(field, "1")
    page.press("details[open] .trial .row button:first-child")
    page.wait_for("previous_hash", "details[open] .trial [aria-live]")
    page.speak("es")
    page.wait_for("previous_hash", "details[open] .trial [aria-live]")
    assert page.run(f"return document.querySelector('{field}').value") == "1"


def test_what_an_exercise_said_outlives_another_language(start_node, open_page):
    page = open_page(start_node(), "/#/learn/hash")
    page.until("document.querySelector('#exercise-hash-1 button')", "it is there")
    page.fill("#answer-hash-1", "37")
    page.press("#exercise-hash-1 button")
    page.wait_for("Not yet.", "#exercise-hash-1 .verdict")
    page.speak("zh")
    page.wait_for("还不对。", "#exercise-hash-1 .verdict")


def test_an_article_follows_the_language(start_node, open_page):
    page = open_page(start_node(), "/#/learn/read/ABlock", language="es-ES")
    page.wait_for("Qué es un bloque", "article[lang=es]")
    page.speak("zh")
    page.wait_for("区块是什么", "article[lang=zh-CN]")
    page.speak("en")
    page.wait_for("What a block is", "article[lang=en]")


@pytest.mark.parametrize("article", ["Forgechain", "ABlock", "Money"])
@pytest.mark.parametrize(("language", "link"), [("en-US", "中文"), ("zh-CN", "Español"), ("es-ES", "English")])
def test_an_article_does_not_link_itself_in_another_language(start_node, open_page, article, language, link):
    page = open_page(start_node(), f"/#/learn/read/{article}", language=language)
    page.until("document.querySelector('article h1')", "it is there")
    assert link not in page.run("return [...document.querySelectorAll('article a')].map((each) => each.textContent)")


@pytest.mark.parametrize("view", ["learn/limits", "sandbox", "network"])
@pytest.mark.parametrize("language", ["en-US", "zh-CN", "es-ES"])
def test_a_narrow_phone_shows_whole_labels_in_each_language(start_node, open_page, view, language):
    page = open_page(start_node(), f"/#/{view}", width=320, language=language)
    page.until("document.querySelector('main > div:not([hidden]) label.inline')", "it is there")
    assert page.overflow <= 0


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("language", ["en-US", "zh-CN", "es-ES"])
def test_a_ledger_s_block_is_no_wider_than_a_phone(start_node, open_page, width, language):
    node = start_node(*FLAGS, "--pay-to", ALICE.address, difficulty=None)
    node.mine()
    page = open_page(node, "/#/block/2", width=width, language=language)
    page.until("document.querySelector('#view-block .pairs')", "it is there")
    assert page.overflow <= 0


@pytest.mark.parametrize("language", ["en-US", "zh-CN", "es-ES"])
def test_the_head_is_one_row_where_there_is_room(start_node, open_page, language):
    page = open_page(start_node(), width=1440, language=language)
    tops = page.run("return [...document.querySelectorAll('.top > *')].map((each) =>"
                    " { const box = each.getBoundingClientRect(); return box.top + box.height / 2; })")
    assert max(tops) - min(tops) < 12


def test_the_beginning_of_any_block_s_hash_is_enough_to_find_it(start_node, open_page):
    node = start_node(difficulty=1)
    assert node.get("/mine?count=90").status == 200
    # More than the page keeps were mined since.
    block = node.get("/blocks/3").json()
    page = open_page(node)
    page.fill("#find", block["hash"][:10])
    page.type(Keys.ENTER)
    page.wait_for("Block 3", "#view-block h1")


@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize("language", ["en-US", "zh-CN", "es-ES"])
def test_the_rows_of_a_list_of_blocks_are_alike_whatever_their_numbers(start_node, open_page, width, language):
    node = start_node(difficulty=1)
    node.get("/mine?count=11")
    page = open_page(node, "/#/blocks", width=width, language=language)
    page.until("document.querySelectorAll('#view-blocks li').length === 12", "all are listed")
    # The first one has no line above it, and the last no space below.
    rows = page.run("return [...document.querySelectorAll('#view-blocks li')].slice(1, -1).map((each) =>"
                    "Math.round(each.getBoundingClientRect().height))")
    assert len(set(rows)) == 1, rows
    ends = page.run("return [...document.querySelectorAll('#view-blocks li > :nth-child(2) > :last-child')].map((each) =>"
                    "Math.round(each.getBoundingClientRect().right))")
    assert len(set(ends)) == 1, ends
    assert page.overflow <= 0


def test_chinese_sentences_have_no_space_between_them(start_node, open_page):
    node = start_node(difficulty=1)
    node.mine()
    page = open_page(node, "/#/block/2", language="zh-CN")
    page.wait_for("所有规则都满足。它在本节点的链上。", "#view-block")
