"""What can happen to a promise."""

from dataclasses import dataclass, field

from bihuan.kit.events.facts import Facts


@dataclass(frozen=True)
class ClockWarned(Facts, kind="clock.warned"):
    clock: int
    promise: str
    due_at: str
    told: list[str] = field(default_factory=list)  # names of who was told
    calls: list[str] = field(default_factory=list)  # and what for: as handler, leads, and so on
    late_s: int = 0  # how long after the moment the warning was given, when the desk had been down


@dataclass(frozen=True)
class ClockMissed(Facts, kind="clock.missed"):
    clock: int
    promise: str
    due_at: str
    told: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    late_s: int = 0


@dataclass(frozen=True)
class ClockMoved(Facts, kind="clock.moved"):
    """A due time became another one because the calendar or the policy did; the stamp says why."""

    clock: int
    promise: str
    was: str
    now: str


@dataclass(frozen=True)
class ClockCalled(Facts, kind="clock.called"):
    """People were called: at a share of the time, at a level beyond the miss, once more, or, with level 0, by somebody's hand."""

    promise: str
    level: int = 0
    turn: int = 1
    clock: int = 0
    due_at: str = ""
    told: list[str] = field(default_factory=list)  # names
    calls: list[str] = field(default_factory=list)
    late_s: int = 0


@dataclass(frozen=True)
class ClockAcknowledged(Facts, kind="clock.acknowledged"):
    clock: int
    promise: str


@dataclass(frozen=True)
class HandoverDeclined(Facts, kind="clock.handover_declined"):
    """The first line keeps the ticket beyond its time to hand it on; the stamp says why."""

    clock: int
