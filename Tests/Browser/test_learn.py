"""Lessons in the page: their texts, words with meanings, widgets, exercises, and the teacher's page on paper."""

import base64
import hashlib

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from Browser.page import Page
from Browser.test_explorer import CONTRASTS
from support.waiting import eventually

LESSONS = ["hash", "block", "transaction", "proof", "api", "consensus", "limits", "money"]
TITLES = {
    "en-US": ["Hash", "Block", "Transaction", "Proof of work", "API", "Consensus", "Limits", "Money"],
    "zh-CN": ["哈希", "区块", "交易", "工作量证明", "API", "共识", "局限", "钱"],
    "es-ES": ["Hash", "Bloque", "Transacción", "Prueba de trabajo", "API", "Consenso", "Límites", "Dinero"],
}
RIGHT = {"en-US": "Right!", "zh-CN": "对了！", "es-ES": "¡Correcto!"}
WRONG = {"en-US": "Not yet.", "zh-CN": "还不对。", "es-ES": "Todavía no."}


@pytest.fixture
def learn(start_node, open_page):
    """Opens a part of the lessons, of which nothing was solved yet: `learn("hash", width=390)`."""
    pages: list[Page] = []

    def opened(path: str = "", **options) -> Page:
        page = open_page(start_node(difficulty=1), "/" if pages else "/#/learn", **options)
        page.run("localStorage.clear()")
        page.open(f"/#/learn/{path}")
        page.driver.refresh()
        page.until("document.querySelector('#view-learn h1')", "it is there")
        pages.append(page)
        return page

    return opened


def check(page: Page, name: str, says: str, answer: str | None = None) -> None:
    """Gives an answer to an exercise, and waits for what the page says."""
    if answer is not None:
        page.fill(f"#answer-{name}", answer)
    page.press(f"#exercise-{name} button[type=submit]")
    page.wait_for(says, f"#exercise-{name} .verdict")


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("language", TITLES)
def test_each_lesson_opens(learn, width, language):
    page = learn(width=width, language=language, dark=width == 320)
    assert page.text(".lessons h2").splitlines() == TITLES[language]
    for name, title in zip(LESSONS, TITLES[language]):
        page.go(f"#/learn/{name}")
        page.until(f"document.querySelector('#view-learn h1')?.textContent === {title!r}", f"{title} is open")
        assert len(page.all(".exercise")) == 3
        assert len(page.all(".try")) == 1
        assert page.overflow <= 0, name
        page.until(f"document.title.startsWith({title!r})", "it is the tab's title")
    for name in ("glossary", "glossary/nonce", "teacher", "read/Money", "read/Consensus", "read/Forgechain"):
        page.go(f"#/learn/{name}")
        eventually(lambda: page.run("return !document.querySelector('#view-learn .exercise')"), f"{name} is open")
        assert page.overflow <= 0, name
    page.go("#/learn/nothing")
    page.until("!document.querySelector('#view-learn article')", "there is no such lesson")


@pytest.mark.parametrize(("dark", "width"), [(False, 390), (True, 1440)])
def test_everything_can_be_read_and_has_a_name(learn, dark, width):
    page = learn(dark=dark, width=width)
    for part in ["", *LESSONS, "glossary", "teacher", "read/TheProof"]:
        page.go(f"#/learn/{part}")
        place = f"#exercise-{part}-1" if part in LESSONS else ".learn:not(:has(.exercise))"
        page.until(f"document.querySelector('#view-learn {place}')", f"{part} is shown")
        if part in LESSONS:
            # One answer that is right or wrong, and one word with its meaning.
            page.press(f"#exercise-{part}-1 button[type=submit]")
            page.run("document.querySelector('.word').focus()")
            page.until("document.querySelector('.tip:not([hidden])')", "a meaning is shown")
        found = page.run(CONTRASTS)
        assert found["worst"][0] >= 4.5, (part, found["worst"])
        nameless = page.run(
            """
            const named = "a, button, input, select, textarea, [role=button], [role=img]";
            return [...document.querySelectorAll(`#view-learn :is(${named})`)]
              .filter((each) => !(each.getAttribute("aria-label") || each.textContent.trim()
                || (each.labels && [...each.labels].some((label) => label.textContent.trim()))))
              .map((each) => each.outerHTML)
            """)
        assert nameless == [], part
        assert len(page.all("#view-learn h1")) == 1, part


