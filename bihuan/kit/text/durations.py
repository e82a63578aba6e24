"""Spans of time in words. Plain Python without Django: called for every row of a list, so the language is passed in.

The browser says the same words while a clock runs (`web/src/words.ts`); `tests/spans.json` holds both to one table.
"""

from __future__ import annotations

from datetime import timedelta

MINUTE, HOUR, DAY = 60, 3600, 86_400

# Nearer than this to its end a countdown shows its seconds.
SECONDS_SHOWN_BELOW = timedelta(minutes=10)

WORKING_DAY = timedelta(hours=8)


def in_words(span: timedelta, language: str) -> str:
    """Return the span to the minute in at most two units: 2小时15分, 3天; 2 h 15 min, 3 days. Its sign is not told."""
    minutes = int(abs(span).total_seconds()) // MINUTE
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if language.startswith("zh"):
        return _in_chinese(days, hours, minutes)
    return _in_english(days, hours, minutes)


def _in_chinese(days: int, hours: int, minutes: int) -> str:
    if days:
        return f"{days}天{hours}小时" if hours and days < 7 else f"{days}天"
    if hours:
        return f"{hours}小时{minutes}分" if minutes else f"{hours}小时"
    return f"{minutes}分钟" if minutes else "不到1分钟"


def _in_english(days: int, hours: int, minutes: int) -> str:
    if days:
        said = "1 day" if days == 1 else f"{days} days"
        return f"{said} {hours} h" if hours and days < 7 else said
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else "under 1 min"


def countdown(span: timedelta, language: str) -> str:
    """Return what is left, or by how much it is over: in words, in the last ten minutes as 9:42."""
    size = abs(span)
    if size < SECONDS_SHOWN_BELOW:
        minutes, seconds = divmod(int(size.total_seconds()), MINUTE)
        return f"{minutes}:{seconds:02}"
    return in_words(size, language)


def within(span: timedelta, language: str) -> str:
    """Return a promise of elapsed time: 2小时内; within 2 h."""
    words = in_words(span, language)
    return f"{words}内" if language.startswith("zh") else f"within {words}"


def working(span: timedelta, language: str, day: timedelta = WORKING_DAY) -> str:
    """Return a span of working time, whole days of `day` as working days: 2个工作日, 4个工作小时; 2 working days."""
    is_chinese = language.startswith("zh")
    if span >= day and not span % day:
        days = span // day
        return f"{days}个工作日" if is_chinese else f"{days} working day{'s' if days > 1 else ''}"
    hours, rest = divmod(int(span.total_seconds()) // MINUTE, 60)
    if hours and not rest:
        return f"{hours}个工作小时" if is_chinese else f"{hours} working hour{'s' if hours > 1 else ''}"
    words = (
        in_words(timedelta(hours=hours, minutes=rest), language)
        if hours < 24
        else _long_hours(hours, rest, is_chinese)
    )
    return f"工作时间{words}" if is_chinese else f"{words} of working time"


def _long_hours(hours: int, minutes: int, is_chinese: bool) -> str:
    """Return hours beyond 24 as hours: three working days are not three times 24 hours."""
    return f"{hours}小时{minutes}分" if is_chinese else f"{hours} h {minutes} min"
