"""The forms of calendars, company days, regions and years: all that is wrong is said at once."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.front.planning.calendars import words
from bihuan.front.planning.calendars.hours import HoursWrong, Pairs, read_hours, written
from bihuan.ground.calendars.models import Calendar, Region
from bihuan.ground.calendars.vectors import WEEK
from bihuan.ground.calendars.years.day import Reading, Unreadable
from bihuan.ground.calendars.years.reading import LONGEST, read_year

LONGEST_STRETCH = timedelta(days=60)
FIRST_YEAR, LAST_YEAR = 1980, 2100


@lru_cache
def zones() -> tuple[str, ...]:
    """Return the time zones that a calendar may have, by name."""
    return tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC"))


class HoursField(forms.CharField):
    """Hours of a day as text; cleaned to pairs of from and to."""

    def __init__(self) -> None:
        super().__init__(max_length=200, required=False)

    def clean(self, value: Any) -> Pairs:
        try:
            return read_hours(super().clean(value))
        except HoursWrong as error:
            raise forms.ValidationError(words.hours_wrong(error)) from None


class Named(forms.Form):
    """A name in either language; it stands for both where the other is empty."""

    name_zh = forms.CharField(max_length=100, required=False)
    name_en = forms.CharField(max_length=100, required=False)
    is_name_needed = True

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        either = given.get("name_zh") or given.get("name_en")
        if self.is_name_needed and not either and not self.errors.keys() & {"name_zh", "name_en"}:
            self.add_error("name_zh", _("Give it a name, in one language at least."))
        given["name_zh"], given["name_en"] = given.get("name_zh") or either, given.get("name_en") or either
        return given


class CalendarForm(Named):
    zone = forms.CharField(max_length=60)
    region = forms.ModelChoiceField(Region.objects.all(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in WEEK:
            self.fields[day] = HoursField()

    def clean_zone(self) -> str:
        zone = str(self.cleaned_data["zone"]).strip()
        if zone not in zones():
            raise forms.ValidationError(
                _("No time zone of this name. One is Asia/Shanghai, another Europe/Berlin.")
            )
        return zone

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors.keys() & set(WEEK) and not any(given.get(day) for day in WEEK):
            self.add_error(
                None,
                _("A calendar that is never open keeps no promise. Give at least one day its hours."),
            )
        return given

    @property
    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        week = {day: given[day] for day in WEEK if given[day]}
        return {name: given[name] for name in ("name_zh", "name_en", "zone", "region")} | {"week": week}


def initial_of(calendar: Calendar) -> dict[str, Any]:
    """Return what the form holds when a calendar is opened."""
    week = {day: written((calendar.week or {}).get(day, [])) for day in WEEK}
    return {
        "name_zh": calendar.name_zh,
        "name_en": calendar.name_en,
        "zone": calendar.zone,
        "region": calendar.region_id or "",
        **week,
    }


class DaysForm(Named):
    """A date, or several in a row, on which the company keeps its own hours; no hours: closed."""

    on = forms.DateField()
    until = forms.DateField(required=False)
    is_name_needed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"] = HoursField()

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given.get("on"), given.get("until")
        if first and last and not timedelta() <= last - first <= LONGEST_STRETCH:
            self.add_error(
                "until",
                _("It ends before it begins.")
                if last < first
                else _("That is more than 60 days. Add it in parts."),
            )
        return given

    @property
    def dates(self) -> list[date]:
        first = self.cleaned_data["on"]
        last = self.cleaned_data["until"] or first
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    @property
    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = {name: given[name] or "" for name in ("name_zh", "name_en")}
        return names | {"shifts": given["hours"]}


class RegionForm(Named):
    code = forms.CharField(
        max_length=10,
        validators=[
            RegexValidator(
                r"^[A-Z]{2}(-[A-Z0-9]{1,7})?$",
                gettext_lazy("The code of a country, such as DE, or of a part of it, such as DE-BY."),
            )
        ],
    )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if Region.objects.filter(code=code).exists():
            raise forms.ValidationError(_("This region is here already."))
        return code


class YearForm(forms.Form):
    """A text or a file with the days of a year; `reading` is what it says."""

    text = forms.CharField(max_length=LONGEST, required=False)
    file = forms.FileField(required=False, max_length=200)
    year = forms.IntegerField(
        required=False, validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    source = forms.CharField(max_length=200, required=False)
    reading: Reading

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        file = given.get("file")
        if file and file.size > 4 * LONGEST:
            self.add_error("file", str(words.UNREADABLE["too-long"]))
            return given
        given["text"] = _decoded(file.read()) if file else given.get("text", "")
        try:
            self.reading = read_year(given["text"], given.get("year"))
        except Unreadable as error:
            self.add_error("file" if file else "text", words.unreadable(error))
        return given


def _decoded(raw: bytes) -> str:
    """Return a file's text: UTF-8, or what Chinese programs write."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
