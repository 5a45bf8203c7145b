"""Random blocks and answers to GET /chain, valid and not."""

import json
import math

from random_json import double_text, mutated, random_double, string_text
from reference import GUESSES, block_hash, valid_proof


def transaction(pick):
    amount = float(double_text(pick))
    return {
        "sender": json.loads(string_text(pick)),
        "recipient": json.loads(string_text(pick)),
        "amount": amount if math.isfinite(amount) else 1.5,
    }


#: As long as proofs that begin with a digest, and as long as CPython reads any integer.
LONG_PROOFS = [10**18, 10**19, 10**97 + 7, 10**4299]


def found_proof(last_proof, begin, last_hash, zeros, rules):
    """The first proof from a number on. Only its last digits are printed anew: printing long numbers takes the time."""
    last, text = str(last_proof), str(begin)
    head, tail = text[:-6], text[-6:]
    for number in range(int(tail), 10**6):
        proof = f"{head}{number:0{len(tail)}}"
        if valid_proof(last, proof, last_hash, zeros, rules):
            return int(proof)
    raise ValueError("a proof is found within a million guesses")


def new_block(chain, zeros, pick, rules="tutorial"):
    block = {
        "index": len(chain) + 1,
        "timestamp": pick.choice([random_double(pick), pick.randint(0, 2**40), 1506057125.900785]),
        "transactions": [transaction(pick) for _ in range(pick.randrange(3))],
        "proof": pick.choice([0, 100, 2**64 - 1, 2**64, pick.randrange(2**64), *LONG_PROOFS]),
        "previous_hash": "1",
    }
    if chain:
        block["previous_hash"] = block_hash(chain[-1])
        # A miner may start anywhere.
        begin = pick.choice([*[0] * 12, 2**64 - 5, *LONG_PROOFS])
        block["proof"] = found_proof(chain[-1]["proof"], begin, block["previous_hash"], zeros, rules)
    elif pick.random() < 0.2:
        block["previous_hash"] = pick.choice([1, None, [], "", "0" * 64])
    if pick.random() < 0.2:
        block["extra \u00e9"] = pick.choice([None, {"b": 1, "a": [2.5]}, "\ud800"])
    return block


def shuffled(value, pick):
    """The same value with its members in another order."""
    if type(value) is dict:
        items = [(key, shuffled(item, pick)) for key, item in value.items()]
        pick.shuffle(items)
        return dict(items)
    if type(value) is list:
        return [shuffled(item, pick) for item in value]
    return value


def written(value, pick):
    value = shuffled(value, pick)
    options = {"indent": pick.choice([None, None, 2]), "separators": pick.choice([None, (",", ":")])}
    try:
        return json.dumps(value, ensure_ascii=pick.choice([True, False]), **options).encode()
    except UnicodeEncodeError:  # a lone surrogate can only be escaped
        return json.dumps(value, **options).encode()


WRONG = [None, True, False, "", "1", "0" * 64, 1.0, 1.5, -1, -(2**64), 0, 2**64, 10**30, [], {}, [1], [{}, None]]


def tampered(chain, pick):
    """A chain with one change, which usually breaks it."""
    chain = json.loads(json.dumps(chain))
    block = pick.choice(chain)
    key = pick.choice(["index", "timestamp", "transactions", "proof", "previous_hash"])
    kind = pick.randrange(9)
    if kind == 0:
        del block[key]
    elif kind == 1:
        block[key] = pick.choice(WRONG)
    elif kind == 2:
        block["proof"] = pick.choice([block["proof"] + 1, block["proof"] - 1, str(block["proof"])])
    elif kind == 3:
        block["index"] = block["index"] + pick.choice([-1, 1])
    elif kind == 4:
        block["transactions"].append(pick.choice([{}, None, 1, {"sender": "a"}]))
    elif kind == 5:
        del chain[pick.randrange(len(chain))]
    elif kind == 6:
        pick.shuffle(chain)
    elif kind == 7:
        block["previous_hash"] = str(block["previous_hash"]).upper()
    else:
        return pick.choice([None, {}, 5, "chain", [], [None], [chain], chain[0]])
    return chain


def chain_case(pick):
    zeros = pick.choice([1, 1, 2])
    rules = pick.choice(list(GUESSES))
    # Now and then by the other rules.
    mined = pick.choice([rules] * 9 + list(GUESSES))
    chain = []
    for _ in range(pick.randint(1, 6)):
        chain.append(new_block(chain, zeros, pick, mined))
    kind = pick.randrange(5)
    if kind < 2:
        chain = tampered(chain, pick)
    length = pick.choice([1, 10**6, None, "7"])
    answer = pick.choice([{"chain": chain, "length": length}] * 9 + [{"length": length}, chain])
    data = written(answer, pick)
    if kind == 3:
        data = mutated(data, pick)
    return rules, zeros, data
