"""Who is told about an assignment: the one who has it now, and why; and the one who had it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.flow.dispatch.explaining import reason_in_words
from bihuan.ground.notices.models import NoticeKind
from bihuan.ground.notices.telling import tell
from bihuan.ground.people.models import Person
from bihuan.tickets.events import Assigned, Returned
from bihuan.tickets.models import Assignment, TicketEvent


def tell_handler(event: TicketEvent, said: Assigned) -> None:
    ticket = event.ticket
    if ticket.handler is None or ticket.handler == event.by:
        return
    assignment = ticket.given
    if assignment is None or assignment.pk != said.assignment:
        assignment = Assignment.objects.select_related("team").get(pk=said.assignment)
        assignment.ticket = ticket
    with override(ticket.handler.language):
        title = _("%(number)s is yours: %(title)s") % {"number": ticket.number, "title": ticket.title}
        text = reason_in_words(assignment) or event.why
    _tell(ticket.handler, NoticeKind.ASSIGNED, title, text, event)


def tell_of_return(event: TicketEvent, said: Returned) -> None:
    """Tell who let the time pass that it is no longer his or hers; and where nobody has it now, the leads of the team."""
    ticket = event.ticket
    if not said.was_given_back:
        before = Person.objects.get(pk=said.handler)
        with override(before.language):
            title = _("%(number)s was given to somebody else") % {"number": ticket.number}
            text = _("It was not accepted in time: %(title)s") % {"title": ticket.title}
        _tell(before, NoticeKind.ASSIGNED, title, text, event)
    if ticket.handler_id is None and ticket.team is not None:
        for lead in ticket.team.leads():
            with override(lead.language):
                title = _("%(number)s came back, and nobody can take it now") % {"number": ticket.number}
            _tell(lead, NoticeKind.ESCALATED, title, event.why or ticket.title, event)


def _tell(person: Person, kind: NoticeKind, title: str, text: str, event: TicketEvent) -> None:
    path = f"/desk/tickets/{event.ticket.number}"
    tell(person, kind, title=title, text=text, path=path, at=event.at, about=event.topic)
