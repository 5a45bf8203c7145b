"""The Prometheus and Grafana that docker/compose.yaml sets up, as far as that can be tested without their images.

Run by `make test-monitoring`: a real Prometheus, named by PROMETHEUS, with docker/'s own configuration except for the
addresses, scrapes three real nodes; each expression of the dashboard and the rules must find something there.
"""

import json
import os
import re
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.chains import forged_chain
from support.gossip import start_connected
from support.nodes import ROOT, Node, held_port
from support.peers import serving
from support.waiting import eventually

DOCKER = ROOT / "docker"
PROMETHEUS = Path(os.environ["PROMETHEUS"])


def dashboard_expressions() -> list[str]:
    """As Grafana would query them for all nodes."""
    dashboard = json.loads((DOCKER / "grafana/forgechain.json").read_text())
    found = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    # The nodes here keep none; test_metrics.py asks one that does.
    found = [text for text in found if "forgechain_ledger_" not in text]
    return [text.replace("$__rate_interval", "20s").replace("$node", ".*") for text in found]


def query(url: str, expression: str) -> list:
    data = urllib.parse.urlencode({"query": expression}).encode()
    with urllib.request.urlopen(f"{url}/api/v1/query", data, timeout=10) as answer:
        told = json.load(answer)
    assert told["status"] == "success", told
    return told["data"]["result"]


@pytest.fixture
def prometheus(start_node, tmp_path) -> Iterator[tuple[str, list[Node]]]:
    nodes = start_connected(start_node, 3)
    text = (DOCKER / "prometheus.yml").read_text()
    for number, node in enumerate(nodes, 1):
        text = text.replace(f"node{number}:5000", node.address)
    # Several nodes on one host: its name doesn't identify them.
    text = text.replace('regex: "([^:]+):.*"', 'regex: "(.*)"')
    (tmp_path / "prometheus.yml").write_text(re.sub(r"_interval: 5s", "_interval: 1s", text))
    (tmp_path / "prometheus-rules.yml").write_text((DOCKER / "prometheus-rules.yml").read_text())
    # Held meanwhile: Prometheus may listen there, and the port is given to nobody else.
    with held_port() as port, open(tmp_path / "log", "w") as log:
        url = f"http://127.0.0.1:{port}"
        places = [f"--config.file={tmp_path}/prometheus.yml", f"--storage.tsdb.path={tmp_path}/data"]
        process = subprocess.Popen([PROMETHEUS, *places, f"--web.listen-address=127.0.0.1:{port}"], stderr=log)
        try:
            eventually(lambda: _is_ready(url, process), "Prometheus is ready")
            yield url, nodes
        finally:
            process.terminate()
            process.wait(20)


def _is_ready(url: str, process: subprocess.Popen) -> bool:
    assert process.poll() is None, "Prometheus ended"
    try:
        return urllib.request.urlopen(f"{url}/-/ready", timeout=1).status == 200
    except OSError:
        return False


@pytest.mark.parametrize("file", ["prometheus.yml", "prometheus-rules.yml"])
def test_promtool_takes_the_configuration(file):
    what = "rules" if "rules" in file else "config"
    subprocess.run([PROMETHEUS.with_name("promtool"), "check", what, DOCKER / file], check=True)


def test_promtool_finds_nothing_to_complain_about_in_the_figures(start_node):
    node = start_node()
    node.mine()
    text = node.get("/metrics").body
    told = subprocess.run(
        [PROMETHEUS.with_name("promtool"), "check", "metrics"], input=text, capture_output=True, check=False
    )
    assert (told.returncode, told.stdout, told.stderr) == (0, b"", b"")


@pytest.mark.limit(180)
def test_every_picture_shows_something_and_nothing_is_wrong(prometheus, start_peer):
    url, nodes = prometheus
    expressions = dashboard_expressions()
    assert len(expressions) > 20
    peer = start_peer(serving(forged_chain(40)))
    nodes[0].register(peer.address)
    empty = list(expressions)
    deadline = time.monotonic() + 90
    while empty and time.monotonic() < deadline:
        for node in nodes:
            node.pay("bob", "carol", 1)
            node.get("/mine")
            node.get("/chain")
            node.get("/nothing")
        nodes[0].resolve()
        time.sleep(0.5)
        empty = [expression for expression in empty if not _shows_something(url, expression)]
    assert empty == []
    with urllib.request.urlopen(f"{url}/api/v1/rules", timeout=10) as answer:
        [group] = json.load(answer)["data"]["groups"]
    assert [(rule["name"], rule.get("lastError")) for rule in group["rules"] if rule["health"] != "ok"] == []
    assert [rule["name"] for rule in group["rules"] if rule["state"] == "firing"] == []
    # So that the rules refer to something that exists.
    for rule in group["rules"]:
        seen = re.sub(r"\s*(==|>)\s*[\d.]+\s*$", "", rule["query"])
        assert query(url, seen), rule["name"]


def _shows_something(url: str, expression: str) -> bool:
    """Whether there is a number: the rate of what never happened isn't one."""
    return any(sample["value"][1] != "NaN" for sample in query(url, expression))
