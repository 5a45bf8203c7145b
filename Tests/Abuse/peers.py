"""Peers that send much of a text without an end, and then hold on."""

import select
import socket
import threading

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"


class HoldingPeers:
    """Many, served by one thread."""

    def __init__(self, count: int, host: str, length: int) -> None:
        self._text = memoryview(_HEAD + b'{"chain":["' + b"a" * length)
        self._poll = select.epoll()
        self._listeners: dict[int, socket.socket] = {}
        self._clients: dict[int, tuple[socket.socket, int]] = {}
        self._over = threading.Event()
        #: Bytes sent by all.
        self.sent = 0
        for _ in range(count):
            listener = socket.create_server((host, 0), backlog=16)
            listener.setblocking(False)
            self._listeners[listener.fileno()] = listener
            self._poll.register(listener.fileno(), select.EPOLLIN)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def addresses(self) -> list[str]:
        return ["%s:%d" % listener.getsockname() for listener in self._listeners.values()]

    def __enter__(self) -> "HoldingPeers":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._over.set()
        self._thread.join()
        for listener in self._listeners.values():
            listener.close()
        for client, _ in self._clients.values():
            client.close()
        self._poll.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            for descriptor, _ in self._poll.poll(0.05):
                if descriptor in self._listeners:
                    client, _ = self._listeners[descriptor].accept()
                    client.setblocking(False)
                    self._clients[client.fileno()] = (client, 0)
                    self._poll.register(client.fileno(), select.EPOLLIN)
                else:
                    self._answer(descriptor)

    def _answer(self, descriptor: int) -> None:
        client, place = self._clients[descriptor]
        try:
            if place == 0:
                if b"\r\n\r\n" not in client.recv(65_536, socket.MSG_PEEK):
                    return
                self._poll.modify(descriptor, select.EPOLLOUT)
            sent = client.send(self._text[place : place + (1 << 20)])
            self.sent += sent
            self._clients[descriptor] = (client, place + sent)
            if place + sent == len(self._text):
                self._poll.modify(descriptor, 0)
        except BlockingIOError:
            pass
        except OSError:
            del self._clients[descriptor]
            client.close()
