"""The sandbox: a chain is broken and repaired, as a pupil would."""

import pytest

from Browser.page import Page
from support.chains import block_hash
from support.waiting import eventually


def open_sandbox(open_page, node, path: str = "#/sandbox", **options) -> Page:
    page = open_page(node, f"/{path}", **options)
    page.until("document.querySelectorAll('#sandbox-chain .draft').length === 5", "the blocks are there")
    return page


def states(page: Page) -> list[str]:
    return page.run("return [...document.querySelectorAll('#sandbox-chain > li')].map((each) =>"
                    " ['ok', 'broken', 'hanging'].find((name) => each.classList.contains(name)))")


def reaches(page: Page, *wanted: str) -> None:
    eventually(lambda: states(page) == list(wanted), f"the blocks are {wanted}")


def edited(number: int) -> str:
    """Where a block says what its change has done."""
    return f"#sandbox-chain > li:nth-child({number}) .edited"


OK, BROKEN, HANGING = "ok", "broken", "hanging"


@pytest.mark.parametrize("width", [320, 1440])
def test_an_old_block_is_forged_and_the_forgery_costs_more_with_each_block(start_node, open_page, width):
    page = open_sandbox(open_page, start_node(), width=width)
    reaches(page, *[OK] * 5)
    page.fill("#sandbox-2-0-amount", "200")
    reaches(page, OK, OK, OK, BROKEN, HANGING)
    page.wait_for("Block 4 does not fit. Block 5 stands behind a broken one.", "#sandbox-says")
    # It is said where the change was made, too.
    page.wait_for("You changed block 3, so its hash is new. Block 4 still carries the old one.", edited(3))
    page.wait_for("changed", "#sandbox-chain > li:nth-child(3) .state-of-draft")
    # Both hashes, and the digits that differ.
    one, other = page.run("return [...document.querySelectorAll('.difference dd')].map((each) => each.innerText)")
    assert one != other and len(one) == len(other) == 64
    marked = page.run("return [...document.querySelectorAll('.difference dd:first-of-type mark')]"
                      ".map((each) => each.textContent).join('')")
    assert len(marked) == sum(a != b for a, b in zip(one, other))

    page.press("#sandbox-3-write")
    page.until("document.querySelector('#sandbox-3-search')", "the hash fits, and the proof does not")
    page.press("#sandbox-3-search")
    reaches(page, OK, OK, OK, OK, BROKEN)
    page.wait_for("others, each as fast as you, mine", "#sandbox-work")
    page.press("#sandbox-repair")
    reaches(page, *[OK] * 5)
    # The chain is whole, and it is of no use, since the others did not wait.
    page.wait_for("Whole again", "#sandbox-says")
    page.wait_for("keep", "#sandbox-says")
    assert not page.all("#sandbox-says.good")
    assert page.overflow <= 0
    # Writing the hash and searching the proof were two steps for each of two blocks, and typing was one.
    for wanted in ([OK, OK, OK, OK, BROKEN], [OK, OK, OK, OK, BROKEN], [OK, OK, OK, BROKEN, BROKEN],
                   [OK, OK, OK, BROKEN, HANGING], [OK] * 5):
        page.press("#sandbox-undo")
        reaches(page, *wanted)
    assert not page.all("#sandbox-undo[aria-disabled=false]")


def test_the_newest_block_s_hole_is_told_under_it_whatever_else_is_broken(start_node, open_page):
    page = open_sandbox(open_page, start_node(), width=390)
    page.wait_for("The newest: no block carries its hash yet", "#sandbox-chain > li:last-child")
    page.fill("#sandbox-1-0-amount", "9")
    page.fill("#sandbox-4-0-amount", "9")
    reaches(page, OK, OK, BROKEN, HANGING, HANGING)
    page.wait_for("nothing here turned red", edited(5))
    # What stands at the top is in sight where the last block is.
    page.wait_for("Block 3 does not fit", "#sandbox-says")
    assert page.run("return document.querySelector('#sandbox-says').getBoundingClientRect().top") >= 0
    page.press("#sandbox-try-seal")
    reaches(page, OK, BROKEN, BROKEN, HANGING, BROKEN)
    page.wait_for("Blocks 2, 3, 5 do not fit. Block 4 stands behind a broken one.", "#sandbox-says")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("address", "place"), [("old", 1), ("newest", 4)])
def test_a_link_leads_to_a_whole_chain_and_the_amount_to_change(start_node, open_page, width, address, place):
    page = open_sandbox(open_page, start_node(), width=width)
    page.fill("#sandbox-2-0-amount", "200")
    reaches(page, OK, OK, OK, BROKEN, HANGING)
    page.go(f"#/sandbox/{address}")
    reaches(page, *[OK] * 5)
    page.until(f"document.activeElement.id === 'sandbox-{place}-0-amount'", "the amount has the focus")
    page.until(
        f"(({{top, bottom}}) => top >= 0 && bottom <= innerHeight)"
        f"(document.querySelector('#sandbox-{place}-0-amount').getBoundingClientRect())", "it is in sight")
    page.type("7")
    page.until(f"document.querySelector('#sandbox-{place}-0-amount').value === '7'", "what is typed replaces it")
    # What was made before is not lost.
    page.press("#sandbox-undo")
    page.press("#sandbox-undo")
    reaches(page, OK, OK, OK, BROKEN, HANGING)


