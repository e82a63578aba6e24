"""Which days a roster shows, and the days that lead on and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils.timezone import localtime
from django.utils.translation import get_language

from bihuan.kit.text import moments

WEEK_DAYS = 7
NEXT_MONTH = timedelta(days=31)


class View(StrEnum):
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Span:
    view: View
    days: Sequence[date]

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]

    @property
    def before(self) -> date:
        """Return a day of the week or month before."""
        return self.first - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.last + timedelta(days=1)


def span_of(view: View, on: date) -> Span:
    """Return the week from Monday, or the month, in which a day lies."""
    if view is View.WEEK:
        monday = on - timedelta(days=on.weekday())
        return Span(view, [monday + timedelta(days=n) for n in range(WEEK_DAYS)])
    first = on.replace(day=1)
    after = (first + NEXT_MONTH).replace(day=1)
    return Span(view, [first + timedelta(days=n) for n in range((after - first).days)])


def in_words(since: datetime, until: datetime) -> str:
    """Return a time of leave as one says it: whole days by their dates alone, anything else with its hours."""
    begins, ends = localtime(since), localtime(until)
    language, zone = get_language() or "zh-hans", begins.tzinfo
    assert zone is not None
    if begins.time() == ends.time() == time():
        last = (ends - timedelta(days=1)).date()
        days = [moments.day_and_weekday(on, language) for on in dict.fromkeys((begins.date(), last))]
        return " – ".join(days)
    told = moments.full(until, language, zone) if begins.date() != ends.date() else moments.clock(until, zone)
    return f"{moments.full(since, language, zone)} – {told}"
