"""Several parts kept running together, and ended together."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bihuan.config.parts import Kept
from bihuan.config.signals import Signals

END_WITHIN_S = 12.0  # longer than any part gives itself


def keep(parts: Sequence[Kept], signals: Signals) -> None:
    """Start again whatever ends, until asked to end."""
    while not signals.ask_to_end:
        now = time.monotonic()
        for kept in parts:
            kept.look_after(now)
        due = [in_s for kept in parts if (in_s := kept.due_in_s(now)) is not None]
        signals.wait(min(due, default=None))


def end(parts: Sequence[Kept], signals: Signals) -> None:
    """Ask all to end and wait until they have; kill those that take too long."""
    running = [kept.part for kept in parts if kept.is_running()]
    for part in running:
        part.ask_to_end()
    deadline = time.monotonic() + END_WITHIN_S
    while running and time.monotonic() < deadline:
        signals.wait(0.05)
        running = [part for part in running if part.ended() is None]
    for part in running:
        part.kill()
