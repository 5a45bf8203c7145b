"""The page's SHA-256 and canonical writer, held to Python's, which the node's are held to."""

import hashlib
import json
import random

from Explorer.javascript import run
from support.ledger import VECTORS

SEED = 20261130

#: Characters that are escaped, sorted or joined in some way of their own.
CHARACTERS = [
    '"', "\\", "/", "\n", "\x00", "\x7f", "\x80", "é", "茶", "\u2028", "\U0001f600", "\ud800", "\ue000", "a", "b", "Z",
]

#: Numbers near the places where a spelling changes.
NUMBERS = [
    "0", "-0", "-0.0", "1.0", "1E2", "1e16", "9999999999999998.0", "1e15", "123456789012345678901234567890", "1e-4",
    "0.00001", "5e-324", "1.7976931348623157e308", "0.1", "1e21", "1e22", "123456789.123", "-2.5e-7", "100",
    "1506057125.900785",
]


def text(generator: random.Random) -> str:
    return "".join(generator.choices(CHARACTERS, k=generator.randrange(6)))


def number(generator: random.Random) -> str:
    """As somebody may spell one."""
    if generator.random() < 0.3:
        return generator.choice(NUMBERS)
    if generator.random() < 0.4:
        return str(generator.randrange(-10**generator.randrange(1, 40), 10**generator.randrange(1, 40)))
    mantissa = generator.choice([f"{generator.random()}", f"{generator.randrange(10**6)}.{generator.randrange(10**9)}"])
    return mantissa if "e" in mantissa else f"{mantissa}e{generator.randrange(-300, 290)}"


def value(generator: random.Random, depth: int = 2) -> str:
    """JSON text of any kind."""
    kind = generator.randrange(7 if depth > 0 else 5)
    if kind == 5:
        return "[" + ", ".join(value(generator, depth - 1) for _ in range(generator.randrange(4))) + "]"
    if kind == 6:
        return "{" + ",".join(
            f"{json.dumps(text(generator))}:{value(generator, depth - 1)}" for _ in range(generator.randrange(5))) + "}"
    unescaped = json.dumps(text(generator).replace("\ud800", ""), ensure_ascii=False)
    return [number(generator), json.dumps(text(generator)), "true", "null", unescaped][kind]


def odd_block(generator: random.Random) -> str:
    """A block as somebody may spell it, with more keys than it should have, some of them twice."""
    fields = {
        "index": number(generator), "timestamp": number(generator), "proof": number(generator),
        "previous_hash": json.dumps(f"{generator.getrandbits(256):064x}"),
        "transactions": "[" + ",".join(
            f'{{"sender": {value(generator, 0)}, "recipient": {value(generator, 0)}, "amount": {number(generator)}}}'
            for _ in range(generator.randrange(3))) + "]",
    }
    pairs = [*fields.items(), *((text(generator), value(generator)) for _ in range(generator.randrange(4)))]
    generator.shuffle(pairs)
    space = generator.choice(["", " ", "\n\t"])
    return "{" + f",{space}".join(f"{json.dumps(key)}:{space}{each}" for key, each in pairs) + "}"


def test_a_thousand_odd_blocks_have_the_hashes_that_python_computes():
    generator = random.Random(SEED)
    blocks = [odd_block(generator) for _ in range(1000)]
    wanted = [json.dumps(json.loads(block), sort_keys=True) for block in blocks]
    found = run(
        """
        const { canonical } = await load("canonical.js");
        const { parse } = await load("json.js");
        const { digestOf } = await load("sha256.js");
        return value.map((block) => { const text = canonical(parse(block)); return [text, digestOf(text)]; });
        """, blocks)
    for block, text, (written, digest) in zip(blocks, wanted, found, strict=True):
        assert written == text, block
        assert digest == hashlib.sha256(text.encode()).hexdigest()


def test_odd_blocks_have_the_hashes_that_the_node_computes(shared_node):
    generator = random.Random(SEED)
    blocks = []
    for _ in range(200):
        # What the node hashes is at least a block.
        usual = {
            "index": generator.randrange(1, 10**9), "previous_hash": text(generator), "timestamp": generator.random(),
            "proof": generator.getrandbits(60), "transactions": [],
        }
        blocks.append(f'{json.dumps(usual)[:-1]}, {json.dumps(text(generator))}: {value(generator)}}}')
    answers = [shared_node.request("POST", "/blocks/explain", block.encode()).json() for block in blocks]
    hashes = run(
        """
        const { canonical } = await load("canonical.js");
        const { parse } = await load("json.js");
        const { digestOf } = await load("sha256.js");
        return value.map((block) => digestOf(canonical(parse(block))));
        """, blocks)
    assert [answer["hash"] for answer in answers] == hashes


def test_texts_of_every_length_around_a_block_of_sha_256():
    texts = ["茶" * (length // 3) + "x" * (length % 3) for length in range(200)]
    found = run("""const { digestOf } = await load("sha256.js"); return value.map(digestOf);""", texts)
    assert found == [hashlib.sha256(each.encode()).hexdigest() for each in texts]


def test_a_number_that_rounds_to_an_infinity_has_no_text():
    script = """
        const { canonical } = await load("canonical.js");
        const { parse } = await load("json.js");
        try { return canonical(parse(value)); } catch (error) { return error.name; }
        """
    assert run(script, "[1e999]") == "RangeError"


def test_payments_of_a_ledger_have_the_names_and_the_signed_texts_of_the_reference():
    payments = [each for block in VECTORS["chain"] for each in block["transactions"] if each["sender"] != "0"]
    assert payments
    script = """
        const { idOf, textToSign } = await load("ledger.js");
        return value.payments.map(({ signature, ...payment }) =>
          [idOf({ signature, ...payment }), textToSign(payment, value.network)]);
        """
    found = run(script, {"payments": payments, "network": VECTORS["network"]})
    for payment, (name, signed) in zip(payments, found, strict=True):
        unsigned = {key: each for key, each in payment.items() if key != "signature"}
        assert name == hashlib.sha256(json.dumps(payment, sort_keys=True).encode()).hexdigest()
        assert signed == json.dumps({**unsigned, "network": VECTORS["network"]}, sort_keys=True)


def test_amounts_and_work_of_a_ledger():
    script = """
        const { money, workOf, isAddress } = await load("ledger.js");
        return [value.amounts.map(money), value.targets.map((each) => String(workOf(each))), isAddress("A".repeat(64))];
        """
    amounts = ["0", "5", "9007199254740991", "9007199254740992", "1.0", "-1", "", "007", "1e3", " 5"]
    targets = ["0000" + "f" * 60, "0" * 63 + "1", VECTORS["chain"][-1]["target"]]
    found, works, is_address = run(script, {"amounts": amounts, "targets": targets})
    assert found == [0, 5, 9007199254740991, None, None, None, None, None, None, None]
    assert works == [str(2**256 // (int(each, 16) + 1)) for each in targets]
    assert not is_address
