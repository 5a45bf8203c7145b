"""Pictures of the page with a chain in it: python -m Browser.screenshots FOLDER."""

import sys
import tempfile
from pathlib import Path

from Browser.page import Page, browser
from support.nodes import Node, running_node
from support.waiting import eventually

#: Name, width and height, whether it is dark, the language, and which part.
PICTURES = [
    ("explorer-1440", 1440, 1180, False, "en-US", "/"),
    ("explorer-390", 390, 1180, True, "zh-CN", "/"),
    ("explorer-block", 1440, 1120, False, "en-US", "/#/block/12"),
    ("explorer-sandbox", 1440, 1180, False, "en-US", "/#/sandbox"),
    ("explorer-work", 390, 1180, True, "zh-CN", "/#/work"),
    ("explorer-learn", 1440, 1180, False, "en-US", "/#/learn/consensus"),
    ("explorer-lesson", 390, 1180, True, "zh-CN", "/#/learn/hash"),
]

#: Two nodes mine, and one of them once more.
FORK = """
    const steps = ["alice-send", "alice-mine", "bob-send", "bob-mine", "bob-mine"];
    const free = () => !document.querySelector(".try [aria-disabled=true]");
    const timer = setInterval(() => {
      if (!free()) return;
      const step = steps.shift();
      if (step) document.querySelector(`#try-${step}`).click();
      else clearInterval(timer);
    }, 50);
    document.querySelector(".word").focus({ preventScroll: true });
    """

#: What makes each part worth a picture: what is done in it, and the text that is there then.
PREPARED = {
    "/#/block/12": ("", "Every rule holds", "#view-block"),
    "/#/sandbox": (
        """
        const amount = document.querySelector("#sandbox-2-0-amount");
        amount.value = "200";
        amount.dispatchEvent(new Event("input"));
        """, "does not fit", "#sandbox-says"),
    "/#/learn/consensus": (FORK, "bob mined block 3", ".try"),
    "/#/learn/hash": (
        """
        document.querySelector("#answer-hash-1").value = "38";
        document.querySelector("#exercise-hash-1 button").click();
        """, "对了！", "#exercise-hash-1"),
    "/#/work": ("document.querySelector('#work-find').click();", "找到了", "#work-says"),
}

PAYMENTS = [("alice", "bob", 5), ("bob", "carol", 2.5), ("carol", "dave", 12), ("dave", "alice", 0.75)]


def tell_a_story(alice: Node, bob: Node) -> None:
    """A chain with payments, a longer one that replaced it, and something pending."""
    for number in range(6):
        for payment in PAYMENTS[: number % 3]:
            alice.pay(*payment)
        alice.mine()
    for number in range(8):
        for payment in PAYMENTS[: number * 3 % 5]:
            bob.pay(*payment)
        bob.mine()
    alice.register(bob.address)


def take(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        driver = browser(Path(profile))
        try:
            with (
                running_node("--node-id", "alice", difficulty=4) as alice,
                running_node("--node-id", "bob", difficulty=4) as bob,
            ):
                tell_a_story(alice, bob)
                for name, width, height, dark, language, path in PICTURES:
                    page = Page(driver, alice, width=width, dark=dark, language=language)
                    page.open()
                    if name == PICTURES[0][0]:
                        page.press("#resolve button[type=submit]")
                        page.wait_for("taken", "#verdicts")
                        for count in (2, 3):
                            page.fill("#mine-count", str(count))
                            page.press("#mine button[type=submit]")
                            page.wait_for(f"{count} blocks were mined", "#mine")
                        alice.pay("alice", "bob", 3)
                        page.wait_for("alice → bob: 3", "#pending")
                    if path != "/":
                        script, text, place = PREPARED[path]
                        page.go(path.removeprefix("/"))
                        page.until(f"!document.querySelector('#view-{path.split('/')[2]}').hidden", "the part is there")
                        page.until("document.querySelectorAll('main h1').length > 1", "it is filled")
                        page.run(script)
                        page.wait_for(text, place)
                    else:
                        page.until("document.querySelector('#blocks .inside .name')", "the cards are complete")
                    eventually(lambda: page.run("return document.getAnimations().length") == 0, "nothing moves")
                    (folder / f"{name}.png").write_bytes(page.screenshot(height))
        finally:
            driver.quit()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
