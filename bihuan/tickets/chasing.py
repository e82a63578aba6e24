"""Follow up tasks whose time has come: when they slip, and then once every working day of the office (DIS-05)."""

from __future__ import annotations

from datetime import datetime

from bihuan.ground.calendars.worktime import add_workdays
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.models import Task
from bihuan.tickets.silence import office

AGAIN_AFTER = 1  # working days


def remind_next(now: datetime) -> bool:
    """Say of the task that has waited longest for it that it has slipped; False where none has.

    The ticket is locked before its task, as every verb does. Whoever comes second finds that it has been said.
    """
    task = Task.objects.to_remind(now).select_related("ticket").first()
    if task is None:
        return False
    task.remind(again_at=add_workdays(office(), now, AGAIN_AFTER), stamp=Stamp(by=None, at=now, via="clock"))
    return True
