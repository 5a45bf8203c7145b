"""docker/kubernetes.yaml, as far as it can be read without a cluster."""

from typing import Any

import yaml

from support.nodes import ROOT

#: The namespace that it is applied to, by default.
NAMESPACE = "default"


def manifests() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((ROOT / "docker" / "kubernetes.yaml").read_text()))


def manifest(kind: str) -> dict[str, Any]:
    [found] = [each for each in manifests() if each["kind"] == kind]
    return found


def container() -> dict[str, Any]:
    [found] = manifest("StatefulSet")["spec"]["template"]["spec"]["containers"]
    return found


def pods() -> list[str]:
    spec = manifest("StatefulSet")
    return [f"{spec['metadata']['name']}-{number}" for number in range(spec["spec"]["replicas"])]


def name_of(pod: str) -> str:
    """The name that the headless service gives a pod."""
    return f"{pod}.{manifest('StatefulSet')['spec']['serviceName']}.{NAMESPACE}.svc.cluster.local"


def arguments(pod: str) -> list[str]:
    """What the program is started with in a pod."""
    return [each.replace("$(POD)", pod).replace("$(NAMESPACE)", NAMESPACE) for each in container()["args"]]
