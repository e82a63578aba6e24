"""Who is told about surveys: the person gets the question, the handler the answer."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.ground.channels.models import Purpose
from bihuan.ground.notices.models import NoticeKind
from bihuan.ground.notices.telling import tell
from bihuan.practices.surveys.events import Rated
from bihuan.practices.surveys.models import Survey
from bihuan.tickets.events import Closed
from bihuan.tickets.letters import press, worded, write_letter
from bihuan.tickets.models import TicketEvent


def ask(event: TicketEvent, said: Closed) -> None:
    """Ask how it was, once a ticket, however often it is closed."""
    token = Survey.send(event.ticket, event.stamp)
    if token:
        with override(event.ticket.language):
            rate = press(_("Rate our service"), f"/rate/{token}")
        text = f"{worded('closed', event.ticket)}\n\n{rate}"
        write_letter(event.ticket, Purpose.SURVEY, text, event.stamp)


def tell_handler(event: TicketEvent, said: Rated) -> None:
    ticket = event.ticket
    if ticket.handler is None:
        return
    with override(ticket.handler.language):
        title = _("%(number)s was rated %(overall)d of 5") % {
            "number": ticket.number,
            "overall": said.overall,
        }
    path = f"/desk/tickets/{ticket.number}"
    tell(ticket.handler, NoticeKind.RATED, title=title, path=path, at=event.at, about=event.topic)
