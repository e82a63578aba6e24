"""Moments and days in words. Plain Python without Django: called for every row of a list, so that language, zone and
the present moment are passed in.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from bihuan.kit.text.durations import in_words

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")

_NEAR_ZH = {-1: "昨天", 0: "今天", 1: "明天"}
_NEAR_EN = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def full(at: datetime, language: str, zone: tzinfo) -> str:
    """Return 2026年11月21日 14:05; 21 Nov 2026, 14:05."""
    local = at.astimezone(zone)
    if language.startswith("zh"):
        return f"{local.year}年{local.month}月{local.day}日 {local.hour:02}:{local.minute:02}"
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {local.hour:02}:{local.minute:02}"


def day(on: date, language: str) -> str:
    """Return 2026年11月21日; 21 Nov 2026."""
    if language.startswith("zh"):
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def month(on: date, language: str) -> str:
    """Return 2026年11月; Nov 2026."""
    if language.startswith("zh"):
        return f"{on.year}年{on.month}月"
    return f"{MONTHS[on.month - 1]} {on.year}"


def weekday(on: date, language: str) -> str:
    """Return 周六; Sat."""
    return (WEEKDAYS_ZH if language.startswith("zh") else WEEKDAYS_EN)[on.weekday()]


def day_and_weekday(on: date, language: str) -> str:
    """Return 2026年11月21日 周六; Sat, 21 Nov 2026."""
    if language.startswith("zh"):
        return f"{day(on, language)} {weekday(on, language)}"
    return f"{weekday(on, language)}, {day(on, language)}"


def clock(at: datetime, zone: tzinfo) -> str:
    """Return the time of day alone: 14:05."""
    local = at.astimezone(zone)
    return f"{local.hour:02}:{local.minute:02}"


def short(at: datetime, language: str, zone: tzinfo, now: datetime) -> str:
    """Return as little as tells it apart today: 14:05, 昨天 14:05, 周三 09:12, 11月3日 09:12, 2025年3月2日."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    apart = local.toordinal() - today.toordinal()
    time = f"{local.hour:02}:{local.minute:02}"
    if not apart:
        return time
    if -7 < apart < 7:
        return f"{_near(local, apart, language)} {time}"
    if local.year != today.year:
        return day(local, language)
    if language.startswith("zh"):
        return f"{local.month}月{local.day}日 {time}"
    return f"{local.day} {MONTHS[local.month - 1]}, {time}"


def _near(on: date, apart: int, language: str) -> str:
    """Name a day less than a week away."""
    near = (_NEAR_ZH if language.startswith("zh") else _NEAR_EN).get(apart)
    if near:
        return near
    # 周三 of this week and of the next are told apart only by looking forward or back
    if apart > 1 and language.startswith("zh") and on.weekday() < (on - timedelta(days=apart)).weekday():
        return "下" + weekday(on, language)
    return weekday(on, language)


def relative_day(on: date, language: str, today: date) -> str:
    """Return 今天, 昨天, 明天, otherwise the day with its weekday."""
    near = (_NEAR_ZH if language.startswith("zh") else _NEAR_EN).get((on - today).days)
    if near:
        return near if language.startswith("zh") else near.capitalize()
    return day_and_weekday(on, language)


def ago(at: datetime, language: str, zone: tzinfo, now: datetime) -> str:
    """Return 刚刚, 5分钟前, 3小时前, and beyond a day the moment itself (see `short`)."""
    past = now - at
    is_chinese = language.startswith("zh")
    if past < timedelta(minutes=1):
        return "刚刚" if is_chinese else "just now"
    if past >= timedelta(days=1):
        return short(at, language, zone, now)
    words = in_words(
        past if past < timedelta(hours=1) else timedelta(hours=past // timedelta(hours=1)), language
    )
    return f"{words}前" if is_chinese else f"{words} ago"
