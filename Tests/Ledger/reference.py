"""The ledger rules in Python: slow, short, and the last word.

Needs only `cryptography`. `python3 reference.py` prints vectors.json; `python3 reference.py check < chain.json`
reads an answer of GET /chain and says whether it keeps the rules, or which block breaks which one.
"""
import hashlib
import json
import math
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

NONCE_DIGITS = 20
NONCES = 10**NONCE_DIGITS
EASIEST = 2**240 - 1  # four hex zeros, so that a tutorial node accepts every block
MAXIMUM_AMOUNT = 2**53 - 1  # exact in a double too, so that no client rounds it
MAXIMUM_TIMESTAMP = 10**11
FUTURE_SECONDS = 60
PRIME = 2**255 - 19
# The y coordinates of the points of small order: with such a key or commitment, libraries differ in what they accept.
SMALL_ORDER = {
    0, 1, PRIME - 1,
    int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
    int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little")}
MAXIMUM_BLOCK_BYTES = 1 << 20
MAXIMUM_MEMO_BYTES = 256
HEADER_KEYS = ("index", "merkle_root", "previous_hash", "target", "timestamp")
BLOCK_KEYS = {*HEADER_KEYS, "proof", "transactions"}
RULE_KEYS = {"block_time_ms", "halving_blocks", "name", "reward", "target", "window"}


class Broken(Exception):
    """A rule that does not hold: its name, and what was found."""


def text(value):
    return json.dumps(value, sort_keys=True).encode()


def sha256(data):
    return hashlib.sha256(data).digest()


def block_hash(block):
    return sha256(text(block)).hex()


def milliseconds(timestamp):
    """One IEEE multiplication, then floor: the same in every language."""
    return math.floor(timestamp * 1000)


# Merkle tree: RFC 6962, section 2.1. Leaves are the transactions' canonical texts.


def merkle_root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0])
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + merkle_root(leaves[:split]) + merkle_root(leaves[split:]))


def merkle_path(leaves, position):
    """Siblings from the leaf up, hex."""
    if len(leaves) <= 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if position < split:
        return merkle_path(leaves[:split], position) + [merkle_root(leaves[split:]).hex()]
    return merkle_path(leaves[split:], position - split) + [merkle_root(leaves[:split]).hex()]


# Seal, proof and work.


def header(block):
    return {key: block[key] for key in HEADER_KEYS}


def seal(block):
    """What a proof has to begin with: the block's own header as a number."""
    return int.from_bytes(sha256(text(header(block))), "big")


def guess_hash(last_proof, proof, last_hash):
    """The tutorial's guess."""
    return int.from_bytes(sha256(f"{last_proof}{proof}{last_hash}".encode()), "big")


def work(target):
    """Guesses that a block takes on average."""
    return 2**256 // (target + 1)


