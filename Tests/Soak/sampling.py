"""What each node takes of the machine, looked at again and again."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from Soak.network import Place


@dataclass(frozen=True)
class Sample:
    """One node at one moment. Sizes are in bytes."""

    seconds: float
    memory: int
    kernel: int
    descriptors: int
    threads: int
    disk: int
    chain: int


def sample(place: Place, seconds: float) -> Sample:
    return Sample(
        seconds=seconds,
        memory=place.node.memory_bytes(),
        kernel=place.kernel_bytes(),
        descriptors=place.descriptors(),
        threads=place.threads(),
        disk=place.disk_bytes(),
        chain=place.metric("forgechain_chain_bytes"),
    )


@contextmanager
def sampling(places: list[Place], every: float) -> Iterator[dict[str, list[Sample]]]:
    """All nodes that are up, each so many seconds, by their names."""
    found: dict[str, list[Sample]] = {place.name: [] for place in places}
    over = threading.Event()
    start = time.monotonic()

    def look() -> None:
        while not over.wait(every):
            for place in places:
                epoch = place.epoch
                if epoch % 2:
                    continue
                try:
                    found[place.name].append(sample(place, time.monotonic() - start))
                except Exception as error:
                    # It was ended between two looks; or it doesn't answer, which its clients notice too.
                    is_known = place.node.is_running and isinstance(error, (OSError, AssertionError))
                    if epoch == place.epoch and not is_known:
                        raise

    with ThreadPoolExecutor(1) as pool:
        try:
            looking = pool.submit(look)
            yield found
        finally:
            over.set()
    # Raises what has ended it early.
    looking.result()
