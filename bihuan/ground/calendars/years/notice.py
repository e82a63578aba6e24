"""Read the holidays of a year from the text of the State Council's yearly notice. Plain Python, no clock.

Each holiday is a paragraph: its name, a colon, then sentences of dates that end in what happens on them, such as
"1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。" A date without a month is in the month of the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from bihuan.ground.calendars.years.day import OFF, WORK, Count, Day, Reading, Unreadable, in_english, of_year

YEAR = re.compile(r"(\d{4})年(?:部分|全年)?(?:法定)?节假日")
TITLE = re.compile(r"[^\s。：:]*关于\d{4}年[^\s。：:]*节假日安排[^\s。：:]*")
HEADING = re.compile(
    r"(?:^|[\n。；;])[（(]?(?:[一二三四五六七八九十]+|\d{1,2})[）)]?[、.．)）]*(?P<name>[^\n。：:，,；;（(]{2,30})[：:]"
)
DATE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日((?:\([^()]*\))?)"
STRETCH = re.compile(DATE + r"(?:(?:至|到|—+|–|~|-)" + DATE + ")?")
WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")
COUNT = re.compile(r"(?:共|放假)(\d{1,2})天")
DAYS_OF_WEEK = "一二三四五六日"
FULL_WIDTH = str.maketrans("０１２３４５６７８９（）－～", "0123456789()-~")
LONGEST = timedelta(days=40)  # of what can be meant by a stretch of days off


def is_notice(text: str) -> bool:
    """Tell whether a text speaks of days off as a notice does."""
    return bool(re.search(r"[\d０-９]\s*日[^\n]{0,60}(?:放假|补休|上班)", text))


def read_notice(text: str, wanted: int | None = None) -> Reading:
    """Return what a notice says of the year it is about, or of `wanted` where it names none.

    :raises Unreadable: if no year is known, or no holiday is found
    """
    plain = re.sub(r"[^\S\n]+", "", text.translate(FULL_WIDTH))
    named = YEAR.search(plain)
    year = int(named[1]) if named else wanted
    if not year:
        raise Unreadable("no-year")
    found = _Found(year)
    for name, body in _paragraphs(plain):
        for sentence in re.split(r"[。；;\n]", body):
            found.read(name, sentence)
    if not found.days:
        raise Unreadable("no-days")
    title = TITLE.search(plain)
    return Reading(
        year,
        of_year(found.days, year),
        title[0][:200] if title else "",
        tuple(found.weekdays),
        tuple(found.counts),
        tuple(found.unread),
    )


def _paragraphs(text: str) -> Iterator[tuple[str, str]]:
    headings = list(HEADING.finditer(text))
    for number, heading in enumerate(headings):
        ends = headings[number + 1].start() if number + 1 < len(headings) else len(text)
        yield heading["name"].replace("和", "、"), text[heading.end() : ends]


@dataclass
class _Found:
    """What was read so far; `month` and `at` are those of the date before."""

    year: int
    days: list[Day] = field(default_factory=list)
    weekdays: list[tuple[date, int]] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    month: int = 0
    at_year: int = 0

    def read(self, name: str, sentence: str) -> None:
        """Read a sentence clause by clause. What has dates and says neither off nor on is kept as not understood."""
        off: set[date] = set()
        for clause in re.split(r"[，,](?![^()]*\))", sentence):
            if not STRETCH.search(clause):
                continue
            kind = _kind(clause)
            dates = self._dates(clause) if kind else []
            if not kind or not dates:
                self.unread.append(clause)
                continue
            self.days += [Day(on, kind, name, in_english(name)) for on in dates]
            off |= set(dates) if kind == OFF else set()
        told = COUNT.search(sentence)
        if told and off:
            self.counts.append(Count(name, int(told[1]), len(off)))

    def _dates(self, clause: str) -> list[date]:
        dates: list[date] = []
        for match in STRETCH.finditer(clause):
            first = self._date(*match.groups()[:4])
            last = self._date(*match.groups()[4:]) if match[7] else first
            if first and last and timedelta() <= last - first <= LONGEST:
                dates += [first + timedelta(days=n) for n in range((last - first).days + 1)]
            else:
                return []
        return dates

    def _date(self, year: str | None, month: str | None, day: str, beside: str) -> date | None:
        at_month = int(month or 0) or self.month
        if year:
            self.at_year = int(year)
        elif month or not self.at_year:
            # After a December before the year, a date without a year that comes earlier is in the year itself.
            is_before = self.at_year < self.year and at_month == self.month == 12
            self.at_year = self.at_year if self.at_year and is_before else self.year
        self.month = at_month
        try:
            on = date(self.at_year, at_month, int(day))
        except ValueError:
            return None
        if told := WEEKDAY.search(beside):
            self.weekdays.append((on, DAYS_OF_WEEK.index(told[1].replace("天", "日"))))
        return on


def _kind(clause: str) -> str:
    """Return what happens on the dates of a clause; "" where it is neither, as "起正常上班" or "安排…休息" is."""
    bare = re.sub(r"\([^()]*\)", "", clause)
    if re.search(r"日起|正常上班|鼓励|安排", bare):
        return ""
    if "上班" in bare:
        return WORK
    return OFF if re.search(r"放假|补休|调休", bare) else ""
