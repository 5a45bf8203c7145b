"""Where a node listens, and what it says about who reaches it."""

import os
import subprocess
from collections.abc import Iterator

import pytest

from support.commands import complaint
from support.nodes import Node, forgechain_binary, running_command
from support.waiting import SOON
from support.wire import Connection, request_bytes

#: A network of its own, where only this machine is: the default is to listen on all addresses.
ISOLATED = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--user", "--map-root-user"]


def start_isolated(*flags: str, setup: str = "") -> "Iterator[Node]":
    script = f'set -e; ip link set lo up; {setup} exec "$@"'
    node = [str(forgechain_binary()), "-p", "5000", "--difficulty", "1", "--ephemeral", *flags]
    return running_command([*ISOLATED, "sh", "-c", script, "sh", *node], clean_status=0)


def curl(node: Node, url: str) -> subprocess.CompletedProcess:
    """A request from within the node's network."""
    inside = ["nsenter", "--target", str(node.process.pid), "--net"]
    inside += [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
    command = [*inside, "curl", "--silent", "--max-time", str(SOON), url]
    return subprocess.run(command, capture_output=True, text=True, timeout=2 * SOON, check=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
def test_by_default_it_listens_on_all_addresses(host):
    with start_isolated() as node:
        assert '"status": "ok"' in curl(node, f"http://{host}:5000/health").stdout
        first, second = node.output.splitlines()
        assert first.endswith(" listens on http://0.0.0.0:5000")
        assert second == (
            "Whoever reaches port 5000 of any address of this machine may read and change everything: "
            "--host 127.0.0.1 keeps other machines out, --token-file FILE guards what changes something."
        )


def test_without_ipv6_it_listens_on_the_rest():
    # A socket can be bound to [::] nevertheless, but to no other address.
    setup = "sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.lo.disable_ipv6=1;"
    with start_isolated(setup=setup) as node:
        assert '"status": "ok"' in curl(node, "http://127.0.0.1:5000/health").stdout
        assert curl(node, "http://[::1]:5000/health").returncode != 0


def test_only_the_given_hosts_are_listened_on():
    with start_isolated("--host", "0.0.0.0") as node:
        assert '"status": "ok"' in curl(node, "http://127.0.0.1:5000/health").stdout
        assert curl(node, "http://[::1]:5000/health").returncode == 7
    # As the system has it, all addresses of IPv6 are also all of IPv4.
    with start_isolated("--host", "::") as node:
        assert '"status": "ok"' in curl(node, "http://127.0.0.1:5000/health").stdout
        assert '"status": "ok"' in curl(node, "http://[::1]:5000/health").stdout


def test_several_hosts_have_one_port(start_node):
    node = start_node("--host", "::1")
    for host in ("127.0.0.1", "::1"):
        connection = Connection(host, node.port)
        connection.send(request_bytes("GET", "/health"))
        assert connection.read_answer().status == 200
        connection.close()
    assert node.output.splitlines()[1] == "Only this machine reaches it."


def test_a_host_that_is_not_ours_is_refused(start_node):
    assert "192.0.2.1" in complaint("-p", "0", "--host", "127.0.0.1", "--host", "192.0.2.1", "--ephemeral")
