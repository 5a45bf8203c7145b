"""Measures Forgechain beside its peers and limits, and prints one table; see docs/BENCHMARKS.md.

    PYTHONPATH=Tests python -m Comparison [--quick] [SUBJECT ...]
"""

import argparse
import sys
import tempfile
import traceback
from pathlib import Path

from Comparison import accepting, long_chains, serving
from Comparison.run import Chains, Run
from Comparison.scale import FULL, QUICK
from Comparison.table import HEADINGS, Section, left_out, terminal_line
from Comparison.yardsticks import NotInstalled, Yardsticks
from support.nodes import ROOT

SUBJECTS = {"serving": serving, "accepting": accepting, "long-chains": long_chains}


def measured(subject, run: Run) -> tuple[Section, bool]:
    """The subject's rows, printed as they come, and whether all of them came."""
    section = Section(subject.TITLE)
    print(f"\n{section.title}", flush=True)
    try:
        for row in subject.rows(run):
            section.rows.append(row)
            print(terminal_line(row.cells(is_judged=not run.scale.is_quick)), flush=True)
    except NotInstalled as reason:
        section.rows.append(left_out(section.title, str(reason)))
        print(terminal_line(section.rows[-1].cells(is_judged=False)), flush=True)
    except Exception:
        traceback.print_exc()
        return section, False
    return section, True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("subjects", nargs="*", choices=[[], *SUBJECTS])
    flags = parser.parse_args()
    output = ROOT / ".build" / "bench"
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=output) as folder:
        run = Run(QUICK if flags.quick else FULL, Path(folder), Yardsticks(output), Chains(Path(folder)))
        print(terminal_line(HEADINGS))
        results = [measured(SUBJECTS[name], run) for name in flags.subjects or SUBJECTS]
    return 0 if all(is_whole for _, is_whole in results) else 1


if __name__ == "__main__":
    sys.exit(main())
