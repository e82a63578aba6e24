"""Who is on duty (值班): weekly turns, and absences that take somebody out of them."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from bihuan.ground.calendars.models import Calendar, Region
from bihuan.ground.duty.rota import Kind, Turn, is_on
from bihuan.ground.people.models import Person, Team
from bihuan.kit.kept.keeping import Kept, unchanging
from bihuan.kit.sql.constraints import one_of


class Rota(models.Model):
    """A person's weekly turn in a team: on these weekdays from … to …, as a shift or on call.

    A shift follows the team's calendar (no turn on a holiday, one on a make-up Saturday); on call does not.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="rotas")
    person = models.ForeignKey(Person, models.CASCADE, related_name="rotas")
    kind = models.CharField(max_length=10, default=Kind.SHIFT)
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), help_text="Monday is 0")
    begins_at = models.TimeField(help_text="on the wall clock of the calendar's zone")
    ends_at = models.TimeField(help_text="at or before `begins_at`: on the next morning")
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", Kind, name="rota_kind_known"),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=[0, 1, 2, 3, 4, 5, 6]), name="rota_weekdays"
            ),
        ]

    @property
    def turn(self) -> Turn:
        return Turn(
            Kind(self.kind),
            tuple(self.weekdays),
            self.begins_at,
            self.ends_at,
            self.begins_on or date.min,
            self.ends_on or date.max,
        )


class Absence(models.Model):
    """Leave, sickness, travel: from … to …, whatever the rota says."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="absence_ends_after_it_began"),
            # Two overlapping absences of one person are one absence written twice. Without the btree_gist
            # extension a number is compared as a range of one.
            ExclusionConstraint(
                name="absences_of_a_person_do_not_overlap",
                expressions=[
                    (
                        Func(F("person"), F("person"), models.Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("since"), F("until"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


def on_duty(team: Team, now: datetime) -> list[tuple[Person, Kind]]:
    """Return who of `team` is on duty at `now`, shifts before on-call."""
    with unchanging():
        turns = turns_at(team, now)
    people = Person.objects.active().in_bulk(turns)
    return [(people[pk], kind) for pk, kind in turns.items() if pk in people]


def turns_at(team: Team, now: datetime) -> dict[int, Kind]:
    """Return whose turn in `team` it is at `now`, by the person's key, shifts before on-call; whoever has left among them."""
    absent = {person for person, since, until in _absences() if since <= now < until}
    on = [
        (person, turn.kind)
        for person, turn, calendar in _turns().get(team.pk, ())
        if person not in absent and is_on(turn, calendar.work_calendar(), now)
    ]
    first: dict[int, Kind] = {}  # whoever has a shift now is not on call
    for person, kind in sorted(on, key=lambda one: one[1] == Kind.ON_CALL):
        first.setdefault(person, kind)
    return first


def _read_turns() -> dict[int, list[tuple[int, Turn, Calendar]]]:
    turns: dict[int, list[tuple[int, Turn, Calendar]]] = {}
    for rota in Rota.objects.select_related("calendar__region").order_by("pk"):
        turns.setdefault(rota.team_id, []).append((rota.person_id, rota.turn, rota.calendar))
    return turns


_turns = Kept(_read_turns, Rota, Calendar, Region)
_absences = Kept(lambda: list(Absence.objects.values_list("person", "since", "until")), Absence)
