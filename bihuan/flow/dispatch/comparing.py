"""What a replay came to: promises met, waiting, load, and how many wait at which hour. Plain Python."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from bihuan.flow.dispatch.arrivals import Handled, Worker
from bihuan.flow.dispatch.attendance import Stretch
from bihuan.ground.calendars.worktime import WorkCalendar, elapsed

ONE_DAY, ONE_HOUR = timedelta(days=1), timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Kept:
    """Of how many promises it is known how they ended, and how many were kept."""

    met: int
    of: int

    @property
    def share(self) -> float | None:
        return self.met / self.of if self.of else None


@dataclass(frozen=True)
class Load:
    """What somebody had: tickets taken, hours worked on them and hours on duty."""

    person: int
    name: str
    tickets: int
    worked_h: float
    on_duty_h: float


@dataclass(frozen=True)
class Outcome:
    """What a replay came to. Waiting is counted in working time from the arrival until somebody begins."""

    arrivals: int
    taken: int
    acceptance: Kept
    resolution: Kept
    mean_wait: timedelta
    p50_wait: timedelta
    p90_wait: timedelta
    loads: Sequence[Load]
    queue: Sequence[float]  # how many wait on average at each hour of a working day, 0 to 23


def sum_up(
    handled: Sequence[Handled],
    workers: Sequence[Worker],
    calendar: WorkCalendar,
    start: datetime,
    end: datetime,
) -> Outcome:
    """Return what the replay of the arrivals between `start` and `end` came to."""
    waits = waits_of(handled, calendar)
    return Outcome(
        arrivals=len(handled),
        taken=sum(one.taken_at is not None for one in handled),
        acceptance=kept(handled, lambda one: one.arrival.accept_by, lambda one: one.taken_at, end),
        resolution=kept(handled, lambda one: one.arrival.resolve_by, lambda one: one.solved_at, end),
        mean_wait=mean(waits),
        p50_wait=percentile(waits, 0.5),
        p90_wait=percentile(waits, 0.9),
        loads=[_load(worker, handled, start, end) for worker in workers],
        queue=queue_by_hour(handled, calendar, start, end),
    )


def kept(
    handled: Iterable[Handled],
    due: Callable[[Handled], datetime | None],
    done: Callable[[Handled], datetime | None],
    end: datetime,
) -> Kept:
    """Count the promises that were kept; one that still runs at `end` counts neither way."""
    known = [(by, at) for one in handled if (by := due(one)) and ((at := done(one)) or by <= end)]
    return Kept(met=sum(at is not None and at <= by for by, at in known), of=len(known))


def waits_of(handled: Iterable[Handled], calendar: WorkCalendar) -> list[timedelta]:
    """Return how long each one that was taken waited for it, in working time."""
    return [elapsed(calendar, one.arrival.at, one.taken_at) for one in handled if one.taken_at]


def mean(spans: Sequence[timedelta]) -> timedelta:
    return sum(spans, timedelta()) / len(spans) if spans else timedelta()


def percentile(spans: Sequence[timedelta], share: float) -> timedelta:
    """Return the shortest span that so large a share does not exceed (nearest rank)."""
    return sorted(spans)[max(ceil(share * len(spans)) - 1, 0)] if spans else timedelta()


def queue_by_hour(
    handled: Iterable[Handled], calendar: WorkCalendar, start: datetime, end: datetime
) -> list[float]:
    """Return how many waited on average when the clock struck each hour of the working days in between."""
    came = sorted(one.arrival.at for one in handled)
    went = sorted(one.taken_at for one in handled if one.taken_at)
    sums: list[float] = [0.0] * 24
    days = 0
    day = start.astimezone(calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    while day < end:
        if calendar.is_workday(day.date()):
            days += 1
            for hour in range(24):
                at = day + hour * ONE_HOUR
                sums[hour] += bisect_right(came, at) - bisect_right(went, at)
        day += ONE_DAY
    return [total / days if days else 0.0 for total in sums]


def earlier_and_later(before: Sequence[Handled], after: Sequence[Handled]) -> tuple[int, int]:
    """Return how many are taken at least a minute earlier, and later, in the second replay of the same arrivals."""
    taken = {one.arrival.ticket: one.taken_at for one in before}
    gains = [_gain(taken.get(one.arrival.ticket), one.taken_at) for one in after]
    return sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)


def _gain(before: datetime | None, after: datetime | None) -> int:
    if before is None or after is None:
        return (before is None and after is not None) - (after is None and before is not None)
    return (before - after >= A_MINUTE) - (after - before >= A_MINUTE)


def _load(worker: Worker, handled: Iterable[Handled], start: datetime, end: datetime) -> Load:
    own = [one for one in handled if one.person == worker.person]
    worked = sum((one.arrival.work for one in own if one.solved_at), timedelta())
    on_duty = sum(
        (_within(stretch, start, end) for stretch in worker.duty if not stretch.is_on_call), timedelta()
    )
    return Load(worker.person, worker.name, len(own), worked / ONE_HOUR, on_duty / ONE_HOUR)


def _within(stretch: Stretch, start: datetime, end: datetime) -> timedelta:
    return max(min(stretch.until, end) - max(stretch.since, start), timedelta())
