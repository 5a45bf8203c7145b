"""Shared by the fault suite: the shim, and the numbers that control how thorough it is."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytest.register_assert_rewrite("Faults")

from Faults.prepared import Prepared  # noqa: E402
from Faults.shim import Shim, build_library  # noqa: E402


@pytest.fixture(scope="session")
def fault_seed() -> int:
    """FAULT_SEED, or a new one."""
    return int(os.environ.get("FAULT_SEED", random.SystemRandom().randrange(10**9)))


@pytest.fixture
def chance(fault_seed: int, request: pytest.FixtureRequest) -> random.Random:
    """This test's randomness: the same for the same seed, whichever other tests run. A failure prints the seed."""
    print(f"again: FAULT_SEED={fault_seed} pytest '{request.node.nodeid}'")
    return random.Random(f"{fault_seed} {request.node.name}")


@pytest.fixture
def points(chance: random.Random) -> list[int]:
    """The calls to fail at: the first, and then every one, or with FAULT_STRIDE one in so many."""
    stride = int(os.environ.get("FAULT_STRIDE", 8))
    return [1, *range(1 + chance.randint(1, stride), 100_000, stride)]


@pytest.fixture(scope="session")
def shim_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_library(tmp_path_factory.mktemp("shim") / "faults.so")


@pytest.fixture
def make_shim(shim_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Shim]:
    """Makes the shim for a directory: `make_shim(directory)`."""

    def make(directory: Path, synced: Path | None = None) -> Shim:
        return Shim(shim_library, directory, tmp_path_factory.mktemp("shim") / "control", synced)

    return make


@pytest.fixture(scope="session", params=[False, True], ids=["", "with a full log"])
def prepared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """A directory to copy and break; see Prepared."""
    with closing(Prepared(tmp_path_factory.mktemp("prepared") / "data", request.param)) as prepared:
        yield prepared
