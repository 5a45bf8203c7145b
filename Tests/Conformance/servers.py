"""The servers that the cases are played against: a node, libevent's own server, and nginx, with equal limits."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.limits import limits
from support.nodes import Program, held_port, running_command, running_node
from support.waiting import eventually
from support.wire import Connection

from Conformance.cases import PROBE, Needs

SOURCE = Path(__file__).with_name("bare_evhttp.c")


@dataclass(frozen=True)
class Server:
    """One that runs."""

    name: str
    version: str
    host: str
    port: int
    #: What cases may need of it.
    has: frozenset[Needs]

    def connect(self, seconds: float) -> Connection:
        connection = Connection(self.host, self.port)
        connection.socket.settimeout(seconds)
        return connection

    def tag(self, seconds: float) -> bytes:
        """That of /chain now."""
        with self.connect(seconds) as connection:
            connection.send(b"GET /chain HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answer = connection.read_answer()
        return ((answer and answer.header("ETag")) or "").encode()


def _output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


@contextmanager
def running_forgechain() -> Iterator[Server]:
    with running_node(*limits(payment_bytes=1 << 20), difficulty=1) as node:
        version = _output(node.command[0], "--version").split()[0]
        yield Server("Forgechain", version, node.host, node.port, frozenset(Needs))


@contextmanager
def running_evhttp() -> Iterator[Server]:
    compiler = shutil.which("cc")
    assert compiler, "bare evhttp needs a C compiler: cc"
    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/bare_evhttp"
        flags = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror"]
        subprocess.run([compiler, *flags, "-o", program, str(SOURCE), "-levent"], check=True)
        version = _output("pkg-config", "--modversion", "libevent").strip()
        with running_command([program], clean_status=0) as server:
            yield Server("evhttp", version, server.host, server.port, frozenset([Needs.LITTLE]))


#: It answers a payment only when the whole body is there, as the others do: it hands it on to a server behind it.
_NGINX = """\
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    client_header_buffer_size 16k;
    large_client_header_buffers 1 16k;
    client_max_body_size 1m;
    client_header_timeout 30s;
    client_body_timeout 30s;
    keepalive_timeout 30s;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/files;
        default_type application/json;
        location = / {{ return 200 "{{}}"; }}
        location = /health {{ return 200 "{{}}"; }}
        location = /transactions/new {{ proxy_pass http://unix:{folder}/behind; }}
        location = {probe} {{ return 404; }}
    }}
    server {{
        listen unix:{folder}/behind;
        default_type application/json;
        return 201 "{{}}";
    }}
}}
"""


@contextmanager
def running_nginx() -> Iterator[Server]:
    program = os.environ.get("NGINX") or shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert program, "no nginx: name it in NGINX, as `make conformance` does"
    version = re.search(r"nginx/(\S+)", _output(program, "-v"))
    assert version
    with tempfile.TemporaryDirectory() as folder, held_port() as port, ExitStack() as running:
        # Its workers may be another user's.
        Path(folder).chmod(0o755)
        files = Path(folder, "files")
        files.mkdir()
        (files / "chain").write_text('{"chain": [], "length": 0}\n')
        settings = Path(folder, "nginx.conf")
        settings.write_text(_NGINX.format(folder=folder, port=port, probe=PROBE.decode()))
        server = Program([program, "-e", f"{folder}/errors", "-c", str(settings), "-p", folder])
        running.callback(server.stop)
        has = frozenset([Needs.LITTLE, Needs.TAGS])
        nginx = Server("nginx", version[1], "127.0.0.1", int(port), has)
        eventually(lambda: _listens(nginx) or not server.is_running, f"{server} listens")
        assert server.is_running, server.report()
        yield nginx


def _listens(server: Server) -> bool:
    try:
        server.connect(1).close()
    except ConnectionRefusedError:
        return False
    return True


#: Each starts one, in the order of the table.
ALL: list[Callable[[], AbstractContextManager[Server]]] = [running_forgechain, running_evhttp, running_nginx]
