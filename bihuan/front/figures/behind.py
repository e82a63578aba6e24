"""The tickets behind a number, as a list: the query that was counted, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from bihuan.front.figures.asked import Asked
from bihuan.front.figures.counted import AGE_BY_KEY, COUNTED, backlog
from bihuan.steering.insights.figures import FIGURES, Figure, Tickets, behind, measure
from bihuan.steering.insights.suggestions import SUGGESTIONS

PARTS = ("good", "rest", "all")
BACKLOG = "backlog"
BY_KEY = {figure.key: figure for figure in (*FIGURES, *SUGGESTIONS)}


@dataclass(frozen=True)
class Part:
    key: str
    name: str
    count: int


@dataclass(frozen=True)
class Behind:
    """`tickets` carry the `moment` by which they are ordered; `parts` is empty where a number has but one."""

    title: str
    about: str
    tickets: Tickets
    parts: Sequence[Part] = ()
    has_period: bool = True


def listed(key: str, part: str, age: str, tickets: Tickets, asked: Asked, now: datetime) -> Behind | None:
    """Return the tickets behind the number called `key`; None where there is no such number."""
    if key in BY_KEY:
        return _of_figure(BY_KEY[key], part, tickets, asked)
    if key in COUNTED:
        counted = COUNTED[key]
        found = counted.tickets(tickets, asked.period).annotate(moment=F(counted.moment))
        return Behind(str(counted.name), "", found)
    if key == BACKLOG:
        return _of_age(age, tickets, now)
    return None


def _of_figure(figure: Figure, part: str, tickets: Tickets, asked: Asked) -> Behind:
    measured = measure(figure, tickets, asked.period)
    counts = {"good": measured.good, "rest": measured.of - measured.good, "all": measured.of}
    names = {"good": str(figure.name), "rest": _("The others"), "all": _("All looked at")}
    found = behind(figure, tickets, asked.period, part).annotate(moment=F(figure.moment))
    parts = [Part(name, names[name], counts[name]) for name in PARTS]
    return Behind(str(figure.name), str(figure.about), found, parts)


def _of_age(key: str, tickets: Tickets, now: datetime) -> Behind:
    found = backlog(tickets).annotate(moment=F("filed_at"))
    if key not in AGE_BY_KEY:
        return Behind(_("Open now"), "", found, has_period=False)
    age = AGE_BY_KEY[key]
    return Behind(
        _("Open now: %(age)s") % {"age": age.name}, "", found.filter(age.holds(now)), has_period=False
    )
