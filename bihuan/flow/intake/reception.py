"""Turn a message into a ticket or a reply on one, once."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from bihuan.flow.intake.models import Outcome, Reception
from bihuan.flow.intake.senders import person_of
from bihuan.flow.intake.threading import ticket_about, ticket_of
from bihuan.ground.channels.email.reading.letter import Letter
from bihuan.ground.channels.models import (
    ChannelKind,
    InboundMessage,
    InboundState,
    OutboundMessage,
    own_addresses,
)
from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.files.models import File
from bihuan.kit.sql import tray
from bihuan.kit.text.thanks import is_only_thanks
from bihuan.tickets.models import Enclosed, Entry, EntryKind, Ticket, Warning, file_ticket, reopen

logger = logging.getLogger(__name__)

STORM_WITHIN = timedelta(hours=1)
STORM_FROM = 20  # new tickets of one sender within that time; what follows is gathered on the last of them
LONGEST_ADDRESS = 254  # characters, RFC 5321 4.5.3.1.3
LONGEST_TEXT = 100_000  # characters of a body; the raw message keeps the rest
LONGEST_HTML = 500_000


def receive(message: InboundMessage, letter: Letter, stamp: Stamp) -> Ticket | None:
    """Make of a letter what it is, in the transaction that holds the message; None where nothing rightly comes of it."""
    head = {"sender": letter.from_email, "subject": letter.subject, "message_id": letter.message_id}
    message.take_head(**head)
    if why := _reason_to_ignore(letter):
        message.settle(InboundState.IGNORED, stamp.at, problem=why)
        return None
    ticket = ticket_of(letter)
    if ticket:
        message.note_head(**head)
    is_generated = letter.auto_submitted and not letter.is_bulk  # many a person writes through a list
    if letter.is_bounce or letter.is_auto_reply or (ticket and is_generated):
        return _note_automatic(message, letter, ticket, stamp)
    person = person_of(letter.from_email, letter.from_name, language=letter.language, at=stamp.at)
    signed = Stamp(by=person, at=message.arrived_at, via=ChannelKind.EMAIL)
    if ticket is None:
        return _file(message, letter, person, signed)
    return _add(message, letter, ticket, person, signed)


def _reason_to_ignore(letter: Letter) -> str:
    """Return why nothing should come of the letter; empty where something should."""
    if settings.DESK_ID in letter.loop_marks:
        return "loop: this desk wrote it"
    if letter.from_email.lower() in own_addresses():
        return "loop: from an address of this desk"
    if len(letter.from_email) > LONGEST_ADDRESS:
        return "nobody to answer: no server takes so long an address"
    return "" if letter.from_email or letter.is_bounce else "nobody to answer: no sender"


def _note_automatic(
    message: InboundMessage, letter: Letter, ticket: Ticket | None, stamp: Stamp
) -> Ticket | None:
    """Keep a bounce or an out-of-office answer on its ticket; it ends no wait and gets no answer (RFC 3834)."""
    ticket = _bounced(letter, stamp) or ticket
    if ticket is None:
        why = "bounce of nothing we know" if letter.is_bounce else "automatic answer to nothing we know"
        message.settle(InboundState.IGNORED, stamp.at, problem=why)
        return None
    Entry.note(ticket, text=_text(letter), stamp=stamp, kind=EntryKind.AUTOMATIC, **_origin(message, letter))
    return taken(message, ticket, Outcome.NOTED, stamp)


def _bounced(letter: Letter, stamp: Stamp) -> Ticket | None:
    """Remember on the letter of ours that came back why it did; return the ticket it was about."""
    if not (letter.is_bounce and letter.bounced_message_id):
        return None
    ours = OutboundMessage.objects.filter(message_id=letter.bounced_message_id).first()
    if ours is None:
        return None
    ours.note_failure(f"bounced: {letter.bounce_status or ''}", stamp.at, is_final=letter.is_hard_bounce)
    return ticket_about(ours.about)


def _file(message: InboundMessage, letter: Letter, person: Person, stamp: Stamp) -> Ticket:
    origin, files = _origin(message, letter), _files(letter, person, stamp)
    if storm := storm_of(person, ChannelKind.EMAIL, stamp):
        Entry.note(storm, text=_text(letter), stamp=stamp, files=files, **origin)
        return taken(message, storm, Outcome.GATHERED, stamp)
    ticket = file_ticket(
        person=person,
        channel=ChannelKind.EMAIL,
        title=letter.subject.strip() or _first_line(letter),
        text=_text(letter),
        files=files,
        language=letter.language if person.is_light else person.language,
        stamp=stamp,
        came=origin | {"warning": _warning(letter)},
    )
    return taken(message, ticket, Outcome.FILED, stamp)


def _add(message: InboundMessage, letter: Letter, ticket: Ticket, person: Person, stamp: Stamp) -> Ticket:
    """Take an answer from the one whose ticket it is; anybody else's word, or a doubtful one, is for agents to judge."""
    origin, files = _origin(message, letter), _files(letter, person, stamp)
    if person.pk == ticket.person_id and not letter.sender_is_doubtful:
        with ticket.in_hand():
            Entry.answer(ticket, text=_text(letter), stamp=stamp, files=files, **origin)
            if not ticket.is_open and not is_only_thanks(_text(letter)):
                reopen(ticket, stamp.because(_("the person wrote again")))
        return taken(message, ticket, Outcome.ANSWERED, stamp)
    Entry.note(ticket, text=_text(letter), stamp=stamp, files=files, **origin | {"warning": Warning.STRANGER})
    return taken(message, ticket, Outcome.NOTED, stamp)


