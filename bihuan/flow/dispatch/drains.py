"""Give out what waits in the teams' queues as soon as somebody is on duty and has room: the oldest promise first."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from bihuan.flow.dispatch.choosing import Cause
from bihuan.flow.dispatch.finding import find, give, has_room, loads_of, urgent
from bihuan.flow.dispatch.queueing import gave_back
from bihuan.ground.duty.models import turns_at
from bihuan.ground.people.models import Team
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.kept.keeping import unchanging
from bihuan.tickets.models import Ticket
from bihuan.tickets.models.ticket import TicketQuerySet

PAGE = 100


class Unassigned:
    name = "unassigned"
    rest_s = 30.0

    def work_one(self) -> bool:
        return give_out_next(timezone.now())

    def waiting(self) -> int:
        return Ticket.objects.open().without_handler().exclude(team=None).count()


def give_out_next(now: datetime) -> bool:
    """Give the ticket whose promise is the oldest of those that somebody on duty can take; False where there is none."""
    for pk in _in_order(_givable(now)):
        with transaction.atomic(), unchanging():
            if _give_out(pk, now):
                return True
    return False


def _givable(now: datetime) -> TicketQuerySet:
    """Return what waits for a team of which somebody on duty has room, and what is too urgent to wait for that."""
    waiting = Ticket.objects.open().without_handler()
    teams = list(Team.objects.filter(pk__in=waiting.exclude(team=None).order_by().values("team")))
    with unchanging():
        on = {team.pk: list(turns_at(team, now)) for team in teams}
        loads = loads_of(pk for people in on.values() for pk in people)
        is_wanted = Q(team__in=[team for team, people in on.items() if any(map(_has_room(loads), people))])
        is_wanted |= Q(team__in=[team for team, people in on.items() if people]) & urgent()
    return waiting.filter(is_wanted)


def _has_room(loads: Mapping[int, int]) -> Callable[[int], bool]:
    return lambda person: person in loads and has_room(person, loads[person])


def _in_order(tickets: TicketQuerySet) -> Iterator[int]:
    """Yield the oldest promise first, and last what no promise runs on; as a rule the first one is given out."""
    in_order = tickets.order_by(F("due_at").asc(nulls_last=True), "pk").values_list("pk", flat=True)
    for start in itertools.count(0, PAGE):
        found = list(in_order[start : start + PAGE])
        yield from found
        if len(found) < PAGE:
            return


def _give_out(pk: int, now: datetime) -> bool:
    """Give one ticket to somebody; False where another has it in hand, or it suits nobody of those who have room."""
    waiting = Ticket.objects.open().without_handler().select_for_update(skip_locked=True, of=("self",))
    ticket = waiting.filter(pk=pk).select_related("person", "team").first()
    if ticket is None or ticket.team is None:
        return False
    found = find(ticket, ticket.team, now, gave_back(ticket))
    if found.handler is None:
        return False
    give(ticket, ticket.team, Cause.WAITED, found, Stamp(by=None, at=now, via="dispatch"))
    return True
