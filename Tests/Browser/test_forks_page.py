"""What fell out of the chain, and the peers' chains, as the page draws them."""

import pytest

from support.chains import block_hash, forged_chain
from support.nodes import Node
from support.peers import serving
from support.waiting import eventually


def fork_and_agree(node: Node, *others: Node) -> tuple[str, str]:
    """The node's block falls out for those of others, which it takes from the last; the hashes of both."""
    node.pay("carol", "dave", 7)
    node.mine()
    fallen = node.get("/status").json()["tip"]
    winner = others[-1]
    assert winner.get("/mine?count=2").status == 200
    for each in (node, *others[:-1]):
        each.register(winner.address)
        each.resolve()
    assert all(each.chain() == winner.chain() for each in (node, *others))
    return fallen, winner.get("/status").json()["tip"]


@pytest.mark.parametrize(("language", "words"), [
    ("en-US", {"branch": "A fork behind block 1", "waits": "waits for a block again", "fell": "It fell out of the chain",
               "carried": "made it into Block 4", "instead": "Block 2 of the chain", "card": "fell out"}),
    ("zh-CN", {"branch": "区块 1 之后的分叉", "waits": "重新等待打包", "fell": "它已被淘汰", "carried": "已进入 区块 4",
               "instead": "链上的区块 2", "card": "已淘汰"}),
])
@pytest.mark.parametrize("width", [1440, 390])
def test_three_nodes_fork_and_agree_and_the_fallen_block_is_remembered(start_node, open_page, language, words, width):
    node, others = start_node("--node-id", "alice"), [start_node() for _ in range(2)]
    page = open_page(node, width=width, language=language)
    fallen, _ = fork_and_agree(node, *others)
    page.until("document.querySelector('#notices .fallen a') !== null", "the notice names the fallen block as a link")
    assert page.run("return document.querySelector('#notices .fallen').innerText").count("…") == 1
    page.press(f"#notices a[href='#/block/{fallen}']")
    page.wait_for(words["fell"], "#view-block")
    page.wait_for("carol → dave", "#view-block")
    page.wait_for(words["waits"], "#view-block")
    page.wait_for(words["instead"], "#view-block")
    page.press("#view-block a[href='#/forks']")
    page.wait_for(words["branch"], "#view-forks")
    page.wait_for(words["waits"], "#view-forks .fates")
    page.until("document.querySelectorAll('#view-forks .tree li.fallen').length === 1", "the block is drawn apart")
    assert page.run("return document.querySelectorAll('#view-forks .tree ol > li').length") == 4
    assert f"#/block/{fallen}" in page.run(
        "return [...document.querySelectorAll('#view-forks .tree .fallen a')].map((each) => each.hash)")
    assert page.overflow <= 0
    node.mine()
    page.wait_for(words["carried"], "#view-forks .fates")
    page.go("#/")
    page.fill("#find", fallen[:8])
    page.type("\n")
    page.wait_for(words["fell"], "#view-block")
    assert page.run("return location.hash") == f"#/block/{fallen}"


def test_nothing_has_fallen_out_of_a_new_chain(start_node, open_page):
    page = open_page(start_node())
    page.press(".strip a[href='#/forks']")
    page.wait_for("Nothing has fallen out", "#view-forks")


def test_a_long_branch_is_drawn_in_part_and_branches_come_in_pages(start_node, start_peer, open_page):
    node = start_node(difficulty=1)
    assert node.get("/mine?count=11").status == 200
    for length in range(13, 22):
        node.register(start_peer(serving(forged_chain(length, 1, name=f"{length}"))).address)
        assert node.resolve().was_replaced
    page = open_page(node, "/#/forks")
    page.until("document.querySelectorAll('#view-forks .fork').length === 8", "a page of branches is there")
    page.wait_for("and 11 more blocks of this branch", "#view-forks")
    page.press("#view-forks .crumbs a[href='#/forks/9']")
    page.until("document.querySelectorAll('#view-forks .fork').length === 1", "the rest is there")
    page.wait_for("and 3 more blocks of this branch", "#view-forks")


@pytest.mark.parametrize("width", [1440, 390])
def test_peers_chains_are_drawn_as_they_grow(start_node, open_page, nowhere, width):
    node, other, third = (start_node("--gossip") for _ in range(3))
    node.register(other.address, third.address)
    other.register(node.address)
    node.mine()
    eventually(lambda: other.chain() == node.chain(), "the other has the block too")
    page = open_page(node, width=width)
    page.press(".columns a[href='#/peers']")
    page.wait_for(other.address, "#peers-list")
    page.until("document.querySelectorAll('#view-peers .tree .tips .flag').length >= 3", "each has its flag")
    node.register(nowhere)
    page.wait_for("unreachable", "#peers-list .answer")
    links = page.run("return [...document.querySelectorAll('#peers-list a.name')].map((each) => each.href)")
    assert f"http://{other.address}/" in links
    other.mine()
    length = len(other.chain())
    page.wait_for(f"#{length}", "#view-peers .tree")
    assert page.overflow <= 0
    page.speak("zh")
    page.wait_for("本节点和它的对等节点", "#view-peers h1")


def test_blocks_that_no_peer_has_say_who_mined_them(start_node, open_page):
    node = start_node()
    node.mine()
    page = open_page(node, "/#/peers")
    page.wait_for(node.get("/status").json()["identifier"][:8], "#view-peers .tree")


def test_a_tree_of_nothing_yet_has_nothing_to_turn(start_node, open_page):
    """It is in the page before the chains that it is to show have come; the browser would complain of its size."""
    page = open_page(start_node())
    drawn = page.driver.execute_async_script("""
        const done = arguments[0];
        import("/explorer/tree.js").then(({ makeTree }) => {
          const tree = makeTree({ label: "nothing" });
          document.querySelector("main").append(tree.element);
          requestAnimationFrame(() => requestAnimationFrame(() => done(tree.element.querySelector("svg").outerHTML)));
        });""")
    assert "viewBox" not in drawn
