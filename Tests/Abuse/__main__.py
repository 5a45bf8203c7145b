"""Does every attack to a node, prints what missed its aim, and writes a part of RELIABILITY.md into the folder that is
named. Words after it choose the attacks that have one of them in their name; nothing is written then.
"""

import signal
import sys
from pathlib import Path

from support.signals import start_children_with_defaults

from Abuse import document
from Abuse.attacks import ALL
from Abuse.measuring import NotPossible, measure

#: Seconds: an attack, the longest for an honest request, and after which memory has to be given back.
SECONDS, PATIENCE, LATER = 15, 10, 10


def main(folder: str, *words: str) -> int:
    start_children_with_defaults()
    # Ending this run ends everything it started, because the contexts are left.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    results, left_out, missed = [], [], 0
    for attack in ALL:
        if words and not any(word in attack.name for word in words):
            continue
        try:
            result = measure(attack, SECONDS, PATIENCE, LATER)
        except NotPossible as reason:
            left_out.append(f"{attack}: {reason}")
            print(f"{attack}: left out, {reason}", flush=True)
            continue
        except AssertionError as complaint:
            missed += 1
            left_out.append(f"{attack}: {str(complaint).splitlines()[0]}")
            print(f"{attack}: {complaint}", flush=True)
            continue
        results.append(result)
        print(" | ".join(document.cells(result)), *result.remarks, sep="; ", flush=True)
        for each in document.misses(result):
            missed += 1
            print(f"    misses its aim: {each}", flush=True)
    if not words:
        document.write(Path(folder), results, left_out, SECONDS, PATIENCE, LATER)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
