"""The program on a terminal of its own, as a person sees it."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from collections.abc import Mapping
from contextlib import suppress

from support.nodes import forgechain_binary
from support.waiting import SOON, eventually


class Terminal:
    """A terminal that the program runs on; closes with it. `split` gives it standard error only."""

    def __init__(self, *flags: str, columns: int = 80, env: Mapping[str, str] | None = None, split: bool = False):
        self._primary, secondary = pty.openpty()
        fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        # Whatever is installed here, nothing waits for a key.
        environment = {**os.environ, "TERM": "xterm-256color", "PAGER": "cat", **(env or {})}
        environment.pop("NO_COLOR", None)
        environment.update({"NO_COLOR": env["NO_COLOR"]} if env and "NO_COLOR" in env else {})

        def adopt() -> None:
            os.setsid()
            fcntl.ioctl(2, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [str(forgechain_binary()), *flags],
            stdin=secondary,
            stdout=subprocess.PIPE if split else secondary,
            stderr=secondary,
            env=environment,
            preexec_fn=adopt,
        )
        os.close(secondary)
        os.set_blocking(self._primary, False)
        self._shown = b""

    def shown(self) -> str:
        """Everything written there so far."""
        # At its end, a terminal gives an error (EIO); it also gives one when there is nothing to read.
        with suppress(OSError):
            while piece := os.read(self._primary, 65_536):
                self._shown += piece
        return self._shown.decode().replace("\r\n", "\n")

    def type(self, text: str) -> None:
        os.write(self._primary, text.encode())

    def echoes(self) -> bool:
        """Whether it shows what is typed."""
        return bool(termios.tcgetattr(self._primary)[3] & termios.ECHO)

    def wait(self) -> int:
        """The exit status."""
        # Its output must be read.
        eventually(lambda: (self.shown(), self.process.poll() is not None)[1], f"{self.process.args} ends", SOON)
        self.shown()
        return self.process.returncode

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        os.close(self._primary)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_) -> None:
        self.close()
