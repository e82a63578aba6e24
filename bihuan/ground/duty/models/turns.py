from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bihuan.ground.calendars.models import Calendar
from bihuan.ground.duty.rota import Change, Kind, Turn, Weekly
from bihuan.ground.people.models import Person, Team
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.text.languages import in_two_languages


class Tone(StrEnum):
    """How a pattern is coloured in a roster."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    HELD = "held"
    PLAIN = "plain"


class Pattern(models.Model):
    """A kind of turn that has a name: early 早班, middle 中班, late 晚班, a night on call."""

    code = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, default=Kind.SHIFT)
    begins_at = models.TimeField()
    ends_at = models.TimeField(help_text="at or before `begins_at`: on the next morning")
    tone = models.CharField(max_length=10, default=Tone.INFO)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    name = in_two_languages("name")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            one_of("kind", Kind, name="pattern_kind_known"),
            one_of("tone", Tone, name="pattern_tone_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> str:
        return f"{self.begins_at:%H:%M}–{self.ends_at:%H:%M}"


class Rota(models.Model):
    """A person's weekly turn in a team: on these weekdays from … to …, as a shift or on call.

    A shift follows the team's calendar (no turn on a holiday, one on a make-up Saturday); on call does not.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="rotas")
    person = models.ForeignKey(Person, models.CASCADE, related_name="rotas")
    kind = models.CharField(max_length=10, default=Kind.SHIFT)
    pattern = models.ForeignKey(Pattern, models.PROTECT, null=True, related_name="+")
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
            models.CheckConstraint(
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="rota_ends_after_it_began",
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
            self.pattern_id,
        )

    @property
    def weekly(self) -> Weekly:
        return Weekly(self.person_id, self.turn, self.calendar.work_calendar())


class DayChange(models.Model):
    """What somebody does on a single day instead of his or her weekly turns of that kind; without hours nothing."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=10, default=Kind.SHIFT)
    pattern = models.ForeignKey(Pattern, models.PROTECT, null=True, related_name="+")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    begins_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", Kind, name="day_change_kind_known"),
            models.UniqueConstraint(
                fields=["team", "person", "on", "kind"], name="one_change_a_person_day_and_kind"
            ),
            models.CheckConstraint(
                condition=Q(begins_at=None, ends_at=None) | Q(begins_at__isnull=False, ends_at__isnull=False),
                name="day_change_has_both_hours_or_none",
            ),
        ]

    @property
    def change(self) -> Change:
        hours = (self.begins_at, self.ends_at) if self.begins_at and self.ends_at else None
        return Change(
            self.person_id,
            self.on,
            Kind(self.kind),
            hours,
            self.calendar.work_calendar(),
            self.pattern_id,
        )
