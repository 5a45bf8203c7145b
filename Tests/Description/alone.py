"""Runs schemathesis against a node, both alone in a network namespace: whatever address the fuzzer registers as a peer,
nothing leaves the machine. Called by unshare; arguments: the binary, then those of schemathesis."""

import fcntl
import socket
import struct
import subprocess
import sys
from pathlib import Path

CONFIGURATION = str(Path(__file__).with_name("schemathesis.toml"))

SIOCSIFFLAGS, IFF_UP = 0x8914, 1

#: How long the node has to end.
PATIENCE = 20


def bring_loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", IFF_UP))


def main() -> int:
    binary, *arguments = sys.argv[1:]
    bring_loopback_up()
    # An absent peer is given up soon: nobody is there.
    flags = ["--ephemeral", "--difficulty", "1", "--gossip", "--peer-timeout", "1"]
    command = [binary, "--port", "0", "--host", "127.0.0.1", *flags]
    node = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        url = node.stdout.readline().split()[-1]
        fuzzer = [sys.executable, "-m", "schemathesis.cli", "--config-file", CONFIGURATION]
        found = subprocess.run([*fuzzer, "run", f"{url}/openapi.json", *arguments], check=False).returncode
        if node.poll() is not None:
            print(f"the node ended with status {node.returncode}")
            return 1
        return found
    finally:
        node.terminate()
        node.wait(PATIENCE)


if __name__ == "__main__":
    sys.exit(main())
