"""Random cases of the ledger's rules, and what reference.py makes of them, one per line.

    random_cases.py targets SEED COUNT     RULES TARGET ELAPSED NEXT WORK   RULES in hex, ELAPSED in ms, WORK in decimal
    random_cases.py timestamps SEED COUNT  TEXT MILLISECONDS                or "none" if it is no timestamp
    random_cases.py chains SEED COUNT      NOW CHAIN RULE HEIGHT            CHAIN in hex; the rule that a block breaks
                                           NOW CHAIN valid WORK ACCOUNTS    the SHA-256 of the accounts' text

Targets are easier than any network's, so that blocks are found within a few guesses.
"""

import json
import random
import sys

# Leave no files in the source folder.
sys.dont_write_bytecode = True

import reference as ledger
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ledger.EASIEST = 2**252 - 1

KEYS = [Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in range(1, 6)]
ADDRESSES = [ledger.address(key) for key in KEYS]
BEGINNING = 1_795_392_000
WRONG = [
    None, True, False, "", "0", "1", "0" * 64, "f" * 64, "0" * 128, 1.0, 1.5, -1, 0, 1, 2**53 - 1, 2**53, 2**63,
    -(2**63), 2**64, 10**30, -(10**30), -0.0, 1e300, [], {}, [1], [{}, None], "\ud800", "x" * 300,
]  # fmt: skip
MEMOS = ["x", "x" * 256, "x" * 257, "", "\U0001f375" * 21, "\U0001f375" * 22, "\ud800", "a\ud83c\udf75", "\\\"\0", "é" * 42]


def rules(pick):
    return {
        "block_time_ms": pick.choice([1, 10, 1_000, 10_000, 10**8, pick.randint(1, 10**8)]),
        "halving_blocks": pick.choice([1, 2, 3, 210_000]), "name": "ledger", "reward": pick.choice([0, 1, 3, 50, 10**6]),
        "target": f"{pick.choice([2**252 - 1, 2**252 - pick.randint(1, 10**60)]):064x}",
        "window": pick.choice([2, 3, 144, 10**4, pick.randint(2, 10**4)])}


# Numbers


def print_targets(pick, count):
    for _ in range(count):
        chosen = rules(pick)
        target = max(1, int(chosen["target"], 16) >> pick.choice([0, 1, 13, 100, pick.randrange(252)]))
        elapsed = pick.choice([1, chosen["block_time_ms"], 10**14, pick.randint(1, 10**pick.randint(1, 14))])
        print(
            json.dumps(chosen).encode().hex(), f"{target:064x}", elapsed,
            f"{ledger.next_target(chosen, target, elapsed):064x}", ledger.work(target))


def print_timestamps(pick, count):
    for _ in range(count):
        whole = pick.choice([0, 1, 10**11 - 1, 10**11, -1, pick.randint(0, 10**11), 2 * BEGINNING])
        value = pick.choice([
            whole, float(whole), whole + 0.001, whole + pick.random(), round(whole + pick.random(), 3), whole / 1000,
            pick.random() * 1e-300, -0.0, 99999999999.99999, 1e11, 10**30, "1", None, True])  # fmt: skip
        shown = ledger.milliseconds(value) if ledger.is_timestamp(value) else "none"
        print(json.dumps(value).encode().hex(), shown)


# Chains


def genesis(pick):
    grants = [
        {"amount": pick.choice([1, 10, 10**6]), "recipient": address, "sender": "0"}
        for address in ADDRESSES if pick.random() < 0.6]  # fmt: skip
    return {**ledger.GENESIS, "timestamp": BEGINNING + pick.choice([0, 0.5]), "rules": rules(pick), "transactions": grants}


