"""One client can't have all of what a node has to give: the places go round by address."""

import socket

from EndToEnd.test_events import MAXIMUM_WATCHERS
from EndToEnd.test_mining import HARD
from support.nodes import Node
from support.waiting import eventually
from support.wire import request_bytes

GREEDY = "127.0.0.2"


def connect(node: Node, address: str) -> socket.socket:
    """A connection from this address."""
    return socket.create_connection((node.host, node.port), source_address=(address, 0))


def test_many_who_mine_from_one_address_leave_a_turn_for_another(node):
    greedy = [connect(node, GREEDY) for _ in range(520)]
    try:
        for client in greedy:
            client.sendall(request_bytes("GET", "/mine?count=1000"))
        # All turns are taken when some are refused, and are told when to come again.
        refused = []
        eventually(lambda: bool(refused.extend(c for c in greedy if answered(c)) or refused), "some are refused")
        head = refused[0].recv(4096)
        assert head.startswith(b"HTTP/1.1 503 "), head
        assert b"\r\nRetry-After: 1\r\n" in head, head
        for _ in range(3):
            assert node.get("/mine").status == 200
    finally:
        for client in greedy:
            client.close()


def answered(client: socket.socket) -> bool:
    client.setblocking(False)
    try:
        return bool(client.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
    finally:
        client.setblocking(True)


def test_many_who_watch_from_one_address_leave_a_place_for_another(node):
    greedy = []
    try:
        for _ in range(MAXIMUM_WATCHERS):
            client = connect(node, GREEDY)
            greedy.append(client)
            client.sendall(request_bytes("GET", "/events"))
            assert client.recv(4096).startswith(b"HTTP/1.1 200 ")
        one_more = connect(node, GREEDY)
        greedy.append(one_more)
        one_more.sendall(request_bytes("GET", "/events"))
        assert one_more.recv(4096).startswith(b"HTTP/1.1 503 ")
        with connect(node, "127.0.0.1") as honest:
            honest.sendall(request_bytes("GET", "/events"))
            assert honest.recv(4096).startswith(b"HTTP/1.1 200 ")
    finally:
        for client in greedy:
            client.close()


def test_a_search_ends_with_its_client_whatever_lies_behind_the_request(start_node):
    node = start_node(difficulty=HARD)
    client = connect(node, GREEDY)
    client.sendall(request_bytes("GET", "/mine"))
    eventually(lambda: node.get("/status").json()["mining"] is not None, "it searches")
    # More than is read ahead, and than the kernel's buffers take.
    client.sendall(b"y" * 8_000_000)
    client.close()
    eventually(lambda: node.get("/status").json()["mining"] is None, "the search has ended")
