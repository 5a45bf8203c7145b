"""What the page shows is what its address says, from whichever address of the same view one comes: by hash, by a link,
back and forward."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator

import pytest

from Browser.page import Page
from support.chains import block_hash
from support.nodes import Node, running_node
from support.waiting import eventually

#: How many blocks the node has: more than a page of the list.
LENGTH = 60


@pytest.fixture(scope="module")
def full_node() -> Iterator[Node]:
    with running_node("--node-id", "miner", difficulty=1) as node:
        node.pay("ann", "shop", 5)
        for _ in range(LENGTH - 1):
            node.mine()
        for _ in range(LENGTH):
            node.pay("ann", "shop", 7)
        yield node


def title(view: str, text: str) -> str:
    return f"document.querySelector('#view-{view} h1')?.textContent.includes({json.dumps(text)})"


def titles(view: str, **texts: str) -> dict[str, str]:
    """Addresses that are told apart by the title above what they show."""
    return {f"#/{view}/{name}".rstrip("/"): title(view, text) for name, text in texts.items()}


def sandbox_of(amount: int) -> str:
    """The address of a sandbox with one block, in which so much is paid."""
    block = ["1", "1506057125", "100", "1", [["ann", "shop", str(amount)]]]
    state = {"d": 4, "s": False, "r": "tutorial", "g": 0, "b": [block], "o": [block]}
    return "#/sandbox/" + urlsafe_b64encode(json.dumps(state).encode()).decode().rstrip("=")


def paid(amount: int, place: int = 0) -> str:
    return f"document.querySelector('#sandbox-{place}-0-amount')?.value === '{amount}'"


def ends_with(block: dict) -> str:
    return f"document.querySelector('#sandbox-chain > li:last-child [data-hash=\"{block_hash(block)}\"]') !== null"


def addresses(node: Node, view: str) -> dict[str, str]:
    """Addresses of a view, each with what is true of the page if it shows that."""
    chain = node.chain()
    newest = f"Block {LENGTH}"
    match view:
        case "block":
            numbers = {"1": "Block 1", "7": "Block 7", "latest": newest, block_hash(chain[1]): "Block 2", "": newest}
            return titles("block", **numbers)
        case "blocks":
            lists = {"": f"Blocks 11 to {LENGTH}", "10": "Blocks 1 to 10", "30": "Blocks 1 to 30"}
            return titles("blocks", **lists)
        case "name":
            return titles("name", ann="ann", shop="shop", nobody="nobody")
        case "pending":
            newer = "document.querySelector('#view-pending .crumbs')?.textContent.includes('Newer')"
            return {"#/pending": f"{newer} === false", "#/pending/51": newer}
        case "forks":
            is_refused = "document.querySelector('#view-forks .answer.bad') !== null"
            return {"#/forks": "document.querySelector('#view-forks .empty') !== null", "#/forks/9": is_refused}
        case "learn":
            pages = {"": "Learn", "hash": "Hash", "limits": "Limits", "glossary": "Glossary",
                     "glossary/nonce": "Glossary", "teacher": "For teachers", "nothing": "There is no such lesson"}
            return titles("learn", **pages)
        case "network":
            has = "document.querySelector('#view-network .{}') {} null"
            return {
                "#/network": f"{has.format('workshop', '!==')} && {has.format('guide', '===')}",
                "#/network/guide": f"{has.format('workshop', '===')} && {has.format('guide', '!==')}",
            }
        case "sandbox":
            return {
                sandbox_of(101): paid(101), sandbox_of(102): paid(102),
                "#/sandbox/block/9": ends_with(chain[10]), "#/sandbox/block/latest": ends_with(chain[-1]),
            }
    raise ValueError(view)


def shows(page: Page, address: str, expression: str) -> None:
    eventually(lambda: page.run(f"return ({expression}) === true"), f"{address} is shown")


@pytest.mark.parametrize("view", ["block", "blocks", "name", "forks", "pending", "learn", "network", "sandbox"])
def test_any_address_of_a_view_is_shown_from_any_other(full_node, open_page, view):
    wanted = addresses(full_node, view)
    for one, is_one in wanted.items():
        page = open_page(full_node, f"/{one}")
        # A branch that nobody remembers, and a name in no block.
        page.expect_complaint("404 (Not Found)")
        shows(page, one, is_one)
        for other, is_other in wanted.items():
            if other == one:
                continue
            page.go(other)
            shows(page, other, is_other)
            follow(page, one)
            shows(page, one, is_one)
            page.run("history.back()")
            shows(page, other, is_other)
            page.run("history.forward()")
            shows(page, one, is_one)


def follow(page: Page, address: str) -> None:
    """Clicks on a link inside the view."""
    page.run("const link = document.createElement('a'); link.href = arguments[0]; link.textContent = 'there';"
             "document.querySelector('main').append(link); link.click(); link.remove();", address)
