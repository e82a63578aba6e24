"""What somebody wrote, read as the value that a field of a form keeps. Plain Python.

Full-width characters count as their half-width ones; an option is known by its name in either language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Value = str | bool | int | float
Options = Sequence[Mapping[str, Any]]  # {value, zh, en}

LONGEST = {"text": 500, "longtext": 5_000}  # characters
LARGEST = 10**12  # a number beyond is a slip
YES = frozenset(
    ["是", "是的", "对", "对的", "有", "能", "可以", "会", "yes", "y", "true", "1", "ok", "√", "✓"]
)
NO = frozenset(
    ["否", "不", "不是", "没", "没有", "无", "不能", "不可以", "不会", "no", "n", "false", "0", "×"]
)
NUMERALS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5} | {
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
NEAR = {"前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2, "yesterday": -1, "today": 0, "tomorrow": 1}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_AROUND = " \t.。,，;；!！~、\"'“”‘’「」*_"
_NUMBER = re.compile(
    r"(?:大?约|about|approx\.?|~|#|no\.?)?\s*(\d+(?:\.\d+)?)\s*[^\d\s.,:/-]{0,8}\s*[^\d\s]{0,8}"
)
_WHOLE_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_DAY_OF_YEAR = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3})[a-z]*\.?,?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?")


class NotOfTheField(ValueError):
    """What was written is not what the field takes."""


def read_value(kind: str, said: str, options: Options, today: date) -> Value:
    """Return the value that a field of that kind keeps; a day without a year is the one nearest to `today`.

    :raises NotOfTheField: if it is none of the options, no number, no day, no yes or no, or too long
    """
    match kind:
        case "choice":
            return _option(said, options)
        case "bool":
            return _truth(said)
        case "number":
            return read_number(said)
        case "date":
            return read_day(said, today).isoformat()
    words = said.strip()
    if not words or len(words) > LONGEST.get(kind, LONGEST["text"]):
        raise NotOfTheField(said[:100])
    return words


def in_words(kind: str, value: object, options: Options, *, is_chinese: bool) -> str:
    """Return a value as it is read: an option by its name, a truth as yes or no; what is neither as it stands."""
    text = str(value)
    if kind == "choice":
        named = (one for one in options if str(one["value"]) == text)
        return next(
            ((one["zh"] or one["en"]) if is_chinese else (one["en"] or one["zh"]) for one in named), text
        )
    if kind == "bool" and folded(text) in YES | NO:
        is_true = folded(text) in YES
        return {True: "是", False: "否"}[is_true] if is_chinese else {True: "yes", False: "no"}[is_true]
    return text


def folded(words: str) -> str:
    """Return words as they are compared: half-width, small, without what stands around them."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split()).strip(_AROUND)


def read_number(said: str) -> int | float:
    """Return a number of zero or more, with or without a unit: 20, 1,200, 约３０人, 三台."""
    word = folded(said).replace(",", "")
    if found := _NUMBER.fullmatch(word):
        number = float(found[1])
        if number < LARGEST:
            return int(number) if number.is_integer() else number
    if word[:1] in NUMERALS and len(word) <= 3 and not any(one in NUMERALS for one in word[1:]):
        return NUMERALS[word[:1]]
    raise NotOfTheField(said[:100])


def read_day(said: str, today: date) -> date:
    """Return a day: 2026-11-21, 2026年11月21日, 11月21号, 21 Nov 2026, 明天."""
    word = folded(said)
    if word in NEAR:
        return today + timedelta(days=NEAR[word])
    try:
        if found := _WHOLE_DAY.fullmatch(word):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_OF_YEAR.fullmatch(word):
            return _nearest(int(found[1]), int(found[2]), today)
        for pattern, month, day in ((_DAY_MONTH, 2, 1), (_MONTH_DAY, 1, 2)):
            if (found := pattern.fullmatch(word)) and found[month] in MONTHS:
                in_year = MONTHS.index(found[month]) + 1, int(found[day])
                return date(int(found[3]), *in_year) if found[3] else _nearest(*in_year, today)
    except ValueError:
        pass
    raise NotOfTheField(said[:100])


def _nearest(month: int, day: int, today: date) -> date:
    """Return the day of that name that is nearest to today.

    :raises ValueError: if none of the years around has it
    """
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return min(found, key=lambda one: abs(one - today))


def _option(said: str, options: Options) -> str:
    """Return the value of the option that is named, or of the only one of whose name the words are a part."""
    word = folded(said)
    for one in options:
        if word in {folded(str(one[name])) for name in ("value", "zh", "en")}:
            return str(one["value"])
    part_of = [one for one in options if word in folded(one["zh"]) or word in folded(one["en"])]
    says_something = len(word) >= (3 if word.isascii() else 2)
    if len(part_of) == 1 and says_something:
        return str(part_of[0]["value"])
    raise NotOfTheField(said[:100])


def _truth(said: str) -> bool:
    word = folded(said)
    if word in YES or word in NO:
        return word in YES
    raise NotOfTheField(said[:100])
