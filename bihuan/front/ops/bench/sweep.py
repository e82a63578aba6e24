"""How long it takes to see that no promise runs out, and to deal with a thousand that do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median

from bihuan.flow.sla.models import Alarm
from bihuan.front.ops.bench.desk import until
from bihuan.front.ops.bench.report import Figure
from bihuan.kit.work.drain import wake

LOOKS, DUE = 200, 1_000


def measure_sweep() -> Iterator[Figure]:
    """Measure one look at the alarms while none is due, and the desk's own worker with a thousand due at once."""
    until(lambda: not Alarm.objects.to_fire(datetime.now(UTC)).exists(), 300)
    yield Figure("sweep, nothing due", median(_look_ms() for _ in range(LOOKS)), "ms")
    keys = list(Alarm.objects.filter(fired_at=None).order_by("pk").values_list("pk", flat=True)[:DUE])
    due = Alarm.objects.filter(pk__in=keys)
    due.update(fire_at=datetime.now(UTC))
    began = time.monotonic()
    wake("alarms")
    until(lambda: not due.filter(fired_at=None).exists(), 600, every_s=0.05)
    yield Figure(
        f"sweep, {len(keys):,} due", time.monotonic() - began, "s", note="each with its notices and mails"
    )


def _look_ms() -> float:
    began = time.perf_counter()
    Alarm.objects.to_fire(datetime.now(UTC)).first()
    return (time.perf_counter() - began) * 1000
