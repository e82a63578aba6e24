"""The word to a sender whose message is too large to be taken in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.ground.channels.email.reading.letter import Letter
from bihuan.ground.channels.models import InboundMessage, Mailbox, OutboundMessage, Purpose
from bihuan.ground.people.models import Person
from bihuan.kit.sql import tray
from bihuan.kit.text.filling import unmarked
from bihuan.tickets.letters import link

HEAD_BYTES = 256 * 1024  # of a message that is not read whole: its header, and a little of what follows
REFUSALS_AN_HOUR = 3  # to one address; who needs more is a program
MIB = 1024 * 1024


def refuse_as_too_large(message: InboundMessage, head: Letter, at: datetime) -> OutboundMessage | None:
    """Tell the sender, once, that nothing came of the message and what helps; None where nobody should be told.

    No program, list or desk is answered (RFC 3834), and nothing that a stranger wrote is repeated: the sender's
    address may be borrowed.
    """
    about = f"message:{message.pk}"
    if not _may_be_answered(head) or _has_had_enough(head.from_email, about, at):
        return None
    person = Person.objects.by_address(head.from_email).first()
    language = person.language if person else head.language
    with override(language):
        subject, text = _("Your message was too large"), _words(message, person)
    return OutboundMessage.write(
        at=at,
        mailbox=message.mailbox or Mailbox.objects.filter(is_active=True).order_by("pk").first(),
        person=person,
        address=person.email if person else head.from_email,
        purpose=Purpose.RECEIPT,
        about=about,
        language=language,
        subject=subject,
        text=text,
        in_reply_to=head.message_id,
        references=[head.message_id] if head.message_id else [],
    )


def _may_be_answered(head: Letter) -> bool:
    is_by_hand = not (head.auto_submitted or head.is_auto_reply or head.is_bulk or head.is_bounce)
    is_ours = bool(head.loop_marks) or Mailbox.objects.filter(address__iexact=head.from_email).exists()
    return bool(head.from_email) and is_by_hand and not is_ours and not head.sender_is_doubtful


def _has_had_enough(address: str, about: str, at: datetime) -> bool:
    """Tell whether this message was refused before, or its sender has had his or her share of this hour."""
    tray.settle(OutboundMessage)  # those that were written a moment ago count, too
    refusals = OutboundMessage.objects.filter(purpose=Purpose.RECEIPT, about__startswith="message:")
    of_this_hour = refusals.filter(address__iexact=address, written_at__gt=at - timedelta(hours=1))
    return refusals.filter(about=about).exists() or of_this_hour.count() >= REFUSALS_AN_HOUR


def _words(message: InboundMessage, person: Person | None) -> str:
    sizes = {
        "size": -(-message.size_bytes // MIB),
        "most": settings.MAX_MESSAGE_BYTES // MIB,
    }
    parts = (
        _("Hello %(person)s,") % {"person": unmarked(person.name)} if person else _("Hello,"),
        _(
            "we could not take in your message: it has %(size)d MB, and the service desk takes at most %(most)d MB. "
            "There is no ticket for it yet."
        )
        % sizes,
        _(
            "Please send it again without the large files, or with a link to where they are. "
            "You can also tell us on this page: %(page)s"
        )
        % {"page": f"<{link('/portal')}>"},
    )
    return "\n\n".join(parts)
