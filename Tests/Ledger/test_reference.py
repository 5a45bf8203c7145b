"""The ledger's vectors are what its reference prints, and it judges their chain as it did."""

import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
REFERENCE = [sys.executable, "-B", FOLDER / "reference.py"]


def test_the_vectors_are_what_the_reference_prints():
    printed = subprocess.run(REFERENCE, capture_output=True, check=True).stdout
    assert printed == (FOLDER / "vectors.json").read_bytes()


def test_the_reference_judges_an_answer():
    vectors = json.loads((FOLDER / "vectors.json").read_text())

    def check(chain):
        answer = json.dumps({"chain": chain, "length": len(chain)})
        return subprocess.run([*REFERENCE, "check"], input=answer, capture_output=True, text=True)

    done = check(vectors["chain"])
    assert done.returncode == 0 and done.stdout == f"valid; work {int(vectors['work'], 16)}; 2 accounts hold 200\n"
    refused = vectors["refused"][0]
    done = check([*vectors["chain"][:-1], refused["block"]])
    assert done.returncode == 1 and done.stderr.startswith(f"block 5: {refused['rule']}: ")
