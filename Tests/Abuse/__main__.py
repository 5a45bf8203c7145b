"""Does every attack to a node, of clients and of peers, prints what missed its aim, and writes two parts of
RELIABILITY.md into the folder that is named. Words after it choose the attacks that have one of them in their name;
nothing is written then.
"""

import sys
from pathlib import Path

from support.signals import end_when_told, start_children_with_defaults

from Abuse import document, ways_document
from Abuse.attacks import ALL
from Abuse.measuring import NotPossible, measure
from Abuse.taking import Taken
from Abuse.taking import measure as measure_taking
from Abuse.ways import ALL as WAYS

#: Seconds: an attack, the longest for an honest request, and after which memory has to be given back.
SECONDS, PATIENCE, LATER = 15, 10, 10

#: Seconds for an honest peer's block.
BLOCK_PATIENCE = 150

#: Instead of words: only the attacks of peers.
PEERS = "--peers"


def main(folder: str, *words: str) -> int:
    start_children_with_defaults()
    end_when_told()
    if words == (PEERS,):
        return 1 if of_peers(folder) else 0
    missed = of_clients(folder, *words)
    return 1 if missed + of_peers(folder, *words) else 0


def of_clients(folder: str, *words: str) -> int:
    """How many aims were missed."""
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
    return missed


def of_peers(folder: str, *words: str) -> int:
    """How many aims were missed."""
    results: list[Taken] = []
    left_out, missed = [], 0
    for way in WAYS:
        if words and not any(word in way.name for word in words):
            continue
        try:
            result = measure_taking(way, BLOCK_PATIENCE)
        except (NotPossible, AssertionError) as complaint:
            missed += not isinstance(complaint, NotPossible)
            left_out.append(f"{way}: {str(complaint).splitlines()[0]}")
            print(f"{way}: {complaint}", flush=True)
            continue
        results.append(result)
        print(" | ".join(ways_document.cells(result)), flush=True)
        missed += ways_document.misses(result)
    if not words:
        ways_document.write(Path(folder), results, left_out)
    return missed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