def _warning(letter: Letter) -> Warning:
    if letter.auto_submitted:
        return Warning.AUTOMATIC
    return Warning.STRANGER if letter.sender_is_doubtful else Warning.NONE


def storm_of(person: Person, channel: str, stamp: Stamp) -> Ticket | None:
    """Return the ticket on which a sender's messages are gathered while there are too many to file each."""
    recent = Ticket.objects.of(person).filter(channel=channel, filed_at__gt=stamp.at - STORM_WITHIN)
    with tray.as_written():
        keys = set(recent.order_by("-pk").values_list("pk", flat=True)[:STORM_FROM])
    keys.update(one.pk for one in tray.laid(Ticket) if one.person_id == person.pk)
    return Ticket.objects.get(pk=max(keys)) if len(keys) >= STORM_FROM else None


def _origin(message: InboundMessage, letter: Letter) -> dict[str, Any]:
    """Return where an entry came from, as its fields."""
    text = _text(letter)
    quoted = letter.body_text[:LONGEST_TEXT] if letter.body_text.strip() != text.strip() else ""
    return {"message": message, "html": letter.body_html[:LONGEST_HTML], "quoted": quoted}


def _text(letter: Letter) -> str:
    return (letter.reply_text.strip() or letter.body_text.strip())[:LONGEST_TEXT]


def _first_line(letter: Letter) -> str:
    lines = [line.strip() for line in _text(letter).splitlines() if line.strip()]
    return lines[0] if lines else _("(no subject)")


def _files(letter: Letter, person: Person, stamp: Stamp) -> list[Enclosed]:
    kept = []
    for part in letter.attachments:
        file = File.keep(part.name, part.content, by=person, at=stamp.at)
        kept.append(Enclosed(file, content_id=(part.content_id or "")[:200], is_inline=part.is_inline))
    return kept


def taken(message: InboundMessage, ticket: Ticket, outcome: Outcome, stamp: Stamp) -> Ticket:
    tray.write(Reception(message=message, ticket=ticket, outcome=outcome, at=stamp.at))
    message.settle(InboundState.TAKEN, stamp.at)
    logger.info("received message=%d outcome=%s ticket=%s", message.pk, outcome, ticket.number)
    return ticket
