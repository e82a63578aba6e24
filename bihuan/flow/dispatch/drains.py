"""Give out what came while nobody was on duty, as soon as somebody is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bihuan.flow.dispatch.choosing import Cause
from bihuan.flow.dispatch.finding import assign_within
from bihuan.ground.duty.models import on_duty
from bihuan.ground.people.models import Team
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.models import Ticket


class Unassigned:
    name = "unassigned"
    rest_s = 30.0

    def work_one(self) -> bool:
        return give_out_next(timezone.now())

    def waiting(self) -> int:
        return Ticket.objects.open().without_handler().exclude(team=None).count()


def give_out_next(now: datetime) -> bool:
    """Give the oldest ticket without a handler to somebody on duty; False where there is none, or nobody."""
    waiting = Ticket.objects.open().without_handler()
    manned = [team for team in Team.objects.filter(pk__in=waiting.values("team")) if on_duty(team, now)]
    with transaction.atomic():
        ticket = (
            waiting.filter(team__in=manned)
            .order_by("pk")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if ticket is None or ticket.team is None:
            return False
        assign_within(ticket, ticket.team, Cause.WAITED, Stamp(by=None, at=now, via="dispatch"))
    return True
