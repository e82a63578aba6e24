"""A roster as its page shows it: people by days, who is there now, and the hours in which nobody is. Plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

from bihuan.ground.calendars.worktime import WorkCalendar
from bihuan.ground.duty.rota import Kind, Roster, Stint, gaps, present
from bihuan.kit.text import moments

ONE_DAY = timedelta(days=1)
Span = tuple[datetime, datetime]
Away = dict[int, list[Span]]


@dataclass(frozen=True)
class Named:
    """What a pattern is called, and how it is coloured."""

    name: str
    tone: str


@dataclass(frozen=True)
class Mark:
    """A turn in a cell."""

    name: str
    hours: str
    tone: str
    is_on: bool
    is_on_call: bool
    note: str  # that it was swapped, or holds on this day alone

    @property
    def sign(self) -> str:
        """Return the one sign for which a month has room."""
        return self.name[:1]

    @property
    def words(self) -> str:
        return _("%(name)s %(hours)s") % {"name": self.name, "hours": self.hours} + (
            f" · {self.note}" if self.note else ""
        )


@dataclass(frozen=True)
class Cell:
    on: date
    marks: Sequence[Mark]
    away: str  # why nobody is here though a turn may stand; empty where the person is not away


@dataclass(frozen=True)
class Row:
    person: int
    username: str
    name: str
    is_lead: bool
    load: str
    is_full: bool
    now: str  # until when he or she is on duty
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Gap:
    """Hours in which nobody is there; `is_open`: in which the desk is open."""

    since: datetime
    until: datetime
    is_open: bool
    zone: tzinfo

    @property
    def words(self) -> str:
        ends = moments.clock(self.until, self.zone)
        return f"{moments.clock(self.since, self.zone)}–{'24:00' if ends == '00:00' else ends}"


@dataclass(frozen=True)
class Day:
    on: date
    weekday: str
    is_today: bool
    is_past: bool
    is_work: bool
    holiday: str
    gaps: Sequence[Gap]

    @property
    def is_bare(self) -> bool:
        """Tell whether nobody is there while the desk is open."""
        return any(gap.is_open for gap in self.gaps)

    @property
    def gap_words(self) -> str:
        return _(", ").join(gap.words for gap in self.gaps)


@dataclass(frozen=True)
class Drawer:
    """Draws the roster of a team for some days, by what was read before."""

    roster: Roster
    calendar: WorkCalendar
    away: Away
    patterns: dict[int, Named]
    names: dict[int, str]
    now: datetime
    language: str

    def day(self, on: date, holiday: str) -> Day:
        local = self.now.astimezone(self.calendar.zone).date()
        is_work, weekday = self.calendar.is_workday(on), moments.weekday(on, self.language)
        return Day(on, weekday, on == local, on < local, is_work, holiday, list(self.gaps_on(on)))

    def cells(self, person: int, days: Sequence[date]) -> list[Cell]:
        return [Cell(on, list(self._marks(person, on)), self._away(person, on)) for on in days]

    def gaps_on(self, on: date) -> Iterator[Gap]:
        """Yield when nobody is there: around the clock where anybody is ever on call, else in the open hours."""
        stints = [*self.roster.stints(on - ONE_DAY), *self.roster.stints(on)]
        opens = [shift.on(on, self.calendar.zone) for shift in self.calendar.shifts_on(on)]
        begins, ends = self._asked(on, opens)
        if begins >= ends:
            return
        for since, until in gaps(begins, ends, stints, self.away):
            is_open = any(since < span[1] and span[0] < until for span in opens)
            yield Gap(since, until, is_open, self.calendar.zone)

    def until(self, person: int) -> str:
        """Return when the turn ends that somebody has now; empty where he or she has none."""
        for stint in self.roster.at(self.now):
            if stint.person == person:
                for since, until in present(stint, self.away.get(person, ())):
                    if since <= self.now < until:
                        return moments.clock(until, self.calendar.zone)
        return ""

    def _asked(self, on: date, opens: Sequence[Span]) -> Span:
        zone = self.calendar.zone
        if any(one.turn.kind is Kind.ON_CALL for one in self.roster.weekly):
            return datetime.combine(on, time(), zone), datetime.combine(on + ONE_DAY, time(), zone)
        if not opens:
            midnight = datetime.combine(on, time(), zone)
            return midnight, midnight
        return min(span[0] for span in opens), max(span[1] for span in opens)

    def _marks(self, person: int, on: date) -> Iterator[Mark]:
        for stint in self.roster.stints(on):
            if stint.person == person:
                yield self.mark(stint)

    def mark(self, stint: Stint) -> Mark:
        zone = self.calendar.zone
        usual = Named(_("on call"), "plain") if stint.kind is Kind.ON_CALL else Named(_("on duty"), "info")
        named = self.patterns.get(stint.pattern or 0, usual)
        hours = f"{moments.clock(stint.begins, zone)}–{moments.clock(stint.ends, zone)}"
        here = present(stint, self.away.get(stint.person, ()))
        is_on = any(since <= self.now < until for since, until in here)
        return Mark(named.name, hours, named.tone, is_on, stint.kind is Kind.ON_CALL, self._note(stint))

    def _note(self, stint: Stint) -> str:
        if stint.swapped_with:
            return _("for %(name)s") % {"name": self.names.get(stint.swapped_with, "")}
        return _("this day only") if stint.is_changed else ""

    def _away(self, person: int, on: date) -> str:
        """Return in words how much of the day somebody is away."""
        begins = datetime.combine(on, time(), self.calendar.zone)
        ends = datetime.combine(on + ONE_DAY, time(), self.calendar.zone)
        spans = [span for span in self.away.get(person, ()) if span[0] < ends and span[1] > begins]
        if not spans:
            return ""
        since, until = max(spans[0][0], begins), min(spans[-1][1], ends)
        if (since, until) == (begins, ends):
            return _("Leave")
        zone = self.calendar.zone
        ended = "24:00" if until == ends else moments.clock(until, zone)
        return _("Leave %(since)s–%(until)s") % {"since": moments.clock(since, zone), "until": ended}
