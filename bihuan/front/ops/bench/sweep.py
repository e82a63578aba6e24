"""How long it takes to see that no promise runs out, to deal with a thousand that do, and to reckon one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median

from bihuan.flow.sla.models import Alarm
from bihuan.front.ops.bench.desk import until
from bihuan.front.ops.bench.report import Figure
from bihuan.ground.calendars.delivering import OFFICE
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.calendars.worktime import due
from bihuan.kit.work.drain import wake

LOOKS, DUE, RECKONED = 200, 1_000, 2_000
TWO_WEEKS = timedelta(hours=80)  # of working time


def measure_sweep() -> Iterator[Figure]:
    """Measure one look at the alarms while none is due, the desk's own worker with a thousand due at once, and a due
    time two weeks on.
    """
    until(lambda: not Alarm.objects.to_fire(datetime.now(UTC)).exists(), 300)
    yield Figure("sweep, nothing due", median(_look_ms() for _ in range(LOOKS)), "ms", most=5)
    keys = list(Alarm.objects.filter(fired_at=None).order_by("pk").values_list("pk", flat=True)[:DUE])
    alarms = Alarm.objects.filter(pk__in=keys)
    alarms.update(fire_at=datetime.now(UTC))
    began = time.monotonic()
    wake("alarms")
    until(lambda: not alarms.filter(fired_at=None).exists(), 600, every_s=0.05)
    took_s, note = time.monotonic() - began, "each with its notices and mails"
    yield Figure(f"sweep, {len(keys):,} due", took_s, "s", most=1, note=note)
    yield Figure("due time, two weeks on", median(_reckoned_us()), "µs", most=50)


def _look_ms() -> float:
    began = time.perf_counter()
    Alarm.objects.to_fire(datetime.now(UTC)).first()
    return (time.perf_counter() - began) * 1000


def _reckoned_us() -> Iterator[float]:
    calendar = Calendar.objects.select_related("region").get(code=OFFICE).work_calendar()
    start = datetime.now(UTC)
    for n in range(RECKONED):
        began = time.perf_counter()
        due(calendar, start + timedelta(minutes=n), TWO_WEEKS)
        yield (time.perf_counter() - began) * 1e6
