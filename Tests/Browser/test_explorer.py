"""The explorer, used as a person uses it."""

import hashlib
import json
import re

import pytest
from selenium.webdriver.common.keys import Keys

from Browser.page import Page
from support.chains import GENESIS, block_hash, canonical, forge
from support.nodes import running_node
from support.peers import serving
from support.waiting import eventually

WIDTHS = [390, 1440]

PARTS = [
    "#/", "#/block/2", "#/name/b", "#/sandbox", "#/network", "#/network/guide", "#/race", "#/work", "#/check", "#/api",
]


def mine(page: Page) -> None:
    page.press("#mine button[type=submit]")


# MARK: - Doing things


@pytest.mark.parametrize("width", WIDTHS)
def test_a_payment_is_sent_and_mined_and_the_block_arrives_without_reloading(start_node, open_page, width):
    node = start_node("--node-id", "alice")
    page = open_page(node, width=width)
    page.fill("#send-sender", "bob")
    page.fill("#send-recipient", "carol")
    page.fill("#send-amount", "2.5")
    page.press("#send button[type=submit]")
    page.wait_for("Transaction will be added to block 2", "#send")
    page.wait_for("bob → carol: 2.5", "#pending")
    mine(page)
    page.wait_for("Block 2 was mined", "#mine")
    page.wait_for("#2", "#blocks")
    page.wait_for("Nothing pending", "#pending")
    # A block mined by somebody else appears by itself.
    node.mine()
    page.wait_for("#3", "#blocks")
    assert not page.was_reloaded
    assert page.overflow <= 0
    assert node.chain()[1]["transactions"][0] == {"sender": "bob", "recipient": "carol", "amount": 2.5}


@pytest.mark.parametrize("width", WIDTHS)
def test_resolving_against_a_second_node_shows_verdicts_and_what_fell_out(start_node, open_page, width):
    node, other = start_node("--node-id", "alice"), start_node("--node-id", "bob")
    node.pay("carol", "dave", 7)
    node.mine()
    for _ in range(3):
        other.mine()
    page = open_page(node, width=width)
    page.fill("#peer-address", other.address)
    page.press("#register button[type=submit]")
    page.wait_for(other.address, "#peers")
    page.press("#resolve button[type=submit]")
    page.wait_for("Our chain was replaced by a longer one", "#resolve")
    page.wait_for("taken", "#verdicts")
    page.wait_for("it forks after block 1, so 1 block of ours fell out", "#notices")
    page.wait_for("#4", "#blocks")
    page.wait_for("carol → dave: 7", "#pending")
    assert page.overflow <= 0
    page.press("#notices button")
    eventually(lambda: page.text("#notices") == "", "the notice is gone")
    page.press("#peers button")
    page.wait_for("No peers yet", "#peers")
    assert node.peers() == []


def test_a_longer_chain_that_is_refused_is_told_once_in_both_languages(start_node, open_page):
    node, other = start_node("--max-reorg", "1"), start_node()
    assert (node.get("/mine?count=2").status, other.get("/mine?count=5").status) == (200, 200)
    page = open_page(node, width=390)
    node.register(other.address)
    for _ in range(2):
        assert not node.resolve().was_replaced
    reason = "it would replace the newest 2 blocks here, and --max-reorg allows 1"
    said = f"A longer chain of 6 blocks from {other.address} was refused, and ours of 3 stays: {reason}"
    page.wait_for(said, "#notices")
    page.speak("zh")
    page.wait_for(f"拒绝了来自 {other.address} 的更长的链（6 个区块），我们的链（3 个区块）保持不变", "#notices")
    page.wait_for("它会替换这里最新的 2 个区块，而 --max-reorg 只允许 1 个", "#notices")
    page.speak("es")
    page.wait_for("reemplazaría los 2 bloques más nuevos de aquí, y --max-reorg permite 1", "#notices")
    assert page.run("return document.querySelectorAll('#notices .notice').length") == 1
    assert page.overflow <= 0
    page.press("#notices button")
    eventually(lambda: page.text("#notices") == "", "the notice is gone")


def test_the_same_refused_chain_is_told_once_however_long_ours_grows(start_node, open_page):
    node, other = start_node("--max-reorg", "1"), start_node()
    assert (node.get("/mine?count=2").status, other.get("/mine?count=5").status) == (200, 200)
    page = open_page(node)
    node.register(other.address)
    for depth in (2, 3):
        assert not node.resolve().was_replaced
        page.wait_for(f"the newest {depth} blocks here", "#notices")
        node.mine()
    assert page.run("return document.querySelectorAll('#notices .notice').length") == 1


