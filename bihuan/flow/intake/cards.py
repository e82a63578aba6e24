"""Where somebody's tickets stand, told in the chat: number, state, who has it, by when a word is promised."""

from __future__ import annotations

from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from bihuan.flow.intake.notices import promise_of
from bihuan.ground.channels.models import ChatAccount, OutboundMessage, Purpose, channels_by_kind
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.text.filling import unmarked
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Ticket

MOST = 5  # tickets in one message
STATES: dict[str, Words] = {
    State.NEW: gettext_lazy("To be accepted"),
    State.IN_PROGRESS: gettext_lazy("In progress"),
    State.WAITING: gettext_lazy("On hold"),
    State.RESOLVED: gettext_lazy("To be confirmed"),
    State.CONFIRMED: gettext_lazy("Confirmed"),
}


def tell_where_they_stand(account: ChatAccount, stamp: Stamp) -> OutboundMessage:
    """Answer in the chat with the newest of the person's tickets that are not over."""
    person = account.person
    found = Ticket.objects.of(person).unfinished().select_related("handler").order_by("-pk")
    tickets = list(found[:MOST])
    with override(person.language):
        nothing = _("You have no open tickets. Write here what does not work, and it becomes one.")
        text = "\n\n".join(_card(ticket) for ticket in tickets) or nothing
        subject, nudge = _("Where your tickets stand"), _("Ask how it goes")
    worked_on = next((ticket for ticket in tickets if ticket.is_open), None)
    return OutboundMessage.write(
        at=stamp.at,
        mailbox=None,
        connection=account.connection,
        person=person,
        address=account.account,
        purpose=Purpose.REPLY,
        about=f"ticket:{tickets[0].pk}" if tickets else "",
        language=person.language,
        subject=subject,
        text=text,
        buttons=[[nudge, f"nudge:{worked_on.pk}"]] if worked_on and len(tickets) == 1 else None,
    )


def _card(ticket: Ticket) -> str:
    lines = [
        f"**{ticket.number}** {unmarked(ticket.title)}",
        _("State: %(state)s") % {"state": STATES[ticket.state]},
    ]
    if ticket.handler:
        lines.append(_("Handler: %(name)s") % {"name": unmarked(ticket.handler.name)})
    if ticket.first_contact_at is None:
        lines.append(promise_of(channels_by_kind()[ticket.channel], ticket))
    return "\n".join(line for line in lines if line)
