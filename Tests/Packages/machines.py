"""Debian machines with nothing on them, to try packages in: systemd-nspawn on a layer above what debootstrap makes."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.nodes import ROOT
from support.waiting import eventually

#: Where the bare systems are kept between runs.
ROOTS = ROOT / ".build-dist" / "roots"

MIRROR = os.environ.get("DEBIAN_MIRROR", "http://deb.debian.org/debian")
SECURITY = os.environ.get("DEBIAN_SECURITY_MIRROR", "http://deb.debian.org/debian-security")

#: Seconds that a step may take. They only end what hangs: fetching from a mirror takes longest.
BARE_LIMIT = 900
BOOT_LIMIT = 120
COMMAND_LIMIT = 300

#: What a command has in a machine, whatever its tester has.
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LC_ALL": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


def bare(suite: str, *packages: str) -> Path:
    """The smallest Debian of the suite with the packages, and its lists of what apt could install."""
    folder = ROOTS / "-".join([suite, *packages])
    if not (folder / "is-whole").exists():
        subprocess.run(["rm", "-rf", "--one-file-system", str(folder)], check=True)
        ROOTS.mkdir(parents=True, exist_ok=True)
        include = [f"--include={','.join(packages)}"] if packages else []
        _run("debootstrap", "--variant=minbase", *include, suite, str(folder), MIRROR, seconds=BARE_LIMIT)
        sources = f"deb {MIRROR} {suite} main\ndeb {SECURITY} {suite}-security main\n"
        (folder / "etc/apt/sources.list").write_text(sources)
        _run("chroot", str(folder), "apt-get", "-q", "update", seconds=BARE_LIMIT)
        (folder / "is-whole").touch()
    return folder


class Machine:
    """A machine that runs. Its network has only loopback, so its port 5000 is its own."""

    def __init__(self, folder: Path, leader: int) -> None:
        self.folder = folder
        self._leader = leader

    def attempt(self, *command: str, with_network: bool = False) -> subprocess.CompletedProcess:
        """Runs a command as root, however it ends. With a network, it is this machine's, for apt."""
        namespaces = ["--mount", "--uts", "--ipc", "--pid", *([] if with_network else ["--net"])]
        return subprocess.run(
            ["nsenter", f"--target={self._leader}", *namespaces, "--wd=/", "--", *command],
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_LIMIT,
            check=False,
        )

    def run(self, *command: str, with_network: bool = False) -> str:
        """What a command prints, which must succeed."""
        done = self.attempt(*command, with_network=with_network)
        assert done.returncode == 0, (
            f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}{self.log()}"
        )
        return done.stdout

    def log(self) -> str:
        """What the service said, for a failure."""
        return self.attempt("journalctl", "--no-pager", "--lines=30", "--unit=forgechain").stdout

    def start(self, *command: str) -> subprocess.Popen:
        """A command that goes on, until its machine ends."""
        namespaces = ["--mount", "--uts", "--ipc", "--pid", "--net"]
        return subprocess.Popen(
            ["nsenter", f"--target={self._leader}", *namespaces, "--wd=/", "--", *command],
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def put(self, file: Path) -> str:
        """Copies a file into it; returns where it is there."""
        place = f"/root/{file.name}"
        subprocess.run(["cp", str(file), f"{self.folder}{place}"], check=True)
        return place


@contextmanager
def machine(suite: str, *packages: str, boots: bool = False) -> Iterator[Machine]:
    """A fresh machine, which is gone at the end with all that was done in it. One that boots has a running systemd."""
    lower = bare(suite, *packages)
    with tempfile.TemporaryDirectory(prefix="machine-") as place, open(f"{place}/console", "w+") as console:
        for name in ("upper", "work", "root"):
            os.mkdir(f"{place}/{name}")
        layers = f"lowerdir={lower},upperdir={place}/upper,workdir={place}/work"
        _run("mount", "-t", "overlay", "overlay", "-o", layers, f"{place}/root")
        try:
            flags = ["--quiet", f"--directory={place}/root", "--register=no", "--keep-unit", "--private-network"]
            flags += [f"--machine={Path(place).name.replace('_', '-')}"]
            what = ["--boot"] if boots else ["--as-pid2", "sleep", "infinity"]
            process = subprocess.Popen(
                ["systemd-nspawn", *flags, *what], stdin=subprocess.DEVNULL, stdout=console, stderr=console
            )
            try:
                leader = eventually(lambda: _child(process), "systemd-nspawn has started it", BOOT_LIMIT)
                made = Machine(Path(place) / "root", leader)
                if boots:
                    eventually(lambda: _has_booted(made), "systemd has booted", BOOT_LIMIT)
                yield made
            finally:
                _end(process)
        except AssertionError as error:
            console.seek(0)
            raise AssertionError(f"{error}\nOn its console:\n{console.read()[-3000:]}") from error
        finally:
            _run("umount", f"{place}/root")


def _child(process: subprocess.Popen) -> int | None:
    """The first process of the machine, which is its parent's only child."""
    assert process.poll() is None, f"systemd-nspawn ended with {process.returncode}"
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    # Before it is the first process of the machine, commands that enter it would be this machine's.
    names = [Path(f"/proc/{child}/comm").read_text().strip() for child in children]
    return int(children[0]) if names in (["systemd"], ["init"], ["(sd-stubinit)"]) else None


def _has_booted(made: Machine) -> bool:
    # A container lacks some of a machine's devices, so some units of a bare system fail there: it is "degraded".
    return made.attempt("systemctl", "is-system-running").stdout.strip() in ("running", "degraded")


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _run(*command: str, seconds: float = COMMAND_LIMIT) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds, check=False
    )
    assert done.returncode == 0, (
        f"{command} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    )
