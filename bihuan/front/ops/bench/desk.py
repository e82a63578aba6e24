"""A desk of the bench's own: the whole process tree as `bihuan up` runs it, in a folder that is thrown away."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from psycopg.conninfo import make_conninfo

OPEN = re.compile(r"is open: http://127\.0\.0\.1:(\d+)")
SETTINGS = "bihuan.config.settings.bench"
WITHIN_S = 120.0


class Desk:
    """One running desk, on a free port, with an embedded database of its own and the settings of the bench."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = folder / "desk.log"
        given = {"BIHUAN_DATA": str(folder), "PORT": "0", "DEMO": "0", "DJANGO_SETTINGS_MODULE": SETTINGS}
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HOST")}
        self.environment = kept | given | {"LOG_LEVEL": "WARNING", "PYTHONUNBUFFERED": "1"}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it; return after how many seconds the first page stood."""
        began = time.monotonic()
        with self._log.open("wb") as log:
            words = [sys.executable, "-m", "bihuan", "up"]
            self._process = subprocess.Popen(words, env=self.environment, stdout=log, stderr=log)
        until(lambda: OPEN.search(self._said()) is not None or self._process.poll() is not None)  # type: ignore[union-attr]
        until(self._shows_a_page)
        return time.monotonic() - began

    def end(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(60)

    @property
    def port(self) -> int:
        found = OPEN.search(self._said())
        if not found:
            raise RuntimeError(f"the desk did not start: {self._said()[-2000:]}")
        return int(found[1])

    @property
    def address(self) -> str:
        """Return how the desk connects to its database, as it wrote it down itself."""
        return (self._folder / "address.txt").read_text()

    @property
    def superusers_address(self) -> str:
        return make_conninfo(self.address, user="postgres")

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def processes(self) -> Iterator[int]:
        """Yield the process numbers of the tree, the supervisor's first."""
        assert self._process
        waiting = [self._process.pid]
        while waiting:
            pid = waiting.pop()
            yield pid
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting.extend(map(int, children.read_text().split()))

    def cpu_s(self) -> float:
        """Return how much time the processors have given to the tree so far, to those that have ended, too."""
        return sum(map(_cpu_s, self.processes()))

    def _said(self) -> str:
        return self._log.read_text()

    def _shows_a_page(self) -> bool:
        connection = self.connect()
        try:
            connection.request("GET", "/account/login/")
            return connection.getresponse().status in (200, 302)
        except OSError:
            return False
        finally:
            connection.close()


def _cpu_s(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")  # user, system, and both of its children


def until(holds: Callable[[], bool], within_s: float = WITHIN_S, every_s: float = 0.02) -> None:
    """Wait until something holds.

    :raises TimeoutError: if it takes longer than that
    """
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("it took too long")
        time.sleep(every_s)
