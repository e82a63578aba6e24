"""Who is on duty, derived from the rows: turns, changes of single days, swaps, and leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bihuan.ground.calendars.models import Calendar, Region
from bihuan.ground.duty.models.leave import Absence
from bihuan.ground.duty.models.swap import Swap
from bihuan.ground.duty.models.turns import DayChange, Rota
from bihuan.ground.duty.rota import Change, Kind, Roster, Stint, Trade, Weekly
from bihuan.ground.people.models import Person, Team
from bihuan.kit.kept.keeping import Kept, unchanging

Away = dict[int, list[tuple[datetime, datetime]]]


def on_duty(team: Team, now: datetime) -> list[tuple[Person, Kind]]:
    """Return who of `team` is on duty at `now`, shifts before on-call."""
    with unchanging():
        turns = turns_at(team, now)
    people = Person.objects.active().in_bulk(turns)
    return [(people[pk], stint.kind) for pk, stint in turns.items() if pk in people]


def turns_at(team: Team, now: datetime) -> dict[int, Stint]:
    """Return whose turn in `team` it is at `now`, by the person's key, shifts before on-call; whoever has left among them."""
    away = _absences()
    first: dict[int, Stint] = {}  # whoever has a shift now is not on call
    for stint in sorted(roster_of(team).at(now), key=lambda one: one.kind == Kind.ON_CALL):
        if not any(since <= now < until for since, until in away.get(stint.person, ())):
            first.setdefault(stint.person, stint)
    return first


def roster_of(team: Team) -> Roster:
    return _rosters().get(team.pk, NO_ROSTER)


def stints_between(team: Team, first: date, last: date) -> list[Stint]:
    """Return the turns that begin on those days, both included, day by day."""
    roster = roster_of(team)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [stint for on in days for stint in roster.stints(on)]


def absences_between(since: datetime, until: datetime) -> Away:
    """Return who is away when, as far as it touches that time."""
    touching = {
        person: [span for span in spans if span[0] < until and span[1] > since]
        for person, spans in _absences().items()
    }
    return {person: spans for person, spans in touching.items() if spans}


NO_ROSTER = Roster()


def _read_rosters() -> dict[int, Roster]:
    weekly: dict[int, list[Weekly]] = {}
    for rota in Rota.objects.select_related("calendar__region").order_by("pk"):
        weekly.setdefault(rota.team_id, []).append(rota.weekly)
    changes: dict[int, list[Change]] = {}
    for one in DayChange.objects.select_related("calendar__region").order_by("pk"):
        changes.setdefault(one.team_id, []).append(one.change)
    trades: dict[int, list[Trade]] = {}
    for swap in Swap.objects.agreed().order_by("decided_at", "pk"):
        trades.setdefault(swap.team_id, []).append(swap.trade)
    return {
        team: Roster(weekly.get(team, ()), changes.get(team, ()), trades.get(team, ()))
        for team in weekly.keys() | changes.keys()
    }


def _read_absences() -> dict[int, Sequence[tuple[datetime, datetime]]]:
    away: Away = {}
    for person, since, until in Absence.objects.order_by("since").values_list("person", "since", "until"):
        away.setdefault(person, []).append((since, until))
    return dict(away)


_rosters = Kept(_read_rosters, Rota, DayChange, Swap, Calendar, Region)
_absences = Kept(_read_absences, Absence)
