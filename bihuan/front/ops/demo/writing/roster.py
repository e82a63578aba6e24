"""Who is on duty when, answered from memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bihuan.ground.calendars.worktime import NeverOpen, WorkCalendar, add_workdays
from bihuan.ground.duty.models import Rota
from bihuan.ground.duty.rota import Kind, Turn, is_on
from bihuan.ground.people.models import Person, Team

AHEAD_DAYS = 16  # longer than any row of holidays


@dataclass(frozen=True)
class Post:
    """Somebody's turn in a team."""

    team: int
    person: Person
    turn: Turn
    calendar: WorkCalendar

    def is_on(self, at: datetime) -> bool:
        return is_on(self.turn, self.calendar, at)

    def next_after(self, at: datetime) -> datetime | None:
        """Return when the turn begins next."""
        today = at.astimezone(self.calendar.zone).date()
        for n in range(AHEAD_DAYS):
            begins = datetime.combine(today + timedelta(days=n), self.turn.begins, self.calendar.zone)
            if begins > at and self.is_on(begins):
                return begins
        return None


def silent_for(office: WorkCalendar, since: datetime, days: int) -> datetime:
    """Return when `tickets.silence` first sees that nobody has said a word for so many working days.

    It counts back from its own moment, on working days alone: where that leads to a day after `since`, the day has
    only to begin.
    """
    said_at = since.astimezone(office.zone)
    for n in range(1, AHEAD_DAYS + days):
        begins = datetime.combine(said_at.date() + timedelta(days=n), time(), office.zone)
        if not office.is_workday(begins.date()):
            continue
        back = add_workdays(office, begins, -days).astimezone(office.zone).date()
        if back >= said_at.date():
            is_same = back == said_at.date()
            return datetime.combine(begins.date(), said_at.time(), office.zone) if is_same else begins
    raise NeverOpen(f"no {days} working days follow {since.isoformat()}")


class Roster:
    def __init__(self, posts: Iterable[Post]) -> None:
        self.posts = list(posts)

    @classmethod
    def read(cls) -> Roster:
        rotas = Rota.objects.select_related("person", "calendar__region").order_by("pk")
        return cls(
            Post(rota.team_id, rota.person, rota.turn, rota.calendar.work_calendar()) for rota in rotas
        )

    def members(self, team: Team) -> list[Person]:
        return list({post.person.pk: post.person for post in self.posts if post.team == team.pk}.values())

    def on_duty(self, team: Team, at: datetime) -> list[tuple[Person, Kind]]:
        """Return who of the team is on duty, shifts before on-call, as `duty.on_duty` does."""
        on = [post for post in self.posts if post.team == team.pk and post.is_on(at)]
        first: dict[int, tuple[Person, Kind]] = {}
        for post in sorted(on, key=lambda post: post.turn.kind is Kind.ON_CALL):
            first.setdefault(post.person.pk, (post.person, post.turn.kind))
        return list(first.values())

    def is_on(self, person: Person, team: Team, at: datetime) -> bool:
        return any(post.is_on(at) for post in self._of(person, team))

    def next_on(self, person: Person, team: Team, at: datetime) -> datetime | None:
        """Return when the person comes on duty next."""
        begins = [post.next_after(at) for post in self._of(person, team)]
        return min((moment for moment in begins if moment), default=None)

    def _of(self, person: Person, team: Team) -> list[Post]:
        return [post for post in self.posts if post.team == team.pk and post.person.pk == person.pk]