def test_a_chain_that_comes_near_its_limit_is_told_in_both_languages(start_node, open_page):
    node = start_node("--max-chain-bytes", "50000", "--max-block-bytes", "16384")
    page = open_page(node)
    while len(node.get("/chain").body) < 41_000:
        node.pay("alice", "b" * 4_000, 1)
        assert node.get("/mine").status == 200
    page.wait_for("of the 50,000 bytes that it may have", "#notices")
    page.speak("zh")
    page.wait_for("字节，上限是 50,000 字节", "#notices")
    assert page.run("return document.querySelectorAll('#notices .notice').length") == 1


def test_several_blocks_are_mined_by_one_press(start_node, open_page):
    node = start_node()
    page = open_page(node)
    page.fill("#mine-count", "5")
    mine(page)
    page.wait_for("5 blocks were mined", "#mine")
    page.wait_for("#6", "#blocks")


def test_a_search_is_shown_and_stopped(start_node, open_page):
    node = start_node(difficulty=16)
    page = open_page(node)
    mine(page)
    page.wait_for("Searching for the proof of block 2", "#search")
    assert page.all("#search progress")
    page.press("#mine button[type=button]")
    page.wait_for("Stopped", "#mine")
    eventually(lambda: node.get("/status").json()["mining"] is None, "the node has stopped, too")


def test_a_refusal_is_shown_in_the_node_s_words(start_node, open_page):
    node = start_node()
    page = open_page(node)
    page.expect_complaint("400")
    page.fill("#peer-address", "nowhere")
    page.press("#register button[type=submit]")
    page.wait_for("is not a peer's address", "#register [role=alert]")


@pytest.mark.parametrize(("sender", "amount", "says"), [
    ("alice", "-1", "The amount is negative."),
    ("alice", "1e999", "The amount is larger than any number"),
    ("alice", "five", "The amount has to be a number"),
    ("0", "1", "The sender 0 stands for rewards"),
])
def test_a_form_speaks_of_itself_and_not_of_json(start_node, open_page, sender, amount, says):
    page = open_page(start_node())
    for name, text in (("sender", sender), ("recipient", "bob"), ("amount", amount)):
        page.fill(f"#send-{name}", text)
    page.press("#send button[type=submit]")
    page.wait_for(says, "#send [role=alert]")
    assert "{" not in page.text("#send [role=alert]")


# MARK: - Blocks


@pytest.mark.parametrize("width", WIDTHS)
def test_a_block_is_spelled_out(start_node, open_page, width):
    node = start_node("--node-id", "alice")
    node.pay("bob", "carol", 1)
    for _ in range(3):
        node.mine()
    chain = node.chain()
    page = open_page(node, width=width)
    # Cards grow when it is known what is in the blocks.
    page.until("document.querySelectorAll('#blocks .inside .name').length >= 3", "the cards are complete")
    page.press('#blocks a[href="#/block/2"]')
    page.wait_for("Block 2", "#view-block h1")
    page.wait_for("Every rule holds", "#view-block")
    text, guess = page.contents("#view-block pre")
    assert text == canonical(chain[1])
    assert hashlib.sha256(text.encode()).hexdigest() == block_hash(chain[1])
    assert block_hash(chain[1]) in page.text("#view-block .hash")
    assert guess == f"{chain[0]['proof']}{chain[1]['proof']}{block_hash(chain[0])}"
    digest = hashlib.sha256(guess.encode()).hexdigest()
    page.wait_for(digest, "#view-block")
    assert page.contents("#view-block mark.zeros") == [re.match("0*", digest)[0]]
    assert len(page.all("#view-block .check.holds")) == 6
    page.wait_for("carol", "#view-block table")
    assert page.overflow <= 0
    page.press('#view-block a[href="#/block/3"]')
    page.wait_for("Block 3", "#view-block h1")
    page.press('#view-block a[href="#/block/4"]')
    page.wait_for("the newest", "#view-block h1")
    page.wait_for("could still rewrite", "#view-block")


def test_a_forged_block_is_caught_in_the_page(start_node, open_page):
    node = start_node()
    for _ in range(3):
        node.mine()
    block = node.chain()[2]
    page = open_page(node, "/#/check")
    page.until("document.querySelector('#check-text')", "the form is there")
    page.fill("#check-text", json.dumps({**block, "previous_hash": "0" * 64}))
    page.press("#view-check button[type=submit]")
    page.wait_for("A rule is broken", "#view-check")
    broken = page.text("#view-check .check.broken")
    assert "It carries the hash of the block before" in broken
    assert "0" * 64 in broken and block["previous_hash"] in broken
    page.expect_complaint("400")
    page.fill("#check-text", "{")
    page.press("#view-check button[type=submit]")
    page.wait_for("The body is not JSON", "#view-check [role=alert]")


