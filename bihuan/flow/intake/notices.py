"""The receipt: it has arrived, its number, by when somebody will answer (INT-08)."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.ground.catalogue.models import categories_by_code
from bihuan.ground.channels.models import (
    CHATS,
    Channel,
    ChannelKind,
    OutboundMessage,
    Purpose,
    channels_by_kind,
)
from bihuan.kit.sql import tray
from bihuan.kit.text import moments
from bihuan.tickets.asking import lacking, questions
from bihuan.tickets.events import Filed
from bihuan.tickets.letters import chat_account_of, worded, write_letter
from bihuan.tickets.models import Question, Ticket, TicketEvent, Warning

RECEIPTS_AN_HOUR = 3  # to one address: enough for a person, too few for two desks that answer each other


def acknowledge(event: TicketEvent, said: Filed) -> None:
    """Write the receipt in the person's language; never to a machine, and never too often to one address."""
    ticket = event.ticket
    if said.channel == ChannelKind.PORTAL or _was_written_by_a_machine(ticket) or _had_enough(ticket, event):
        return
    channel = channels_by_kind()[ticket.channel]
    text = worded("acknowledgement", ticket, promise=promise_of(channel, ticket))
    if asked := _ask_at_once(ticket, event):
        text = f"{text}\n\n{asked}"
    with override(ticket.language):
        nudge = _("Ask how it goes")
        if said.channel in CHATS:
            text = f"{text}\n\n{_how_to_go_on()}"
    write_letter(ticket, Purpose.RECEIPT, text, event.stamp, buttons=((nudge, f"nudge:{ticket.pk}"),))


def _how_to_go_on() -> str:
    return _(
        "What you write next is added to this ticket. For something else begin with “new issue:”; “status” tells where "
        "your tickets stand."
    )


def _ask_at_once(ticket: Ticket, event: TicketEvent) -> str:
    """Return what asks for the facts that the category requires, where it asks by itself (REC-07)."""
    category = categories_by_code().get(ticket.category.code) if ticket.category else None
    if category is None or not category.asks_at_once:
        return ""
    fields = lacking(ticket, list(category.fields.all()))
    if not fields:
        return ""
    Question.put_at_once(ticket, fields=fields, stamp=event.stamp.by_the_house("intake"))
    return worded("asked_at_once", ticket, field_questions=questions(ticket, fields))


def promise_of(channel: Channel, ticket: Ticket) -> str:
    """Return by when the channel promises an answer; nothing where it was given at once, as on the phone."""
    if not channel.answers_within:
        return ""
    at = channel.promises_by(ticket.filed_at)
    by = moments.full(at, ticket.language, get_default_timezone())
    with override(ticket.language):
        if not channel.calendar.is_sure_of(at):
            expected = _(
                "We expect to get back to you by %(by)s; the public holidays until then are not confirmed yet."
            )
            return expected % {"by": by}
        return _("We will get back to you by %(by)s.") % {"by": by}


def _was_written_by_a_machine(ticket: Ticket) -> bool:
    if ticket.first_words:
        return ticket.first_words.warning == Warning.AUTOMATIC
    return ticket.entries.filter(warning=Warning.AUTOMATIC).exists()


def _had_enough(ticket: Ticket, event: TicketEvent) -> bool:
    account = chat_account_of(ticket)
    to = account.account if account else ticket.person.email
    way = account.connection_id if account else None
    receipts = OutboundMessage.objects.filter(address=to, purpose=Purpose.RECEIPT, connection=way)
    lately = receipts.filter(written_at__gt=event.at - timedelta(hours=1))
    with tray.as_written():
        keys = set(lately.values_list("message_id", flat=True)[:RECEIPTS_AN_HOUR])
    laid = [one for one in tray.laid(OutboundMessage) if one.purpose == Purpose.RECEIPT]
    made = [one for one in laid if (one.address, one.connection_id) == (to, way)]
    return len(keys.union(one.message_id for one in made)) >= RECEIPTS_AN_HOUR
