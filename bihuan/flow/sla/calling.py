"""Who is called when, on the way up: plain sums about levels of escalation. Plain Python, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

WARNING, MISSED = 1, 2  # the first two levels: before the time is over, and when it is
HIGHEST = 6
MOST_TURNS = 12  # a call that nobody acknowledges is repeated so often and no more
URGENT = 1  # a priority that breaks through quiet hours


class Who(StrEnum):
    """Who is called at a level, from near to far."""

    HANDLER = "handler"
    LEADS = "leads"
    PROCESS = "process"
    MANAGEMENT = "management"


@dataclass(frozen=True)
class Rung:
    """A level: how much working time after the due time, who, and after how long once more until acknowledged.

    `share`: it stands before the due time instead, at so many percent of the time allowed.
    """

    level: int
    after: timedelta = timedelta()
    calls: tuple[Who, ...] = ()
    repeat_every: timedelta | None = None
    share: int | None = None


Ladder = Sequence[Rung]
# What holds where nobody decided otherwise.
SHORTEST: Ladder = (Rung(WARNING, calls=(Who.HANDLER,)), Rung(MISSED, calls=(Who.HANDLER, Who.LEADS)))


class Next(NamedTuple):
    """A call to come: at a level for the how manieth time; `at` or, counted in working time, `after` the due time."""

    level: int
    turn: int
    at: datetime | None = None
    after: timedelta | None = None


def rung_of(ladder: Ladder, level: int) -> Rung | None:
    return next((rung for rung in ladder if rung.level == level), None)


def shares_of(ladder: Ladder) -> list[tuple[int, int]]:
    """Return the levels that stand before the due time, each with its share in percent."""
    return [(rung.level, rung.share) for rung in ladder if rung.share is not None]


def quiet_until(now: datetime, starts: time, ends: time) -> datetime | None:
    """Return when the quiet hours end that hold now; None outside of them. `now` is on the wall's clock; the hours may
    pass midnight.
    """
    at = now.time().replace(tzinfo=None)
    is_quiet = starts <= at < ends if starts <= ends else at >= starts or at < ends
    if not is_quiet:
        return None
    day = now.date() if at < ends else now.date() + timedelta(days=1)
    return datetime.combine(day, ends, tzinfo=now.tzinfo)


def what_follows(
    ladder: Ladder, level: int, turn: int, now: datetime, quiet_until: datetime | None
) -> list[Next]:
    """Return the calls that follow one that goes off now; when all is quiet, the same one follows in the morning.

    What stands before the due time is set when the clock starts and is left out here.
    """
    found = []
    rung = rung_of(ladder, level)
    if quiet_until is not None:
        found.append(Next(level, turn + 1, at=quiet_until))
    elif rung and rung.repeat_every and turn < MOST_TURNS:
        found.append(Next(level, turn + 1, at=now + rung.repeat_every))
    above = next((one for one in ladder if one.level > level and one.share is None), None)
    if turn == 1 and level >= MISSED and above:
        found.append(Next(above.level, 1, after=above.after))
    return found
