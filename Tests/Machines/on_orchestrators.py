"""docker/kubernetes.yaml is valid and hangs together, and docker/stack.yaml runs in a swarm.

Run by `make test-machines`.
The swarm needs a Docker engine with the image `forgechain`, or FORGECHAIN_IMAGE; without one, that test is left out and
says so. An engine that is in no swarm is put into one of its own for the test, on loopback, and leaves it.
"""

import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import kubernetes_validate
import pytest

from Machines.kubernetes import container, manifest, manifests, name_of, pods
from support.nodes import ROOT, held_port
from support.waiting import eventually

#: The oldest and the newest version of Kubernetes whose schema is asked: the extremes that are supported somewhere.
VERSIONS = ["1.25", "1.31"]

IMAGE = os.environ.get("FORGECHAIN_IMAGE", "forgechain")


@pytest.mark.parametrize("version", VERSIONS)
def test_each_manifest_is_valid_by_the_schema(version):
    for each in manifests():
        kubernetes_validate.validate(each, version, strict=True)


def test_the_schema_finds_a_mistake():
    broken = manifest("StatefulSet")
    broken["spec"]["podManagementPolice"] = "Parallel"
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, VERSIONS[-1], strict=True)


def test_what_one_manifest_says_of_another_is_so():
    nodes, clients = [each for each in manifests() if each["kind"] == "Service"]
    stateful = manifest("StatefulSet")["spec"]
    labels = stateful["template"]["metadata"]["labels"]
    for selector in (
        nodes["spec"]["selector"],
        clients["spec"]["selector"],
        stateful["selector"]["matchLabels"],
        manifest("PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
    ):
        assert selector == labels
    assert nodes["spec"]["clusterIP"] == "None" and nodes["metadata"]["name"] == stateful["serviceName"]
    # Peers ask each other while they start, and may only be ready then.
    assert nodes["spec"]["publishNotReadyAddresses"] is True
    peers = [each.removeprefix("--peer=") for each in container()["args"] if each.startswith("--peer=")]
    assert [each.replace("$(NAMESPACE)", "default") for each in peers] == [
        f"{name_of(pod)}:5000" for pod in pods()[:2]
    ]
    # One may be away, so more than half are there.
    assert stateful["replicas"] == 3 and manifest("PodDisruptionBudget")["spec"]["maxUnavailable"] == 1


def test_the_probes_ask_what_the_node_answers(start_node):
    node = start_node()
    for kind in ("startupProbe", "readinessProbe", "livenessProbe"):
        path = container()[kind]["httpGet"]["path"]
        # A kubelet asks by the pod's address.
        assert node.request("GET", path, host=node.address).status == 200, kind


# MARK: - A swarm


def docker(*command: str, check: bool = True, **environment: str) -> str:
    done = subprocess.run(
        ["docker", *command], capture_output=True, text=True, timeout=120, check=False, env=os.environ | environment
    )
    assert done.returncode == 0 or not check, f"docker {command}: {done.stderr}"
    return done.stdout.strip()


@pytest.fixture
def swarm() -> Iterator[str]:
    """The name of this host in a swarm."""
    if subprocess.run(["docker", "image", "inspect", IMAGE], capture_output=True, check=False).returncode:
        pytest.skip(f"no Docker engine answers, or it has no image {IMAGE}")
    is_in_one = docker("info", "--format", "{{.Swarm.LocalNodeState}}") == "active"
    if not is_in_one:
        docker("swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1:2377")
    try:
        yield docker("info", "--format", "{{.Name}}")
    finally:
        if not is_in_one:
            docker("swarm", "leave", "--force")


def ask(port: str, path: str) -> dict | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return json.load(answer)
    except OSError:
        return None


@pytest.mark.limit(300)
def test_a_stack_of_three_agrees_and_a_killed_one_comes_back(swarm):
    """All three on this host, which is all of the swarm: what is between hosts, on_hosts.py tries."""
    name = f"forgechain-test-{os.getpid()}"
    with held_port() as first, held_port() as second, held_port() as third:
        ports = [first, second, third]
    places = {f"NODE{number}_HOST": swarm for number in (1, 2, 3)} | {
        f"NODE{number}_PORT": port for number, port in enumerate(ports, 1)
    }

    def lengths() -> list[int | None]:
        with ThreadPoolExecutor(3) as workers:
            found = list(workers.map(lambda port: ask(port, "/status"), ports))
        tips = {each["tip"] for each in found if each}
        return [each and each["length"] for each in found] if len(tips) == 1 else []

    def have_met() -> bool:
        return all(
            peer["state"] == "up"
            for port in ports
            for peer in (ask(port, "/nodes") or {"peers": [{"state": ""}]})["peers"]
        )

    try:
        docker(
            "stack",
            "deploy",
            "--compose-file",
            str(ROOT / "docker/stack.yaml"),
            "--resolve-image=never",
            name,
            FORGECHAIN_IMAGE=IMAGE,
            **places,
        )
        eventually(lambda: lengths() == [1, 1, 1], "three nodes serve", 90)
        eventually(have_met, "each has met the others", 60)
        assert ask(ports[0], "/mine")
        eventually(lambda: lengths() == [2, 2, 2], "all have the block", 30)
        [killed] = docker("ps", "--quiet", "--filter", f"name={name}_node2").split()
        docker("kill", killed)
        assert ask(ports[2], "/mine")
        eventually(lambda: lengths() == [3, 3, 3], "another container has its chain and what came meanwhile", 90)
    finally:
        docker("stack", "rm", name, check=False)
        eventually(
            lambda: not docker("ps", "--all", "--quiet", "--filter", f"name={name}_"), "its containers are gone", 60
        )
        eventually(
            lambda: not docker("network", "ls", "--quiet", "--filter", f"name={name}_"), "its network is gone", 60
        )
        for number in (1, 2, 3):
            docker("volume", "rm", "--force", f"{name}_node{number}")
