"""The parts of the process tree, each started again whenever it ends."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from typing import Protocol

from bihuan.config.embedded.refusal import CannotRun
from bihuan.config.embedded.server import Server
from bihuan.config.forking import describe, fork

SOUND_AFTER_S = 60.0  # a part that ran for so long has not failed at its start
FIRST_REST_S, LONGEST_REST_S = 0.1, 10.0

log = logging.getLogger(__name__)


class Part(Protocol):
    name: str

    def start(self) -> None: ...

    def ended(self) -> str | None:
        """Say how it ended; None while it runs."""

    def ask_to_end(self) -> None: ...

    def kill(self) -> None: ...


class Process:
    """A part that is forked from the supervisor."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        self.name = name
        self._work = work
        self._pid = 0
        self._status: int | None = None

    def start(self) -> None:
        self._status = None
        self._pid = fork(f"bihuan-{self.name}", self._work)

    def ended(self) -> str | None:
        if self._status is None:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            self._status = status if pid else None
        return None if self._status is None else describe(self._status)

    def ask_to_end(self) -> None:
        os.kill(self._pid, signal.SIGTERM)

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)


class Database:
    """The embedded PostgreSQL as a part of the tree. The others find it again by themselves."""

    name = "postgresql"

    def __init__(self, server: Server) -> None:
        self._server = server

    def start(self) -> None:
        self._server.launch()

    def ended(self) -> str | None:
        process = self._server.process
        assert process is not None, "a part is asked only once it was started"
        return None if process.poll() is None else f"exit status {process.returncode}"

    def ask_to_end(self) -> None:
        self._signal(signal.SIGINT)

    def kill(self) -> None:
        self._signal(signal.SIGQUIT)

    def _signal(self, number: signal.Signals) -> None:
        if self._server.process:
            self._server.process.send_signal(number)


class Kept:
    """A part, and when to start it again: at once, later if it ends again and again."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._started_at = 0.0
        self._due_at: float | None = None
        self._failures = 0

    def start(self, now: float) -> None:
        self._started_at, self._due_at = now, None
        try:
            self.part.start()
        except (CannotRun, OSError) as error:
            self._note_failure(now, f"did not start: {error}")

    def look_after(self, now: float) -> None:
        """Notice that it ended, or start it if that is due."""
        if self._due_at is not None:
            if now >= self._due_at:
                self.start(now)
        elif how := self.part.ended():
            self._note_failure(now, f"ended: {how}")

    def is_running(self) -> bool:
        return self._due_at is None and self.part.ended() is None

    def due_in_s(self, now: float) -> float | None:
        return None if self._due_at is None else max(0.0, self._due_at - now)

    def _note_failure(self, now: float, how: str) -> None:
        self._failures = 1 if now - self._started_at > SOUND_AFTER_S else self._failures + 1
        rest_s = min(FIRST_REST_S * 2 ** (self._failures - 1), LONGEST_REST_S)
        log.warning("part=%s %s, again in_s=%.1f", self.part.name, how, rest_s)
        self._due_at = now + rest_s
