"""Who is on duty (值班): weekly turns, and absences that take somebody out of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from bihuan.ground.calendars.models import Calendar
from bihuan.ground.duty.rota import Kind, Turn, is_on
from bihuan.ground.people.models import Person, Team
from bihuan.kit.sql.constraints import one_of

ABOUT_NOW = timedelta(
    days=2
)  # a date in any zone, and the day before it, whose turn may run on after midnight


class RotaQuerySet(models.QuerySet["Rota"]):
    def about(self, now: datetime) -> Self:
        """Keep the rotas that may be in force at `now`; whether one is, its turn tells."""
        ahead, back = (now + ABOUT_NOW).date(), (now - ABOUT_NOW).date()
        return self.filter(Q(begins_on=None) | Q(begins_on__lte=ahead)).exclude(ends_on__lt=back)

    def of_team(self, team: Team) -> Self:
        return self.filter(team=team, person__is_active=True)


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

    objects = RotaQuerySet.as_manager()

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
    """Return who of `team` is on duty at `now`, shifts before on-call, by two queries."""
    rotas = Rota.objects.of_team(team).about(now).select_related("person", "calendar__region").order_by("pk")
    absent = set(Absence.objects.filter(since__lte=now, until__gt=now).values_list("person_id", flat=True))
    on = [
        (rota.person, Kind(rota.kind)) for rota in rotas if rota.person_id not in absent and _is_on(rota, now)
    ]
    return _once_each(sorted(on, key=lambda pair: pair[1] == Kind.ON_CALL))


def _is_on(rota: Rota, now: datetime) -> bool:
    return is_on(rota.turn, rota.calendar.work_calendar(), now)


def _once_each(pairs: Iterable[tuple[Person, Kind]]) -> list[tuple[Person, Kind]]:
    """Keep the first of each person: whoever has a shift now is not on call."""
    first: dict[int, tuple[Person, Kind]] = {}
    for person, kind in pairs:
        first.setdefault(person.pk, (person, kind))
    return list(first.values())
