"""Hours as people write them, "08:30-12:00, 13:30-18:00", and as a calendar keeps them. Plain Python, no clock.

A shift that ends before it begins runs on into the next day.
"""

from __future__ import annotations

import itertools
import re

SHIFT = re.compile(r"(\d{1,2})[:.](\d{2})-(\d{1,2})[:.](\d{2})")
DAY = 24 * 60
Pairs = list[list[str]]


class HoursWrong(ValueError):
    """The text is no hours. `code` says why, `piece` is the part that is meant."""

    def __init__(self, code: str, piece: str) -> None:
        super().__init__(f"{code}: {piece}")
        self.code, self.piece = code, piece


def read_hours(text: str) -> Pairs:
    """Return the shifts of a day; an empty text is a day without any.

    :raises HoursWrong: if a part is no shift, a time does not exist, or two shifts overlap
    """
    plain = text.replace("：", ":").replace("至", "-").replace("到", "-")
    plain = re.sub(r"\s*[-–—~～]+\s*", "-", plain)
    pieces = [piece for piece in re.split(r"[\s,，、;；]+", plain) if piece]
    shifts = sorted(_minutes(piece) for piece in pieces)
    for (_opens, closes), (opens, ends) in itertools.pairwise(shifts):
        if opens < closes:
            raise HoursWrong("overlap", _written(opens, ends))
    return [[_shown(opens), _shown(closes)] for opens, closes in shifts]


def written(pairs: Pairs) -> str:
    """Return hours as `read_hours` reads them."""
    return ", ".join(f"{opens}-{closes}" for opens, closes in pairs)


def _minutes(piece: str) -> tuple[int, int]:
    """Return when a shift opens and closes, in minutes from midnight; past midnight it closes after 24 h."""
    found = SHIFT.fullmatch(piece)
    if not found:
        raise HoursWrong("no-shift", piece)
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    opens, closes = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if max(from_minute, to_minute) > 59 or opens >= DAY or closes > DAY:
        raise HoursWrong("no-time", piece)
    if opens == closes:
        raise HoursWrong("no-length", piece)
    return opens, closes if opens < closes else closes + DAY


def _written(opens: int, closes: int) -> str:
    return f"{_shown(opens)}-{_shown(closes)}"


def _shown(minutes: int) -> str:
    """Return a time of day; the midnight at which a day ends is 24:00."""
    if minutes > DAY:
        minutes -= DAY
    return f"{minutes // 60:02}:{minutes % 60:02}"
