"""Read what the page of a team's roster shows, by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.translation import get_language

from bihuan.flow.dispatch.finding import loads_of
from bihuan.flow.dispatch.models import rules, work_limits
from bihuan.front.planning.rosters.grid import Day, Drawer, Named, Row
from bihuan.ground.calendars.delivering import OFFICE
from bihuan.ground.calendars.models import Calendar, RegionDay
from bihuan.ground.duty.models import Pattern, Rota, absences_between, roster_of
from bihuan.ground.people.models import Person, Team
from bihuan.kit.kept.keeping import unchanging

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shown:
    """The roster of a team over some days."""

    days: Sequence[Day]
    rows: Sequence[Row]

    @property
    def now(self) -> list[Row]:
        return [row for row in self.rows if row.now]

    @property
    def bare_days(self) -> list[Day]:
        return [day for day in self.days if day.is_bare]

    @property
    def thin_days(self) -> list[Day]:
        return [day for day in self.days if day.gaps and not day.is_bare]


def calendar_of(team: Team) -> Calendar:
    """Return the calendar by which most turns of the team go; else the office's, else any."""
    calendars = Calendar.objects.select_related("region")
    own = (
        Rota.objects.filter(team=team, kind="shift").order_by("pk").values_list("calendar", flat=True).first()
    )
    found = (
        (calendars.filter(pk=own).first() if own else None)
        or calendars.filter(code=OFFICE).first()
        or calendars.first()
    )
    assert found is not None  # delivered with the desk
    return found


def people_of(team: Team, days: Sequence[date]) -> list[Person]:
    """Return the team's members and whoever else has a turn in it on those days, by name."""
    roster = roster_of(team)
    there = {stint.person for on in days for stint in roster.stints(on)}
    people = Person.objects.active().filter(Q(memberships__team=team) | Q(pk__in=there))
    return list(people.distinct().order_by("spelling", "pk"))


def show(team: Team, days: Sequence[date], now: datetime) -> Shown:
    with unchanging():
        people = people_of(team, days)
        drawer = drawer_of(team, days, now, people)
        leads = set(team.memberships.filter(is_lead=True).values_list("person", flat=True))
        loads, limits, usual = loads_of(one.pk for one in people), work_limits(), rules().limit
        holidays = _holidays(calendar_of(team), days)
        rows = [
            Row(
                one.pk,
                one.username,
                one.name,
                one.pk in leads,
                f"{loads.get(one.pk, 0)}/{limits.get(one.pk, usual)}",
                loads.get(one.pk, 0) >= limits.get(one.pk, usual),
                drawer.until(one.pk),
                drawer.cells(one.pk, days),
            )
            for one in people
        ]
        return Shown([drawer.day(on, holidays.get(on, "")) for on in days], rows)


def drawer_of(team: Team, days: Sequence[date], now: datetime, people: Sequence[Person]) -> Drawer:
    calendar = calendar_of(team).work_calendar()
    since = datetime.combine(days[0] - ONE_DAY, time(), calendar.zone)
    until = datetime.combine(days[-1] + 2 * ONE_DAY, time(), calendar.zone)
    away = absences_between(min(since, now - ONE_DAY), max(until, now + ONE_DAY))
    patterns = {one.pk: Named(one.name, one.tone) for one in Pattern.objects.all()}
    names = {one.pk: one.name for one in people}
    return Drawer(roster_of(team), calendar, away, patterns, names, now, get_language() or "zh-hans")


def _holidays(calendar: Calendar, days: Sequence[date]) -> dict[date, str]:
    """Return what is special about a day: a holiday's name, or that it is worked instead of another."""
    named = {one.on: one.name for one in calendar.days.filter(on__range=(days[0], days[-1]))}
    if calendar.region_id:
        special = RegionDay.objects.filter(region=calendar.region_id, on__range=(days[0], days[-1]))
        named = {one.on: one.name for one in special} | named
    return named
