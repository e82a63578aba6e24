"""Calendars as an administrator keeps them: weekly hours, a region's holidays, the company's own days."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.db import models
from django.db.models import F

from bihuan.ground.calendars.shifts import Shifts, WorkCalendar
from bihuan.ground.calendars.vectors import read_shifts, read_week, read_zone
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.text.languages import in_two_languages


class YearState(StrEnum):
    UNPUBLISHED = "unpublished"  # 未公布: the authorities have not said yet
    DRAFT = "draft"
    CONFIRMED = "confirmed"


class DayKind(StrEnum):
    OFF = "off"  # 节假日
    WORK = "work"  # 调休上班


class Region(models.Model):
    """A country or part of one that has holidays of its own."""

    code = models.CharField(max_length=10, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change of its days")

    name = in_two_languages("name")

    def __str__(self) -> str:
        return self.name

    def changed(self) -> None:
        """Let every process know that its days are not what they were."""
        Region.objects.filter(pk=self.pk).update(version=F("version") + 1)
        self.refresh_from_db(fields=["version"])


class RegionYear(models.Model):
    """A year of a region's days, and whether it may be relied on."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="each_year_once_a_region"),
            one_of("state", YearState, name="year_state_known"),
        ]


class RegionDay(models.Model):
    """A date that differs from the usual week: a holiday, or a make-up working day."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="days")
    on = models.DateField()
    kind = models.CharField(max_length=4)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)

    name = in_two_languages("name")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "on"], name="each_day_once_a_region"),
            one_of("kind", DayKind, name="region_day_kind_known"),
        ]


class Calendar(models.Model):
    """Working hours: the usual week, less holidays, plus make-up days, and the company's own exceptions."""

    code = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    zone = models.CharField(max_length=60, default="Asia/Shanghai")
    week = models.JSONField(help_text='{"mon": [["09:00", "12:00"], ["13:30", "18:00"]], …}')
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="calendars")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change of its hours or days")

    name = in_two_languages("name")

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> tuple[int, int, int]:
        """Return what tells this state of the calendar from every other one. Reads `region`."""
        return self.pk, self.version, self.region.version if self.region else 0

    def work_calendar(self) -> WorkCalendar:
        """Return the calendar for reckoning. Kept per process for as long as nothing in it changes."""
        kept = _kept.get(self.pk)
        if kept is None or kept[0] != self.state:
            kept = _kept[self.pk] = (self.state, self._build())
        return kept[1]

    def changed(self) -> None:
        """Let every process know that hours or days are not what they were."""
        Calendar.objects.filter(pk=self.pk).update(version=F("version") + 1)
        self.refresh_from_db(fields=["version"])

    def _build(self) -> WorkCalendar:
        week = read_week(self.week)
        usual = next((week[day] for day in sorted(week) if week[day]), ())
        dates: dict[date, Shifts] = {}
        if self.region:
            for on, kind in self.region.days.values_list("on", "kind"):
                # A make-up day is worked as that weekday would be, or, on a weekend, like the week's first one.
                dates[on] = () if kind == DayKind.OFF else week.get(on.weekday()) or usual
        dates |= {day.on: read_shifts(day.shifts) for day in self.days.all()}
        return WorkCalendar(zone=read_zone(self.zone), week=week, dates=dates)


class CalendarDay(models.Model):
    """A date on which this calendar keeps its own hours, whatever week and region say. No hours: closed."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days")
    on = models.DateField()
    shifts = models.JSONField(default=list, help_text='[["09:00", "12:00"], …]')
    name_zh = models.CharField(max_length=100, blank=True)
    name_en = models.CharField(max_length=100, blank=True)

    name = in_two_languages("name")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="each_day_once_a_calendar")]


_kept: dict[int, tuple[tuple[int, int, int], WorkCalendar]] = {}
