"""The explorer on a ledger: accounts, work, and payments signed by a key that stays in the browser."""

from Browser.page import Page
from Ledger import reference
from support.ledger import ALICE, BOB, NETWORK, accept, account, start_ledger
from support.waiting import eventually


def make_key(page: Page) -> str:
    """Has the page make a key; returns its address."""
    page.wait_for("You have no key in this browser yet", "#key")
    page.press("#key-make")
    page.until("document.querySelector('#key-address .hash')", "there is a key")
    return page.text("#key-address .hash")


def test_a_key_is_made_paid_and_pays(start_node, open_page):
    node = start_ledger(start_node)
    node.mine()
    page = open_page(node)
    page.wait_for("You have no key in this browser yet", "#key")
    address = make_key(page)
    accept(node, ALICE.payment(address, 30, fee=1))
    page.wait_for("It owns 0. 30 more is pending.", "#key-balance")
    page.press("#mine button[type=submit]")
    page.wait_for("It owns 30.", "#key-balance")

    page.fill("#send-recipient", BOB.address)
    page.fill("#send-amount", "7")
    page.fill("#send-fee", "2")
    page.fill("#send-memo", "for \"tea\", 茶")
    page.press("#send button[type=submit]")
    page.wait_for("Signed and accepted", "#send")
    page.wait_for("9 of it is being spent", "#key-balance")
    (payment,) = node.get("/transactions/pending").json()["transactions"]
    assert (payment["sender"], payment["amount"], payment["fee"], payment["nonce"]) == (address, 7, 2, 0)
    page.press("#mine button[type=submit]")
    page.wait_for("It owns 21.", "#key-balance")
    assert account(node, BOB)["balance"] == 7

    # The page computes the payment's name by itself, and its view shows where it is.
    page.press("#send [data-answer] a")
    page.wait_for("It is in block 4, with 0 on top", "#view-transaction")
    assert page.text("#view-transaction .hash").startswith(reference.transaction_id(payment))
    node.mine()
    page.wait_for("It is in block 4, with 1 on top", "#view-transaction")


def test_a_key_outlives_a_reload_and_is_forgotten_only_at_the_second_press(start_node, open_page):
    node = start_ledger(start_node)
    page = open_page(node)
    address = make_key(page)
    page.open()
    page.wait_for(address, "#key")
    extractable = page.driver.execute_async_script(
        """
        import("/explorer/key.js").then((key) => key.kept()).then(async (key) => {
          const refused = await crypto.subtle.exportKey("pkcs8", key.secret).then(() => false, () => true);
          arguments[0]([key.secret.extractable, refused]);
        })
        """)
    assert extractable == [False, True]
    page.press("#key-forget")
    page.wait_for("what it owns is lost with it", "#key")
    page.press("#key p.row button:nth-of-type(1)")
    page.wait_for("You have no key in this browser yet", "#key")
    assert page.all("#send-amount") == []


def test_what_is_no_payment_is_refused_in_the_page_s_words(start_node, open_page):
    node = start_ledger(start_node)
    page = open_page(node)
    make_key(page)
    for recipient, amount, says in [
        ("bob", "1", "has to be an address"), (BOB.address, "1.5", "whole numbers"), (BOB.address, "", "whole numbers"),
    ]:
        page.fill("#send-recipient", recipient)
        page.fill("#send-amount", amount)
        page.press("#send button[type=submit]")
        page.wait_for(says, "#send [role=alert]")
    # It owns nothing, which only the node knows.
    page.expect_complaint("status of 4")
    page.fill("#send-amount", "1")
    page.press("#send button[type=submit]")
    page.wait_for("has 0", "#send [role=alert]")
    assert node.get("/transactions/pending").json()["total"] == 0


def test_where_the_page_may_not_sign_it_says_so_and_shows_the_command(start_node, open_page):
    node = start_ledger(start_node)
    page = open_page(node, language="zh-CN")
    page.before_each_page("Object.defineProperty(globalThis, 'isSecureContext', {get: () => false})")
    page.open()
    page.wait_for("浏览器只允许本机页面或加密页面签名", "#key")
    page.wait_for("forgechain key new alice", "#key")
    page.wait_for("forgechain send RECIPIENT 5 --from alice", "#key")
    assert page.all("#send-amount") == []


def test_accounts_fees_signatures_targets_and_work_are_shown(start_node, open_page):
    node = start_ledger(start_node)
    node.mine()
    payment = ALICE.payment(BOB, 5, fee=3)
    accept(node, payment)
    page = open_page(node)
    page.wait_for(": 5 + 3 fee", "#pending")
    page.wait_for("the reward and their fees", "#mine-hint")
    page.wait_for("65.5K are expected", "#plots")
    page.wait_for("65.5K", "#fact-expected")
    # The first two blocks: their target asks for 65,536 guesses each.
    eventually(lambda: page.text("#fact-work") in ("65.5K", "131.1K"), "the work is told")
    node.mine()
    page.go("#/block/3")
    page.wait_for("Guesses it took on average", "#view-block")
    page.wait_for("65,536", "#view-block .pairs")
    table = page.text("#view-block table")
    for column in ("Fee", "Nonce", "Signature"):
        assert column in table
    assert payment["signature"][:6] in table
    page.go(f"#/name/{BOB.address}")
    page.wait_for("5", "#account-has")
    page.wait_for("1 transaction in the chain", "#view-name")
    accept(node, ALICE.payment(BOB, 2, fee=1, nonce=1))
    page.go(f"#/name/{ALICE.address}")
    eventually(lambda: page.text("#account-pending-out") == "3", "what is pending is shown")
    assert page.text("#account-nonce") == "2"
    node.mine()
    page.wait_for("2", "#account-nonce")
    eventually(lambda: page.text("#account-pending-out") == "0", "it is no longer pending")
    assert NETWORK == node.get("/status").json()["genesis"]
    assert page.overflow <= 0
