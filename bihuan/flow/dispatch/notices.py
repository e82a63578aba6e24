"""Who is told about an assignment: the one who has it now, and why."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.flow.dispatch.explaining import reason_in_words
from bihuan.ground.notices.models import NoticeKind
from bihuan.ground.notices.telling import tell
from bihuan.tickets.events import Assigned
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
    path = f"/desk/tickets/{ticket.number}"
    tell(
        ticket.handler, NoticeKind.ASSIGNED, title=title, text=text, path=path, at=event.at, about=event.topic
    )
