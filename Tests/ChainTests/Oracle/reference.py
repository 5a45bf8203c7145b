"""What CPython makes of JSON texts, blocks and chains: the tutorial's rules, written a second time.

CPython's json accepts some texts that are refused here on purpose: NaN, Infinity and -Infinity; numbers that overflow
to an infinity; and, given bytes, a byte order mark, UTF-16, UTF-32 and encoded surrogates. The nesting limit here is
fixed at 1,000 levels, while CPython's depends on its version and on the depth of its caller.
"""

import hashlib
import json
import math
import sys

MAXIMUM_DEPTH = 1000
# Far above MAXIMUM_DEPTH, so that our own check decides.
sys.setrecursionlimit(20_000)


def finite(text):
    value = float(text)
    if math.isinf(value):
        raise ValueError("overflow")
    return value


def refuse(text):
    raise ValueError(text)


def depth(text):
    """How deep the brackets of a valid text nest."""
    deepest = level = 0
    in_string = escaped = False
    for character in text:
        if in_string:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                in_string = False
        elif character == '"':
            in_string = True
        elif character in "[{":
            level += 1
            deepest = max(deepest, level)
        elif character in "]}":
            level -= 1
    return deepest


def parse(data):
    """The value of a text; a ValueError if it must be refused."""
    text = data.decode("utf-8")  # UnicodeDecodeError is a ValueError
    try:
        value = json.loads(text, parse_constant=refuse, parse_float=finite)
    except RecursionError:
        raise ValueError("too deep")
    if depth(text) > MAXIMUM_DEPTH:
        raise ValueError("too deep")
    return value


def canonical(value):
    return json.dumps(value, sort_keys=True, allow_nan=False).encode("ascii")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def block_hash(block):
    return sha256(canonical(block))


#: The text of a guess: in the program of the tutorial's repository, and in the article as published.
GUESSES = {"tutorial": "{last_proof}{proof}{last_hash}", "article": "{last_proof}{proof}"}


def valid_proof(last_proof, proof, last_hash, zeros, rules):
    guess = GUESSES[rules].format(last_proof=last_proof, proof=proof, last_hash=last_hash).encode()
    return sha256(guess)[:zeros] == "0" * zeros


def valid_chain(chain, zeros, rules):
    if type(chain) is not list or not chain:
        return False
    for height, block in enumerate(chain, 1):
        if type(block) is not dict:
            return False
        if not {"index", "timestamp", "transactions", "proof", "previous_hash"} <= block.keys():
            return False
        if type(block["index"]) is not int or block["index"] != height:
            return False
        if type(block["timestamp"]) not in (int, float):
            return False
        transactions = block["transactions"]
        if type(transactions) is not list or any(type(item) is not dict for item in transactions):
            return False
        if type(block["proof"]) is not int or block["proof"] < 0:
            return False
        if height > 1:
            last = chain[height - 2]
            if block["previous_hash"] != block_hash(last):
                return False
            if not valid_proof(last["proof"], block["proof"], block_hash(last), zeros, rules):
                return False
    return True


def chain_result(rules, zeros, data):
    answer = parse(data)
    if type(answer) is not dict or not valid_chain(answer.get("chain"), zeros, rules):
        raise ValueError("not valid")
    return block_hash(answer["chain"][-1])
