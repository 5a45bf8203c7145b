"""What a name's payments come to, without a browser."""

from Explorer.javascript import run


def totals(*payments: tuple, name: str = "alice") -> dict:
    # The page reads what a node answers, so that numbers come as they do there.
    script = """
        const [{ totals }, { parse }] = [await load("totals.js"), await load("json.js")];
        return totals(value.name, parse(`[${value.payments.join(",")}]`).map((transaction) => ({ transaction })));
        """
    texts = [f'{{"sender": "{sender}", "recipient": "{recipient}", "amount": {amount}}}'
             for sender, recipient, amount in payments]
    return run(script, {"name": name, "payments": texts})


def test_what_is_received_and_sent_is_added_up_and_rewards_are_counted():
    found = totals(("0", "alice", 1), ("0", "alice", 1), ("0", "bob", 1), ("alice", "bob", 2.5), ("bob", "alice", 5))
    assert found == {"received": 7, "sent": 2.5, "net": 4.5, "mined": 2}


def test_a_payment_to_oneself_counts_on_both_sides():
    assert totals(("alice", "alice", 3)) == {"received": 3, "sent": 3, "net": 0, "mined": 0}


def test_fractions_are_added_as_people_do_and_what_is_no_number_counts_as_nothing():
    assert totals(("b", "alice", "0.1"), ("b", "alice", "0.20"))["received"] == 0.3
    assert totals(("b", "alice", '"5"'), ("b", "alice", "null"), ("b", "alice", "[1]"), ("b", "alice", "1.0")) == {
        "received": 1, "sent": 0, "net": 1, "mined": 0}
