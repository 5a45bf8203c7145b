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
    r"""
tar --extract --file forgechain-*-linux-x86_64.tar.xz
sudo cp --recursive forgechain-*/bin forgechain-*/share /usr/local/
forgechain
""".strip(): LeftOut("needs what `make dist` makes", "Tests/Packages/in_machines.py", '"--extract", "--file", tarball]'),
    r"""
sudo apt install ./forgechain_*.deb
forgechain mine
""".strip(): LeftOut("installs a package", "Tests/Packages/in_machines.py", 'apt(within, "install"'),
    r"""
docker load --input forgechain-*-image.tar.gz
docker run --detach --name forgechain --publish 127.0.0.1:5000:5000 --volume forgechain:/var/lib/forgechain forgechain
""".strip(): LeftOut("needs a Docker engine", "Tests/Packages/in_machines.py", 'docker("load", "--input"'),
    "make dist\nmake test-dist": LeftOut("takes minutes", ".ci/run", "`make dist` and `make test-dist`"),
    "forgechain --gossip --discover": LeftOut(
        "needs three hosts", "Tests/Machines/on_hosts.py", 'FINDING = ["--gossip", "--discover"]'
    ),
    "forgechain --gossip --discover --peer 192.0.2.1:5000": LeftOut(
        "needs three hosts", "Tests/Machines/on_hosts.py", '*FINDING, *known'
    ),
    "NODE1_HOST=alpha NODE2_HOST=beta NODE3_HOST=gamma docker stack deploy --compose-file docker/stack.yaml forgechain": LeftOut(
        "needs a swarm", "Tests/Machines/on_orchestrators.py", '"docker/stack.yaml"'
    ),
    "kubectl apply --filename docker/kubernetes.yaml": LeftOut(
        "needs a cluster", "Tests/Machines/kubernetes.py", '"kubernetes.yaml"'
    ),
}