@pytest.mark.parametrize("language", TITLES)
def test_an_exercise_goes_green_and_stays_solved(learn, language):
    page = learn("hash", language=language)
    check(page, "hash-1", WRONG[language], "37")
    assert not page.all("#exercise-hash-1.solved")
    check(page, "hash-1", RIGHT[language], "38")
    assert hashlib.sha256(b"38").hexdigest()[:16] in page.text("#exercise-hash-1 .verdict")
    page.until("document.querySelector('#exercise-hash-1.solved')", "it is green")
    check(page, "hash-2", RIGHT[language], "64")
    # The widget's texts differ in their first digit, until they are changed.
    check(page, "hash-3", WRONG[language])
    page.fill("#try-one", "1")
    same = next(str(n) for n in range(2, 99)
                if hashlib.sha256(str(n).encode()).hexdigest()[0] == hashlib.sha256(b"1").hexdigest()[0])
    page.fill("#try-other", same)
    check(page, "hash-3", RIGHT[language])
    page.go("#/learn")
    page.until("document.querySelector('.lessons .dots')?.textContent === '●●●'", "the list shows it")
    page.driver.refresh()
    page.until("document.querySelector('.lessons .dots')?.textContent === '●●●'", "and shows it later")
    page.press("#view-learn button.quiet")
    page.until("document.querySelector('.lessons .dots')?.textContent === '○○○'", "it is forgotten")


def test_a_choice_is_made_with_the_keyboard(learn):
    page = learn("money")
    page.press("#exercise-money-3 button[type=submit]")
    page.wait_for("There is no answer yet", "#exercise-money-3 .verdict")
    page.press("#exercise-money-3 label:nth-of-type(1) input")
    page.type(Keys.ARROW_DOWN, Keys.ENTER)
    page.wait_for("Right!", "#exercise-money-3 .verdict")
    # What was chosen is still there in the other language, and it is still solved.
    page.speak("zh")
    page.until("document.querySelector('#exercise-money-3.solved input:checked')?.value === '1'", "it is kept")


def test_a_word_says_what_it_means_to_the_keyboard(learn):
    page = learn("consensus", width=390)
    is_first = "it === document.querySelector('.word')"
    page.run("document.querySelector('#view-learn .crumbs a:last-child').focus()")
    page.tab()
    assert page.focus(is_first)
    tip = page.focus("it.getAttribute('aria-describedby')")
    page.until(f"!document.getElementById('{tip}').hidden", "the meaning is shown")
    page.wait_for("A short text with a number", f"#{tip}")
    inside = page.run(f"const box = document.getElementById('{tip}').getBoundingClientRect();"
                      "return box.left >= 0 && box.right <= document.documentElement.clientWidth")
    assert inside
    page.type(Keys.ESCAPE)
    page.until(f"document.getElementById('{tip}').hidden", "Escape puts it away")
    assert page.focus(is_first)
    page.tab()
    tip = page.focus("it.getAttribute('aria-describedby')")
    page.until(f"!document.getElementById('{tip}').hidden", "the next one is shown")
    page.tab()
    page.until(f"[...document.querySelectorAll('.tip')].filter((each) => !each.hidden).length <= 1", "only one is")


def test_words_elsewhere_say_what_they_mean(learn):
    page = learn()
    page.go("#/sandbox")
    page.until("document.querySelector('#sandbox-lead .word')", "the sandbox's words have meanings")


def test_a_block_is_changed_until_its_hash_begins_with_an_a(learn):
    page = learn("block")
    page.wait_for("They are linked", ".try")
    for time in range(1767225660, 1767225760):
        page.run("const field = document.querySelector('#try-timestamp'); field.value = arguments[0];"
                 "field.dispatchEvent(new Event('input'))", str(time))
        if page.run("return document.querySelector('.try .hash').dataset.hash[0]") == "a":
            break
    page.wait_for("The link is broken", ".try")
    check(page, "block-1", "Right!")
    check(page, "block-2", "Right!", page.run("return document.querySelector('.try .hash').dataset.hash"))


