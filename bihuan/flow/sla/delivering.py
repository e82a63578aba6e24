"""The targets that a desk begins with. What an administrator changed afterwards stays.

Sources: level 1 at once, level 2 an answer in 2 h, level 3 an assessment in a working day, level 4 in two (service
levels of the desk's guide); a critical fault is accepted in 15 min, others in 2 h (the support form's guide). A working
day has 8 h here. A ticket open for 4 h owes its person a word every 2 h, and the first line hands on within 1 h what it
cannot solve. Where the documents name no time to solve, it is the acceptance's, four to eight times over; a vendor has
as long as we have ourselves.
"""

from __future__ import annotations

from datetime import timedelta

from bihuan.flow.sla.calling import Who
from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import CallLevel, Policy, Target
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
    (Promise.WORKAROUND, 1): (2 * HOUR, 30 * MINUTE, ROUND_THE_CLOCK),
    (Promise.UPDATE, 1): (2 * HOUR, 30 * MINUTE, ROUND_THE_CLOCK),
    (Promise.UPDATE, 2): (2 * HOUR, 30 * MINUTE, OFFICE),
    (Promise.UPDATE, 3): (2 * HOUR, 30 * MINUTE, OFFICE),
    (Promise.UPDATE, 4): (2 * HOUR, 30 * MINUTE, OFFICE),
    (Promise.HANDOVER, 1): (HOUR, 15 * MINUTE, ROUND_THE_CLOCK),
    (Promise.HANDOVER, 2): (HOUR, 15 * MINUTE, OFFICE),
    (Promise.HANDOVER, 3): (HOUR, 15 * MINUTE, OFFICE),
    (Promise.HANDOVER, 4): (HOUR, 15 * MINUTE, OFFICE),
    (Promise.VENDOR, 1): (4 * HOUR, HOUR, ROUND_THE_CLOCK),
    (Promise.VENDOR, 2): (DAY, 2 * HOUR, OFFICE),
    (Promise.VENDOR, 3): (2 * DAY, 4 * HOUR, OFFICE),
    (Promise.VENDOR, 4): (4 * DAY, 4 * HOUR, OFFICE),
}


# level, working time after the due time, who
LEVELS = (
    (1, timedelta(), (Who.HANDLER,)),
    (2, timedelta(), (Who.HANDLER, Who.LEADS)),
    (3, 2 * HOUR, (Who.PROCESS,)),
    (4, DAY, (Who.MANAGEMENT,)),
)
# Once it has been open for so long, a ticket owes its person a word again and again.
FIRST_UPDATE_AFTER = 4 * HOUR


def deliver() -> None:
    """Write the usual policy with its targets. What an administrator took away of it stays away, but for promises that
    a new release brings.
    """
    _deliver_levels()
    calendars = {calendar.code: calendar for calendar in Calendar.objects.all()}
    policy, _ = Policy.objects.get_or_create(
        code=Policy.USUAL, defaults={"name_zh": "通用承诺", "name_en": "Usual promises"}
    )
    known = set(Target.objects.filter(policy=policy).values_list("promise", flat=True))
    for (promise, priority), (allowed, warn_before, code) in TARGETS.items():
        if promise in known:
            continue
        Target.objects.create(
            policy=policy,
            promise=promise,
            priority=priority,
            allowed=allowed,
            warn_before=warn_before,
            calendar=calendars[code],
            first_after=FIRST_UPDATE_AFTER if promise is Promise.UPDATE else timedelta(),
        )


def _deliver_levels() -> None:
    """Write the levels of escalation, once: owner, team lead, process manager, management."""
    if not CallLevel.objects.exists():
        CallLevel.objects.bulk_create(
            CallLevel(level=level, after=after, calls=list(calls)) for level, after, calls in LEVELS
        )
