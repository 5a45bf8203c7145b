"""Runs a soak for so many seconds, and prints what isn't as it has to be.

It writes a part of RELIABILITY.md and a picture: after an hour into the first folder that is named, else the second.
"""

import os
import sys
from pathlib import Path

from support.signals import end_when_told, start_children_with_defaults

from Soak import document
from Soak.load import Rates
from Soak.run import say, soak
from Soak.verdict import violations

RATES = Rates(payments=50, readings=20)


#: Seconds from which on a run's figures are worth to be kept.
WHOLE = 3600


def main(folder: str, scratch: str, seconds: str) -> int:
    start_children_with_defaults()
    end_when_told()
    run = soak(float(seconds), RATES)
    is_nice = os.nice(0) > 0
    priority = "what else the machine did, before which they stood back (`nice`)" if is_nice else "the clients"
    document.write(Path(folder if run.seconds >= WHOLE else scratch), run, RATES, priority)
    found = violations(run)
    for each in found:
        say(f"not as it has to be: {each}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
