"""The targets that a desk begins with. What an administrator changed afterwards stays.

Sources: level 1 at once, level 2 an answer in 2 h, level 3 an assessment in a working day, level 4 in two (service
levels of the desk's guide); a critical fault is accepted in 15 min, others in 2 h (the support form's guide). A working
day has 8 h here. Where the documents name no time to solve, it is the acceptance's, four to eight times over.
"""

from __future__ import annotations

from datetime import timedelta

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Target
from bihuan.ground.calendars.delivering import OFFICE, ROUND_THE_CLOCK
from bihuan.ground.calendars.models import Calendar

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DAY = 8 * HOUR

# promise, priority → allowed, warned before, in the hours of
TARGETS = {
    (Promise.ACCEPTANCE, 1): (15 * MINUTE, 5 * MINUTE, ROUND_THE_CLOCK),
    (Promise.ACCEPTANCE, 2): (2 * HOUR, 30 * MINUTE, OFFICE),
    (Promise.ACCEPTANCE, 3): (2 * HOUR, 30 * MINUTE, OFFICE),
    (Promise.ACCEPTANCE, 4): (4 * HOUR, HOUR, OFFICE),
    (Promise.RESOLUTION, 1): (4 * HOUR, HOUR, ROUND_THE_CLOCK),
    (Promise.RESOLUTION, 2): (DAY, HOUR, OFFICE),
    (Promise.RESOLUTION, 3): (2 * DAY, 2 * HOUR, OFFICE),
    (Promise.RESOLUTION, 4): (4 * DAY, 4 * HOUR, OFFICE),
}


def deliver() -> None:
    calendars = {calendar.code: calendar for calendar in Calendar.objects.all()}
    for (promise, priority), (allowed, warn_before, code) in TARGETS.items():
        Target.objects.get_or_create(
            promise=promise,
            priority=priority,
            defaults={"allowed": allowed, "warn_before": warn_before, "calendar": calendars[code]},
        )
