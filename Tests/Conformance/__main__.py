"""Plays all cases against all servers, prints what failed, and writes HTTP.md into the folder that is named.

`--verbose` prints what failed with the others too.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from support.signals import start_children_with_defaults

from Conformance import document, scores, servers
from Conformance.document import Result
from Conformance.scores import Score


def main(folder: str, *options: str) -> int:
    start_children_with_defaults()
    results = []
    for start in servers.ALL:
        with start() as server:
            results.append(Result(server, scores.of_server(server)))
        names_them = len(results) == 1 or "--verbose" in options
        say(f"{server.name} {server.version}", results[-1].scores, names_them)
    client = scores.of_client()
    say("Forgechain's client", client, True)
    document.write(Path(folder), results, client)
    failed = [score for score in [*results[0].scores, *client] if score.complaint]
    return 1 if failed else 0


def say(name: str, found: Sequence[Score], names_them: bool) -> None:
    failed = [score for score in found if score.complaint]
    print(f"{name}: {len(failed)} of {sum(not score.was_left_out for score in found)} cases failed", flush=True)
    if names_them:
        for score in failed:
            print(f"    {score.case.level.value} {score.case}: {score.complaint}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
