"""The tutorial's search for proofs, in CPython, for a number of seconds: prints its guesses per second as JSON.

    python tutorial_search.py SECONDS

The proofs have nine digits, as late in a search for eight zeros; proofs that fit are skipped.
"""

import hashlib
import json
import sys
import time

LAST_PROOF = 35293
LAST_HASH = "e5287db5cb8e3640bf0ceddfce17885844e7c06d2f8dc2678ea5f37eb3f03af9"
FIRST_PROOF = 100_000_000
#: Guesses between two looks at the clock.
STRIDE = 50_000


def valid_proof(last_proof: int, proof: int, last_hash: str) -> bool:
    """As the tutorial's program has it."""
    guess = f"{last_proof}{proof}{last_hash}".encode()
    guess_hash = hashlib.sha256(guess).hexdigest()
    return guess_hash[:4] == "0000"


def main() -> None:
    deadline = time.perf_counter() + float(sys.argv[1])
    start = time.perf_counter()
    proof = FIRST_PROOF
    while (now := time.perf_counter()) < deadline:
        end = proof + STRIDE
        while proof < end:
            valid_proof(LAST_PROOF, proof, LAST_HASH)
            proof += 1
    print(json.dumps({"guesses_per_second": (proof - FIRST_PROOF) / (now - start)}))


if __name__ == "__main__":
    main()
