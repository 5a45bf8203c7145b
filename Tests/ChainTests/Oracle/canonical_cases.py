"""Random JSON texts, blocks and chains, and what CPython makes of them.

    canonical_cases.py texts SEED COUNT   INPUT CANONICAL    both in hex
    canonical_cases.py unicode            START RAW ESCAPED  256 code points from START on
    canonical_cases.py blocks SEED COUNT  INPUT SHA256
    canonical_cases.py chains SEED COUNT  RULES ZEROS INPUT HASH   an answer to GET /chain; its last block's hash
    canonical_cases.py digests SEED COUNT LENGTH BYTES SHA256 of a text that repeats the bytes, up to that length;
                                                             of each length below COUNT, and of some MiB

One case per line. The result is "refused" if the input must be refused. RAW and ESCAPED are the SHA-256 of canonical
texts: RAW of one string with those of the 256 code points that may appear unescaped in a string, ESCAPED of an array
of 256 strings of one four-digit escape each; "none" if there are no such code points.
"""

import hashlib
import random
import sys

# Leave no files in the source folder.
sys.dont_write_bytecode = True

from random_chains import chain_case, new_block, written
from random_json import text_case
from reference import block_hash, canonical, chain_result, parse, sha256


def result_or_refused(function, *arguments):
    try:
        return function(*arguments)
    except ValueError:
        return "refused"


def print_texts(seed, count):
    pick = random.Random(seed)
    for _ in range(count):
        data = text_case(pick)
        print(data.hex(), result_or_refused(lambda: canonical(parse(data)).hex()))


def print_unicode():
    for start in range(0, 0x110000, 256):
        codes = range(start, start + 256)
        raw = escaped = "none"
        if not 0xD800 <= start <= 0xDFFF:
            plain = [chr(code) for code in codes if code >= 0x20 and chr(code) not in '"\\']
            raw = sha256(canonical("".join(plain)))
        if start < 0x10000:
            escaped = sha256(canonical([chr(code) for code in codes]))
        print(start, raw, escaped)


def print_blocks(seed, count):
    pick = random.Random(seed)
    for _ in range(count):
        data = written(new_block([], 1, pick), pick)
        print(data.hex(), block_hash(parse(data)))


def print_chains(seed, count):
    pick = random.Random(seed)
    for _ in range(count):
        rules, zeros, data = chain_case(pick)
        print(rules, zeros, data.hex(), result_or_refused(chain_result, rules, zeros, data))


def print_digests(seed, count):
    pick = random.Random(seed)
    for length in [*range(count), *(pick.randrange(1 << 20, 5 << 20) for _ in range(3))]:
        # As long as the short texts, and prime: in a long text each byte reaches every place in a block.
        data = pick.randbytes(min(length, 1021) if length > count else length)
        text = (data * (length // len(data) + 1))[:length] if data else data
        print(length, data.hex(), hashlib.sha256(text).hexdigest())


if __name__ == "__main__":
    kinds = {
        "texts": print_texts,
        "unicode": print_unicode,
        "blocks": print_blocks,
        "chains": print_chains,
        "digests": print_digests,
    }
    kinds[sys.argv[1]](*map(int, sys.argv[2:]))
