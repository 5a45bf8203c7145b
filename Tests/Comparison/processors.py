"""Which processors a measurement runs on: the server alone on one, the client on another, for every server alike."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


def _available() -> list[int]:
    return sorted(os.sched_getaffinity(0))


def _server() -> set[int]:
    return set(_available()[:1])


def _client() -> set[int]:
    """The last one, which is least likely to be the other half of the server's core."""
    return set(_available()[-1:])


@contextmanager
def server_processor() -> Iterator[None]:
    """Programs started in here run on the server's processor alone, with all their threads."""
    with _only_on(_server()):
        yield


@contextmanager
def client_processor() -> Iterator[None]:
    """Programs started in here run on the client's processor alone."""
    with _only_on(_client()):
        yield


@contextmanager
def _only_on(processors: set[int]) -> Iterator[None]:
    # A child inherits the processors of the thread that starts it.
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, processors)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
