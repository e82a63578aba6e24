"""Letters to the one who asked: on the ticket's subject, in its thread, in its language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q

from bihuan.ground.catalogue.models import ReplyTemplate, reply_templates
from bihuan.ground.channels.models import (
    CHATS,
    ChatAccount,
    InboundMessage,
    Mailbox,
    OutboundMessage,
    Purpose,
    active_mailboxes,
)
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.files.models import File
from bihuan.kit.text.filling import fill, unmarked
from bihuan.kit.text.languages import either
from bihuan.tickets.models.entry import EntryKind
from bihuan.tickets.models.ticket import Ticket

Buttons = Iterable[tuple[str, str]]
LONGEST_THREAD = 12  # message ids in References; RFC 5322 3.6.4 sets no bound, servers do


def write_letter(
    ticket: Ticket,
    purpose: Purpose,
    text: str,
    stamp: Stamp,
    *,
    files: Iterable[File] = (),
    buttons: Buttons = (),
) -> OutboundMessage | None:
    """Put a letter on the ticket into the outbox, by the chat or the mailbox that the ticket came by; None for a person
    who cannot be reached.

    :param buttons: words and what is asked for by pressing; a chat shows them, a mail has links
    """
    if account := chat_account_of(ticket):
        way: dict[str, Any] = {"mailbox": None, "connection": account.connection, "address": account.account}
        way["buttons"] = [list(button) for button in buttons] or None
    elif ticket.person.email:
        way = {"mailbox": _mailbox_of(ticket), "address": ticket.person.email} | _thread(ticket)
    else:
        return None
    return OutboundMessage.write(
        at=stamp.at,
        files=list(files),
        person=ticket.person,
        purpose=purpose,
        about=f"ticket:{ticket.pk}",
        language=ticket.language,
        subject=f"[{ticket.number}] {ticket.title}",
        text=text,
        **way,
    )


def chat_account_of(ticket: Ticket) -> ChatAccount | None:
    """Return whom to answer in the chat that the ticket came by; None where it came another way."""
    if ticket.channel not in CHATS:
        return None
    of_person = ChatAccount.objects.select_related("connection").filter(person=ticket.person_id)
    in_use = of_person.filter(connection__platform=ticket.channel, connection__is_active=True)
    return in_use.order_by("-met_at").first()


def worded(code: str, ticket: Ticket, **values: object) -> str:
    """Return a reply template in the ticket's language with its placeholders filled.

    :raises ReplyTemplate.DoesNotExist: if no template has that code
    """
    templates = reply_templates()
    if code not in templates:
        raise ReplyTemplate.DoesNotExist(code)
    return words_of(templates[code], ticket, **values)


def words_of(template: ReplyTemplate, ticket: Ticket, **values: object) -> str:
    known = {
        "person": ticket.person.name,
        "number": ticket.number,
        "title": ticket.title,
        "handler": ticket.handler.name if ticket.handler else "",
    }
    inert = {name: unmarked(str(value)) for name, value in (known | values).items()}
    return fill(either(template.body_zh, template.body_en, ticket.language), inert)


def link(path: str) -> str:
    """Return the whole address of a page of this desk."""
    return f"{settings.SITE_URL}{path}"


def press(words: str, path: str) -> str:
    """Return a link to a page of this desk that stands out, in the Markdown of letters."""
    return f"[**{words}**]({link(path)})"


def _thread(ticket: Ticket) -> dict[str, Any]:
    """Return what a mail on the ticket answers to, as its fields."""
    thread = _message_ids(ticket, f"ticket:{ticket.pk}")
    return {"in_reply_to": thread[-1] if thread else "", "references": thread}


def _message_ids(ticket: Ticket, about: str) -> list[str]:
    """Return the message ids said on the ticket so far, oldest first, the first one always among them."""
    if first := ticket.first_words:
        return [first.message.message_id] if first.message and first.message.message_id else []
    said = ticket.entries.filter(kind=EntryKind.ANSWER).exclude(
        message=None
    )  # not what a stranger or a machine sent
    came = InboundMessage.objects.filter(pk__in=said.values("message"))
    ids = [*came.exclude(message_id="").values_list("arrived_at", "message_id")]
    went = OutboundMessage.objects.filter(Q(person=ticket.person), about=about)
    ids += went.order_by("-pk").values_list("written_at", "message_id")[:LONGEST_THREAD]
    in_order = [message_id for _at, message_id in sorted(ids)]
    return in_order[:1] + in_order[1:][1 - LONGEST_THREAD :]


def _mailbox_of(ticket: Ticket) -> Mailbox | None:
    """Return the box the ticket came by, else the desk's first one."""
    boxes = active_mailboxes()
    return boxes.get(_came_by(ticket) or 0) or next(iter(boxes.values()), None)


def _came_by(ticket: Ticket) -> int | None:
    """Return the key of the mailbox by which the first message on the ticket came."""
    if first := ticket.first_words:
        return first.message.mailbox_id if first.message else None
    came = ticket.entries.exclude(message=None).order_by("pk")
    return came.values_list("message__mailbox", flat=True).first()
