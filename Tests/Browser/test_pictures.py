"""Pictures of many blocks, and lines between equal hashes."""

from selenium.webdriver import ActionChains

from Browser.page import Page
from support.ledger import start_ledger
from support.waiting import eventually


def tick_texts(page: Page, figure: int) -> list[str]:
    """What the axes of one of the front page's figures say; a drawing's text has no innerText."""
    return page.run(
        """
        return [...document.querySelectorAll(`#plots figure:nth-child(${arguments[0]}) .tick`)]
          .map((each) => each.textContent);
        """, figure)


def point_at(page: Page, selector: str) -> None:
    (element,) = page.all(selector)
    page.run("arguments[0].scrollIntoView({block: 'center'})", element)
    ActionChains(page.driver).move_to_element(element).perform()


def test_a_hash_that_is_pointed_at_is_joined_to_its_equals(start_node, open_page):
    node = start_node()
    for _ in range(3):
        node.mine()
    page = open_page(node)
    page.until("document.querySelector('#plots figcaption') && document.querySelector('#blocks .inside .name')", "all is there")
    assert page.all(".joins") == []
    point_at(page, "#blocks li:first-child dd:last-child .hash")
    page.until("document.querySelectorAll('.joins path').length === 1", "a line is drawn")
    (start, end), height = page.run(
        """
        const path = document.querySelector(".joins path");
        const boxes = [...document.querySelectorAll(".hash.same")].map((each) => each.getBoundingClientRect());
        const ends = [path.getPointAtLength(0), path.getPointAtLength(path.getTotalLength())];
        return [ends.map((end, place) => Math.hypot(end.x - boxes[place].x - scrollX - (place ? 0 : boxes[0].width),
          end.y - boxes[place].y - scrollY - boxes[place].height / 2)), document.documentElement.scrollHeight];
        """)
    assert start < 8 and end < 8, "it goes from one to the other"
    # A block that comes moves the cards, and the line goes along.
    before = page.run("return document.querySelector('.joins path').getAttribute('d')")
    node.mine()
    page.wait_for("#5", "#blocks")
    page.until(f"document.querySelector('.joins path')?.getAttribute('d') !== {before!r}", "the line has moved")
    point_at(page, "#hero-title")
    page.until("document.querySelector('.joins') === null", "it is gone")
    assert page.all(".hash.same") == [] and page.overflow <= 0
    assert page.run("return document.documentElement.scrollHeight") == height


def test_searches_in_the_page_and_the_node_s_blocks_are_beside_the_curve(start_node, open_page):
    node = start_node()
    for _ in range(4):
        node.mine()
    page = open_page(node, "/#/pictures")
    page.wait_for("200 searches took", "#pictures-memory")
    page.wait_for("4 searches took", "#pictures-memory")
    assert len(page.all("#pictures-memory .theory")) == 4
    page.press("#pictures-search")
    page.wait_for("400 searches took", "#pictures-memory")
    page.wait_for("half of them took at most", "#pictures-time")
    assert "Hash power" not in page.text("#view-pictures")
    # Whoever points at a mark reads its value.
    point_at(page, "#pictures-memory figure:first-child .bar:nth-of-type(1)")
    page.wait_for("0 to 0.25 averages", "#pictures-memory figure:first-child .told")
    for picture in page.all("#view-pictures svg[role=img]"):
        assert len(picture.get_attribute("aria-label")) > 40
    page.speak("zh")
    page.wait_for("400 次搜索", "#pictures-memory")
    assert page.overflow <= 0


def test_a_ledger_s_power_is_shown_beside_what_its_target_asks_for(start_node, open_page):
    node = start_ledger(start_node)
    for _ in range(8):
        node.mine()
    page = open_page(node, "/#/pictures", width=390, dark=True)
    page.wait_for("The network aims at 10 s", "#pictures-time")
    page.wait_for("Guesses a second", "#pictures-time")
    # What the built-in target asks for: 65,536 guesses in 10 s; each block that comes at once makes it a little harder.
    eventually(lambda: "is right for 6." in page.text("#pictures-time"), "the target's power is told")
    assert len(page.all("#pictures-time .bar")) >= 2
    assert page.overflow <= 0


def test_a_pause_is_as_readable_as_a_hurry(start_node, open_page):
    node = start_node()
    for _ in range(4):
        node.mine()
    page = open_page(node)
    page.wait_for("3 blocks in", "#plots")
    ticks = tick_texts(page, 1)
    assert sum(each.endswith(" s") for each in ticks) >= 2, ticks
    point_at(page, "#plots figure:first-child .dot:nth-of-type(1)")
    page.wait_for("Block 3: ", "#plots .told")
    guesses = tick_texts(page, 2)
    assert guesses[0] == "0" and len(guesses) >= 3, guesses
