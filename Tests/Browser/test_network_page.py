"""The simulated network in the page: a fork, its end, forgeries, the guided run and the race, as a pupil plays them."""

import re

import pytest
from selenium.webdriver.common.keys import Keys

from Browser.page import Page
from support.waiting import eventually

LANGUAGES = ["en-US", "zh-CN"]

#: What a pupil reads in either language.
WORDS = {
    "en-US": {
        "same": "All have the same chain of 5 blocks", "agree": "No fork: all agree",
        "tied": "A fork: 2 different blocks 6, each of them valid. The branches are equally long, so nothing is",
        "ahead": "The branch of carol is longer", "settled": "Settled: the longer chain won. Block 6 fell out of bob",
        "taken": "taken: 7 blocks for our 6",
        "kept": "not longer: 5 blocks for our 6", "fell": "Block 6 fell out of bob's chain",
        "again": "Pending again: ann → shop: 7", "grey": "fell out", "waits": "waits again",
        "forged": "block 4 no longer fits it", "lesson": "Caught by the link", "alone": "Nobody hears of it",
        "step": "Step {n} of 8", "do": "Do this step", "next": "Next", "mallory": "Let Mallory in",
        "won": "In 1,000 races the attacker won",
    },
    "zh-CN": {
        "same": "所有节点的链相同，共 5 个区块", "agree": "没有分叉：大家一致",
        "tied": "分叉了：有 2 个不同的区块 6，个个有效。几个分支一样长", "ahead": "carol 的分支更长",
        "settled": "已分出胜负：更长的链胜出。", "taken": "采用：7 个区块取代我们的 6 个",
        "kept": "不更长：5 个区块，我们有 6 个", "fell": "区块 6 从 bob 的链上被淘汰",
        "again": "重新等待打包：ann → shop：7", "grey": "已淘汰", "waits": "付款重新等待",
        "forged": "区块 4 与它对不上了", "lesson": "被链接识破", "alone": "没有人听说这件事",
        "step": "第 {n} 步，共 8 步", "do": "执行这一步", "next": "下一步", "mallory": "让 Mallory 进来",
        "won": "在 1,000 场赛跑中，他赢了",
    },
}


def open_network(open_page, node, path: str = "#/network", **options) -> Page:
    page = open_page(node, f"/{path}", **options)
    page.until("document.querySelectorAll('#view-network .tree li').length > 0", "the tree is there")
    return page


def mine(page: Page, name: str, length: int) -> None:
    page.press(f"#net-{name}-mine")
    eventually(lambda: str(length) in page.text(f"[data-part={name}] > .spread"), f"{name} has {length} blocks")


def cards(page: Page, kind: str) -> list[str]:
    return page.run(
        "return [...document.querySelectorAll(`.tree ol > li.${arguments[0]}`)].map((each) => each.innerText)", kind)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 1440])
def test_two_nodes_fork_and_the_block_that_falls_out_leaves_its_payment_waiting(start_node, open_page, language, width):
    words = WORDS[language]
    page = open_network(open_page, start_node(), language=language, width=width)
    page.wait_for(words["same"], "#network-says")
    page.wait_for(words["agree"], "#network-situation")
    page.press("#net-bob-pay")
    for part, value in {"sender": "ann", "recipient": "shop", "amount": "7"}.items():
        page.fill(f"#net-bob-{part}", value)
    page.press("[data-part=bob] form button")
    page.wait_for("ann → shop", "[data-part=bob] .waiting")
    mine(page, "bob", 6)
    page.press("#net-bob-pay")
    mine(page, "carol", 6)
    page.wait_for(words["tied"], "#network-situation")
    mine(page, "carol", 7)
    page.wait_for(words["ahead"], "#network-situation")
    # Both chains are whole: nothing is grey or red, and they part behind block 5.
    assert cards(page, "fallen") == cards(page, "broken") == []
    assert len(cards(page, "held")) == 8
    page.press("#net-bob-resolve")
    page.wait_for(words["taken"], ".cables")
    page.wait_for(words["kept"], ".cables")
    page.wait_for(words["fell"], "#network-says")
    page.wait_for(words["settled"], "#network-situation")
    page.wait_for(words["again"], "#network-says")
    page.wait_for("ann → shop", "[data-part=bob] .waiting")
    (fallen,) = cards(page, "fallen")
    assert "#6" in fallen and words["grey"] in fallen and words["waits"] in fallen and "ann → shop" in fallen
    assert page.overflow <= 0
    # It is mined again, once, and the grey card says where.
    mine(page, "bob", 8)
    page.wait_for("8", ".tree li.fallen .note")
    assert "ann → shop" not in page.text("[data-part=bob] .waiting")
    assert sum("ann → shop" in each for each in cards(page, "held")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_block_is_forged_and_the_next_one_no_longer_fits_it(start_node, open_page, language):
    words = WORDS[language]
    page = open_network(open_page, start_node(), language=language)
    page.press("#forge-amount")
    eventually(lambda: page.text(".cables").count(words["forged"]) == 3, "all three refuse it")
    page.wait_for(words["forged"], "#network-says")
    page.wait_for(words["lesson"], ".workshop")
    # What is refused is red from the block on that doesn't fit; the changed one before it fits what precedes.
    assert [re.search(r"#\d", each)[0] for each in cards(page, "broken")] == ["#4", "#5", "#6"]
    assert len(page.all(".tree .snap")) == 1
    # Over cut cables nobody hears of it.
    page.press("#net-repent")
    eventually(lambda: cards(page, "broken") == [], "she has what the others have")
    for name in ("alice", "bob", "carol"):
        page.press(f"#net-cable-{name}-mallory")
    eventually(lambda: len(page.all(".cables li.cut")) == 3, "the cables are cut")
    page.press("#forge-amount")
    page.wait_for(words["alone"], ".workshop")
    assert words["forged"] not in page.text(".cables")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1440])
