"""How much is measured: `make bench` in full, `make bench-quick` just enough to see that everything runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """The sizes of one run."""

    is_quick: bool
    #: How many rounds ours and its peers take turns; the median is reported.
    rounds: int
    #: Seconds of each burst of requests. Whole seconds, because wrk accepts nothing else.
    burst_seconds: int
    #: The sizes of GET /chain, in megabytes, where that is measured.
    long_bodies_megabytes: tuple[int, ...]
    #: Blocks of the chain that is validated and resolved.
    blocks: int
    #: Blocks of the chain that is kept, and resolved from beginning to end.
    kept_blocks: int
    #: A ledger's payments in the chain that is validated, and in the one that is started with.
    validated_payments: int
    started_payments: int
    #: Fetches of the validated chain during which the loop's latency is sampled: 99th percentiles need many samples.
    fetches_while_probed: int
    #: Blocks that two nodes share while one is ahead, and how often the other resolves.
    shared: tuple[int, ...]
    resolves: int
    #: How many times what grows by the following is measured, except by blocks.
    growth_rounds: int
    #: Each ascending: the blocks of chains, pending transactions, and of others at once.
    growth: tuple[int, ...]
    pending: tuple[int, ...]
    peers: tuple[int, ...]
    watchers: tuple[int, ...]
    connections: tuple[int, ...]
    #: POSTs of which all peers are told.
    told: int


FULL = Scale(
    is_quick=False,
    rounds=5,
    burst_seconds=2,
    long_bodies_megabytes=(10, 100),
    blocks=100_000,
    kept_blocks=60_000,
    validated_payments=100_000,
    started_payments=1_000_000,
    fetches_while_probed=5,
    shared=(1_000, 100_000),
    resolves=20,
    growth_rounds=3,
    growth=(1_000, 10_000, 100_000, 1_000_000),
    pending=(1_000, 10_000, 50_000, 99_000),
    peers=(0, 1, 4, 16),
    watchers=(0, 1, 16, 64, 500),
    connections=(0, 1_000, 3_000, 10_000),
    told=20_000,
)

QUICK = Scale(
    is_quick=True,
    rounds=1,
    burst_seconds=1,
    long_bodies_megabytes=(10,),
    blocks=10_000,
    kept_blocks=10_000,
    validated_payments=5_000,
    started_payments=5_000,
    fetches_while_probed=1,
    shared=(1_000, 10_000),
    resolves=3,
    growth_rounds=1,
    growth=(1_000, 10_000),
    pending=(1_000, 10_000),
    peers=(0, 2),
    watchers=(0, 16),
    connections=(0, 500),
    told=2_000,
)
