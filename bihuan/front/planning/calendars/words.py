"""What the states of a year, the looks of a day, and what is wrong with hours or with a year's days are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from bihuan.flow.sla.replay import Outcome
from bihuan.front.planning.calendars.hours import HoursWrong
from bihuan.front.planning.calendars.picture import Look, Run
from bihuan.front.workbench.words import PROMISES
from bihuan.ground.calendars.models import YearState
from bihuan.ground.calendars.years.day import Unreadable
from bihuan.ground.calendars.years.sanity import Finding
from bihuan.kit.text import moments

STATES: dict[str, tuple[Promise, str, str]] = {
    YearState.UNPUBLISHED: (pgettext_lazy("of a year", "Not published"), "plain", "circle-dashed"),
    YearState.DRAFT: (pgettext_lazy("of a year", "Draft"), "warn", "pencil"),
    YearState.CONFIRMED: (pgettext_lazy("of a year", "Confirmed"), "good", "circle-check"),
}
LOOKS: dict[Look, Promise] = {
    Look.WORK: gettext_lazy("working day"),
    Look.REST: gettext_lazy("closed"),
    Look.HOLIDAY: gettext_lazy("holiday"),
    Look.MADE_UP: gettext_lazy("make-up day"),
    Look.OWN_WORK: gettext_lazy("own hours"),
    Look.OWN_REST: gettext_lazy("company day, closed"),
}
# One sign a day, so that no look is told by its colour alone.
MARKS: dict[Look, Promise] = {
    Look.HOLIDAY: pgettext_lazy("sign of a holiday", "H"),
    Look.MADE_UP: pgettext_lazy("sign of a make-up day", "W"),
    Look.OWN_WORK: pgettext_lazy("sign of a company day with hours", "C"),
    Look.OWN_REST: pgettext_lazy("sign of a company day", "C"),
}
WEEK: dict[str, Promise] = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}
UNREADABLE: dict[str, Promise] = {
    "empty": gettext_lazy("Paste the text of the notice, or choose a file."),
    "too-long": gettext_lazy("This is far longer than the days of a year. Take the part that names them."),
    "no-year": gettext_lazy("The text does not say which year it is about. Fill in the year."),
    "no-days": gettext_lazy(
        "No days were found in it. A notice names each holiday, a colon, and its dates; a table has lines such as 2027-10-01,off,National Day."
    ),
    "several-years": gettext_lazy("It has the days of several years. Fill in which one is meant."),
    "not-json": gettext_lazy("It begins like JSON and is none."),
    "not-a-day": gettext_lazy(
        "This is no day: %(detail)s. A line has a date, off or work, and a name, parted by commas."
    ),
    "not-a-date": gettext_lazy("This is no date such as 2027-10-01: %(detail)s"),
    "not-a-kind": gettext_lazy("Neither off nor work: %(detail)s"),
    "repeats": gettext_lazy(
        "An entry of this calendar repeats (%(detail)s). Take one in which each day stands by itself."
    ),
}
HOURS: dict[str, Promise] = {
    "no-shift": gettext_lazy("%(piece)s is no shift. Write it as 08:30-12:00, several with a comma between."),
    "no-time": gettext_lazy("%(piece)s: a day has the times 00:00 to 24:00."),
    "no-length": gettext_lazy("%(piece)s begins and ends at the same time. A whole day is 00:00-24:00."),
    "overlap": gettext_lazy("%(piece)s overlaps the shift before it."),
}
FINDINGS: dict[str, Promise] = {
    "weekday": gettext_lazy("%(on)s is called %(told)s and is a %(found)s."),
    "twice": gettext_lazy("%(on)s is named more than once (%(name)s)."),
    "made-up-on-weekday": gettext_lazy("%(on)s is a make-up day and no weekend day."),
    "count": gettext_lazy("%(name)s: %(told_n)s days are told, and %(found_n)s are named."),
    "off-total": gettext_lazy("%(found_n)s days off in all: other years have 20 to 45."),
    "work-total": gettext_lazy("%(found_n)s make-up days in all: other years have up to 14."),
    "missing": gettext_lazy("%(name)s does not occur in it."),
    "unread": gettext_lazy("Not taken as days off or working days: %(name)s"),
}


def unreadable(error: Unreadable) -> str:
    return str(UNREADABLE[error.code]) % {"detail": error.detail}


def hours_wrong(error: HoursWrong) -> str:
    return str(HOURS[error.code]) % {"piece": error.piece}


def finding(found: Finding) -> str:
    """Return in a sentence what does not fit."""
    language = get_language() or ""
    weekdays = moments.WEEKDAYS_ZH if language.startswith("zh") else moments.WEEKDAYS_EN
    return str(FINDINGS[found.code]) % {
        "on": moments.day(found.on, language) if found.on else "",
        "name": found.name,
        "told": weekdays[found.told % 7],
        "found": weekdays[found.found % 7],
        "told_n": found.told,
        "found_n": found.found,
    }


def run(said: Run) -> str:
    """Return dates in a row in words: 1日至3日 元旦; 1-3 New Year's Day."""
    days = str(said.first) if said.first == said.last else f"{said.first}–{said.last}"
    return _("%(days)s %(name)s") % {"days": days, "name": said.name or LOOKS[said.look]}


def month(number: int) -> str:
    is_chinese = (get_language() or "").startswith("zh")
    return f"{number}月" if is_chinese else moments.MONTHS[number - 1]


def weekdays() -> tuple[str, ...]:
    """Return the heads of a month's columns: 一; Mo."""
    is_chinese = (get_language() or "").startswith("zh")
    return tuple(
        day[-1] if is_chinese else day[:2]
        for day in (moments.WEEKDAYS_ZH if is_chinese else moments.WEEKDAYS_EN)
    )


def outcomes(found: Mapping[str, Outcome]) -> list[tuple[str, Outcome]]:
    return [(str(PROMISES[promise]), outcome) for promise, outcome in found.items()]
