"""What a person does about mail that something hindered; each is written into the book of the desk."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.front.ops.events import MailHandled
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.channels.models import (
    InboundMessage,
    InboundState,
    Mailbox,
    OutboundMessage,
    OutboundState,
)
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp

DISCARDED = "discarded: "  # how the problem of a discarded message begins; the reason follows
LONGEST_REASON = 400


class MailMovedOn(Refused):
    """Somebody, or the desk itself, has dealt with the message meanwhile."""

    code = "mail-moved-on"


class ReasonMissing(Refused):
    """What somebody wrote to the desk is not put away without a word why."""

    code = "reason-missing"
    status = 422


def retry(message: InboundMessage, stamp: Stamp) -> None:
    """Have a message that could not be read be read once more.

    :raises MailMovedOn: if it is no longer in quarantine
    """
    with transaction.atomic():
        _quarantined(message).try_again()
        DeskEvent.record(MailHandled(did="retried", message=message.pk), stamp)


def discard(message: InboundMessage, why: str, stamp: Stamp) -> None:
    """Put a message away for good; its bytes stay.

    :raises ReasonMissing: if no reason is given
    :raises MailMovedOn: if it is no longer in quarantine
    """
    why = why.strip()[:LONGEST_REASON]
    if not why:
        said = _("Say why nothing is to come of it.")
        raise ReasonMissing(said, {"why": said})
    with transaction.atomic():
        _quarantined(message).settle(InboundState.IGNORED, stamp.at, problem=f"{DISCARDED}{why}")
        DeskEvent.record(MailHandled(did="discarded", message=message.pk), stamp.because(why))


def note_download(message: InboundMessage, stamp: Stamp) -> None:
    """Remember who took the raw bytes of somebody's mail."""
    with transaction.atomic():
        DeskEvent.record(MailHandled(did="downloaded", message=message.pk), stamp)


def send_again(letter: OutboundMessage, stamp: Stamp) -> None:
    """Put a letter that failed, or that was kept for want of a server, back into the outbox.

    :raises MailMovedOn: if it is on its way, has left, or holds a link that is kept nowhere
    """
    with transaction.atomic():
        held = OutboundMessage.objects.select_for_update().get(pk=letter.pk)
        if held.state not in (OutboundState.FAILED, OutboundState.KEPT) or not held.text:
            raise MailMovedOn(_("This letter cannot be sent again: have a look at where it stands now."))
        if held.mailbox_id is None and held.connection_id is None:  # written before there was a box
            held.mailbox = Mailbox.objects.filter(is_active=True).order_by("pk").first()
            held.save(update_fields=["mailbox"])
        held.send_again(stamp.at)
        DeskEvent.record(MailHandled(did="sent_again", letter=letter.pk), stamp)


def _quarantined(message: InboundMessage) -> InboundMessage:
    """Return the message, held and without its bytes."""
    held = InboundMessage.objects.defer("raw").select_for_update().get(pk=message.pk)
    if held.state != InboundState.QUARANTINED:
        raise MailMovedOn(_("This message is no longer in quarantine: have a look at where it stands now."))
    return held
