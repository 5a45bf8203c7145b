"""What goes wrong at a node as the tutorial's article makes it, and what this one does then. Run by `make original`.

Both get the same requests. Each situation is made anew, with the real programs, at the tutorial's difficulty.
"""

import http.client
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.chains import forged_chain, is_valid_chain  # noqa: E402
from support.nodes import Node, running_node, running_tutorial_node  # noqa: E402
from support.peers import Peer, refusing_address, serving, silent  # noqa: E402

#: The tutorial's.
DIFFICULTY = 4

#: Who mine at once.
CLIENTS = 10

#: Seconds that this program waits for an answer, and of those a node of ours waits for a peer.
PATIENCE = 4.0
PEER_TIMEOUT = 1

#: Starts a node; a second one started with the same folder is the first one, started again.
Start = Callable[[Path], AbstractContextManager[Node]]


def ours(folder: Path) -> AbstractContextManager[Node]:
    return running_node("--data-dir", str(folder), "--peer-timeout", str(PEER_TIMEOUT), difficulty=DIFFICULTY)


def theirs(_: Path) -> AbstractContextManager[Node]:
    return running_tutorial_node(DIFFICULTY)


def counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def waiting(node: Node) -> int:
    """How many payments wait. The tutorial's node doesn't say, so one is mined."""
    return len(node.mined_payments())


# MARK: - Situations


def mined_at_once(start: Start, folder: Path) -> str:
    with start(folder) as node:
        with ThreadPoolExecutor(CLIENTS) as clients:
            statuses = list(clients.map(lambda _: node.get("/mine").status, range(CLIENTS)))
        chain = node.chain()
    said = counted(statuses.count(200), "answer") + " of 200. "
    if is_valid_chain(chain, DIFFICULTY):
        return said + f"The chain has {counted(len(chain), 'block')} and is valid."
    return said + f"The chain has {counted(len(chain), 'block')} and breaks the node's own rules."


def killed(start: Start, folder: Path) -> str:
    with start(folder) as node:
        for _ in range(3):
            node.mine()
        node.pay("alice", "bob", 5)
        node.kill()
    with start(folder) as node:
        length = len(node.chain())
        return f"{counted(length, 'block')}, and {counted(waiting(node), 'payment')} for the next one."


def resolved(node: Node, is_timed: bool = False) -> str:
    """How a round ends, and how long it took if that is asked for."""
    begun = time.monotonic()
    connection = http.client.HTTPConnection(node.host, node.port, timeout=PATIENCE)
    try:
        connection.request("GET", "/nodes/resolve")
        answer = connection.getresponse()
        answer.read()
    except TimeoutError:
        return f"No answer within {PATIENCE:g} seconds."
    finally:
        connection.close()
    span = f" after {time.monotonic() - begun:.1f} s" if is_timed else ""
    return f"{answer.status}{span}. The chain has {counted(len(node.chain()), 'block')}."


def peer_gone(start: Start, folder: Path) -> str:
    with start(folder) as node, refusing_address() as gone:
        peer = Peer(serving(forged_chain(5, DIFFICULTY)))
        node.register(gone, peer.address)
        said = resolved(node)
        peer.close()
    return said


def peer_silent(start: Start, folder: Path) -> str:
    quiet, peer = Peer(silent), Peer(serving(forged_chain(5, DIFFICULTY)))
    with start(folder) as node:
        node.register(quiet.address, peer.address)
        said = resolved(node, is_timed=True)
        quiet.close()
        peer.close()
    return said


def forged(start: Start, folder: Path) -> str:
    chain = forged_chain(5, DIFFICULTY)
    chain[2]["transactions"][0]["amount"] = 1000
    with start(folder) as node:
        peer = Peer(serving(chain))
        node.register(peer.address)
        answer = node.get("/nodes/resolve").json()
        peer.close()
    return ": ".join([answer["message"], *(each["verdict"] for each in answer.get("peers", []))]) + "."


def misspelt(start: Start, folder: Path) -> str:
    with start(folder) as node:
        answer = node.post("/transactions/new", {"sender": "alice", "recipient": "bob", "amonut": 5})
    text = answer.json()["error"] if answer.body.startswith(b"{") else answer.body.decode()
    return f"{answer.status}, {text.splitlines()[0]}"


SITUATIONS: list[tuple[str, Callable[[Start, Path], str]]] = [
    (f"{CLIENTS} clients mine at once", mined_at_once),
    ("Killed with 4 blocks and a payment for the next one, and started again", killed),
    ("Resolve with two peers: nothing listens at one, the other has 5 blocks", peer_gone),
    ("Resolve with two peers: one takes the request and says nothing, the other has 5 blocks", peer_silent),
    ("Resolve with a peer whose longer chain has an amount changed", forged),
    ('A payment with "amonut"', misspelt),
]


def main() -> None:
    for what, happens in SITUATIONS:
        print(f"{what}:")
        for name, start in [("Python", theirs), ("Forgechain", ours)]:
            with tempfile.TemporaryDirectory() as folder:
                print(f"    {name:<10}   {happens(start, Path(folder) / 'data')}", flush=True)


if __name__ == "__main__":
    main()
