"""Names chosen to mislead readers, or to leave no room for anything else."""

from support.chains import GENESIS, forge
from support.limits import limits
from support.peers import serving


def test_a_name_that_turns_what_follows_around_is_spelled_out(start_node, open_page):
    node = start_node()
    node.pay("alice\u202e", "bob\u2066\nmallory → eve", 5)
    page = open_page(node)
    page.wait_for(r"alice\u202e → bob\u2066\u000amallory → eve: 5", "#pending")
    node.mine()
    page.go("#/block/2")
    page.wait_for(r"alice\u202e", "#view-block table")


def test_a_name_of_any_length_leaves_room_for_the_rest(start_node, open_page):
    node = start_node(*limits(payment_bytes=1 << 20))
    for number in range(2):
        node.pay("s" * 300_000, "💰" * 1_001, number)
    page = open_page(node, width=390)
    page.wait_for("s" * 1_000 + "… → ", "#pending")
    assert len(page.text("#pending")) < 10_000
    assert "\ufffd" not in page.text("#pending")
    assert page.overflow <= 0


def test_a_string_that_no_request_could_bring_hides_no_block(start_node, start_peer, open_page):
    """A peer's block may contain a longer string than a request may."""
    # A debug build beside other tests takes long to read it.
    node = start_node("--peer-timeout", "60", difficulty=1)
    payment = {"sender": "s" * 12_000_000, "recipient": "r", "amount": 1}
    node.register(start_peer(serving(forge([GENESIS], [payment], 1))).address)
    assert node.resolve().was_replaced
    page = open_page(node)
    page.wait_for("#2", "#blocks")
