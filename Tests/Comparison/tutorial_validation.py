"""The tutorial's valid_chain on the body of a GET /chain, in CPython, reading included: says as JSON how long it took.

    PYTHONPATH=Tests python tutorial_validation.py FILE DIFFICULTY
"""

import json
import sys
import time
from pathlib import Path

from Interop.tutorial_node import is_valid_chain


def main() -> None:
    body, difficulty = Path(sys.argv[1]).read_bytes(), int(sys.argv[2])
    start = time.perf_counter()
    chain = json.loads(body)["chain"]
    is_valid = is_valid_chain(chain, difficulty)
    seconds = time.perf_counter() - start
    if not is_valid:
        raise SystemExit("CPython calls the chain invalid")
    print(json.dumps({"blocks": len(chain), "seconds": seconds}))


if __name__ == "__main__":
    main()
