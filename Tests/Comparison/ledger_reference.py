"""The ledger's rules in Python on the body of a GET /chain, reading included: says as JSON how long they took.

    PYTHONPATH=Tests python ledger_reference.py FILE
"""

import json
import sys
import time
from pathlib import Path

from Ledger import reference


def main() -> None:
    body = Path(sys.argv[1]).read_bytes()
    start = time.perf_counter()
    chain = json.loads(body)["chain"]
    reference.check_chain(chain)
    print(json.dumps({"blocks": len(chain), "seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    main()