def next_target(rules, target, elapsed_ms):
    """WTEMA: a step of 1/window towards the target that would have made the last block take block_time."""
    ideal = rules["block_time_ms"]
    elapsed = min(elapsed_ms, rules["window"] * ideal)
    easiest = int(rules["target"], 16)
    return min(easiest, max(1, target * (rules["window"] * ideal - ideal + elapsed) // (rules["window"] * ideal)))


def reward(rules, index):
    halvings = (index - 2) // rules["halving_blocks"]
    return rules["reward"] >> halvings if halvings < 63 else 0


# Transactions.


def signing_text(network, transaction):
    """What the sender signs: all but the signature, and the hash of the network's first block."""
    unsigned = {key: value for key, value in transaction.items() if key != "signature"}
    return text({**unsigned, "network": network})


def address(key):
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign(key, network, transaction):
    return {**transaction, "signature": key.sign(signing_text(network, transaction)).hex()}


def transaction_id(transaction):
    return sha256(text(transaction)).hex()


def is_hex(value, digits):
    return isinstance(value, str) and len(value) == digits and all(digit in "0123456789abcdef" for digit in value)


def is_point(encoded):
    """Canonical, and not of small order; whether it lies on the curve is for the library to say."""
    y = int.from_bytes(encoded, "little") % 2**255
    return y < PRIME and y not in SMALL_ORDER


def is_address(value):
    return is_hex(value, 64) and is_point(bytes.fromhex(value))


def is_timestamp(value):
    return type(value) in (int, float) and 0 <= value < MAXIMUM_TIMESTAMP


def is_amount(value, least):
    return type(value) is int and least <= value <= MAXIMUM_AMOUNT


def check_signature(network, transaction):
    sender, signature = transaction["sender"], transaction["signature"]
    if not (is_hex(signature, 128) and is_point(bytes.fromhex(signature[:64]))):
        raise Broken("signature", "not 128 hex digits, or of small order")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(sender)).verify(
            bytes.fromhex(signature), signing_text(network, transaction))
    except (InvalidSignature, ValueError):
        raise Broken("signature", f"does not fit sender {sender}")


class Ledger:
    """The accounts after some blocks."""

    def __init__(self):
        self.balances, self.nonces = {}, {}

    def pay(self, transaction):
        sender, cost = transaction["sender"], transaction["amount"] + transaction["fee"]
        nonce, balance = self.nonces.get(sender, 0), self.balances.get(sender, 0)
        if transaction["nonce"] != nonce:
            raise Broken("nonce", f"{transaction['nonce']}, and the sender's next one is {nonce}")
        if balance < cost:
            raise Broken("balance", f"{balance}, and {cost} is spent")
        self.balances[sender] = balance - cost
        self.nonces[sender] = nonce + 1
        self.credit(transaction["recipient"], transaction["amount"])

    def copy(self):
        other = Ledger()
        other.balances, other.nonces = dict(self.balances), dict(self.nonces)
        return other

    def credit(self, address, amount):
        self.balances[address] = self.balances.get(address, 0) + amount


def check_transaction(network, transaction):
    """What needs no chain: shape, kinds, signature."""
    required = {"amount", "fee", "nonce", "recipient", "sender", "signature"}
    if not isinstance(transaction, dict) or set(transaction) - {"memo"} != required:
        raise Broken("transaction", f"its keys have to be {sorted(required)} and may be memo")
    if not (is_address(transaction["sender"]) and is_address(transaction["recipient"])):
        raise Broken("address", "64 hex digits, an Ed25519 public key")
    if not (is_amount(transaction["amount"], 1) and is_amount(transaction["fee"], 0) and is_amount(transaction["nonce"], 0)):
        raise Broken("amount", "amount, fee and nonce are integers from 1, 0 and 0 to 2^53 - 1")
    memo = transaction.get("memo", "-")
    if not isinstance(memo, str) or not 1 <= len(text(memo)) - 2 <= MAXIMUM_MEMO_BYTES or any("\ud800" <= c <= "\udfff" for c in memo):
        raise Broken("memo", f"a string of 1 to {MAXIMUM_MEMO_BYTES} bytes as it is spelled, without lone surrogates")
    check_signature(network, transaction)


def check_genesis(genesis):
    """The first block says what network it is, and whom it endows."""
    if not isinstance(genesis, dict) or set(genesis) != {"index", "previous_hash", "proof", "rules", "timestamp", "transactions"}:
        raise Broken("genesis", "other keys than a first block's")
    if not (is_amount(genesis["index"], 1) and genesis["index"] == 1 and genesis["previous_hash"] == "1"
            and is_amount(genesis["proof"], 0) and is_timestamp(genesis["timestamp"])):
        raise Broken("genesis", "index 1, previous_hash \"1\", a proof, a timestamp")
    rules, grants = genesis["rules"], genesis["transactions"]
    if not isinstance(rules, dict) or set(rules) != RULE_KEYS or rules["name"] != "ledger":
        raise Broken("genesis", "other rules than these")
    if not (is_amount(rules["block_time_ms"], 1) and rules["block_time_ms"] <= 10**8 and is_amount(rules["window"], 2)
            and rules["window"] <= 10**4 and is_amount(rules["halving_blocks"], 1) and is_amount(rules["reward"], 0)
            and is_hex(rules["target"], 64) and 1 <= int(rules["target"], 16) <= EASIEST):
        raise Broken("genesis", "rules out of range")
    ledger = Ledger()
    for grant in grants if isinstance(grants, list) else [None]:
        if not isinstance(grant, dict) or set(grant) != {"amount", "recipient", "sender"} or grant["sender"] != "0" \
                or not is_address(grant["recipient"]) or not is_amount(grant["amount"], 1):
            raise Broken("genesis", "a grant is amount, recipient and sender 0")
        ledger.credit(grant["recipient"], grant["amount"])
    if sum(ledger.balances.values()) + 2 * rules["reward"] * rules["halving_blocks"] > MAXIMUM_AMOUNT:
        raise Broken("genesis", "more money in the end than 2^53 - 1")
    return rules, ledger


def check_header(last, block, target, now=None):
    """All that costs nothing, and the work: no signature and no tree is computed for a block without it."""
    if not isinstance(block, dict) or set(block) != BLOCK_KEYS or not isinstance(block["transactions"], list) \
            or not all(is_hex(block[key], 64) for key in ("merkle_root", "previous_hash", "target")):
        raise Broken("shape", f"its keys have to be {sorted(BLOCK_KEYS)}, its hashes 64 hex digits")
    if type(block["index"]) is not int or block["index"] != last["index"] + 1:
        raise Broken("index", f"{block['index']}")
    if not is_timestamp(block["timestamp"]):
        raise Broken("timestamp", "a number of seconds since 1970")
    if milliseconds(block["timestamp"]) <= milliseconds(last["timestamp"]):
        raise Broken("timestamp", "not later than the block before")
    if now is not None and block["timestamp"] > now + FUTURE_SECONDS:
        raise Broken("future", "not to be taken yet")
    if block["target"] != f"{target:064x}":
        raise Broken("target", f"{block['target']}, and has to be {target:064x}")
    if type(block["proof"]) is not int or block["proof"] // NONCES != seal(block):
        raise Broken("seal", "the proof does not begin with this block's header")
    if guess_hash(last["proof"], block["proof"], block["previous_hash"]) > target:
        raise Broken("proof", "its hash is above the target")


def check_block(rules, network, ledger, last, block, target, now=None):
    """The accounts after a block behind `last`; all rules, in the order in which they are told. `ledger` stays as it is."""
    check_header(last, block, target, now)
    if block["previous_hash"] != block_hash(last):
        raise Broken("previous_hash", f"{block['previous_hash']}")
    if len(text(block)) > MAXIMUM_BLOCK_BYTES:
        raise Broken("size", f"more than {MAXIMUM_BLOCK_BYTES} bytes")
    leaves = [text(transaction) for transaction in block["transactions"]]
    if block["merkle_root"] != merkle_root(leaves).hex():
        raise Broken("merkle_root", block["merkle_root"])
    after = ledger.copy()
    *payments, coinbase = block["transactions"] or [None]
    fees = 0
    for payment in payments:
        check_transaction(network, payment)
        after.pay(payment)
        fees += payment["fee"]
    due = reward(rules, block["index"]) + fees
    if not isinstance(coinbase, dict) or set(coinbase) != {"amount", "nonce", "recipient", "sender"} or coinbase["sender"] != "0" \
            or not (is_amount(coinbase["nonce"], 0) and is_amount(coinbase["amount"], 0)) \
            or coinbase["nonce"] != block["index"] or coinbase["amount"] != due or not is_address(coinbase["recipient"]):
        raise Broken("reward", f"the last transaction has to pay {due} from 0, with the block's index as its nonce")
    after.credit(coinbase["recipient"], due)
    return after


def check_chain(chain, genesis=None, now=None):
    """The accounts, and the work, of a valid chain; raises Broken(height, rule, why).

    A network is its genesis: a node gives its own, and a chain on another is none of its network, whatever its work.
    """
    genesis = genesis or chain[0]
    rules, ledger = check_genesis(genesis)
    if text(chain[0]) != text(genesis):
        raise Broken(1, "network", "another first block")
    network, last, target, total = block_hash(genesis), genesis, int(rules["target"], 16), 0
    for height, block in enumerate(chain[1:], 2):
        if height > 3:  # The first block's time says nothing: the first step is taken behind the third block.
            target = next_target(rules, target, milliseconds(last["timestamp"]) - milliseconds(before["timestamp"]))
        try:
            ledger = check_block(rules, network, ledger, last, block, target, now)
        except Broken as broken:
            raise Broken(height, *broken.args)
        total += work(target)
        before, last = last, block
    return ledger, total


def forge(rules, last, target, timestamp, payments, miner, nonce=0):
    """The block with the smallest fitting nonce from `nonce` on."""
    index = last["index"] + 1
    coinbase = {"amount": reward(rules, index) + sum(p["fee"] for p in payments), "nonce": index, "recipient": miner, "sender": "0"}
    transactions = [*payments, coinbase]
    block = {
        "index": index, "merkle_root": merkle_root([text(t) for t in transactions]).hex(), "previous_hash": block_hash(last),
        "proof": 0, "target": f"{target:064x}", "timestamp": timestamp, "transactions": transactions}
    base = seal(block) * NONCES
    while guess_hash(last["proof"], base + nonce, block["previous_hash"]) > target:
        nonce += 1
    return {**block, "proof": base + nonce}


GENESIS = {
    "index": 1, "previous_hash": "1", "proof": 100, "timestamp": 1795392000, "transactions": [],
    "rules": {
        "block_time_ms": 10_000, "halving_blocks": 210_000, "name": "ledger", "reward": 50,
        "target": f"{EASIEST:064x}", "window": 144}}


# Signatures of a key with a component of order 8: all hold if the check multiplies by the cofactor, some if it doesn't, as here.
MIXED_KEY = "e277e99d6c85b59bcfb69acb0b82e20806fe382e4c29bd935a321059ef6e4277"
MIXED = [
    (0, False, "1d84c09c915b1e355f4130b3950f6754270b37696f36f1b6ca5d4a9b4cf488604ac0b9d608fec5c44c353571f733b31d8901622d466b6773683c8324678f440b"),
    (1, False, "49a952edb48c7da2f21d414b599effb38939769dbbe12d83a9a1496f81d85677d67781b29307e478281f471239582358aaa36e4bbd62dbed354dc64cda7f150a"),
    (2, False, "b3167e1b8bd4ab7d9858f81f3caacf60f0f6d4934f91be52ca4ea72885df4d8d39c7e18efa4480b89f64b1800e264e4a97c2dd12fcf7c704179b2879dea6e40a"),
    (9, True, "75de848fd3f1feb5430c99d7937314606068792dd58b78d746520591689ff8677f0fdf1e77c7e88cdfc39dd4572d2e949897b74510a0257d9b225cfe574d9405"),
    (22, True, "a04a5a956418068f4d6c7eb2060035892b37f213fe83bcdeed4cd3f8f1f2e436ff95c9e8faa5b04e0f44aa300afa53e9979ce138706cf13df890073d07be190f"),
]


def mixed_order():
    """Payments that tell the two kinds of verification apart."""
    for nonce, holds, signature in MIXED:
        payment = {"amount": 1, "fee": 0, "nonce": nonce, "recipient": MIXED_KEY, "sender": MIXED_KEY, "signature": signature}
        try:
            check_transaction(block_hash(GENESIS), payment)
        except Broken:
            assert not holds
        else:
            assert holds
        yield {"holds": holds, "transaction": payment}


def example():
    """A chain of a few blocks in which two people pay each other, and the vectors that go with it."""
    alice, bob = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
    names = {k: address(key) for k, key in (("alice", alice), ("bob", bob))}
    rules, network = GENESIS["rules"], block_hash(GENESIS)
    chain, target = [GENESIS], EASIEST
    payments = [[], [
        sign(alice, network, {"amount": 30, "fee": 2, "nonce": 0, "recipient": names["bob"], "sender": names["alice"]}),
        sign(bob, network, {"amount": 5, "fee": 0, "memo": "für \U0001f375", "nonce": 0, "recipient": names["alice"], "sender": names["bob"]}),
    ], [], [
        sign(alice, network, {"amount": 1, "fee": 1, "nonce": 1, "recipient": names["bob"], "sender": names["alice"]})]]
    for height, paid in enumerate(payments, 2):
        if height > 3:
            target = next_target(rules, target, milliseconds(chain[-1]["timestamp"]) - milliseconds(chain[-2]["timestamp"]))
        chain.append(forge(rules, chain[-1], target, 1795399152.25 + 1.5 * height, paid, names["alice"]))
    ledger, total = check_chain(chain)
    leaves = [text(t) for t in chain[2]["transactions"]]
    return {
        "refused": list(refused(chain, alice, bob, names, network, target)),
        "accepted": list(accepted(chain, alice, names, network, target)),
        "mixed_order": list(mixed_order()),
        "chain": chain, "network": network, "keys": {"alice": "01" * 32, "bob": "02" * 32}, "addresses": names,
        "balances": ledger.balances, "nonces": ledger.nonces, "work": f"{total:x}",
        "signing_text": signing_text(network, chain[2]["transactions"][1]).decode(),
        "transaction_ids": [transaction_id(t) for t in chain[2]["transactions"]],
        "merkle_paths": [merkle_path(leaves, n) for n in range(len(leaves))],
        "header_text": text(header(chain[2])).decode(),
        "targets": [[f"{t:064x}", ms, f"{next_target(rules, t, ms):064x}"] for t in (EASIEST, EASIEST >> 13, 12345678901234567890, 1)
                    for ms in (1, 5_000, 10_000, 40_000, 10**9)]}


def refused(chain, alice, bob, names, network, target):
    """Blocks that may stand in place of the last one and break one rule each: the rule's name, and the block."""
    rules, last, time = GENESIS["rules"], chain[-2], chain[-1]["timestamp"]
    plain = {"amount": 1, "fee": 1, "nonce": 1, "recipient": names["bob"], "sender": names["alice"]}

    def block(*payments, target=target, timestamp=time, miner=names["alice"]):
        return forge(rules, last, target, timestamp, payments, miner)

    def signed(key=alice, network=network, **changes):
        return sign(key, network, {**plain, **changes})

    def sealed(**changes):
        """Changed, and a proof found for what it says then."""
        changed = {**block(signed()), **changes}
        if "transactions" in changes:
            changed["merkle_root"] = merkle_root([text(t) for t in changed["transactions"]]).hex()
        base, nonce = seal(changed) * NONCES, 0
        while guess_hash(last["proof"], base + nonce, changed["previous_hash"]) > target:
            nonce += 1
        return {**changed, "proof": base + nonce}

    good = block(signed())
    coinbase = good["transactions"][-1]
    unsigned = {key: value for key, value in signed().items() if key != "signature"}
    tutorial = next(n for n in range(10**9) if guess_hash(last["proof"], n, block_hash(last)) <= EASIEST)
    cases = [
        ("shape", {**good, "more": 1}),
        ("shape", {key: value for key, value in good.items() if key != "target"}),
        ("index", sealed(index=7)),
        ("previous_hash", sealed(previous_hash=block_hash(chain[1]))),
        ("timestamp", sealed(timestamp=last["timestamp"])),
        ("timestamp", sealed(timestamp=f"{time}")),
        ("target", sealed(target=f"{EASIEST:064x}")),
        ("merkle_root", sealed(merkle_root="0" * 64)),
        ("merkle_root", {**good, "transactions": [signed(amount=2), coinbase]}),
        ("seal", {**good, "proof": tutorial}),
        ("seal", {**good, "timestamp": time + 1}),
        ("proof", {**good, "proof": good["proof"] + 1}),
        ("transaction", block(unsigned)),
        ("transaction", block(signed(more=1))),
        ("address", block(signed(recipient=names["bob"].upper()))),
        ("address", block(signed(recipient="bob"))),
        ("address", block({**signed(), "sender": "0"})),
        ("address", block(signed(recipient="01" + "00" * 31))),
        ("amount", block(signed(amount=0))),
        ("amount", block(signed(amount=1.0))),
        ("amount", block(signed(amount=True))),
        ("amount", block(signed(fee=-1))),
        ("amount", block(signed(amount=2**53))),
        ("memo", block(signed(memo=""))),
        ("memo", block(signed(memo="\U0001f375" * 22))),
        ("memo", block(signed(memo="\ud800"))),
        ("memo", block(signed(memo=7))),
        ("signature", block(signed(key=bob))),
        ("signature", block(signed(network="0" * 64))),
        ("signature", block({**signed(), "amount": 2})),
        ("signature", block({**signed(), "signature": "0" * 128})),
        ("nonce", block(signed(nonce=0))),
        ("nonce", block(signed(nonce=2))),
        ("nonce", block(signed(), signed())),
        ("balance", block(signed(amount=10**6))),
        ("balance", block(signed(amount=MAXIMUM_AMOUNT, fee=MAXIMUM_AMOUNT))),
        ("reward", sealed(transactions=[])),
        ("reward", sealed(transactions=[signed()])),
        ("reward", sealed(transactions=[signed(), {**coinbase, "amount": coinbase["amount"] + 1}])),
        ("reward", sealed(transactions=[signed(), {**coinbase, "amount": coinbase["amount"] - 1}])),
        ("reward", sealed(transactions=[signed(), {**coinbase, "nonce": 4}])),
        ("reward", sealed(transactions=[signed(), {**coinbase, "amount": float(coinbase["amount"])}])),
        ("reward", sealed(transactions=[signed(), {**coinbase, "nonce": float(coinbase["nonce"])}])),
        ("shape", {**good, "merkle_root": good["merkle_root"].upper()}),
        ("transaction", sealed(transactions=[coinbase, coinbase])),
    ]
    for rule, case in cases:
        try:
            check_chain([*chain[:-1], case])
        except Broken as broken:
            found = broken.args[1]
        else:
            found = None
        assert found == rule, (rule, found, case)
        yield {"rule": rule, "block": case}


def accepted(chain, alice, names, network, target):
    """Blocks that may stand in place of the last one and look odd, but keep every rule: what is odd, and the block."""
    rules, last, time = GENESIS["rules"], chain[-2], chain[-1]["timestamp"]
    all_of_it = check_chain(chain[:-1])[0].balances[names["alice"]]

    def block(*changes, timestamp=time, miner=names["alice"]):
        payments = [sign(alice, network, {
            "amount": 1, "fee": 1, "nonce": 1 + n, "recipient": names["bob"], "sender": names["alice"], **change})
            for n, change in enumerate(changes)]
        return forge(rules, last, target, timestamp, payments, miner)

    cases = [
        ("an integer for a timestamp", block(timestamp=math.ceil(time))),
        ("the same timestamp as a double", block(timestamp=float(math.ceil(time)))),
        ("one millisecond after the block before", block(timestamp=last["timestamp"] + 0.001)),
        ("a week after the block before", block(timestamp=time + 7 * 86400)),
        ("no payment", block()),
        ("a payment to oneself", block({"recipient": names["alice"]})),
        ("all that one has", block({"amount": all_of_it - 23, "fee": 23})),
        ("a memo of control characters, quotes and a letter in two pieces", block({"memo": "\0\x7f\"\\/a\u0308\u2028"})),
        ("a memo of 256 bytes", block({"memo": "x" * 256})),
        ("a recipient that is no point of the curve", block({"recipient": "02" + "00" * 31}, miner="02" + "00" * 31)),
        ("three payments in a row", block({}, {}, {})),
    ]
    for name, case in cases:
        ledger, total = check_chain([*chain[:-1], case])
        yield {"what": name, "block": case, "hash": block_hash(case), "balances": ledger.balances, "work": f"{total:x}"}


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        try:
            accounts, done = check_chain(json.load(sys.stdin)["chain"])
        except Broken as broken:
            sys.exit(f"block {broken.args[0]}: {broken.args[1]}: {broken.args[2]}" if len(broken.args) == 3 else f"{broken}")
        print(f"valid; work {done}; {len(accounts.balances)} accounts hold {sum(accounts.balances.values())}")
    else:
        json.dump(example(), sys.stdout, indent=1, sort_keys=True)
        print()
