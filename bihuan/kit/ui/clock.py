"""Moments and spans as templates say them: in the reader's language, in the zone of the desk, against the present."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language
from markupsafe import Markup

from bihuan.kit.text import durations, moments


@dataclass(frozen=True, slots=True)
class Present:
    """Who reads, where and when: looked up once for a page, because each look-up costs more than saying a moment."""

    language: str
    zone: tzinfo
    now: datetime
    today: date


_present: ContextVar[Present | None] = ContextVar("present", default=None)


@contextmanager
def one_present() -> Iterator[None]:
    """Hold the reader and the time still while one page is drawn."""
    before = _present.set(_look_up())
    try:
        yield
    finally:
        _present.reset(before)


def present() -> Present:
    return _present.get() or _look_up()


def _look_up() -> Present:
    zone = get_current_timezone()
    now = datetime.now(zone)
    return Present(get_language() or "zh-hans", zone, now, now.date())


def language() -> str:
    return present().language


def moment(at: datetime | None) -> Markup:
    """Return 14:05, 昨天 14:05, 11月3日 09:12 …: as little as tells it apart today."""
    if at is None:
        return NOTHING
    here = present()
    return _moment(at, here.language, here.zone, here.today)


@lru_cache(maxsize=8192)
def _moment(at: datetime, reader: str, zone: tzinfo, today: date) -> Markup:
    # what is said depends on the day alone, so the same row of a list is said once a day
    now = datetime(today.year, today.month, today.day, 12, tzinfo=zone)
    return _time(at, moments.short(at, reader, zone, now), reader, zone)


def full_moment(at: datetime | None) -> Markup:
    """Return 2026年11月21日 14:05."""
    if at is None:
        return NOTHING
    here = present()
    return _time(at, moments.full(at, here.language, here.zone), here.language, here.zone)


def _time(at: datetime, words: str, reader: str, zone: tzinfo) -> Markup:
    """Return words about a moment with the moment itself behind them, for machines and for who points at it."""
    full = moments.full(at, reader, zone)
    return Markup(f'<time datetime="{at.isoformat()}" title="{full}">{words}</time>')  # noqa: S704, digits and our own words


def ago(at: datetime | None) -> Markup:
    """Return 5分钟前, which goes on by itself in the browser; beyond a day the moment."""
    if at is None:
        return NOTHING
    here = present()
    words = moments.ago(at, here.language, here.zone, here.now)
    stands = f'say="ago" datetime="{at.isoformat()}" title="{moments.full(at, here.language, here.zone)}"'
    return Markup(f"<relative-time {stands}>{words}</relative-time>")  # noqa: S704, digits and our own words


def day(on: date | None) -> str | Markup:
    """Return 2026年11月21日."""
    if on is None:
        return NOTHING
    here = present()
    return moments.day(on.astimezone(here.zone) if isinstance(on, datetime) else on, here.language)


def relative_day(on: date) -> str:
    """Return 今天, 昨天, otherwise 2026年11月21日 周六."""
    here = present()
    local = on.astimezone(here.zone).date() if isinstance(on, datetime) else on
    return moments.relative_day(local, here.language, here.today)


def duration(span: timedelta | None) -> str | Markup:
    """Return 2小时15分."""
    return NOTHING if span is None else durations.in_words(span, language())


def working(span: timedelta) -> str:
    """Return 2个工作日."""
    return durations.working(span, language())


def within(span: timedelta) -> str:
    """Return 2小时内."""
    return durations.within(span, language())


def now_ms() -> int:
    """Return the server's clock, so that a countdown is right on a machine whose clock is not."""
    return int(datetime.now(UTC).timestamp() * 1000)


NOTHING = Markup('<span class="text-faint">—</span>')
