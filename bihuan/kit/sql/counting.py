from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, Model, QuerySet, Subquery


class CappedCount(Subquery):
    """How many rows a query has, counted up to `cap` and no further: who needs to know more than 999+?

    As an expression, so that several counts cost one query.
    """

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, queryset: QuerySet[Model], cap: int = 1000, **extra: Any) -> None:
        super().__init__(queryset.order_by().values("pk")[:cap], **extra)
