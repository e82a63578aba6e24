"""Why a clock is due when it is: what it did, stretch by stretch, as a bar and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bihuan.flow.sla.clockwork import ASKED, Stop, stands_still
from bihuan.flow.sla.models import Clock
from bihuan.flow.sla.segments import Doing, Segment, running, segments
from bihuan.front.workbench.words import HOLDS
from bihuan.ground.calendars.models import Calendar, DayKind
from bihuan.kit.text import durations, moments

BAR = 1000  # units of the bar's drawing
MOST_SHOWN = 24  # stretches in words; a clock of weeks has more, of which the last tell why


@dataclass(frozen=True)
class Stretch:
    """One stretch in words, and where it lies on the bar."""

    doing: str
    when: str
    said: str
    span: str
    x: int
    width: int


@dataclass(frozen=True)
class Stretches:
    """All of a clock's, with what ran of it in sum; `hidden`: how many of the first are not told in words."""

    all: Sequence[Stretch]
    total: str
    hidden: int

    @property
    def told(self) -> Sequence[Stretch]:
        return self.all[self.hidden :]


def stretches_of(clock: Clock, stops: Iterable[Stop], now: datetime) -> Stretches:
    """Return what a clock did from its start up to its due time; up to now while it stands still."""
    end = clock.due_at or max(now, clock.started_at)
    still = [stop for stop in stops if stands_still(clock.promise, stop.reason)]
    names = holidays_of(clock.calendar)
    found = segments(clock.calendar.work_calendar(), clock.started_at, end, still, names)
    total = durations.working(running(found), get_language() or "")
    whole = (end - clock.started_at).total_seconds() or 1
    told = [_told(one, clock.started_at, whole, now) for one in found]
    return Stretches(told, total, max(0, len(told) - MOST_SHOWN))


def _told(one: Segment, start: datetime, whole: float, now: datetime) -> Stretch:
    language, zone = get_language() or "", get_current_timezone()
    x = int(BAR * (one.start - start).total_seconds() / whole)
    return Stretch(
        doing=one.doing,
        when=_("%(start)s to %(end)s")
        % {
            "start": moments.short(one.start, language, zone, now),
            "end": moments.clock(one.end, zone)
            if one.start.astimezone(zone).date() == one.end.astimezone(zone).date()
            else moments.short(one.end, language, zone, now),
        },
        said=_said(one),
        span=durations.in_words(one.length, language),
        x=x,
        width=max(2, int(BAR * one.length.total_seconds() / whole)),
    )


def _said(one: Segment) -> str:
    if one.doing is Doing.RUNNING:
        return _("counts")
    if one.doing is Doing.HELD:
        return _("The person was asked") if one.reason == ASKED else str(HOLDS.get(one.reason, one.reason))
    return _(", ").join(one.days) or _("outside working time")


def holidays_of(calendar: Calendar) -> Mapping[date, str]:
    """Return the calendar's closed days by name in the reader's language, kept while nothing in it changes."""
    key = calendar.pk, get_language() or ""
    kept = _kept.get(key)
    if kept is None or kept[0] != calendar.state:
        kept = _kept[key] = (calendar.state, _read(calendar))
    return kept[1]


def _read(calendar: Calendar) -> dict[date, str]:
    days = calendar.region.days.filter(kind=DayKind.OFF) if calendar.region else ()
    own = calendar.days.filter(shifts=[])
    return {day.on: day.name or _("closed") for day in [*days, *own]}


_kept: dict[tuple[int, str], tuple[tuple[int, int, int], Mapping[date, str]]] = {}