def test_things_are_looked_up(start_node, open_page):
    node = start_node("--gossip")
    identity = "0123456789abcdef0123456789abcdef"
    payment = {"sender": "bob", "recipient": "carol", "amount": 3, "id": identity}
    assert node.post("/transactions/new", payment).status == 201
    node.mine()
    node.mine()
    page = open_page(node)

    def find(text: str) -> None:
        page.type("/")
        page.fill("#find", text)
        page.type(Keys.ENTER)

    page.expect_complaint("404")
    find(identity)
    page.wait_for("It is in block 2, with 1 on top", "#view-transaction")
    find("carol")
    page.wait_for("1 transaction in the chain", "#view-name")
    page.wait_for("bob → carol: 3", "#view-name")
    find("2")
    page.wait_for("Block 2", "#view-block h1")
    page.run("history.back()")
    page.wait_for("bob → carol: 3", "#view-name")
    newest = block_hash(node.chain()[2])
    for text in (newest, newest[:6], newest.upper(), "#3", "latest"):
        page.go("#/")
        find(text)
        page.wait_for("Block 3", "#view-block h1")
    find("nobody")
    page.wait_for("No block has a payment", "#view-name")


def test_the_api_is_browsed(start_node, open_page):
    page = open_page(start_node(), "/#/api")
    page.wait_for("/transactions/new", "#view-api")
    assert page.overflow <= 0


# MARK: - What is hostile


def test_what_is_in_the_chain_is_text_and_never_the_page_s(start_node, open_page):
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    huge = "123456789012345678901234567890"
    node = start_node("--node-id", "<b id=injected>bold</b>")
    body = json.dumps({"sender": attack, "recipient": "javascript:alert(3)", "amount": 0}).replace("0}", huge + "}")
    assert node.request("POST", "/transactions/new", body.encode()).status == 201
    page = open_page(node)
    page.wait_for(f"{attack} → javascript:alert(3): {huge}", "#pending")
    node.mine()
    page.go("#/block/2")
    page.wait_for(attack, "#view-block table")
    page.wait_for(huge, "#view-block table")
    page.fill("#find", attack)
    page.press("#find-form button[type=submit]")
    page.wait_for(f"{attack} → javascript:alert(3): {huge}", "#view-name")
    assert page.run("return document.querySelectorAll('main img, main script, #injected').length") == 0


def test_numbers_are_shown_as_they_are(start_node, start_peer, open_page):
    """Proofs up to 2^64-1, and amounts that a double would change, in a chain made by somebody else."""
    last = 2**64 - 1
    first = {**GENESIS, "proof": last, "timestamp": 1.0}
    payment = {"sender": "a", "recipient": "b", "amount": 1.0}
    node = start_node(difficulty=1)
    chain = forge(forge([first], [payment, {**payment, "amount": 10**25}], 1), (), 1)
    node.register(start_peer(serving(chain)).address)
    assert node.resolve().was_replaced
    page = open_page(node, "/#/block/2")
    page.wait_for(str(last), "#view-block pre")
    page.wait_for("1.0", "#view-block table")
    page.wait_for(str(10**25), "#view-block table")


def test_a_flood_of_blocks_leaves_the_page_usable(start_node, open_page):
    node = start_node("--mine", difficulty=2)
    page = open_page(node)
    start = node.get("/status").json()["length"]
    eventually(lambda: node.get("/status").json()["length"] > start + 500, "there is a flood")
    page.go("#/check")
    page.until("document.querySelector('#check-text')?.offsetParent", "the page answers")
    page.go("#/")
    assert page.run("return document.querySelectorAll('*').length") < 3_000


def test_a_node_that_goes_and_comes_back(open_page):
    with running_node() as node:
        port = node.port
        page = open_page(node)
        page.expect_complaint("ERR_")
        page.wait_for("live", "#connection")
    page.wait_for("does not answer", "#connection")
    with running_node("--port", str(port)) as again:
        page.wait_for("live", "#connection")
        again.mine()
        page.wait_for("#2", "#blocks")
        assert not page.was_reloaded
        page.close()


# MARK: - For everybody


