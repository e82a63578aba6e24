"""Who is meant by a level of escalation on a ticket, from the handler up to the management."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bihuan.flow.sla.calling import Who, rung_of
from bihuan.flow.sla.models import Alarm, ladder_of, quiet_end
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Role
from bihuan.kit.kept.keeping import noted
from bihuan.tickets.models import Ticket


def calls_of(alarm: Alarm) -> tuple[Who, ...]:
    rung = rung_of(ladder_of(alarm.clock.promise, alarm.clock.policy_id), alarm.level)
    return rung.calls if rung else (Who.LEADS,)


def called_by(alarm: Alarm, now: datetime) -> list[Person]:
    """Return whom an alarm calls now: nobody in quiet hours."""
    ticket = alarm.clock.ticket
    return [] if quiet_end(now, ticket.priority) else people(ticket, calls_of(alarm))


def people(ticket: Ticket, calls: Iterable[Who | str]) -> list[Person]:
    """Return each of those who are meant once. Where nobody has it, its leads stand in; where a team has no lead, the
    process managers do.
    """
    found = {person.pk: person for who in calls for person in _WHO[Who(who)](ticket)}
    return list(found.values())


def _handler_or_leads(ticket: Ticket) -> Sequence[Person]:
    return [ticket.handler] if ticket.handler else _leads(ticket)


def _leads_or_process(ticket: Ticket) -> Sequence[Person]:
    return _leads(ticket) or _with_role(Role.PROCESS_MANAGER)


def _leads(ticket: Ticket) -> Sequence[Person]:
    return _noted(("leads", ticket.team.pk), ticket.team.leads) if ticket.team else []


def _with_role(role: Role) -> Sequence[Person]:
    return _noted(role, lambda: Person.objects.active().with_role(role).order_by("pk"))


def _noted(key: object, ask: Callable[[], Iterable[Person]]) -> Sequence[Person]:
    """Return whom `ask` finds, asked once in a piece of work."""
    known = noted("who is called")
    if key not in known:
        known[key] = list(ask())
    found: Sequence[Person] = known[key]
    return found


_WHO: dict[Who, Callable[[Ticket], Sequence[Person]]] = {
    Who.HANDLER: _handler_or_leads,
    Who.LEADS: _leads_or_process,
    Who.PROCESS: lambda ticket: _with_role(Role.PROCESS_MANAGER),
    Who.MANAGEMENT: lambda ticket: _with_role(Role.MANAGEMENT),
}
