"""Tell people of tickets of level 1, round after round, each round exactly once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.outages import is_outage
from bihuan.practices.majors.models import Major
from bihuan.practices.majors.notices import tell_all
from bihuan.tickets.models import Ticket, all_in_hand

logger = logging.getLogger(__name__)
PUT_OFF = timedelta(minutes=1)
MOST_LOOKED_AT = 20  # of those due: somebody may hold the first ones


class Majors:
    name = "majors"
    rest_s = 5.0

    def work_one(self) -> bool:
        now = timezone.now()
        try:
            return tell_next(now)
        except Exception as trouble:
            if not is_outage(trouble):
                put_off_next(now)
            raise

    def waiting(self) -> int:
        return Major.objects.to_tell(timezone.now()).count()


def tell_next(now: datetime) -> bool:
    """Tell the round that is due first and whose ticket nobody holds; False where there is none.

    Words and round are written in the transaction that holds the ticket: killed in between, nothing was said, and the round
    is still due.
    """
    for pk, ticket in Major.objects.to_tell(now).values_list("pk", "ticket")[:MOST_LOOKED_AT]:
        wanted = Ticket.objects.filter(pk=ticket).select_related("team", "handler")
        with all_in_hand(wanted, waits=False) as held:
            major = Major.objects.to_tell(now).filter(pk=pk).select_related("plan").first()
            if ticket not in held or major is None:
                continue
            major.ticket = held[ticket]
            major.tell(tell_all(major, now), Stamp(by=None, at=now, via="majors"))
            logger.info("told major=%d round=%d", major.pk, major.rounds)
            return True
    return False


def put_off_next(now: datetime) -> None:
    """Let the round that is due first wait a little, so that one which fails holds up no other."""
    first = Major.objects.to_tell(now).values_list("pk", flat=True)[:1]
    Major.objects.filter(pk__in=list(first), next_at__lte=now).update(next_at=now + PUT_OFF)
