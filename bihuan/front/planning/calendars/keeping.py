"""Keep calendars, their days, and the years of a region; each change is written into the book of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.front.planning.calendars.hours import written
from bihuan.ground.calendars.models import Calendar, CalendarDay, Region, RegionYear, YearDraft
from bihuan.ground.calendars.vectors import WEEK
from bihuan.ground.calendars.years.day import Reading
from bihuan.kit.events.stamp import Stamp


def keep_calendar(calendar: Calendar, fields: dict[str, Any], stamp: Stamp) -> bool:
    """Write a calendar, new or changed; tell whether anything differs."""
    with transaction.atomic():
        was = Calendar.objects.filter(pk=calendar.pk).select_for_update().first()
        changes = _changes(was, fields)
        if not changes:
            return False
        for name, new in fields.items():
            setattr(calendar, name, new)
        calendar.code = calendar.code or _free_code(calendar.name_en)
        calendar.save()
        calendar.changed()
        did = "changed" if was else "set_up"
        _record(f"calendar:{calendar.pk}", changes, str(calendar), did, stamp)
    return True


def keep_days(calendar: Calendar, dates: Sequence[date], fields: dict[str, Any], stamp: Stamp) -> None:
    """Give some dates hours of their own; those that had some already get the new ones."""
    with transaction.atomic():
        _locked(calendar)
        was = {day.on: written(day.shifts) for day in calendar.days.filter(on__in=dates)}
        for on in dates:
            CalendarDay.objects.update_or_create(calendar=calendar, on=on, defaults=fields)
        calendar.changed()
        now = written(fields["shifts"]) or "closed"
        changes: dict[str, list[object]] = {
            on.isoformat(): [was[on] or "closed" if on in was else "", now] for on in dates
        }
        _record(f"calendar:{calendar.pk}", changes, str(calendar), "changed", stamp)


def remove_day(day: CalendarDay, stamp: Stamp) -> None:
    """Let a date be what week and region say."""
    calendar = day.calendar
    with transaction.atomic():
        _locked(calendar)
        changes: dict[str, list[object]] = {day.on.isoformat(): [written(day.shifts) or "closed", ""]}
        day.delete()
        calendar.changed()
        _record(f"calendar:{calendar.pk}", changes, str(calendar), "changed", stamp)


def add_region(fields: dict[str, Any], stamp: Stamp) -> Region:
    with transaction.atomic():
        region = Region.objects.create(**fields)
        _record(f"region:{region.pk}", _changes(None, fields), str(region), "set_up", stamp)
    return region


def propose(region: Region, reading: Reading, *, text: str, source: str, stamp: Stamp) -> YearDraft:
    """Keep a year's days as a draft, of which nothing takes effect."""
    with transaction.atomic():
        Region.objects.select_for_update().get(pk=region.pk)
        return YearDraft.propose(region, reading, text=text, source=source, stamp=stamp)


def confirm(draft: YearDraft, stamp: Stamp) -> None:
    """Let a draft's days hold from now on."""
    year = draft.year
    with transaction.atomic():
        RegionYear.objects.select_for_update().get(pk=year.pk)
        was, now = draft.effect()
        changes: dict[str, list[object]] = {
            on.isoformat(): [was[on].kind if on in was else "", now[on].kind if on in now else ""]
            for on in sorted(was.keys() | now.keys())
            if (on in was and was[on].kind) != (on in now and now[on].kind)
        }
        changes["state"] = [year.state, "confirmed"]
        changes["source"] = [year.source, draft.source]
        draft.confirm()
        _record(f"region:{year.region_id}", changes, f"{year.region} {year.year}", "changed", stamp)


def discard(draft: YearDraft) -> None:
    """Take a draft away; what holds stays."""
    with transaction.atomic():
        RegionYear.objects.select_for_update().get(pk=draft.year_id)
        draft.discard()


def _locked(calendar: Calendar) -> None:
    Calendar.objects.select_for_update().get(pk=calendar.pk)


def _changes(was: Calendar | None, fields: dict[str, Any]) -> dict[str, list[object]]:
    return {
        name: [_told(getattr(was, name)) if was else None, _told(new)]
        for name, new in fields.items()
        if was is None or getattr(was, name) != new
    }


def _told(value: Any) -> object:
    """Return a value as the book keeps it: a week in words, a region by its code."""
    if isinstance(value, dict):
        return "; ".join(f"{day} {written(value[day])}" for day in WEEK if value.get(day))
    return value.code if isinstance(value, Region) else value


def _free_code(name: str) -> str:
    stem = slugify(name)[:30] or "calendar"
    taken = set(Calendar.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(
        code for n in range(len(taken) + 1) if (code := f"{stem}-{n + 1}" if n else stem) not in taken
    )


def _record(about: str, changes: dict[str, list[object]], name: str, did: str, stamp: Stamp) -> None:
    DeskEvent.record(SettingChanged(about, changes, name=name, did=did), stamp)
