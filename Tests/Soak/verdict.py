"""What a run of the soak has shown, and what of it is not as it has to be."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from Soak.load import PATIENCE, Tally
from Soak.network import AGREEMENT
from Soak.sampling import Sample

MIB = 1 << 20

#: The share of a run after which the first node's memory is what it needs.
WARM_UP = 0.1

#: Parts of the rest, of each of which the least counts: what stays between the peaks.
_PARTS = 30

#: Seconds of a run from which on a slope says something.
LONG_ENOUGH = 900

#: MiB an hour, beyond what the chain's growth costs; and MiB more than a fresh process with the same chain.
MOST_GROWTH, MOST_KEPT = 8.0, 24

#: The share of a run that may lie between a node's last sample and the end, or else PATIENCE.
UNSEEN = 0.1

#: What a process may have more than at first: libdispatch makes threads and opens descriptors when it needs them.
MORE_DESCRIPTORS, MORE_THREADS = 4, 16


@dataclass(frozen=True)
class Restart:
    """A node's, with the seconds until its first line, and from then until all agreed."""

    name: str
    signal: str
    start: float
    agreement: float


@dataclass
class Run:
    """A whole soak."""

    seconds: float
    tally: Tally
    samples: dict[str, list[Sample]]
    restarts: list[Restart]
    #: At rest: before, after, and of a fresh process of the first node's in the end.
    before: dict[str, Sample]
    after: dict[str, Sample]
    fresh: Sample
    blocks: int
    #: Of those that were acknowledged, the ones that are nowhere; and payments that stand in the chain more than once.
    lost: list[int]
    twice: list[int]
    #: Anything else that went wrong on the way.
    problems: list[str] = field(default_factory=list)

    @property
    def first(self) -> str:
        """The node that runs all the time."""
        return next(iter(self.samples))


def lost_and_twice(acknowledged: set[int], payments: Sequence[int]) -> tuple[list[int], list[int]]:
    counts = Counter(payments)
    return sorted(acknowledged - counts.keys()), sorted(number for number, count in counts.items() if count > 1)


def least_of_parts(samples: Sequence[Sample], cost: float) -> list[tuple[float, float]]:
    """When each part's sample with the least memory was, and that memory without what the chain costs."""
    size = max(len(samples) // _PARTS, 1)
    found = []
    for start in range(0, len(samples) - size + 1, size):
        least = min(samples[start : start + size], key=lambda each: each.memory - cost * each.chain)
        found.append((least.seconds, least.memory - cost * least.chain))
    return found


def chain_cost(run: Run) -> float:
    """Bytes of memory that a byte of the chain costs: by a fresh process with no chain, and one with all of it."""
    grown = run.fresh.chain - run.before[run.first].chain
    return max((run.fresh.memory - run.before[run.first].memory) / grown, 0) if grown > 0 else 0


def growth(run: Run) -> float:
    """MiB an hour that the first node's memory grows after the warm-up, beyond what its chain costs."""
    warm = [each for each in run.samples[run.first] if each.seconds > WARM_UP * run.seconds]
    points = least_of_parts(warm, chain_cost(run))
    if len(points) < 2:
        return 0
    slope = statistics.linear_regression([seconds for seconds, _ in points], [memory for _, memory in points]).slope
    return slope * 3600 / MIB


def kept(run: Run) -> float:
    """MiB that the first node has at the end beyond a fresh process with the same chain."""
    return (run.after[run.first].memory - run.fresh.memory) / MIB


def violations(run: Run) -> list[str]:
    found = list(run.problems)
    # A run in which something stood still shows nothing.
    nothing = {
        "payment was acknowledged": run.tally.acknowledged,
        "event was received": run.tally.events,
        "node was restarted": run.restarts,
    }
    found += [f"no {what}" for what, seen in nothing.items() if not seen]
    for name, samples in run.samples.items():
        last = samples[-1].seconds if samples else 0
        if last < run.seconds - max(UNSEEN * run.seconds, PATIENCE):
            found.append(f"{name} was looked at for {last:.0f} s of {run.seconds:g} s")
    if run.lost:
        found.append(f"{len(run.lost)} acknowledged payments are lost, say {run.lost[:5]}")
    if run.twice:
        found.append(f"{len(run.twice)} payments were mined twice, say {run.twice[:5]}")
    if run.tally.failures:
        found.append(f"{len(run.tally.failures)} requests failed, say {run.tally.failures[0]}")
    if run.tally.slowest > PATIENCE:
        found.append(f"a request took {run.tally.slowest:.1f} s")
    found += [
        f"{each.name} and the others agreed {each.agreement:.1f} s after {each.signal}"
        for each in run.restarts
        if each.agreement > AGREEMENT
    ]
    if run.seconds >= LONG_ENOUGH and growth(run) > MOST_GROWTH:
        found.append(f"{run.first}'s memory grows by {growth(run):.1f} MiB an hour beyond its chain")
    if kept(run) > MOST_KEPT:
        found.append(f"{run.first} has {kept(run):.0f} MiB more than a fresh process")
    for name, after in run.after.items():
        before = run.before[name]
        if after.descriptors > before.descriptors + MORE_DESCRIPTORS:
            found.append(f"{name} has {after.descriptors} descriptors, {before.descriptors} before")
        if after.threads > before.threads + MORE_THREADS:
            found.append(f"{name} has {after.threads} threads, {before.threads} before")
    return found
