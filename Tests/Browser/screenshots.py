"""Pictures of each view, wide and on a phone: python -m Browser.screenshots FOLDER [NAME ...].

Another view is another line in VIEWS; what a visitor does first in it is a function above them.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver

from Browser.page import Page, browser
from Browser.palette import smaller
from support.classroom import running_classroom
from support.ledger import ALICE, BOB, CAROL, FLAGS, accept
from support.nodes import Node, running_node
from support.waiting import eventually


@dataclass(frozen=True)
class Look:
    """How wide the window is, whether it is dark, and the language."""

    width: int
    dark: bool
    language: str


#: Each view is taken in each.
LOOKS = [Look(1440, False, "en-US"), Look(390, True, "zh-CN")]

#: The most of a view that is in a picture, in pixels: what is below it looks like what is above.
TALLEST = 1180


def look_only(_: Page) -> None:
    """What a visitor does who only looks."""


@dataclass(frozen=True)
class View:
    """A view that is worth a picture."""

    #: Begins the file's name: NAME-1440.png and NAME-390.png.
    name: str
    fragment: str
    #: What is there when the view is complete: a selector.
    ready: str
    #: What a visitor does in it before the picture is taken.
    prepare: Callable[[Page], None] = look_only
    #: Which node's page: one of NETWORKS.
    network: str = "tutorial"


# MARK: - What a visitor does


def change_an_amount(page: Page) -> None:
    page.fill("#sandbox-2-0-amount", "200")
    page.until("document.querySelector('.draft.broken')", "a block is red")


def find_a_proof(page: Page) -> None:
    page.press("#work-find")
    page.until("document.querySelector('#work-says.good')", "it is found")


def check_the_newest(page: Page) -> None:
    page.press("#view-check button[type=submit] + button")
    page.until("document.querySelector('#check-text').value !== ''", "there is a block")
    page.press("#view-check button[type=submit]")
    page.until("document.querySelector('#view-check .check')", "there are verdicts")


def wait_for_searches(page: Page) -> None:
    page.until("document.querySelectorAll('#pictures-memory .bar').length === 34", "both histograms are there")
    page.until("document.querySelectorAll('#pictures-time figure').length > 0", "what the node has is there")


def forge_an_amount(page: Page) -> None:
    page.press("#forge-amount")
    page.until("document.querySelector('.tree .broken')", "it is refused")


def race_many_times(page: Page) -> None:
    page.press("#race-many")
    page.until("document.querySelector('#race-chart .bar')", "the races are run")


def wait_for_peers(page: Page) -> None:
    page.until("document.querySelectorAll('#view-peers .tree li').length > 1", "their chains are drawn")


def fork_in_a_lesson(page: Page) -> None:
    """Two nodes mine, and one of them once more."""
    for step in ("alice-send", "alice-mine", "bob-send", "bob-mine", "bob-mine"):
        page.until("!document.querySelector('.try [aria-disabled=true]')", "the page is free")
        page.press(f"#try-{step}")
    page.until("document.querySelector('.try').textContent.includes('3')", "there is a third block")


def answer_an_exercise(page: Page) -> None:
    page.fill("#answer-hash-1", "38")
    page.press("#exercise-hash-1 button")


def wait_for_the_class(page: Page) -> None:
    page.wait_for("✂", "#cables")


VIEWS = [
    View("chain", "#/", "#blocks .inside .name"),
    View("block", "#/block/12", "#view-block .check"),
    View("name", "#/name/alice", "#view-name .payment"),
    View("blocks", "#/blocks", "#view-blocks li"),
    View("sandbox", "#/sandbox", "#sandbox-chain .draft", change_an_amount),
    View("work", "#/work", "#work-bars td", find_a_proof),
    View("network", "#/network", ".tree li", forge_an_amount),
    View("race", "#/race", "#race-many", race_many_times),
    View("forks", "#/forks", "#view-forks .tree li"),
    View("peers", "#/peers", "#peers-list .hash", wait_for_peers),
    View("lessons", "#/learn", ".lessons .dots"),
    View("lesson", "#/learn/hash", "#exercise-hash-1 button", answer_an_exercise),
    View("lesson-fork", "#/learn/consensus", "#try-alice-mine", fork_in_a_lesson),
    View("check", "#/check", "#check-text", check_the_newest),
    View("api", "#/api", "#view-api details"),
    View("pictures", "#/pictures", "#pictures-memory .bar", wait_for_searches, network="ledger"),
    View("ledger", "#/", "#blocks .inside .name", network="ledger"),
    View("classroom", "?present", "#agreement", wait_for_the_class, network="classroom"),
]


# MARK: - Chains worth a picture

PAYMENTS = [("alice", "bob", 5), ("bob", "carol", 2.5), ("carol", "dave", 12), ("dave", "alice", 0.75)]


@contextmanager
def tutorial() -> Iterator[Node]:
    """A chain with payments, a longer one that replaced it, and something pending."""
    with (
        running_node("--node-id", "alice", difficulty=4) as alice,
        running_node("--node-id", "bob", difficulty=4) as bob,
    ):
        for number in range(6):
            for payment in PAYMENTS[: number % 3]:
                alice.pay(*payment)
            alice.mine()
        for number in range(8):
            for payment in PAYMENTS[: number * 3 % 5]:
                bob.pay(*payment)
            bob.mine()
        alice.register(bob.address)
        assert alice.resolve().was_replaced
        for payment in PAYMENTS[2:]:
            alice.pay(*payment)
        for _ in range(5):
            alice.mine()
        alice.pay("alice", "bob", 3)
        yield alice


@contextmanager
def ledger() -> Iterator[Node]:
    """A ledger on which three people pay each other."""
    with running_node(*FLAGS, "--pay-to", ALICE.address, difficulty=None) as node:
        for number in range(40):
            node.mine()
            accept(node, ALICE.payment(BOB if number % 2 else CAROL, 7 + number, fee=1, nonce=number))
        yield node


@contextmanager
def classroom() -> Iterator[Node]:
    """A class whose nodes have parted."""
    with running_classroom(difficulty=4) as classroom:
        classroom.at("alice").mine()
        eventually(lambda: len(classroom.at("carol").chain()) == 2, "all have it")
        classroom.link("alice", "bob", False)
        classroom.link("bob", "carol", False)
        classroom.at("alice").pay("dan", "eve", 7)
        classroom.at("alice").mine()
        for _ in range(2):
            classroom.at("bob").mine()
        eventually(lambda: len(classroom.at("carol").chain()) == 3, "carol has alice's")
        yield classroom.page


#: What runs while its views are taken; the page is that of the node it gives.
NETWORKS = {"tutorial": tutorial, "ledger": ledger, "classroom": classroom}


def picture(driver: webdriver.Chrome, node: Node, view: View, look: Look) -> bytes:
    page = Page(driver, node, width=look.width, dark=look.dark, language=look.language)
    page.open(f"/{view.fragment}")
    page.until(f"document.querySelector({view.ready!r})", f"{view.name} is complete")
    view.prepare(page)
    page.run("document.activeElement.blur(); scrollTo(0, 0)")
    eventually(lambda: page.run("return document.getAnimations().length") == 0, "nothing moves")
    assert page.overflow == 0, f"{view.name} is too wide at {look.width}"
    height = min(TALLEST, page.run("return document.documentElement.scrollHeight"))
    taken = smaller(page.screenshot(height))
    page.close()
    return taken


def take(folder: Path, *names: str) -> None:
    """Takes the views with these names, or all."""
    wanted = [view for view in VIEWS if not names or view.name in names]
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as profile, ExitStack() as stack:
        # A page that is kept for going back keeps its stream, of which a browser opens six to one node.
        driver = browser(Path(profile), "--disable-features=BackForwardCache")
        stack.callback(driver.quit)
        for network in dict.fromkeys(view.network for view in wanted):
            with NETWORKS[network]() as node:
                for view in (each for each in wanted if each.network == network):
                    for look in LOOKS:
                        path = folder / f"{view.name}-{look.width}.png"
                        path.write_bytes(picture(driver, node, view, look))
                        print(f"{path} {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    take(Path(sys.argv[1]), *sys.argv[2:])
