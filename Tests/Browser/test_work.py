"""Proof of work in slow motion, and a proof that is found by hand."""

import hashlib

import pytest

from support.chains import block_hash, find_proof
from support.waiting import eventually


@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
def test_a_proof_is_found_by_hand_at_difficulty_one(start_node, open_page, language):
    node = start_node()
    node.mine()
    last = node.chain()[-1]
    page = open_page(node, "/#/work", language=language)
    page.wait_for(block_hash(last), "#work-text")
    page.run("document.querySelector('#work-difficulty').value = '1';"
             "document.querySelector('#work-difficulty').dispatchEvent(new Event('change'))")
    proof = find_proof(last, 1)
    says = {"en-US": ("this number is a proof", "1 is asked for"), "zh-CN": ("这个数字就是证明", "而要求是 1 个")}
    enough, short = says[language]
    for number in range(proof + 1):
        page.fill("#work-hand", str(number))
        page.wait_for(enough if number == proof else short, "#work-hand-says")
    digest = hashlib.sha256(f"{last['proof']}{proof}{block_hash(last)}".encode()).hexdigest()
    page.wait_for(digest, "#work-hand-says")


@pytest.mark.parametrize("width", [320, 1440])
def test_guesses_are_made_one_by_one_slowly_fast_and_until_the_proof_is_found(start_node, open_page, width):
    node = start_node()
    genesis = node.chain()[0]
    page = open_page(node, "/#/work", width=width)
    page.wait_for(block_hash(genesis), "#work-text")

    def lines() -> list[int]:
        return page.run("return [...document.querySelectorAll('#work-lines .part')].map((each) => +each.textContent)")

    for count in (1, 2, 3):
        page.press("#work-step")
        assert lines() == list(range(count - 1, -1, -1))
    page.press("#work-fast")
    eventually(lambda: len(lines()) > 0 and lines()[0] > 10, "it goes on by itself")
    page.press("#work-stop")
    before = lines()
    page.press("#work-step")
    assert lines()[0] == before[0] + 1
    page.press("#work-find")
    proof = find_proof(genesis, 2)
    page.wait_for(f"Found: {proof} is a proof for block 2", "#work-says")
    assert lines()[0] == proof
    assert page.text("#work-bars tbody tr:first-child td:last-child") == "93.75%"
    assert not page.all("#work-step[aria-disabled=false]")
    assert page.overflow <= 0
    # It stays when one leaves and comes back, and in the other language.
    page.go("#/")
    page.go("#/work")
    page.wait_for(f"Found: {proof}", "#work-says")
    page.speak("zh")
    page.wait_for(f"找到了：{proof}", "#work-says")
    page.press("#work-reset")
    eventually(lambda: lines() == [], "it starts over")


def test_it_ends_when_one_leaves(start_node, open_page):
    page = open_page(start_node(), "/#/work")
    page.wait_for("has to begin with 2 zeros", "#work-says")
    page.run("document.querySelector('#work-difficulty').value = '5';"
             "document.querySelector('#work-difficulty').dispatchEvent(new Event('change'))")
    page.press("#work-slow")
    page.go("#/")
    page.until("document.querySelector('#view-work').hidden", "it is left")
    page.go("#/work")
    eventually(lambda: not page.all("#work-stop:not([hidden])"), "it has ended")
