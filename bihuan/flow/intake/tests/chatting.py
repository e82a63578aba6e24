"""People who write to the desk in a chat, and the desk that hears them."""

from __future__ import annotations

from bihuan.flow.intake.drains import receive_next
from bihuan.flow.intake.tests.cast import Reader, desk
from bihuan.ground.channels.chat.call import Call
from bihuan.ground.channels.models import Channel, InboundMessage
from bihuan.ground.channels.platforms import PLATFORMS
from bihuan.ground.channels.tests import chat
from bihuan.ground.channels.tests.calls import KEYS, MAKE
from bihuan.ground.people.tests.cast import at
from bihuan.tickets.models import Ticket


def desk_in_chats() -> None:
    """Make the desk, with a promise for each platform."""
    desk()
    like = Channel.objects.get(kind="portal")
    for kind in PLATFORMS:
        Channel.objects.create(
            kind=kind, name_zh=kind, name_en=kind, answers_within=like.answers_within, calendar=like.calendar
        )


def said(
    text: str, clock: str = "09:00", *, platform: str = "wecom", account: str = "lin", id: str = ""
) -> InboundMessage:
    """Have somebody write in a chat, and the desk hear it; return what became of it."""
    return heard(MAKE[platform](account, text, id or chat.new_id(), at(clock)), clock, platform)


def heard(call: Call, clock: str, platform: str) -> InboundMessage:
    opened = PLATFORMS[platform].open_call(call, KEYS[platform], at(clock))
    connection = chat.connection(platform)
    message, _ = InboundMessage.keep_said(
        opened.payload, connection=connection, key=opened.key, arrived_at=at(clock)
    )
    receive_next(Reader, at(clock))
    return InboundMessage.objects.defer("raw").get(pk=message.pk)


def ticket_of(message: InboundMessage) -> Ticket:
    return Ticket.objects.get(receptions__message=message)
