"""What a reader of the figures asks for: from which day to which, and of which tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.ground.catalogue.models import Category
from bihuan.steering.insights.figures import Period, Tickets

LONGEST_DAYS = 366
MONTHS_BACK = 18
ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
USUAL = "last-30-days"
SPANS: dict[str, Promise] = {
    "week": gettext_lazy("This week"),
    USUAL: gettext_lazy("Last 30 days"),
    "month": gettext_lazy("This month"),
    "last-month": gettext_lazy("Last month"),
    "custom": gettext_lazy("From … to …"),
}


@dataclass(frozen=True)
class Asked:
    """A span of whole days in the desk's time zone, and filters: field → value, as the address says them."""

    span: str
    first_on: date
    last_on: date
    filters: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        return Period(_midnight(self.first_on), _midnight(self.last_on + ONE_DAY))

    @property
    def days(self) -> list[date]:
        return [self.first_on + n * ONE_DAY for n in range((self.last_on - self.first_on).days + 1)]

    @property
    def query(self) -> dict[str, str]:
        """Return what a list behind a number has to be asked with, to be of the same tickets."""
        return {"from": f"{self.first_on}", "to": f"{self.last_on}", **self.filters}


def read(given: Mapping[str, str], today: date) -> Asked:
    """Return what is asked for; where that makes no sense, the usual span, and why."""
    filters = {name: given[name] for name in ("team", "handler", "category", "channel") if given.get(name)}
    span = given.get("span", "")
    if not span and (given.get("from") or given.get("to")):
        span = "custom"
    if span not in SPANS and not _month(span):
        span = USUAL
    first, last = _days_of(span, today)
    errors: dict[str, str] = {}
    if span == "custom":
        first, last, errors = _own_days(given, first, last)
    return Asked(span, first, last, filters, errors)


def months_before(today: date) -> list[date]:
    """Return the first days of this month and of those before it, as many as one may choose among."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS_BACK:
        found.append((found[-1] - ONE_DAY).replace(day=1))
    return found


def narrowed(tickets: Tickets, filters: Mapping[str, str]) -> Tickets:
    """Keep the tickets that the filters name; a branch of the catalogue stands for its leaves, too."""
    if team := filters.get("team"):
        tickets = tickets.filter(team__code=team)
    if handler := filters.get("handler"):
        tickets = tickets.filter(handler__username=handler)
    if channel := filters.get("channel"):
        tickets = tickets.filter(channel=channel)
    if category := filters.get("category"):
        tickets = tickets.filter(category__in=_branch(category))
    return tickets


def _branch(code: str) -> list[int]:
    found = Category.objects.filter(Q(code=code) | Q(parent__code=code))
    return list(found.values_list("pk", flat=True))


def _days_of(span: str, today: date) -> tuple[date, date]:
    if span == "week":
        return today - today.weekday() * ONE_DAY, today
    if span == "month":
        return today.replace(day=1), today
    if span == "last-month":
        last = today.replace(day=1) - ONE_DAY
        return last.replace(day=1), last
    if first := _month(span):
        return first, (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY
    return today - 29 * ONE_DAY, today


def _month(text: str) -> date | None:
    """Return the first day of a month that is written 2026-09; None for anything else."""
    return _day(f"{text}-01") if len(text) == len("2026-09") else None


def _own_days(given: Mapping[str, str], first: date, last: date) -> tuple[date, date, dict[str, str]]:
    """Return the days of one's own choice, or those given, and what is wrong with the choice."""
    begins, ends = _day(given.get("from", "")), _day(given.get("to", ""))
    errors = {
        name: _("Please give a day, such as %(day)s.") % {"day": last}
        for name, on in (("from", begins), ("to", ends))
        if on is None
    }
    if begins is None or ends is None:
        return first, last, errors
    if ends < begins:
        return first, last, {"to": _("This lies before the first day.")}
    if (ends - begins).days >= LONGEST_DAYS:
        return first, last, {"to": _("Please ask for %(n)d days at most.") % {"n": LONGEST_DAYS}}
    return begins, ends, {}


def _day(text: str) -> date | None:
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    return on if EARLIEST <= on <= LATEST else None


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, get_default_timezone())
