"""Rows that wait to be worked off: a queue that is its own table.

A drain claims one row at a time with SKIP LOCKED and works it off in the transaction that holds it. A worker killed
in between loses the lock and nothing else. NOTIFY only wakes; a drain that was not woken looks by itself every rest.
"""

from __future__ import annotations

from typing import Protocol

from bihuan.kit.live.publish import publish


class Drain(Protocol):
    name: str  # also the topic that wakes it, as `work:<name>`
    rest_s: float  # how long to wait for a wake-up before looking anyway

    def work_one(self) -> bool:
        """Work off one waiting row; False where none waits."""

    def waiting(self) -> int:
        """Count the rows that could be worked off now."""


def topic_of(drain: Drain) -> str:
    return f"work:{drain.name}"


def wake(name: str) -> None:
    """Wake the drain called `name` at commit."""
    publish(f"work:{name}")
