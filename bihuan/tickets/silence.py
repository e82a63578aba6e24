"""What follows when nobody says whether it is solved: a reminder, then the ticket counts as confirmed (CLS-01).

Counted in working days of the office, so that nobody finds a request closed after a holiday. What was confirmed by
silence says so, and figures keep it apart from a real yes.
"""

from __future__ import annotations

from datetime import datetime

from bihuan.ground.calendars.delivering import OFFICE
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.calendars.shifts import WorkCalendar
from bihuan.ground.calendars.worktime import add_workdays
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.models import Confirmation

REMINDED_AFTER = 2  # working days after the question
OVER_AFTER = 3  # working days after the reminder


def silent_until(reminded_at: datetime) -> datetime:
    """Return when a question of which somebody was reminded counts as answered with yes."""
    return _workdays(reminded_at, OVER_AFTER)


def follow_up_next(now: datetime) -> bool:
    """Take silence as a yes, or put a question again, whichever has waited longest; False where nothing is due."""
    if not _is_workday(now):
        return False
    asked = Confirmation.objects.select_related("ticket").order_by("asked_at")
    stamp = Stamp(by=None, at=now, via="clock")
    if over := asked.in_silence(_workdays(now, -OVER_AFTER)).first():
        with over.ticket.in_hand():
            over.refresh_from_db(fields=["answered_at"])
            if over.answered_at is None:
                over.say_yes(stamp, by_default=True)
    elif due := asked.to_remind(_workdays(now, -REMINDED_AFTER)).first():
        due.ask_again(stamp)
    else:
        return False
    return True


def count_due(now: datetime) -> int:
    if not _is_workday(now):
        return 0
    asked = Confirmation.objects.all()
    over = asked.in_silence(_workdays(now, -OVER_AFTER)).count()
    return over + asked.to_remind(_workdays(now, -REMINDED_AFTER)).count()


def _is_workday(now: datetime) -> bool:
    calendar = office()
    return calendar.is_workday(now.astimezone(calendar.zone).date())


def _workdays(moment: datetime, days: int) -> datetime:
    return add_workdays(office(), moment, days)


def office() -> WorkCalendar:
    return Calendar.objects.select_related("region").get(code=OFFICE).work_calendar()
