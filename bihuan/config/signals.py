"""The signals that tell the supervisor to look up."""

from __future__ import annotations

import os
import select
import signal
from types import FrameType

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def end_at_once() -> None:
    """Have each of the signals that ask to end raise KeyboardInterrupt, as Ctrl-C does: nothing runs yet."""
    for number in ENDING:
        signal.signal(number, signal.default_int_handler)


class Signals:
    """From now on they are remembered, and end a wait, as the end of a child does."""

    def __init__(self) -> None:
        self.ask_to_end = False
        self._reading, writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for number in (*ENDING, signal.SIGCHLD):
            signal.signal(number, self._note)

    def wait(self, within_s: float | None) -> None:
        """Wait for a signal; None waits for as long as it takes."""
        if select.select([self._reading], [], [], within_s)[0]:
            os.read(self._reading, 512)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if number in ENDING:
            self.ask_to_end = True
