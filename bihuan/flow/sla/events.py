"""What can happen to a promise."""

from dataclasses import dataclass

from bihuan.kit.events.facts import Facts


@dataclass(frozen=True)
class ClockWarned(Facts, kind="clock.warned"):
    clock: int
    promise: str
    due_at: str
    late_s: int = 0  # how long after the moment the warning was given, when the desk had been down


@dataclass(frozen=True)
class ClockMissed(Facts, kind="clock.missed"):
    clock: int
    promise: str
    due_at: str
    late_s: int = 0


@dataclass(frozen=True)
class ClockMoved(Facts, kind="clock.moved"):
    """A due time became another one because the calendar did; the stamp says why."""

    clock: int
    promise: str
    was: str
    now: str