def test_the_guided_run_is_done_by_its_button_and_notices_what_is_done_by_hand(start_node, open_page, language, width):
    words = WORDS[language]
    page = open_network(open_page, start_node(), "#/network/guide", language=language, width=width)

    def button(key: str) -> None:
        eventually(lambda: page.text("#guide-go") == words[key], f"the button says {words[key]}")

    for step in range(1, 9):
        page.wait_for(words["step"].format(n=step), ".guide")
        if step == 6:
            # This one is done by hand.
            button("do")
            page.press("#net-bob-resolve")
        elif step > 1:
            button("do")
            page.press("#guide-go")
        button("next")
        if step in (6, 7):
            (fallen,) = cards(page, "fallen")
            assert "dan → eve" in fallen
        page.press("#guide-go")
    button("mallory")
    assert sum("dan → eve" in each for each in cards(page, "held")) == 1
    assert page.overflow <= 0
    page.press("#guide-go")
    page.until("location.hash === '#/network' && document.querySelector('#forge-other')", "the workshop is there")
    # What came out of the run is still there, and Mallory is joined to it.
    assert any("dan → eve" in each for each in cards(page, "held"))
    assert not page.all(".cables li.cut")


def test_what_cannot_be_forged_yet_is_explained(start_node, open_page):
    page = open_network(open_page, start_node())
    page.press("#forge-twice")
    page.wait_for("send one, mine it", ".workshop")
    assert cards(page, "broken") == []


def test_the_language_is_switched_and_the_view_left_without_losing_the_network(start_node, open_page):
    page = open_network(open_page, start_node())
    mine(page, "alice", 6)
    page.speak("zh")
    page.wait_for("6 个区块", "[data-part=alice]")
    page.go("#/")
    page.go("#/network")
    page.wait_for("6 个区块", "[data-part=alice]")
    page.press("#net-reset")
    page.wait_for("5 个区块", "[data-part=alice]")


def test_the_keyboard_alone_mines_and_cuts_a_cable_and_keeps_its_place(start_node, open_page):
    page = open_network(open_page, start_node())
    page.run("document.querySelector('#net-gossip').focus()")
    focus = lambda: page.run("return document.activeElement.id")  # noqa: E731
    for _ in range(6):
        if focus() == "net-alice-mine":
            break
        page.tab()
    page.type(Keys.ENTER)
    eventually(lambda: "6" in page.text("[data-part=alice] > .spread"), "alice has mined")
    assert focus() == "net-alice-mine"
    for _ in range(20):
        if focus() == "net-cable-alice-bob":
            break
        page.tab()
    page.type(Keys.SPACE)
    eventually(lambda: page.all("#net-cable-alice-bob[aria-checked=false]"), "the cable is cut")
    assert focus() == "net-cable-alice-bob"


def test_what_is_no_payment_is_said(start_node, open_page):
    page = open_network(open_page, start_node())
    page.press("#net-alice-pay")
    page.fill("#net-alice-amount", "much")
    page.press("[data-part=alice] form button")
    page.wait_for("The amount has to be a number", "[data-part=alice] form")
    page.fill("#net-alice-sender", " ")
    page.press("[data-part=alice] form button")
    page.wait_for("“from” is empty", "[data-part=alice] form")


# MARK: - The race


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thousand_races_come_near_the_theory(start_node, open_page, language):
    page = open_page(start_node(), "/#/race", language=language)
    # Rosenfeld's figure for an attacker of 30 % and three confirmations.
    page.wait_for("32.6%", "#race-theory")
    page.press("#race-many")
    page.wait_for(WORDS[language]["won"], "#race-measured")
    share = float(page.run("return document.querySelector('#race-measured').textContent.match(/([\\d.]+)%/)[1]"))
    # Six standard deviations of a thousand draws.
    assert abs(share - 32.6) < 9
    assert len(page.all("#race-chart .dot")) == 12
    page.run("const slider = document.querySelector('#race-share'); slider.value = 55;"
             "slider.dispatchEvent(new Event('input'));")
    page.wait_for("100%", "#race-theory")
    assert page.all("#race-chart .dot") == []


def test_one_race_is_run_to_its_end_at_once_for_who_wants_no_movement(start_node, open_page):
    page = open_page(start_node(), "/#/race", width=320)
    reduced = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": reduced})
    page.wait_for("32.6%", "#race-theory")
    page.run("const slider = document.querySelector('#race-share'); slider.value = 60;"
             "slider.dispatchEvent(new Event('input'));")
    page.press("#race-once")
    page.wait_for("The attacker wins", "#race-says")
    assert page.overflow <= 0
