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
        "needs a Docker engine", "Tests/Cluster/run", '"compose.yaml"'
    ),
    "docker compose -f docker/compose.ledger.yaml up": LeftOut(
        "needs a Docker engine", "Tests/Cluster/run", "compose.ledger.yaml"
    ),
    r"""
docker compose -f docker/compose.ledger.yaml exec ledger1 forgechain key import node /var/lib/forgechain/5000/node.key --no-passphrase
docker compose -f docker/compose.ledger.yaml exec ledger1 forgechain mine
docker compose -f docker/compose.ledger.yaml exec ledger1 forgechain send \
    $(curl -s http://localhost:5013/status | sed 's/.*"identifier": "\([^"]*\)".*/\1/') 5 --from node --yes
curl http://localhost:5012/mine
curl http://localhost:5014/chain
""".strip(): LeftOut("needs a Docker engine", "Tests/Cluster/ledger.py", '"key", "import", PAYER, NODE_KEY'),
}
