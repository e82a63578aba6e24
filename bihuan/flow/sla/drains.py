"""Set off what is due: warnings before a promise runs out, and the next level of people once it has."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone

from bihuan.flow.sla.models import Alarm
from bihuan.flow.sla.sweeping import MOST_AT_ONCE, put_off_next, set_off_next, set_off_some
from bihuan.kit.sql.outages import is_outage

logger = logging.getLogger(__name__)


class Alarms:
    """Many at once; when one of these fails, each by itself, and the one that fails is put off."""

    name = "alarms"
    rest_s = 5.0

    def __init__(self) -> None:
        self._singly = 0

    def work_one(self) -> bool:
        now = timezone.now()
        if self._singly:
            self._singly -= 1
            return _set_off_next(now)
        try:
            return set_off_some(now)
        except Exception as trouble:
            if is_outage(trouble):
                raise
            logger.info("could not set off several alarms at once, so now each by itself")
            self._singly = MOST_AT_ONCE
            return True

    def waiting(self) -> int:
        return Alarm.objects.to_fire(timezone.now()).count()


def _set_off_next(now: datetime) -> bool:
    try:
        return set_off_next(now)
    except Exception as trouble:
        if not is_outage(trouble):
            put_off_next(now)
        raise
