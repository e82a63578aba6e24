"""The embedded PostgreSQL: started, watched and ended as a child of the process that holds its folder."""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg

from bihuan.config.embedded import leftovers
from bihuan.config.embedded.cluster import SUPERUSER, TUNING, as_user, lay_down, let_in
from bihuan.config.embedded.home import Home
from bihuan.config.embedded.programs import programs_for
from bihuan.config.embedded.refusal import CannotRun

PR_SET_PDEATHSIG = 1
STOP_WITHIN_S = 60.0
LONGEST_LOG_BYTES = 10 * 1024 * 1024
LAST_WORDS_BYTES = 2000


class AlreadyRuns(CannotRun):
    """Another process holds the folder."""


class Server:
    """One PostgreSQL server.

    It dies with its starter, however that one dies; a folder has one starter at a time.
    """

    def __init__(self, folder: Path, tuning: Mapping[str, str] | None = None) -> None:
        self.home = Home(folder)
        self.process: subprocess.Popen[bytes] | None = None
        self._tuning = {**TUNING, **(tuning or {})}
        self._lock = -1

    def take(self) -> None:
        """Hold the folder for as long as this process lives.

        :raises AlreadyRuns: if another process does
        :raises CannotRun: if no database can live there
        """
        self.home.furnish()
        lock = os.open(self.home.data.parent / ".lock", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise AlreadyRuns(f"Another Bihuan already runs on {self.home.folder}.") from None
        self._lock = lock

    def forget(self) -> None:
        """Let go of the folder in a process forked from its holder, who alone goes on holding it."""
        os.close(self._lock)
        self._lock, self.process = -1, None

    def launch(self) -> None:
        """Start the server and return at once. The folder must be held.

        :raises CannotRun: if it cannot be started
        """
        programs = programs_for(self.home.user)
        leftovers.clear(self.home.data, self.home.socket)
        if not (self.home.data / "PG_VERSION").exists():
            lay_down(self.home, programs)
        let_in(self.home)
        self.home.address_file.write_text(self.home.address)
        options = {**self._tuning, "unix_socket_directories": f'"{self.home.socket}"'}
        with open(self._log_path, "ab", opener=_for_the_owner) as log:
            self.process = subprocess.Popen(
                [str(programs / "postgres"), "-D", str(self.home.data), *_arguments(options)],
                **as_user(self.home),
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )

    def wait_until_ready(self, within_s: float = 600.0) -> None:
        """Wait until the server takes connections, and see to it that the desk's database is there.

        :raises CannotRun: if it ends instead, with the last lines of its log
        """
        deadline = time.monotonic() + within_s
        while not self.is_ready():
            if self.process and self.process.poll() is not None:
                raise CannotRun(
                    f"PostgreSQL did not start. The end of {self._log_path}:\n{self._last_words()}"
                )
            if time.monotonic() > deadline:
                raise CannotRun(f"PostgreSQL is not ready after {within_s:.0f} s. See {self._log_path}.")
            time.sleep(0.02)
        self._make_database()

    def is_ready(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """End the server; open transactions are rolled back."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)  # nothing is lost: it recovers at the next start
            self.process.wait()

    @property
    def _log_path(self) -> Path:
        """Return the server's log, begun anew (the old one kept) where it has grown long."""
        path = self.home.data.parent / "postgres.log"
        if path.exists() and path.stat().st_size > LONGEST_LOG_BYTES:
            path.rename(path.with_suffix(".log.1"))
        return path

    def _last_words(self) -> str:
        return self._log_path.read_bytes()[-LAST_WORDS_BYTES:].decode(errors="replace").strip()

    def _connect(self) -> psycopg.Connection[tuple[str, ...]]:
        address = self.home.address_of(SUPERUSER, "postgres")
        return psycopg.connect(address, autocommit=True, connect_timeout=2)

    def _make_database(self) -> None:
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'desk'").fetchone():
                connection.execute("CREATE ROLE desk LOGIN")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'desk'").fetchone():
                connection.execute("CREATE DATABASE desk OWNER desk")


def _arguments(options: Mapping[str, str]) -> list[str]:
    return [f"--{name}={value}" for name, value in options.items()]


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _end_with_parent() -> None:
    """Have the kernel shut the server down when its starter dies. Runs after the change of user, which would undo it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
