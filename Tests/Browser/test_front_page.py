"""What a newcomer sees first: questions above the fold, open until they are closed, and a header that leaves room."""

from collections.abc import Callable

import pytest

from Browser.page import Page
from support.waiting import eventually

#: The height of a laptop's window, and of a phone's.
FOLD = {390: 844, 1440: 757}

LANGUAGES = ["en-US", "zh-CN", "es-ES"]


@pytest.fixture
def first_visit(start_node, open_page) -> Callable[..., Page]:
    """The front page in a browser that has never seen it."""

    def opened(**options) -> Page:
        page = open_page(start_node("--node-id", "school"), **options)
        page.run("localStorage.clear()")
        page.open()
        return page

    return opened


def bottom(page: Page, selector: str) -> float:
    return page.run("return Math.max(...[...document.querySelectorAll(arguments[0])]"
                    ".map((each) => each.getBoundingClientRect().bottom))", selector)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", FOLD)
def test_the_four_questions_are_above_the_fold(first_visit, width, language):
    page = first_visit(width=width, language=language)
    assert len(page.all("#what .question")) == 4
    assert bottom(page, "#what .question summary") < FOLD[width]
    # Where there is room their answers are too; on a phone each is one touch away.
    assert len(page.all("#what .question[open]")) == (4 if width > 1000 else 0)
    if width > 1000:
        assert bottom(page, "#what .question a") < FOLD[width]
    # The numbers come behind it, and those for who knows more at the end.
    assert bottom(page, "#what") <= page.run("return document.querySelector('#facts').getBoundingClientRect().top")
    assert page.overflow <= 0


def test_an_answer_is_opened_and_leads_to_what_it_tells_of(first_visit):
    page = first_visit(width=320)
    page.press("#what .question:nth-child(2) summary")
    page.wait_for("the link breaks, and with it everything that follows", "#what")
    page.press("#what a[href='#/sandbox/old']")
    page.until("document.activeElement.id === 'sandbox-1-0-amount'", "an old amount can be changed")
    page.go("#/")
    page.press("#what .question:nth-child(3) summary")
    page.press("#what a[href='#/network/guide']")
    page.wait_for("Step 1 of 8", ".guide")
    page.go("#/")
    page.press("#what .question:nth-child(1) summary")
    page.press("#what a[href='#/block/latest']")
    page.wait_for("Block 1", "#view-block h1")


def test_what_is_closed_stays_closed(first_visit):
    page = first_visit()
    assert page.all("#what[open]")
    page.press("#what > summary")
    page.until("localStorage.getItem('forgechain what') === 'closed'", "it is kept")
    page.open()
    assert not page.all("#what[open]")
    page.press("#what > summary")
    page.until("localStorage.getItem('forgechain what') === null", "that it is open again is kept, too")
    page.open()
    assert page.all("#what[open]")


def test_words_get_their_meanings_once_somebody_is_there(first_visit):
    page = first_visit()
    glossary = "performance.getEntriesByType('resource').filter((each) => each.name.includes('glossary')).length"
    assert page.run(f"return {glossary}") == 0
    page.run("document.querySelector('#what').dispatchEvent(new Event('pointerenter'))")
    page.until("document.querySelector('#what .question .word')", "the words have meanings")
    page.until("document.querySelector('#facts-more dt .word')", "those of the figures, too")
    page.speak("zh")
    page.until("document.querySelector('#what .word')?.textContent === '\u533a\u5757'", "in the other language too")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "most"), [(320, 96), (390, 96), (768, 96), (1024, 96), (1200, 100), (1440, 72),
                                             (1920, 72)])
def test_the_header_leaves_room_for_what_is_below(first_visit, width, most, language):
    page = first_visit(width=width, language=language)
    assert page.run("return document.querySelector('.top').offsetHeight") <= most
    # The menu of languages stands beside what is in the first row.
    brand, menu = page.run("return ['.brand', '#language'].map((each) => {"
                           "const box = document.querySelector(each).getBoundingClientRect();"
                           "return [box.top, box.bottom]; })")
    assert menu[0] < brand[1] and brand[0] < menu[1]
    assert page.overflow <= 0


def test_the_current_section_is_in_sight_on_a_phone(first_visit):
    page = first_visit(width=320)
    page.go("#/api")
    eventually(lambda: page.run("const box = document.querySelector('nav a[aria-current]').getBoundingClientRect();"
                                "return box.left >= 0 && box.right <= innerWidth"), "the section is in sight")
    page.go("#/")
    eventually(lambda: page.run("const box = document.querySelector('nav a[aria-current]').getBoundingClientRect();"
                                "return box.left >= 0 && box.right <= innerWidth"), "the first one is again")
