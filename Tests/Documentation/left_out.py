"""The commands in documents that the sandbox doesn't run: why, and which file of the repository runs them instead."""

from typing import NamedTuple


class LeftOut(NamedTuple):
    why: str
    #: A file that runs it, and the text in it that shows so.
    file: str
    shows: str


LEFT_OUT = {
    "make simulate": LeftOut("takes minutes", ".ci/run", "make simulate"),
    "ab -q -n 300 -c 30 http://127.0.0.1:5000/mine": LeftOut("measures", "Tests/Load/figures.py", "/mine"),
    "ab -q -k -n 100000 -c 50 http://127.0.0.1:5001/chain": LeftOut("measures", "Tests/Load/figures.py", "/chain"),
    "make figures": LeftOut("measures, for minutes", ".ci/run", "`make figures`"),
    "docker compose -f docker/compose.yaml up": LeftOut(
        "needs a Docker engine", "Tests/Cluster/cluster.py", "docker/compose.yaml"
    ),
}
