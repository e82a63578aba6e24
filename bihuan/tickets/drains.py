"""Wake what was put aside until a moment that has come, and follow up questions and tasks that nobody ends."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.chasing import remind_next
from bihuan.tickets.models import Hold, Task
from bihuan.tickets.silence import count_due, follow_up_next


class Holds:
    name = "holds"
    rest_s = 15.0

    def work_one(self) -> bool:
        return wake_next(timezone.now())

    def waiting(self) -> int:
        return Hold.objects.to_wake(timezone.now()).count()


class Confirmations:
    name = "confirmations"
    rest_s = 300.0

    def work_one(self) -> bool:
        return follow_up_next(timezone.now())

    def waiting(self) -> int:
        return count_due(timezone.now())


class Tasks:
    name = "tasks"
    rest_s = 30.0

    def work_one(self) -> bool:
        return remind_next(timezone.now())

    def waiting(self) -> int:
        return Task.objects.to_remind(timezone.now()).count()


def wake_next(now: datetime) -> bool:
    """End the hold whose time has come first; False where none has."""
    hold = Hold.objects.to_wake(now).order_by("wakes_at").select_related("ticket").first()
    if hold is None:
        return False
    with hold.ticket.in_hand():
        hold.refresh_from_db(fields=["until"])
        if hold.until is None:
            hold.end(Stamp(by=None, at=now, via="clock"))
    return True
