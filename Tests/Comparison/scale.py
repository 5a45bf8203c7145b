"""How much is measured: `make bench` in full, `make bench-quick` just enough to see that everything runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """The sizes of one run."""

    is_quick: bool
    #: Times that ours and its peers are measured in turn; the median of the rounds is told.
    rounds: int
    #: Seconds of each burst of requests. Whole ones: wrk takes no others.
    burst_seconds: int
    #: What GET /chain is to weigh, in megabytes, where that is measured.
    long_bodies_megabytes: tuple[int, ...]
    #: Blocks of the chain that is validated and resolved.
    blocks: int
    #: Fetches of that chain during which the loop's latency is taken: 99th percentiles want many samples.
    fetches_while_probed: int
    #: Blocks that two nodes share of which one is ahead, and how often the other one resolves.
    shared: tuple[int, ...]
    resolves: int
    #: Chains whose cost is plotted, ascending.
    growth: tuple[int, ...]


FULL = Scale(
    is_quick=False,
    rounds=5,
    burst_seconds=2,
    long_bodies_megabytes=(10, 100),
    blocks=100_000,
    fetches_while_probed=5,
    shared=(1_000, 100_000),
    resolves=20,
    growth=(1_000, 10_000, 100_000, 1_000_000),
)

QUICK = Scale(
    is_quick=True,
    rounds=1,
    burst_seconds=1,
    long_bodies_megabytes=(10,),
    blocks=10_000,
    fetches_while_probed=1,
    shared=(1_000, 10_000),
    resolves=3,
    growth=(1_000, 10_000),
)
