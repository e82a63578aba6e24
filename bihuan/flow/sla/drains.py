"""Set off what is due: warnings before a promise runs out, and the next level of people once it has."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone

from bihuan.flow.sla.events import ClockMissed, ClockWarned
from bihuan.flow.sla.models import Alarm, Level
from bihuan.kit.events.stamp import Stamp

logger = logging.getLogger(__name__)
LATE_S = 120  # what goes off later than this is marked so: the desk had been down


class Alarms:
    name = "alarms"
    rest_s = 5.0

    def work_one(self) -> bool:
        return set_off_next(timezone.now())

    def waiting(self) -> int:
        return Alarm.objects.to_fire(timezone.now()).count()


def set_off_next(now: datetime) -> bool:
    """Set off the alarm that is due first, exactly once; False where none is due.

    The ticket is locked before its alarm, as every verb does, so that no two wait for each other. Whoever comes second
    finds the alarm gone off, or moved, and leaves it.
    """
    due = Alarm.objects.to_fire(now).select_related("clock__ticket").first()
    if due is None:
        return False
    with due.clock.ticket.in_hand():
        due.refresh_from_db(fields=["fire_at", "fired_at"])
        due.clock.refresh_from_db(fields=["due_at"])
        if due.fired_at is None and due.fire_at is not None and due.fire_at <= now:
            _set_off(due, now)
    return True


def _set_off(alarm: Alarm, now: datetime) -> None:
    clock = alarm.clock
    assert alarm.fire_at is not None
    assert clock.due_at is not None
    late_s = int((now - alarm.fire_at).total_seconds())
    alarm.fired_at = now
    alarm.save(update_fields=["fired_at"])
    kind = ClockWarned if alarm.level == Level.WARNING else ClockMissed
    facts = kind(
        clock=clock.pk,
        promise=clock.promise,
        due_at=clock.due_at.isoformat(),
        late_s=late_s if late_s > LATE_S else 0,
    )
    clock.ticket.record(facts, Stamp(by=None, at=now, via="clock"))
    logger.info("alarm level=%d clock=%d late_s=%d", alarm.level, clock.pk, late_s)