def test_nobody_notices_the_newest_block_until_blocks_are_sealed(start_node, open_page):
    page = open_sandbox(open_page, start_node(), language="zh-CN")
    page.fill("#sandbox-4-0-recipient", "mallory")
    page.wait_for("却什么也没有变红", edited(5))
    reaches(page, *[OK] * 5)
    page.press("#sandbox-try-seal")
    reaches(page, OK, OK, OK, OK, BROKEN)
    page.wait_for("证明开头不是它自己的封印", "#sandbox-chain > li:last-child")
    page.speak("en")
    page.wait_for("Its proof begins with another seal", "#sandbox-chain > li:last-child")
    reaches(page, OK, OK, OK, OK, BROKEN)


def test_a_prepared_forgery_is_linked(start_node, open_page):
    node = start_node()
    page = open_sandbox(open_page, node)
    page.fill("#sandbox-1-0-sender", "mallory 茶")
    page.run("document.querySelector('#sandbox-difficulty').value = '5';"
             "document.querySelector('#sandbox-difficulty').dispatchEvent(new Event('change'))")
    page.press("#sandbox-share")
    page.until("document.querySelector('#sandbox-link').children.length", "it is copied or shown")
    page.until("location.hash.length > 100", "the address has it")
    # It is written now and then, so at first it may have the first change only.
    eventually(lambda: '"d":5' in page.run(
        "return atob(location.hash.split('/')[2].replaceAll('-', '+').replaceAll('_', '/'))"), "the address has both")
    address = page.run("return location.hash")
    page = open_sandbox(open_page, node, address)
    reaches(page, OK, OK, BROKEN, HANGING, HANGING)
    assert page.run("return document.querySelector('#sandbox-1-0-sender').value") == "mallory 茶"
    page = open_sandbox(open_page, node, "#/sandbox/nonsense")
    page.wait_for("The address holds no chain", "#sandbox-note")
    reaches(page, *[OK] * 5)


def test_a_field_that_is_no_number_is_said_and_keeps_the_focus(start_node, open_page):
    page = open_sandbox(open_page, start_node())
    page.fill("#sandbox-2-timestamp", "soon")
    page.wait_for("“Time” is no number", "#sandbox-chain > li:nth-child(3)")
    reaches(page, OK, OK, BROKEN, HANGING, HANGING)
    assert page.run("return document.activeElement.id") == "sandbox-2-timestamp"
    page.press("#sandbox-repair")
    page.wait_for("has to be put right by hand", "#sandbox-note")
    page.fill("#sandbox-2-timestamp", "1767225660")
    reaches(page, *[OK] * 5)


def test_the_node_s_own_blocks_are_forged_and_the_node_is_asked(start_node, open_page):
    node = start_node("--node-id", "alice")
    node.pay("bob", "carol", 5)
    for _ in range(5):
        node.mine()
    chain = node.chain()
    page = open_sandbox(open_page, node, "#/sandbox/block/3")
    page.wait_for("Block 2", "#sandbox-chain > li:nth-child(2)")
    hashes = page.run("return [...document.querySelectorAll('#sandbox-chain > li > div > .hash')]"
                      ".map((each) => each.textContent.trim())")
    assert hashes == [block_hash(block) for block in chain[:5]]
    assert page.run("return document.querySelector('#sandbox-difficulty').value") == "2"
    page.fill("#sandbox-1-0-amount", "500")
    reaches(page, OK, OK, BROKEN, HANGING, HANGING)
    page.press("#sandbox-chain > li:nth-child(3) > button:last-child")
    page.wait_for("What the node says of block 3", "#sandbox-node")
    page.wait_for("A rule is broken", "#sandbox-node")
    # The forged block itself fits the one before it, and the node's next block no longer fits it.
    page.press("#sandbox-chain > li:nth-child(2) > button:last-child")
    page.wait_for("block 3 no longer fits it", "#sandbox-node")
    # Nothing of all that reached the chain.
    assert node.chain() == chain
    # Its blocks are sealed by searching new proofs for them.
    page.press("#sandbox-undo")
    page.press("#sandbox-seal")
    page.wait_for("Sealed:", "#sandbox-note")
    reaches(page, *[OK] * 5)


def test_a_ledger_s_blocks_are_too_much_for_it(start_node, open_page):
    node = start_node("--rules", "ledger", difficulty=None)
    page = open_sandbox(open_page, node, "#/sandbox/block/latest")
    page.wait_for("This node keeps a ledger", "#sandbox-note")
    reaches(page, *[OK] * 5)
