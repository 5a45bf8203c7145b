"""Each view has an address and a title of its own, keeps up with the node, and leads on to all there is."""

import pytest
from selenium.webdriver.common.keys import Keys

from support.events import Watcher
from support.limits import limits
from support.waiting import eventually


@pytest.mark.parametrize(
    "language, without, with_them",
    [
        ("en-US", "not live: too many are watching, so this page asks every few seconds", "live"),
        ("zh-CN", "非实时：观看的人太多，本页面每隔几秒查询一次", "已连接"),
    ])
def test_a_page_that_gets_no_events_says_so_and_asks_by_itself(start_node, open_page, language, without, with_them):
    node = start_node(*limits(event_clients=1))
    with Watcher(node) as watcher:
        watcher.first("status")
        page = open_page(node, language=language)
        page.expect_complaint("503")
        page.wait_for(without, "#connection")
        node.pay("bob", "carol", 5)
        page.wait_for("bob → carol", "#pending")
        page.press("#mine button[type=submit]")
        page.wait_for("#2", "#blocks")
        node.mine()
        page.wait_for("#3", "#blocks")
    # A place is free, and is asked for now and then.
    eventually(lambda: page.text("#connection") == with_them, "it is live", 30)
    node.mine()
    page.wait_for("#4", "#blocks")


def test_a_block_s_view_sees_the_next_block_seal_it(start_node, open_page):
    node = start_node()
    node.mine()
    page = open_page(node, "/#/block/2")
    page.wait_for("the newest", "#view-block h1")
    page.wait_for("nothing names its hash yet", "#view-block")
    node.mine()
    page.wait_for("Block 3 →", "#view-block .crumbs")
    assert "the newest" not in page.text("#view-block h1")
    assert len(page.all("#view-block .check.holds")) == 6


def test_a_block_s_view_comes_back_with_the_node(start_node, open_page):
    node = start_node()
    page = open_page(node, "/#/block/2")
    page.expect_complaint("404")
    page.wait_for("All blocks", "#view-block")
    node.mine()
    page.wait_for("Every rule holds", "#view-block")


def test_a_card_shows_payments_who_mined_and_no_hash_before_the_first(start_node, open_page):
    node = start_node("--node-id", "alice")
    for number in range(5):
        node.pay("bob", "carol", number)
    node.mine()
    page = open_page(node)
    page.wait_for("bob → carol: 2", "#blocks li:first-child")
    card = page.text("#blocks li:first-child")
    assert "and 2 more" in card and "mined by alice" in card
    assert "bob → carol: 3" not in card
    page.wait_for("none: the first block", "#blocks li:last-child")
    assert "ago" not in page.text("#blocks li:last-child")
    # A hash and where it is carried on have the same picture, and hovering one marks both.
    marked = page.run(
        """
        document.querySelector("#blocks li:first-child dd:last-child .hash")
          .dispatchEvent(new PointerEvent("pointerover", {bubbles: true}));
        return [...document.querySelectorAll(".hash.same")].map((each) => each.querySelector("svg").outerHTML);
        """)
    assert len(marked) == 2 and marked[0] == marked[1]


def test_ages_never_contradict_each_other(start_node, open_page):
    node = start_node()
    node.mine()
    page = open_page(node)
    eventually(lambda: "now" not in page.text("#blocks .age"), "a second has passed")
    for _ in range(3):
        node.mine()
        page.wait_for(f"#{len(node.chain())}", "#blocks")
        ages = page.run("return [...document.querySelectorAll('#blocks .age')].map((each) =>"
                        " each.textContent === 'now' ? 0 : Number(each.textContent.match(/\\d+/)[0]))")
        assert ages == sorted(ages)
        eventually(lambda: "now" not in page.text("#blocks li:first-child .age"), "a second has passed")


def test_the_language_is_kept_and_can_be_linked(start_node, open_page):
    node = start_node()
    page = open_page(node, "/?lang=zh")
    page.wait_for("一条由区块组成的链", "h1")
    page.speak("en")
    assert page.text("h1") == "A chain of blocks"
    page.open()
    assert page.text("h1") == "A chain of blocks"
    page.speak("zh")
    page.open()
    page.wait_for("一条由区块组成的链", "h1")


def test_results_survive_a_change_of_the_language(start_node, open_page):
    node = start_node()
    page = open_page(node)
    page.press("#resolve button[type=submit]")
    page.wait_for("There is no peer to ask", "#resolve")
    page.speak("zh")
    page.wait_for("没有可以询问的对等节点", "#resolve")
    page.go("#/check")
    page.until("document.querySelector('#check-text')?.offsetParent", "the form is there")
    page.press("#view-check button[type=submit] + button")
    page.until("document.querySelector('#check-text').value !== ''", "there is a block")
    page.press("#view-check button[type=submit]")
    page.wait_for("所有规则都满足", "#view-check")
    page.speak("en")
    page.wait_for("Every rule holds", "#view-check")


def test_what_a_node_says_is_told_in_the_language_that_is_chosen(start_node, open_page):
    node = start_node()
    page = open_page(node, "/?lang=es")
    node.register("127.0.0.1:1")
    page.press("#resolve button[type=submit]")
    page.wait_for("inalcanzable", "#verdicts")
    page.speak("zh")
    page.wait_for("无法到达", "#verdicts")
    page.wait_for("无法到达", "#peers")
    page.speak("en")
    page.wait_for("unreachable", "#verdicts [lang=en]")
    page.run("document.querySelector('#send-sender').value = 'x'.repeat(70000)")
    page.fill("#send-recipient", "bob")
    page.fill("#send-amount", "1")
    page.expect_complaint("413")
    page.press("#send button[type=submit]")
    page.wait_for("The body is larger than the 65536 bytes", "#send [role=alert][lang=en]")
    page.speak("es")
    page.wait_for("El cuerpo es mayor que los 65536 bytes", "#send [role=alert]")
    # The node's words of a rule, too, with what was found.
    page.go("#/block/1")
    page.wait_for("Es el bloque 1 y está al principio.", "#view-block")
    page.go("#/api")
    page.wait_for("Enviar una transacción", "#view-api")


