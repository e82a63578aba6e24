"""Somebody who works a drain off: a thread of the worker."""

from __future__ import annotations

import logging
import threading

from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connections

from bihuan.kit.work.drain import Drain

IDLE_S = 5.0  # an idle drain lends its connection, and the memory behind it, to nobody; so it gives it back
FIRST_REST_S, LONGEST_REST_S = 0.5, 60.0

log = logging.getLogger(__name__)


class Drainer(threading.Thread):
    """Works rows off until none waits, then rests until woken. What fails is tried again, later each time."""

    def __init__(self, drain: Drain) -> None:
        super().__init__(name=f"drain-{drain.name}", daemon=True)
        self._drain = drain
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._failures = 0

    def wake(self) -> None:
        self._woken.set()

    def end(self) -> None:
        """Ask it to end after the row in hand."""
        self._ended.set()
        self._woken.set()

    def run(self) -> None:
        while not self._ended.is_set():
            self._woken.clear()
            if self._work_off():
                self._rest()
            else:
                self._ended.wait(min(FIRST_REST_S * 2 ** (self._failures - 1), LONGEST_REST_S))
        connections.close_all()

    def _work_off(self) -> bool:
        """Work off what waits; False if something went wrong, which was said."""
        try:
            close_old_connections()  # one that died while we rested
            while not self._ended.is_set() and self._drain.work_one():
                self._failures = 0
        except DatabaseTrouble as error:
            log.warning("could not work off drain=%s error=%s", self._drain.name, type(error).__name__)
        except Exception:
            log.exception("could not work off drain=%s", self._drain.name)
        else:
            self._failures = 0
            return True
        self._failures += 1
        connections.close_all()
        return False

    def _rest(self) -> None:
        if not self._woken.wait(min(IDLE_S, self._drain.rest_s)):
            connections.close_all()
            self._woken.wait(max(0.0, self._drain.rest_s - IDLE_S))
