"""Compares Forgechain with its peers and limits, prints one table, and writes it to docs/BENCHMARKS.md.

    PYTHONPATH=Tests python -m Comparison [--quick] [SUBJECT ...]
    PYTHONPATH=Tests python -m Comparison --replace SUBJECT ...

A quick run, one of some subjects, and one in which something failed leave docs alone and write to .build/bench. With
--replace the subjects are put in their place in docs.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from Comparison import accepting, company, document, growing, incremental, keeping, ledger, long_chains, machine
from Comparison import pending, resolving, searching, serving, validating
from Comparison.report import Report
from Comparison.run import Chains, Run
from Comparison.scale import FULL, QUICK
from Comparison.yardsticks import Yardsticks
from support.nodes import ROOT
from support.signals import end_when_told

TABLES = {
    module.__name__.split(".")[-1]: module
    for module in (serving, accepting, long_chains, searching, validating, keeping, resolving, incremental, ledger)
}
GROWTHS = {
    growth.by.split()[-1]: growth
    for growth in (growing.BLOCKS, pending.PENDING, company.PEERS, company.WATCHERS, company.CONNECTIONS)
}
SUBJECTS = [*TABLES, *GROWTHS]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small run, without judging")
    parser.add_argument("--replace", action="store_true", help="put the subjects in docs")
    parser.add_argument("subjects", nargs="*", metavar="subject", help=f"all, or of {', '.join(SUBJECTS)}")
    flags = parser.parse_args()
    if unknown := set(flags.subjects) - set(SUBJECTS):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}")
    if flags.replace and (flags.quick or not flags.subjects):
        parser.error("--replace is for a full run of some subjects")
    end_when_told()

    output = ROOT / ".build" / "bench"
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=output) as name:
        folder = Path(name)
        report = Report(Run(QUICK if flags.quick else FULL, folder, Yardsticks(output), Chains(folder)))
        for subject in flags.subjects or SUBJECTS:
            if growth := GROWTHS.get(subject):
                report.add_growth(growth)
            else:
                report.add(TABLES[subject].TITLE, TABLES[subject].rows)
    is_for_docs = not report.failures and (flags.replace or not (flags.quick or flags.subjects))
    place = ROOT / "docs" if is_for_docs else output
    put = document.replace if flags.replace and is_for_docs else document.write
    put(place, report, machine.facts())
    print(f"\nWritten to {(place / document.NAME).relative_to(ROOT)}.")
    if report.failures:
        print(f"Not measured, by an error above: {', '.join(report.failures)}.", file=sys.stderr)
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
