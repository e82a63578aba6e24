"""Figures of the desk for those who watch it from outside, each read from an index."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, F, QuerySet, Value, When
from django.db.models.functions import Now

from bihuan.flow.sla.clockwork import Standing
from bihuan.flow.sla.models import Clock
from bihuan.front.ops.boxes import counts
from bihuan.ground.channels.models import InboundMessage, OutboundMessage
from bihuan.kit.work.gauge import Gauge


def clocks_by_standing() -> Mapping[str, float]:
    """Count the clocks that are not settled; those that are would be counted for ever."""
    standing = Case(
        When(due_at=None, then=Value(str(Standing.HELD))),
        When(due_at__lt=Now(), then=Value(str(Standing.MISSED))),
        When(warn_at__lte=Now(), then=Value(str(Standing.AT_RISK))),
        default=Value(str(Standing.FINE)),
    )
    counted = Clock.objects.unsettled().order_by().values_list(standing).annotate(n=Count("pk"))
    none = {str(each): 0.0 for each in Standing if each is not Standing.MET}
    return none | dict(counted)


def mail_lag() -> Mapping[str, float]:
    """Return for how many seconds the first message in line has waited: to be read, and to leave since it was due."""
    came = InboundMessage.objects.waiting().order_by("pk").annotate(since=Now() - F("arrived_at"))
    leaves = OutboundMessage.objects.waiting().order_by("next_try_at", "pk")
    return {"in": _first_s(came), "out": _first_s(leaves.annotate(since=Now() - F("next_try_at")))}


def _first_s(waiting: QuerySet[Any]) -> float:
    since: timedelta | None = waiting.values_list("since", flat=True).first()
    return max(0.0, since.total_seconds()) if since else 0.0


GAUGES = (
    Gauge("bihuan_clocks", "Promises that run, by how they stand.", "standing", clocks_by_standing),
    Gauge(
        "bihuan_mail_lag_seconds",
        "How long the first message in line has waited.",
        "direction",
        mail_lag,
    ),
    Gauge("bihuan_mail_messages", "Messages that somebody or something has to deal with.", "box", counts),
)
