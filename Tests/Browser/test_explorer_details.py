"""What makes the explorer good to use: it keeps up, keeps what was typed, and works for everybody."""

import json

import pytest
from selenium.webdriver.common.keys import Keys

from Browser.page import Page
from support.chains import block_hash, forged_chain
from support.peers import serving
from support.waiting import eventually

PARTS = [
    "#/", "#/block/2", "#/name/bob", "#/sandbox", "#/network", "#/network/guide", "#/race", "#/work", "#/check",
    "#/api",
]

HUGE = "123456789012345678901234567890"


def go(page: Page, part: str) -> None:
    """To a part of the page, until its title is shown and no request is pending."""
    page.go(part)
    view = f"#view-{part.removeprefix('#/').split('/')[0] or 'home'}"
    page.until(f"document.querySelector('{view} h1')?.offsetParent", f"{part} is shown")
    if part == "#/api":
        page.wait_for("/transactions/new", "#view-api")


def hashes(page: Page) -> list[str]:
    """The hashes of the blocks shown."""
    return page.run("return [...document.querySelectorAll('#blocks dd:first-of-type .hash')].map((each) => each.title)")


# MARK: - It keeps up


def test_what_others_do_is_shown_as_it_happens(start_node, open_page, nowhere):
    node = start_node()
    node.register(nowhere)
    page = open_page(node)
    node.pay("bob", "carol", 2.5)
    page.wait_for("bob → carol: 2.5", "#pending")
    page.wait_for("1", "#fact-pending")
    page.wait_for(nowhere, "#peers")
    page.wait_for("1", "#fact-peers")
    assert node.request("DELETE", f"/nodes/{nowhere}").status == 200
    page.wait_for("No peers yet", "#peers")
    node.register(nowhere)
    page.wait_for(nowhere, "#peers")
    node.mine()
    page.wait_for("2", "#fact-length")
    page.wait_for("2 transactions", "#blocks li:first-child")
    assert page.run("return document.title").startswith("#2 ")
    page.wait_for("Block 2 was added", "#spoken")
    assert not page.was_reloaded


def test_how_long_it_has_been_running_goes_on(start_node, open_page):
    page = open_page(start_node())
    page.until("document.querySelector('#fact-uptime')", "it is said")
    before = page.text("#fact-uptime")
    eventually(lambda: page.text("#fact-uptime") != before, "it has gone on")


def test_many_blocks_at_once_are_told_as_one(start_node, open_page, start_peer):
    node, chain = start_node(), forged_chain(30)
    page = open_page(node)
    node.register(start_peer(serving(chain)).address)
    node.resolve()
    page.wait_for("29 blocks came from", "#notices")
    page.wait_for("#30", "#blocks")
    assert hashes(page) == [block_hash(block) for block in chain[:-11:-1]]


def test_the_blocks_that_fell_out_are_named(start_node, open_page, start_peer):
    node = start_node()
    for _ in range(8):
        node.mine()
    fallen = [block_hash(block) for block in node.chain()[1:]]
    page = open_page(node)
    node.register(start_peer(serving(forged_chain(10))).address)
    node.resolve()
    page.wait_for("so 8 blocks of ours fell out. 0 payments from there are pending again", "#notices")
    named = page.run("return [...document.querySelectorAll('#notices .hash')].map((each) => each.title)")
    assert named == fallen[-6:]
    page.wait_for("…", "#notices .fallen")


def test_one_gets_down_to_the_first_block(start_node, open_page):
    node = start_node(difficulty=1)
    assert node.get("/mine?count=130").status == 200
    page = open_page(node)
    while page.all("#older:not([hidden])"):
        before = len(page.all("#blocks li"))
        page.press("#older")
        eventually(lambda: len(page.all("#blocks li")) > before, "there are more")
    chain = node.chain()
    assert hashes(page) == [block_hash(block) for block in reversed(chain)]


# MARK: - What is typed


def test_what_is_being_typed_is_left_alone(start_node, open_page, nowhere):
    node = start_node()
    page = open_page(node)
    page.fill("#peer-address", "127.0.0.1:50")
    page.fill("#send-sender", "bo")
    node.pay("carol", "dave", 1)
    node.mine()
    node.register(nowhere)
    page.wait_for(nowhere, "#peers")
    page.wait_for("#2", "#blocks")
    page.type("b")
    page.speak("zh")
    values = page.run("return ['send-sender', 'peer-address'].map((id) => document.getElementById(id).value)")
    assert values == ["bob", "127.0.0.1:50"]


@pytest.mark.parametrize("amount", [HUGE, "1.0", "0.1e-7"])
def test_an_amount_is_sent_as_it_is_spelled(start_node, open_page, amount):
    node = start_node()
    page = open_page(node)
    page.fill("#send-sender", "bob")
    page.fill("#send-recipient", "\"]}, <carol> \\ 茶")
    page.fill("#send-amount", amount)
    page.type(Keys.ENTER)
    page.wait_for("will be added", "#send")
    (payment,) = node.get("/transactions/pending").json()["transactions"]
    assert payment == {"sender": "bob", "recipient": "\"]}, <carol> \\ 茶", "amount": json.loads(amount)}
    assert type(payment["amount"]) is type(json.loads(amount))


