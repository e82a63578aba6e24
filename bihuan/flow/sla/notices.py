"""Who is told about a clock: the handler before it runs out, the next level of people when it has (SLA-05)."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.events import ClockMissed, ClockWarned
from bihuan.ground.notices.models import NoticeKind
from bihuan.ground.notices.telling import tell
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Role
from bihuan.kit.kept.keeping import noted
from bihuan.kit.text import moments
from bihuan.tickets.models import Ticket, TicketEvent

PROMISES = {
    Promise.FIRST_CONTACT: gettext_noop("First contact"),
    Promise.ACCEPTANCE: gettext_noop("Acceptance"),
    Promise.RESOLUTION: gettext_noop("Resolution"),
    Promise.WORKAROUND: gettext_noop("Workaround"),
    Promise.UPDATE: gettext_noop("Update to the person"),
    Promise.HANDOVER: gettext_noop("Hand-over to the experts"),
    Promise.VENDOR: gettext_noop("Vendor's answer"),
}


def warn(event: TicketEvent, said: ClockWarned) -> None:
    for person in _handler_or_leads(event.ticket):
        _tell(
            event, person, NoticeKind.WARNING, gettext_noop("%(number)s: %(promise)s is due at %(due)s"), said
        )


def escalate(event: TicketEvent, said: ClockMissed) -> None:
    """Tell the handler and the leads of the team; where a team has no lead, the process managers."""
    leads = _leads(event.ticket) or _process_managers()
    for person in {one.pk: one for one in [*_handler_or_leads(event.ticket), *leads]}.values():
        _tell(
            event, person, NoticeKind.MISSED, gettext_noop("%(number)s: %(promise)s was due at %(due)s"), said
        )


def _tell(
    event: TicketEvent, person: Person, kind: NoticeKind, words: str, said: ClockWarned | ClockMissed
) -> None:
    ticket = event.ticket
    with override(person.language):
        due = moments.full(datetime.fromisoformat(said.due_at), person.language, get_default_timezone())
        promise = _(PROMISES[Promise(said.promise)])
        title = _(words) % {"number": ticket.number, "promise": promise, "due": due}
    path = f"/desk/tickets/{ticket.number}"
    tell(person, kind, title=title, text=ticket.title, path=path, at=event.at, about=event.topic)


def _handler_or_leads(ticket: Ticket) -> list[Person]:
    return [ticket.handler] if ticket.handler else _leads(ticket)


def _leads(ticket: Ticket) -> list[Person]:
    if ticket.team is None:
        return []
    known: dict[int, list[Person]] = noted("leads of a team")
    if ticket.team.pk not in known:
        known[ticket.team.pk] = list(ticket.team.leads())
    return known[ticket.team.pk]


def _process_managers() -> list[Person]:
    known: dict[str, list[Person]] = noted("process managers")
    if "" not in known:
        known[""] = list(Person.objects.active().with_role(Role.PROCESS_MANAGER))
    return known[""]
