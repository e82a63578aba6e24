"""Calendars as an administrator keeps them: weekly hours, a region's holidays, the company's own days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Func, Max, Value

from bihuan.ground.calendars.shifts import Shifts, WorkCalendar
from bihuan.ground.calendars.vectors import read_shifts, read_week, read_zone
from bihuan.ground.calendars.years.day import Day, Reading
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.text.languages import in_two_languages

NONE: Mapping[date, Any] = {}
# Counted on for all calendars and regions together and never back, not even when the tables are emptied and numbered
# anew, so that what a process has kept is never taken for what came to stand in its place.
NEXT_NUMBER = Func(Value("calendars_number"), function="nextval")


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
    version = models.BigIntegerField(
        db_default=NEXT_NUMBER, help_text="another one with each change of its days"
    )
    confirmed_until = models.PositiveSmallIntegerField(
        default=0,
        db_default=0,
        help_text="last confirmed year, written down so that whoever has the region need not ask",
    )

    name = in_two_languages("name")

    def __str__(self) -> str:
        return self.name

    def changed(self) -> None:
        """Let every process know that its days are not what they were, and write down until when they are known."""
        confirmed = RegionYear.objects.filter(region=self, state=YearState.CONFIRMED)
        last = confirmed.aggregate(last=Max("year"))["last"] or 0
        Region.objects.filter(pk=self.pk).update(version=NEXT_NUMBER, confirmed_until=last)
        self.refresh_from_db(fields=["version", "confirmed_until"])

    def days_of(self, year: int) -> dict[date, Day]:
        """Return what differs from the usual week in a year, by date."""
        days = self.days.filter(on__year=year).order_by("on")
        return {day.on: Day(day.on, day.kind, day.name_zh, day.name_en) for day in days}


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


class YearDraft(models.Model):
    """A year's days as somebody brought them in: nothing takes effect until a person has confirmed them."""

    year = models.OneToOneField(RegionYear, models.CASCADE, related_name="draft")
    days = models.JSONField(help_text='[["2026-10-01", "off", "国庆节", "National Day"], …]')
    source = models.CharField(max_length=200, blank=True)
    text = models.TextField(
        blank=True, help_text="what was read, so that it is checked anew when it is looked at"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"draft of year #{self.year_id}"

    @classmethod
    def propose(cls, region: Region, reading: Reading, *, text: str, source: str, stamp: Stamp) -> YearDraft:
        """Keep what was read beside what holds; an earlier draft of the year gives way."""
        year, is_new = RegionYear.objects.get_or_create(
            region=region, year=reading.year, defaults={"state": YearState.DRAFT}
        )
        if not is_new and year.state == YearState.UNPUBLISHED:
            RegionYear.objects.filter(pk=year.pk).update(state=YearState.DRAFT)
        told = {
            "days": [[day.on.isoformat(), *day[1:]] for day in reading.days],
            "source": source or reading.source,
            "text": text,
            "made_at": stamp.at,
            "made_by": stamp.by,
        }
        return cls.objects.update_or_create(year=year, defaults=told)[0]

    def told(self) -> tuple[Day, ...]:
        return tuple(Day(date.fromisoformat(on), kind, zh, en) for on, kind, zh, en in self.days)

    def effect(self) -> tuple[dict[date, Day], dict[date, Day]]:
        """Return what holds now and what would hold once this is confirmed, in the year and at the end of the one
        before, where the draft tells of it.
        """
        region, told = self.year.region, self.told()
        was = region.days_of(self.year.year)
        earlier = {day.on for day in told if day.on.year != self.year.year}
        kept = region.days.filter(on__in=earlier)
        was |= {day.on: Day(day.on, day.kind, day.name_zh, day.name_en) for day in kept}
        return was, {day.on: day for day in told}

    def confirm(self) -> None:
        """Let the draft's days hold in place of those that the year had. The year's row is locked by the caller."""
        year, region = self.year, self.year.region
        was, now = self.effect()
        region.days.filter(on__in=was.keys()).delete()
        RegionDay.objects.bulk_create(
            RegionDay(region=region, on=day.on, kind=day.kind, name_zh=day.zh, name_en=day.en)
            for day in now.values()
        )
        RegionYear.objects.filter(pk=year.pk).update(state=YearState.CONFIRMED, source=self.source)
        self.delete()
        region.changed()

    def discard(self) -> None:
        """Take the draft away; a year that has no other days is unpublished again."""
        self.delete()
        RegionYear.objects.filter(pk=self.year_id, state=YearState.DRAFT).update(state=YearState.UNPUBLISHED)


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
    version = models.BigIntegerField(
        db_default=NEXT_NUMBER, help_text="another one with each change of its hours or days"
    )

    name = in_two_languages("name")

    _supposed: WorkCalendar | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> tuple[int, int, int]:
        """Return what tells this state of the calendar from every other one. Reads `region`."""
        return self.pk, self.version, self.region.version if self.region else 0

    def work_calendar(self) -> WorkCalendar:
        """Return the calendar for reckoning. Kept per process for as long as nothing in it changes."""
        if self._supposed:
            return self._supposed
        kept = _kept.get(self.pk)
        if kept is None or kept[0] != self.state:
            kept = _kept[self.pk] = (self.state, self._build())
        return kept[1]

    def is_sure_of(self, moment: datetime | None) -> bool:
        """Tell whether the holidays until then are known. Reads `region`; none has no holidays to wait for."""
        if moment is None or self.region is None:
            return True
        return moment.astimezone(read_zone(self.zone)).year <= self.region.confirmed_until

    def suppose(
        self, region_days: Mapping[date, Day | None] = NONE, own_days: Mapping[date, Any] = NONE
    ) -> None:
        """Let this copy of the calendar be reckoned by what its fields say now, and by other days than the kept ones,
        so that one sees what would come of it. Saves nothing.

        :param region_days: take the place of the region's on their dates, None where it has none then
        :param own_days: hours by date; take the place of the calendar's own on their dates, None where it has none then
        """
        self._supposed = self._build(region_days, own_days)

    def changed(self) -> None:
        """Let every process know that hours or days are not what they were."""
        Calendar.objects.filter(pk=self.pk).update(version=NEXT_NUMBER)
        self.refresh_from_db(fields=["version"])

    def _build(
        self, region_days: Mapping[date, Day | None] = NONE, own_days: Mapping[date, Any] = NONE
    ) -> WorkCalendar:
        week = read_week(self.week)
        usual = next((week[day] for day in sorted(week) if week[day]), ())
        dates: dict[date, Shifts] = {}
        if self.region:
            kinds: dict[date, str | None] = dict(self.region.days.values_list("on", "kind"))
            for on, kind in (kinds | {on: day and day.kind for on, day in region_days.items()}).items():
                # A make-up day is worked as that weekday would be, or, on a weekend, like the week's first one.
                if kind:
                    dates[on] = () if kind == DayKind.OFF else week.get(on.weekday()) or usual
        own = {day.on: day.shifts for day in self.days.all()} if self.pk else {}
        dates |= {on: read_shifts(hours) for on, hours in {**own, **own_days}.items() if hours is not None}
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
