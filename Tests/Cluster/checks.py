"""What the cluster test checks: each check is a sentence and a function, run in the order of declaration."""

from collections.abc import Callable

from Cluster.cluster import Cluster

Check = Callable[[Cluster], str | None]

#: What is checked of each cluster, in this order: each builds on what the previous ones left. True for those without
#: which no other can run.
checks: list[tuple[str, Check, bool]] = []
ledger_checks: list[tuple[str, Check, bool]] = []


def check(sentence: str, is_required: bool = False, of_ledger: bool = False) -> Callable[[Check], Check]:
    """Declares a check. What it returns is printed with its sentence."""

    def declare(function: Check) -> Check:
        (ledger_checks if of_ledger else checks).append((sentence, function, is_required))
        return function

    return declare