def test_only_the_language_that_is_chosen_is_fetched(start_node, open_page):
    page = open_page(start_node())
    page.wait_for("A chain of blocks", "h1")
    fetched = page.run("return performance.getEntriesByType('resource').map((each) => each.name.split('/').pop())")
    assert "english.js" in fetched
    assert not {"chinese.js", "spanish.js", "words-zh.json", "words-es.json", "words-en.json"} & set(fetched)


def test_titles_tell_views_and_nodes_apart(start_node, open_page):
    alice, other = start_node("--node-id", "alice"), start_node()
    page = open_page(alice)
    title = lambda: page.run("return document.title")  # noqa: E731
    where = page.node.address
    eventually(lambda: title() == f"#1 · alice {where} · Forgechain", "the front page has a title")
    page.go("#/block/1")
    eventually(lambda: title().startswith("Block 1"), "so has a block")
    page.go("#/sandbox")
    eventually(lambda: title() == f"A chain to break · alice {where} · Forgechain", "and the sandbox")
    page = open_page(other)
    eventually(lambda: page.node.address in title() and "alice" not in title(), "another node has another")


def test_one_gets_to_every_block_and_every_pending_payment_and_all_of_a_name(start_node, open_page):
    node = start_node(difficulty=1)
    assert node.get("/mine?count=400").status == 200
    for number in range(60):
        node.pay("bob", "carol", number)
    page = open_page(node, "/#/blocks/60")
    page.wait_for("Blocks 11 to 60", "#view-blocks h1")
    page.wait_for("#11", "#view-blocks ol")
    page.press("#view-blocks a[href='#/blocks/10']")
    page.wait_for("Blocks 1 to 10", "#view-blocks h1")
    page.press("#view-blocks a[href='#/blocks/60']")
    page.wait_for("Blocks 11 to 60", "#view-blocks h1")

    page.go("#/")
    page.press("#pending a[href='#/pending']")
    page.wait_for("bob → carol: 49", "#view-pending")
    page.press("#view-pending a[href='#/pending/51']")
    page.wait_for("bob → carol: 59", "#view-pending")
    node.mine()
    page.go("#/name/bob")
    page.wait_for("Page 1 of 2", "#view-name")
    assert page.text("#view-name li:first-child").startswith("bob → carol: 59")
    page.press("#view-name a[href='#/name/bob/2']")
    page.wait_for("bob → carol: 0", "#view-name")
    assert len(page.all("#view-name li")) == 10


@pytest.mark.parametrize("count", ["x", "0", "1.5", "1001", ""])
def test_no_block_is_mined_for_a_number_that_is_none(start_node, open_page, count):
    node = start_node()
    page = open_page(node)
    page.fill("#mine-count", count)
    page.press("#mine button[type=submit]")
    page.wait_for("has to be a whole one", "#mine [role=alert]")
    assert len(node.chain()) == 1


def test_a_button_keeps_the_focus_while_it_works(start_node, open_page):
    page = open_page(start_node())
    page.fill("#send-sender", "bob")
    page.fill("#send-recipient", "carol")
    page.fill("#send-amount", "1")
    page.press("#send button[type=submit]")
    page.wait_for("will be added", "#send")
    assert page.run("return document.activeElement.textContent") == "Send"
    page.press("#mine button[type=submit]")
    page.wait_for("Block 2 was mined", "#mine")
    assert page.run("return document.activeElement.id") == "mine-start"


def test_an_old_block_that_is_forged_fits_the_one_before_it_but_not_the_next(start_node, open_page):
    node = start_node()
    node.pay("alice", "bob", 5)
    for _ in range(3):
        node.mine()
    text = node.get("/blocks/2/explain").json()["text"].replace('"amount": 5', '"amount": 500')
    page = open_page(node, "/#/check")
    page.until("document.querySelector('#check-text')?.offsetParent", "the form is there")
    page.fill("#check-text", text)
    page.press("#view-check button[type=submit]")
    page.wait_for("It fits block 1 before it, but block 3 no longer fits it", "#view-check .answer.bad")


def test_the_arrow_keys_go_from_block_to_block(start_node, open_page):
    node = start_node()
    for _ in range(2):
        node.mine()
    page = open_page(node, "/#/block/2")
    page.wait_for("Block 2", "#view-block h1")
    for key, block in [(Keys.ARROW_RIGHT, 3), (Keys.ARROW_LEFT, 2), (Keys.ARROW_LEFT, 1)]:
        page.wait_for("All blocks", "#view-block .crumbs")
        page.type(key)
        page.wait_for(f"Block {block}", "#view-block h1")
    # In a field they move the cursor.
    page.wait_for("All blocks", "#view-block .crumbs")
    page.fill("#find", "x")
    page.type(Keys.ARROW_RIGHT)
    page.wait_for("Block 1", "#view-block h1")


def test_what_the_node_says_is_told_in_the_browsers_language_and_what_is_english_is_marked(start_node, open_page):
    node = start_node()
    page = open_page(node, language="zh-CN")
    page.expect_complaint("400")
    page.fill("#peer-address", "nowhere")
    page.press("#register button[type=submit]")
    page.wait_for("不是节点的地址", "#register [role=alert]:not([lang])")
    page.speak("en")
    page.wait_for("is not a peer's address", "#register [role=alert][lang=en]")
