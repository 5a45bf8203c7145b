"""Programs that make clients of openapi.json: what they make drives a node.

Run by `make test-clients`, which installs them where nothing else is: CLIENTS_PYTHON is that place's Python.
"""

import os
import subprocess
from pathlib import Path

import pytest

from support.nodes import ROOT, Node
from support.waiting import SOON

DESCRIPTION = ROOT / "Sources" / "Node" / "Routes" / "openapi.json"

#: What takes seconds on an idle machine.
GENERATING = 10 * SOON

WRITTEN = """
import sys
from written.api.default import (
    block, blocks, chain, explain, mine, mine_post, new_transaction, nodes, pending, register, remove_node, resolve,
    status, transactions,
)
from written.client import Client
from written.models import (
    Authoritative, HistoryPage, NewNodes, NewTransaction, Refusal, ResolutionSummary, ResolveSummary,
)

node, peer = Client(base_url=sys.argv[1]), sys.argv[2]
assert mine.sync(client=node).index == 2
assert [each.index for each in mine_post.sync(client=node, count=2).blocks] == [3, 4]
payment = NewTransaction(sender="ann", recipient="bob", amount=2.5)
assert new_transaction.sync(client=node, body=payment).message == "Transaction will be added to Block 5"
refusal = new_transaction.sync(client=node, body=NewTransaction(sender="0", recipient="bob", amount=1))
assert isinstance(refusal, Refusal) and "reserved" in refusal.error
assert pending.sync(client=node).transactions[0].to_dict() == {"sender": "ann", "recipient": "bob", "amount": 2.5}
assert mine.sync(client=node).index == 5
whole = chain.sync(client=node)
assert whole.length == 5 and [each.index for each in whole.chain] == [1, 2, 3, 4, 5]
assert [each.index for each in chain.sync(client=node, from_=2, limit=1).chain] == [2]
assert block.sync(client=node, block="latest").block.to_dict() == block.sync(client=node, block=5).block.to_dict()
page = blocks.sync(client=node, limit=2)
assert len(page.blocks) == 2 and page.next_ == 3
history = transactions.sync(client=node, address="bob")
assert isinstance(history, HistoryPage) and history.address == "bob" and history.total == 1
assert explain.sync(client=node, body=whole.chain[2].to_dict()).holds is True
assert register.sync(client=node, body=NewNodes(nodes=["http://" + peer])).total_nodes == [peer]
assert nodes.sync(client=node).peers[0].address == peer
kept = resolve.sync(client=node)
assert isinstance(kept, Authoritative) and len(kept.chain) == 5 and kept.peers[0].verdict == "unreachable"
summary = resolve.sync(client=node, summary=ResolveSummary.TRUE)
assert isinstance(summary, ResolutionSummary) and summary.length == 5
assert status.sync(client=node).length == 5
assert remove_node.sync(client=node, address=peer).total_nodes == []
"""

MADE = """
import sys
from aiopenapi3 import OpenAPI

call, peer = OpenAPI.load_sync(sys.argv[1] + "/openapi.json")._, sys.argv[2]
assert call.mine().index == 2
assert [each.index for each in call.minePost(parameters={"count": 2}).blocks] == [3, 4]
payment = {"sender": "ann", "recipient": "bob", "amount": 2.5}
assert call.newTransaction(data=payment).message == "Transaction will be added to Block 5"
assert call.pending().transactions[0].model_dump() == payment
assert call.mine().index == 5
whole = call.chain()
assert whole.length == 5 and [each.index for each in whole.chain] == [1, 2, 3, 4, 5]
assert [each.index for each in call.chain(parameters={"from": 2, "limit": 1}).chain] == [2]
assert call.block(parameters={"block": "latest"}).block.index == 5
assert call.transactions(parameters={"address": "bob"}).address == "bob"
assert call.explain(data=whole.chain[2].model_dump()).holds is True
assert call.register(data={"nodes": ["http://" + peer]}).total_nodes == [peer]
kept = call.resolve()
assert kept.message == "Our chain is authoritative" and kept.peers[0].verdict == "unreachable"
assert call.resolve(parameters={"summary": ""}).length == 5
assert call.status().length == 5
assert call.removeNode(parameters={"address": peer}).total_nodes == []
"""


def python(*words: str, at: Path) -> None:
    command = [os.environ["CLIENTS_PYTHON"], *words]
    result = subprocess.run(command, cwd=at, capture_output=True, text=True, timeout=GENERATING, check=False)
    assert result.returncode == 0, f"{result.stdout}{result.stderr}"
    assert "WARNING" not in result.stdout, result.stdout


@pytest.mark.limit(400)
def test_a_client_that_is_written_drives_a_node(node: Node, nowhere: str, tmp_path: Path) -> None:
    # Without a formatter, which it would miss.
    (tmp_path / "config.yml").write_text("post_hooks: []\n")
    generate = ["generate", "--path", str(DESCRIPTION), "--output-path", "written", "--meta", "none"]
    script = "from openapi_python_client.cli import app; app()"
    python("-c", script, *generate, "--config", "config.yml", "--fail-on-warning", at=tmp_path)
    python("-c", WRITTEN, f"http://{node.address}", nowhere, at=tmp_path)


def test_a_client_that_is_made_as_it_runs_drives_a_node(node: Node, nowhere: str, tmp_path: Path) -> None:
    python("-c", MADE, f"http://{node.address}", nowhere, at=tmp_path)
