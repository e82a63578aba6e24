"""Readable numbers (REC-01): unique by the database, counted anew each day, without anybody waiting for another."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.utils.timezone import localtime

from bihuan.kit.kept.keeping import Kept
from bihuan.kit.sql.statements import last_value, next_value

SEQUENCE = "tickets_number"
PATTERN = "IT-{date}-{n:04}"


class Numbering(models.Model):
    """How numbers look: `{date}` is the day as 20261121, `{n:04}` the day's running number with four digits."""

    pattern = models.CharField(max_length=60, default=PATTERN)

    @classmethod
    def next_number(cls, at: datetime) -> str:
        """Return a number that no ticket has.

        A counter row would make every filing wait for the one before to commit. One sequence runs for ever instead,
        and each day remembers where it stood when the day began. A filing that fails leaves a gap.
        """
        day = localtime(at).date()
        began = DayBegan.sequence_stood_at(day)
        return _pattern().format(date=f"{day:%Y%m%d}", year=day.year, n=next_value(SEQUENCE) - began)


class DayBegan(models.Model):
    on = models.DateField(primary_key=True)
    sequence_at = models.BigIntegerField()

    @classmethod
    def sequence_stood_at(cls, day: date) -> int:
        on, sequence_at = _last_day()
        if on == day:
            return sequence_at
        # Whoever comes second on a new day waits here for the first, and then reads what that one wrote.
        DayBegan.objects.bulk_create(
            [DayBegan(on=day, sequence_at=last_value(SEQUENCE))], ignore_conflicts=True
        )
        return DayBegan.objects.get(on=day).sequence_at


_pattern = Kept(lambda: Numbering.objects.values_list("pattern", flat=True).first() or PATTERN, Numbering)
_last_day = Kept(
    lambda: DayBegan.objects.order_by("-on").values_list("on", "sequence_at").first() or (date.min, 0),
    DayBegan,
)
