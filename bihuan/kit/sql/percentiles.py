from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, DurationField


class Percentile(Aggregate):
    """The value below which a fraction (0 to 1) of an expression's durations lie, between two of them if need be."""

    function = "percentile_cont"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression: Any, fraction: float, **extra: Any) -> None:
        if not 0 <= fraction <= 1:
            raise ValueError("a fraction lies between 0 and 1")
        super().__init__(expression, fraction=float(fraction), output_field=DurationField(), **extra)