def payment(pick, network, accounts):
    """One that the accounts allow, nearly always."""
    place = max(range(len(KEYS)), key=lambda number: (accounts.balances.get(ADDRESSES[number], 0) > 1, pick.random()))
    sender = ADDRESSES[place]
    balance = accounts.balances.get(sender, 0)
    fee = pick.choice([0, 0, 1, balance // 3])
    most = max(1, balance - fee)
    terms = {
        "amount": pick.choice([1, most, pick.randint(1, most)]), "fee": fee, "nonce": accounts.nonces.get(sender, 0),
        "recipient": pick.choice([*ADDRESSES, "02" + "00" * 31]), "sender": sender}
    if pick.random() < 0.2:
        terms["memo"] = pick.choice(["lunch", "für \U0001f375", "x" * 256, "\0\\\""])
    return place, ledger.sign(KEYS[place], network, terms)


def broken_payment(pick, network, place, whole):
    """The same with one change, which is signed or not."""
    terms = {key: value for key, value in whole.items() if key != "signature"}
    kind = pick.randrange(9)
    key = pick.choice(list(whole))
    if kind == 0:
        return {**whole, key: pick.choice(WRONG)}
    if kind == 1:
        del whole[key]
        return whole
    if kind == 2:
        signature = bytearray.fromhex(whole["signature"])
        signature[pick.randrange(64)] ^= 1 << pick.randrange(8)
        return {**whole, "signature": pick.choice([signature.hex(), signature.hex().upper(), "1" + whole["signature"]])}
    if kind == 3:
        return ledger.sign(KEYS[place - 1], network, terms)
    if kind == 4:
        return pick.choice([*WRONG, {"amount": 1, "nonce": 1, "recipient": ADDRESSES[0], "sender": "0"}])
    if kind == 5:
        terms["nonce"] += pick.choice([-1, 1, 5])
    elif kind == 6:
        terms["memo"] = pick.choice(MEMOS)
    elif kind == 7:
        terms["amount"] = pick.choice([0, 2**53 - 1, 2**53, terms["amount"] + 1, 10**7, 1.0])
        terms["fee"] = pick.choice([terms["fee"], -1, 2**53 - 1, 10**7])
    else:
        small = ["00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f", "ed" + "ff" * 30 + "7f", "01" + "00" * 30 + "80", "ff" * 32]
        terms[pick.choice(["sender", "recipient"])] = pick.choice([*small, whole["recipient"].upper(), "bob", *ADDRESSES])
    return ledger.sign(KEYS[place], network, terms)


def sealed(last, block, target):
    base, nonce = ledger.seal(block) * ledger.NONCES, 0
    while ledger.guess_hash(last["proof"], base + nonce, block["previous_hash"]) > target:
        nonce += 1
    return {**block, "proof": base + nonce}


def broken_block(pick, last, block, target):
    """The same with one change, in some for which new work was done."""
    kind = pick.randrange(8)
    key = pick.choice(list(block))
    if kind == 0:
        return {**block, key: pick.choice(WRONG)}
    if kind == 1:
        return {name: value for name, value in block.items() if name != key}
    if kind == 2:
        return pick.choice([{**block, "more": 1}, *WRONG])
    if kind == 3:
        return {**block, "proof": block["proof"] + pick.choice([-1, 1, 10**20, -(10**20), 10**97])}
    if kind == 4:
        changes = {
            "index": pick.choice([block["index"] + 1, float(block["index"]), f"{block['index']}", -(2**63), 2**63 - 1]),
            "timestamp": pick.choice([last["timestamp"], 0, -1, 10**11, last["timestamp"] + 0.0005, "1", None]),
            "target": f"{target + pick.choice([-1, 1, -target]):064x}",
            "previous_hash": pick.choice(["0" * 64, last["previous_hash"], block["previous_hash"].upper()]),
            "merkle_root": pick.choice(["0" * 64, ledger.merkle_root([]).hex()])}
        key = pick.choice(list(changes))
        return sealed(last, {**block, key: changes[key]}, target)
    *payments, coinbase = block["transactions"]
    if kind == 5:
        coinbase = pick.choice([{**coinbase, pick.choice(list(coinbase)): pick.choice(WRONG)}, *WRONG, *payments])
        transactions = [*payments, coinbase]
    elif kind == 6:
        change = {
            "amount": pick.choice([coinbase["amount"] + 1, coinbase["amount"] - 1, float(coinbase["amount"])]),
            "nonce": pick.choice([coinbase["nonce"] - 1, float(coinbase["nonce"])]),
            "recipient": pick.choice(["01" + "00" * 31, "bob", ADDRESSES[0].upper(), ADDRESSES[1]])}
        key = pick.choice(list(change))
        transactions = [*payments, {**coinbase, key: change[key]}]
    else:
        transactions = pick.choice([payments, [], [*payments, coinbase, coinbase], [coinbase, *payments]])
    root = ledger.merkle_root([ledger.text(transaction) for transaction in transactions]).hex()
    return sealed(last, {**block, "transactions": transactions, "merkle_root": root}, target)


def next_timestamp(pick, last, ideal):
    milliseconds = ledger.milliseconds(last["timestamp"]) + pick.choice([1, 10, 1_000, ideal, 30 * ideal])
    return pick.choice([milliseconds / 1000, float(milliseconds // 1000 + 1), milliseconds // 1000 + 1])


def candidate(pick, chain, network, accounts, target):
    """A next block, which is valid or breaks rules."""
    chosen = chain[0]["rules"]
    after, payments = accounts.copy(), []
    for _ in range(pick.choice([0, 1, 2, 3, 5])):
        place, paid = payment(pick, network, after)
        try:
            after.pay(paid)
        except ledger.Broken:
            pass
        payments.append(paid)
        if pick.random() < 0.1:
            payments[-1] = broken_payment(pick, network, place, dict(paid))
    # Of whatever kind the fees are, the block has to be made.
    fees = [{"fee": p["fee"] if type(p) is dict and type(p.get("fee")) is int else 0} for p in payments]
    block = ledger.forge(chosen, chain[-1], target, next_timestamp(pick, chain[-1], chosen["block_time_ms"]), fees, pick.choice(ADDRESSES))
    transactions = [*payments, block["transactions"][-1]]
    root = ledger.merkle_root([ledger.text(transaction) for transaction in transactions]).hex()
    block = sealed(chain[-1], {**block, "transactions": transactions, "merkle_root": root}, target)
    return block if pick.random() < 0.5 else broken_block(pick, chain[-1], block, target)


def target_after(chain):
    chosen, target = chain[0]["rules"], int(chain[-1].get("target", chain[0]["rules"]["target"]), 16)
    if len(chain) < 3:
        return target
    times = [ledger.milliseconds(block["timestamp"]) for block in chain[-2:]]
    return ledger.next_target(chosen, target, times[1] - times[0])


def judged(chain, now):
    try:
        accounts, work = ledger.check_chain(chain, now=now)
    except ledger.Broken as broken:
        height, rule = (broken.args[0], broken.args[1]) if len(broken.args) == 3 else (1, broken.args[0])
        return f"{rule} {height}"
    kept = {
        address: [balance, accounts.nonces.get(address, 0)] for address, balance in accounts.balances.items()
        if balance or accounts.nonces.get(address, 0)}  # fmt: skip
    return f"valid {work} {ledger.sha256(ledger.text(kept)).hex()}"


def broken_genesis(pick, whole):
    kind = pick.randrange(4)
    if kind == 0:
        return {**whole, pick.choice([*whole, "more"]): pick.choice(WRONG)}
    if kind == 1:
        return {**whole, "rules": {**whole["rules"], pick.choice([*whole["rules"], "more"]): pick.choice(WRONG)}}
    if kind == 2:
        change = {
            "reward": 2**53 - 1, "halving_blocks": 2**53 - 1, "window": pick.choice([1, 10**4 + 1]), "block_time_ms": 10**8 + 1,
            "target": f"{pick.choice([0, ledger.EASIEST, ledger.EASIEST + 1]):064x}"}
        key = pick.choice(list(change))
        return {**whole, "rules": {**whole["rules"], key: change[key]}}
    grant = {"amount": 1, "recipient": ADDRESSES[0], "sender": "0"}
    key = pick.choice([*grant, "more"])
    return {**whole, "transactions": [grant, {**grant, key: pick.choice(WRONG)}]}


def print_chains(pick, count):
    while count > 0:
        chain = [genesis(pick)]
        network = ledger.block_hash(chain[0])
        now = pick.choice([10**12, 10**12, 10**12, BEGINNING + 10, BEGINNING + 10**6])
        for _ in range(min(count, 12)):
            block = candidate(pick, chain, network, ledger.check_chain(chain)[0], target_after(chain))
            # As it is read: two halves of a character that were written one by one are a whole one then.
            block = json.loads(json.dumps(block))
            tried = [*chain, block]
            if pick.random() < 0.05:
                tried = [broken_genesis(pick, chain[0])]
            print(now, json.dumps(tried).encode().hex(), judged(tried, now))
            count -= 1
            if judged([*chain, block], None).startswith("valid"):
                chain.append(block)


if __name__ == "__main__":
    name, seed, count = sys.argv[1:]
    {"targets": print_targets, "timestamps": print_timestamps, "chains": print_chains}[name](random.Random(int(seed)), int(count))
