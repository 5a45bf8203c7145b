"""Load on a node, by ab."""

import re
import shutil
import signal
import subprocess
import tempfile

#: Requests at once.
CLIENTS = 4


class Load:
    """Requests to one path, one after another on a few connections, until stopped."""

    def __init__(self, url: str) -> None:
        program = shutil.which("ab")
        assert program, "ab is not installed: it comes with Debian's apache2-utils"
        self._output = tempfile.TemporaryFile("w+")
        # A changing length isn't a failure (-l); connections are kept (-k), or this machine would run out of ports.
        command = [program, "-q", "-l", "-k", "-c", str(CLIENTS), "-t", "600", "-n", "100000000", url]
        self._process = subprocess.Popen(command, stdout=self._output, stderr=subprocess.STDOUT)

    def end(self) -> "Load":
        """Stops the requests."""
        self._was_running = self._process.poll() is None
        # ab prints its summary when it is interrupted.
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        return self

    def answered(self) -> int:
        """How many requests were answered, once it has ended. Fails if one was not, or without success."""
        self._output.seek(0)
        said = self._output.read()
        complete = re.search(r"^Complete requests:\s+(\d+)$", said, re.M)
        failed = re.search(r"^Failed requests:\s+(\d+)$", said, re.M)
        assert self._was_running and complete and failed, f"ab ended by itself: {said}"
        assert failed[1] == "0" and "Non-2xx" not in said, said
        return int(complete[1])