@pytest.mark.parametrize("language", ["zh-CN", "en-US", "es-MX"])
def test_it_speaks_the_browser_s_language_and_the_other_at_a_press(start_node, open_page, language):
    page = open_page(start_node(), language=language)
    words = {"zh-CN": "一条由区块组成的链", "en-US": "A chain of blocks", "es-MX": "Una cadena de bloques"}
    tags = {"zh-CN": "zh-CN", "en-US": "en", "es-MX": "es"}
    names = page.run("return [...document.querySelectorAll('#language option')].map((each) => each.textContent)")
    assert names == ["English", "中文", "Español"]
    for each in (language, *(set(words) - {language})):
        page.speak(each[:2])
        assert page.text("h1") == words[each]
        assert page.run("return document.documentElement.lang") == tags[each]
        assert page.overflow <= 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_from_its_ground(start_node, open_page, dark, width):
    """At least 4.5 to 1 for all text (WCAG 2.2, 1.4.3), in every part of the page."""
    node = start_node()
    node.pay("a", "b", 1)
    node.mine()
    node.register("127.0.0.1:1")
    page = open_page(node, dark=dark, width=width)
    grounds = set()
    for part in PARTS:
        page.go(part)
        page.until("[...document.querySelectorAll('main h1')].some((each) => each.offsetParent)", "it is shown")
        found = page.run(CONTRASTS)
        assert found["worst"][0] >= 4.5, (part, found["worst"])
        grounds.add(found["ground"])
        assert page.overflow <= 0, part
    assert len(grounds) == 1


#: The smallest contrast of a text with its background, with that text; and the page's background.
CONTRASTS = """
    const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
      .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
    const ground = (element) => {
      for (let each = element; each; each = each.parentElement) {
        const color = numbers(getComputedStyle(each).backgroundColor);
        if (color.length < 4 || color[3] > 0) return color;
      }
      return [255, 255, 255];
    };
    let worst = [99, ""];
    for (const element of document.querySelectorAll("body *")) {
      const own = [...element.childNodes].some((each) => each.nodeType === 3 && each.textContent.trim());
      if (!own || !element.offsetParent || element.closest(".skip, svg, :disabled")) continue;
      const [a, b] = [luminance(numbers(getComputedStyle(element).color)), luminance(ground(element))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < worst[0]) worst = [contrast, element.textContent.slice(0, 40)];
    }
    return {worst, ground: getComputedStyle(document.body).backgroundColor};
"""


def test_dark_is_dark_and_light_is_light(start_node, open_page):
    node = start_node()
    colors = {}
    for dark in (False, True):
        page = open_page(node, dark=dark)
        colors[dark] = page.run("return getComputedStyle(document.body).backgroundColor")
    light, dark = (sum(map(int, re.findall(r"\d+", colors[each])[:3])) for each in (False, True))
    assert light > 600 and dark < 150


def test_the_keyboard_alone_will_do(start_node, open_page):
    node = start_node()
    page = open_page(node)
    page.tab()
    assert "skip" in page.focus("it.className")
    seen = []
    for _ in range(60):
        page.tab()
        name, outline = page.focus("[it.id || it.href || it.innerText, getComputedStyle(it).outlineStyle]")
        seen.append(name)
        assert outline != "none", name
        if name == "mine-count":
            page.type(Keys.ENTER)
            break
    page.wait_for("Block 2 was mined", "#mine")
    assert "language" in seen
    # The first element that the keyboard reaches skips all that.
    page.open()
    page.tab()
    page.type(Keys.ENTER)
    assert page.run("return document.activeElement.id") == "content"


@pytest.mark.parametrize("part", PARTS)
def test_everything_has_a_name_for_those_who_listen(start_node, open_page, part):
    node = start_node()
    node.pay("a", "b", 1)
    node.mine()
    node.register("127.0.0.1:1")
    page = open_page(node, f"/{part}")
    page.until("[...document.querySelectorAll('main h1')].filter((each) => each.offsetParent).length === 1", "one h1")
    nameless = page.run(
        """
        const named = "a, button, input, select, textarea, summary, svg[role=img], nav, progress";
        return [...document.querySelectorAll(named)]
          .filter((each) => each.offsetParent || each.closest("svg"))
          .filter((each) => !(each.getAttribute("aria-label") || each.textContent.trim()
            || (each.labels && [...each.labels].some((label) => label.textContent.trim()))))
          .map((each) => each.outerHTML)
        """)
    assert nameless == []
    levels = page.run(
        "return [...document.querySelectorAll('main h1, main h2, main h3')].filter((each) => each.offsetParent)"
        ".map((each) => Number(each.tagName[1]))")
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:])), levels