def test_a_proof_is_found_by_hand_and_by_the_page(learn):
    page = learn("proof")
    page.fill("#try-number", "15")
    page.wait_for("begins with 0 zeros", ".try")
    page.fill("#try-number", "16")
    page.wait_for("begins with 1 zero.", ".try")
    check(page, "proof-1", "Right!", "16")
    page.run("const field = document.querySelector('#try-difficulty'); field.value = '2';"
             "field.dispatchEvent(new Event('change'))")
    page.press("#try-step")
    page.wait_for("The page has tried 1;", ".try")
    page.press("#try-find")
    page.wait_for("Found: 286.", ".try")
    check(page, "proof-3", "Right!", "286")


def test_a_payment_is_mined_and_confirmed(learn):
    page = learn("transaction")
    page.press("#try-send")
    page.wait_for("alice → bob: 5", ".next")
    check(page, "transaction-1", "Not yet.")
    for confirmations in (1, 2, 3):
        page.press("#try-mine")
        page.wait_for(f"{confirmations} confirmation", ".row-of-blocks")
    assert "alice → bob" not in page.text(".next")
    check(page, "transaction-1", "Right!")
    check(page, "transaction-2", "Right!")


@pytest.mark.parametrize("width", [390, 1440])
def test_two_nodes_fork_and_a_block_falls_out(learn, width):
    page = learn("consensus", width=width)
    page.press("#try-alice-send")
    for name in ("alice", "bob"):
        page.press(f"#try-{name}-mine")
        page.wait_for(f"{name} mined block 2", ".try")
    check(page, "consensus-1", "Right!")
    page.press("#try-bob-mine")
    page.wait_for("bob mined block 3", ".try")
    page.press("#try-alice-resolve")
    page.wait_for("Block 2 fell out of alice's chain", ".try")
    page.wait_for("dan → eve: 7", ".node-of-two")
    check(page, "consensus-2", "Right!")
    assert page.overflow <= 0


def test_the_newest_block_is_rewritten_and_sealed(learn):
    page = learn("limits")
    page.fill("#try-amount-5", "200")
    page.wait_for("every block still fits", ".try")
    check(page, "limits-1", "Right!")
    page.press("#try-seal")
    page.wait_for("Block 5 does not fit", ".try")
    check(page, "limits-2", "Right!")


def test_the_node_is_asked(learn):
    page = learn("api")
    page.expect_complaint("404")
    page.press("#try-ask")
    first = page.node.get("/blocks/1").json()["hash"]
    page.wait_for(first, ".try")
    check(page, "api-1", "Right!", first)
    page.fill("#try-path", "/mime")
    page.press("#try-ask")
    page.wait_for("Did you mean /mine?", ".try")
    page.wait_for("404", ".try")


def test_a_payment_changes_the_root(learn):
    page = learn("money")
    page.wait_for("0 of 7 hashes differ", ".try")
    page.fill("#try-leaf-2", "carol → alice: 100")
    page.wait_for("3 of 7 hashes differ", ".try")
    assert len(page.all(".merkle .changed.own")) == 3
    assert len(page.all(".merkle .beside")) == 2


@pytest.mark.parametrize("language", TITLES)
def test_the_teachers_page_is_printed(learn, language):
    page = learn("teacher", language=language)
    assert page.all("#view-learn table tbody tr")
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        for selector in (".top", "footer", ".no-print", ".crumbs"):
            assert not any(each.is_displayed() for each in page.all(selector)), selector
        assert page.driver.find_element(By.CSS_SELECTOR, "#view-learn table").is_displayed()
        paper = {"paperWidth": 8.27, "paperHeight": 11.7}
        printed = base64.b64decode(page.driver.execute_cdp_cmd("Page.printToPDF", paper)["data"])
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert printed.startswith(b"%PDF")
    assert 1 <= printed.count(b"/Type /Page\n") <= 4


def test_a_lesson_that_does_not_come_says_so_and_comes_again(learn):
    page = learn()
    page.expect_complaint("ERR_")
    page.driver.execute_cdp_cmd("Network.enable", {})
    page.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*lesson-limits*"]})
    page.go("#/learn/limits")
    page.wait_for("The node did not answer", "#view-learn")
    page.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    page.go("#/learn")
    page.until("document.querySelector('.lessons')", "the list is there")
    page.go("#/learn/limits")
    page.until("document.querySelectorAll('.exercise').length === 3", "the lesson is there")