def test_an_amount_that_is_none_is_not_sent(start_node, open_page):
    node = start_node()
    page = open_page(node)
    page.fill("#send-sender", "bob")
    page.fill("#send-recipient", "carol")
    for amount in ["five", "", "1, \"x\": 2", "0x10", "1e", "NaN"]:
        page.fill("#send-amount", amount)
        page.press("#send button[type=submit]")
        page.wait_for("The amount has to be a number", "#send [role=alert]")
    assert node.get("/transactions/pending").json()["total"] == 0


# MARK: - What may not happen


def test_what_gets_in_all_the_same_cannot_run_or_tell_anybody(start_node, open_page, start_peer):
    """And the browser complains about it, so the other tests would notice."""
    elsewhere = start_peer(serving([]))
    away = f"http://{elsewhere.address}/"
    page = open_page(start_node())
    page.expect_complaint("Content Security Policy")
    page.expect_complaint("TrustedHTML")
    page.expect_complaint("TrustedScript")
    for script in (
        "document.body.innerHTML = '<img src=x onerror=\"window.ran = 1\">'",
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))",
        f"document.body.append(Object.assign(document.createElement('script'), {{src: '{away}'}}))",
        "setTimeout('window.ran = 1')",
    ):
        assert page.run(f"try {{ {script} }} catch (error) {{ return error.name }}"), script
    page.run(f"document.body.append(Object.assign(new Image(), {{src: '{away}'}}))")
    refused = page.driver.execute_async_script(
        "fetch(arguments[0]).then(() => arguments[1](false), () => arguments[1](true))", away)
    assert refused is True
    assert page.run("return window.ran === undefined")
    assert elsewhere.heads == []
    page.close()
    assert any("Content Security Policy" in each for each in page.complaints)


# MARK: - For everybody


def test_in_chinese_it_is_chinese_throughout(start_node, open_page, nowhere):
    node = start_node()
    node.pay("bob", "carol", 1)
    node.mine()
    node.register(nowhere)
    page = open_page(node, language="zh-CN")
    for part in PARTS:
        go(page, part)
        foreign = page.run(
            r"""
            return [...document.querySelectorAll("h1, h2, h3, button, label, th, dt, .hint, .lead, figcaption, nav a")]
              .filter((each) => each.offsetParent && each.id !== "language" && !each.closest("details"))
              .map((each) => each.innerText).filter((text) => /\p{L}/u.test(text) && !/\p{Script=Han}/u.test(text))
            """)
        # Names are the same everywhere; the network's have the first letter as a flag.
        names = {"bob", *(f"{name[0].upper()}\n{name}" for name in ("alice", "bob", "carol", "mallory"))}
        assert set(foreign) <= {"API", *names}, part


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_is_too_wide_whatever_is_in_the_chain(start_node, open_page, nowhere, width):
    node = start_node("--node-id", "n" * 60)
    payment = {"sender": "s" * 300, "recipient": "收" * 200, "amount": int(HUGE * 3)}
    assert node.post("/transactions/new", payment).status == 201
    node.mine()
    assert node.post("/transactions/new", payment).status == 201
    node.register(nowhere)
    page = open_page(node, width=width)
    page.expect_complaint("404")
    page.wait_for("s" * 300, "#pending")
    for part in PARTS:
        go(page, part)
        assert page.overflow <= 0, part


def test_the_keyboard_goes_through_the_page_in_the_order_one_reads(start_node, open_page):
    page = open_page(start_node())
    seen: list[str] = []
    while "peer-address" not in seen:
        page.tab()
        seen.append(page.focus("it.id || it.getAttribute('href')"))
        assert len(seen) < 50, seen
    wanted = ["#content", "#/", "#/sandbox", "#/network", "#/work", "#/check", "#/api", "find", "language",
              "mine-count", "send-sender", "send-recipient", "send-amount", "#/block/1", "peer-address"]
    assert [each for each in dict.fromkeys(seen) if each in wanted] == wanted


def test_whoever_removes_a_peer_by_keyboard_is_not_sent_back_to_the_top(start_node, open_page, nowhere):
    node = start_node()
    node.register(nowhere)
    page = open_page(node)
    page.wait_for(nowhere, "#peers")
    page.enter("#peers button")
    page.wait_for("No peers yet", "#peers")
    page.wait_for(f"{nowhere} was removed", "#verdicts")
    assert page.run("return document.activeElement.id") == "peers-title"


def test_a_card_that_is_there_stays_as_blocks_arrive(start_node, open_page):
    node = start_node()
    node.mine()
    page = open_page(node)
    page.run("document.querySelector('#blocks a[href=\"#/block/2\"]').focus()")
    node.mine()
    page.wait_for("#3", "#blocks")
    assert page.run("return document.activeElement.getAttribute('href')") == "#/block/2"
    # A new block glows once, not each time it is drawn again.
    page.speak("es")
    eventually(lambda: "#3" in page.text("#blocks"), "it is drawn again")
    assert page.all("#blocks .new") == []
