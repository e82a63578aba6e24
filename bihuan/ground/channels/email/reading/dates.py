"""The Date field of a message (RFC 5322, 3.3), as widely as mailers bend it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES.split(), 1)}
# The old zone names that have one meaning (RFC 5322, 4.3) and those that desks meet; any other counts as UTC.
ZONES_H = {
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "jst": 9,
    "hkt": 8,
}
WRITTEN = re.compile(
    r"(?P<day>\d{1,2})[ \-]+(?P<month>[A-Za-z]{3})[a-z]*[ \-]+(?P<year>\d{4}|\d\d)[ ,]+"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?[\d.]{0,9} ?(?P<zone>[+-]\d{4}|[A-Za-z]{1,5})?"
)


def read_date(text: str) -> datetime | None:
    """Return the moment in its own zone, or None where the text names none that exists."""
    found = WRITTEN.search(" ".join(text[:200].split()))
    if not found or found["month"].lower() not in MONTHS:
        return None
    year = int(found["year"]) + (
        (1900 if int(found["year"]) > 68 else 2000) if len(found["year"]) == 2 else 0
    )
    day, hour, minute = int(found["day"]), int(found["hour"]), int(found["minute"])
    second = min(int(found["second"] or 0), 59)  # a leap second is the second before it
    try:
        moment = datetime(
            year, MONTHS[found["month"].lower()], day, hour, minute, second, tzinfo=_zone(found["zone"])
        )
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment


def _zone(written: str | None) -> timezone:
    if written and written[0] in "+-":
        offset = timedelta(hours=int(written[1:3]), minutes=int(written[3:5]))
        return timezone(offset if written[0] == "+" else -offset)
    return timezone(timedelta(hours=ZONES_H.get((written or "").lower(), 0)))
