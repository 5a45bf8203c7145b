"""Checks of the image and of the containers: what they are, and what they cannot do."""

import json

from Cluster.checks import check
from Cluster.cluster import NODES, Cluster, run

#: The image is Debian's slim one plus the node with Foundation's tables, libevent and SQLite; a compiler or a package
#: list would exceed this.
LARGEST_IMAGE_BYTES = 170_000_000


# MARK: - The image and the containers


@check("a Docker engine answers", is_required=True)
def _(cluster: Cluster) -> str:
    return cluster.require_engine()


@check("the image builds", is_required=True)
def _(cluster: Cluster) -> None:
    cluster.build()


@check("the image is small")
def _(cluster: Cluster) -> str:
    size = int(run("docker", "image", "inspect", "--format", "{{.Size}}", "forgechain"))
    assert size <= LARGEST_IMAGE_BYTES, f"it has {size:,} bytes, more than {LARGEST_IMAGE_BYTES:,}"
    return f"{size / 1e6:.0f} MB"


@check("its program names the commit that it was built from")
def _(cluster: Cluster) -> str:
    told = run("docker", "run", "--rm", "--network", "none", "forgechain", "--version")
    assert f"commit {cluster.commit}\n" in told, f"{cluster.commit} is not in {told!r}"
    return cluster.commit


@check("the nodes are on 127.0.0.1, ports 5001 to 5003, unless told otherwise")
def _(cluster: Cluster) -> None:
    unset = [argument for name in NODES for argument in ("--unset", f"{name.upper()}_PORT")]
    compose = ["docker", "compose", "--file", "docker/compose.yaml"]
    text = run("env", *unset, *compose, "config", "--format", "json")
    services = json.loads(text[text.index("{") :])["services"]
    published = {
        name: [(port.get("host_ip"), port["published"], port["target"]) for port in service["ports"]]
        for name, service in services.items()
    }
    expected = {name: [("127.0.0.1", str(5001 + position), 5000)] for position, name in enumerate(NODES)}
    assert published == expected, published


@check("three containers start", is_required=True)
def _(cluster: Cluster) -> None:
    cluster.start()


@check("each becomes healthy")
def _(cluster: Cluster) -> None:
    cluster.wait_for_health("healthy", *NODES)


@check("each is reached from this machine only")
def _(cluster: Cluster) -> None:
    for name in NODES:
        bindings = cluster.inspect(name)["NetworkSettings"]["Ports"]["5000/tcp"]
        assert [binding["HostIp"] for binding in bindings] == ["127.0.0.1"], f"{name}: {bindings}"


@check("each runs without root, without a capability, and can get neither")
def _(cluster: Cluster) -> None:
    for name in NODES:
        lines = cluster.execute(name, "cat", "/proc/1/status").splitlines()
        status = {key: value.split() for key, _, value in (line.partition(":") for line in lines)}
        assert status["Name"] == ["forgechain"], f"{name}: process 1 is {status['Name']}"
        for identifiers in (status["Uid"], status["Gid"], status["Groups"]):
            assert "0" not in identifiers, f"{name} is root: {identifiers}"
        capabilities = {key: value for key, [value, *_] in status.items() if key.startswith("Cap")}
        assert len(capabilities) == 5, f"{name}: {capabilities}"
        assert set(capabilities.values()) == {f"{0:016x}"}, f"{name}: {capabilities}"
        assert status["NoNewPrivs"] == ["1"], f"{name} may get new privileges"


@check("nothing can be written but what the node keeps, even by root")
def _(cluster: Cluster) -> None:
    for name in NODES:
        assert "forgechain.sqlite" in cluster.execute(name, "ls", "/var/lib/forgechain/5000"), name
        try:
            cluster.execute(name, "touch", "/usr/local/bin/another", user="root")
        except AssertionError as refusal:
            assert "Read-only file system" in str(refusal), f"{name}: {refusal}"
        else:
            raise AssertionError(f"{name}: a file was written")
