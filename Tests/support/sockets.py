"""What the kernel holds for a process's connections."""

import os
import re
import subprocess
from collections.abc import Iterator

_INODE = re.compile(r"\bino:(\d+)")
#: Read and not taken, sent and not acknowledged (with its overhead), and reserved for more of either.
_MEMORY = re.compile(r"skmem:\(r(\d+),rb\d+,t\d+,tb\d+,f(\d+),w(\d+)")


def kernel_bytes(process: int) -> int:
    """Memory of all its TCP sockets, by `ss`."""
    own = set(_sockets(process))
    command = ["ss", "--no-header", "--tcp", "--numeric", "--memory", "--extended", "--oneline"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    total = 0
    for line in text.splitlines():
        inode, memory = _INODE.search(line), _MEMORY.search(line)
        if inode and memory and inode[1] in own:
            total += sum(map(int, memory.groups()))
    return total


def _sockets(process: int) -> Iterator[str]:
    """The inodes of its sockets."""
    folder = f"/proc/{process}/fd"
    for entry in os.listdir(folder):
        try:
            link = os.readlink(f"{folder}/{entry}")
        except FileNotFoundError:  # closed meanwhile
            continue
        if link.startswith("socket:["):
            yield link[8:-1]
