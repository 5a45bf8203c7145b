"""Figures about storage: how fast a node accepts transactions, and what the disk costs."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from support.nodes import ROOT, running_node

CONNECTIONS = (1, 16, 64)
TRANSACTIONS = 20_000
PAYMENT = {"sender": "alice", "recipient": "bob", "amount": 5}

Row = Callable[[str, str], None]


@contextmanager
def folder_on_disk() -> Iterator[Path]:
    """Next to the build: the folder for temporary files may be in memory, where flushing costs nothing."""
    with tempfile.TemporaryDirectory(prefix="figures-", dir=ROOT / ".build") as path:
        yield Path(path)


def flush_of_the_disk(row: Row) -> None:
    """The yardstick for durable figures."""
    with folder_on_disk() as folder:
        file = os.open(folder / "pages", os.O_CREAT | os.O_RDWR)
        milliseconds = []
        for page in range(500):
            os.pwrite(file, b"x" * 4096, page * 4096)
            start = time.perf_counter()
            os.fdatasync(file)
            milliseconds.append((time.perf_counter() - start) * 1000)
        os.close(file)
        row("this disk flushes a page of 4 KiB, median of 500", f"{sorted(milliseconds)[250]:.3f} ms")


def durable_transactions(row: Row) -> None:
    program = shutil.which("ab")
    if program is None:
        return row("ab is not installed (apache2-utils)", "left out")
    for connections in CONNECTIONS:
        with folder_on_disk() as folder:
            body = folder / "payment.json"
            body.write_text(json.dumps(PAYMENT))
            rates = []
            for flags in (["--data-dir", str(folder / "node")], []):
                with running_node(*flags, difficulty=1) as node:
                    url = f"http://{node.address}/transactions/new"
                    command = [program, "-q", "-k", "-n", str(TRANSACTIONS), "-c", str(connections)]
                    command += ["-p", str(body), "-T", "application/json", url]
                    done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                    assert "Non-2xx" not in done, done
                    assert node.get("/transactions/pending?limit=1").json()["total"] == TRANSACTIONS
                    rates.append(float(re.search(r"Requests per second: +([\d.]+)", done)[1]))
        durable, ephemeral = rates
        row(
            f"POST /transactions/new a second, {connections} connections: durable / --ephemeral",
            f"{durable:,.0f} / {ephemeral:,.0f}",
        )
        row("  ratio", f"{durable / ephemeral:.2f}")
