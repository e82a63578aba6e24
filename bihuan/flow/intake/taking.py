"""Bring a raw message in by hand or through a pipe: `bihuan mail take < message.eml`."""

from __future__ import annotations

from datetime import datetime

from bihuan.ground.channels.models import ChannelKind, InboundMessage, Mailbox


def take(raw: bytes, *, at: datetime, address: str = "") -> tuple[InboundMessage, bool]:
    """Keep the message as if it had been fetched, for the mailbox of `address` or the first one; return it, and
    whether it is new.
    """
    boxes = Mailbox.objects.filter(is_active=True).order_by("pk")
    mailbox = boxes.filter(address__iexact=address).first() if address else boxes.first()
    return InboundMessage.keep(raw, channel=ChannelKind.EMAIL, arrived_at=at, mailbox=mailbox)
