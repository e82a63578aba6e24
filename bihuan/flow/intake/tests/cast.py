"""A desk with a mailbox, and mails that arrive in it as raw bytes."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count
from typing import Any

from bihuan.flow.intake.drains import receive_next
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.ground.channels.email.composing import compose
from bihuan.ground.channels.email.reading.letter import Letter, read
from bihuan.ground.channels.models import (
    Channel,
    ChannelKind,
    InboundMessage,
    Mailbox,
    OutboundMessage,
    Purpose,
)
from bihuan.ground.channels.tests.cast import mailbox
from bihuan.ground.people.tests.cast import at, person
from bihuan.tickets.models import Ticket

LIN = "林 <lin@yunhe.example>"
DESK = "it@yunhe.example"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16

_numbers = count(1)


class Reader:
    """Reads in this process; the bounds of the real one have tests of their own."""

    @staticmethod
    def read(raw: bytes) -> Letter:
        return read(raw)


def desk() -> Mailbox:
    """Make the box, the channel and the receipt's words."""
    hours = {day: [["09:00", "12:00"], ["13:30", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    calendar = Calendar.objects.create(code="intake", name_zh="办公", name_en="Office", week=hours)
    for kind, within in {
        "phone": timedelta(),
        "portal": timedelta(minutes=15),
        "email": timedelta(minutes=30),
    }.items():
        Channel.objects.create(
            kind=kind, name_zh=kind, name_en=kind, answers_within=within, calendar=calendar
        )
    for code in ("acknowledgement", "is_it_solved"):
        ReplyTemplate.objects.create(
            code=code,
            body_zh="{{person}}您好：{{number}}（{{title}}）{{promise}}",
            body_en="Dear {{person}}: {{number}} {{promise}}",
        )
    return mailbox()


def mail(
    text: str = "三楼的打印机一直卡纸，请帮忙看看。",
    *,
    sender: str = LIN,
    subject: str = "打印机卡纸",
    answers: str = "",
    files: tuple[tuple[str, bytes], ...] = (),
    html: str = "",
    **fields: str,
) -> bytes:
    """Return a raw message, each with an id of its own; `answers` is the message id that it refers to."""
    message = EmailMessage(SMTP)
    message["From"], message["To"], message["Subject"] = sender, DESK, subject
    message["Message-ID"] = f"<{next(_numbers)}@pc.example>"
    if answers:
        message["In-Reply-To"] = message["References"] = f"<{answers}>"
    for name, value in fields.items():
        name = name.replace("_", "-")
        del message[name]
        message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def arrives(raw: bytes, clock: str = "09:00", reader: Any = Reader) -> InboundMessage:
    """Let a message arrive and be received at once; return what became of it."""
    message, _ = InboundMessage.keep(
        raw, channel=ChannelKind.EMAIL, arrived_at=at(clock), mailbox=Mailbox.objects.first()
    )
    receive_next(reader, at(clock))
    return InboundMessage.objects.defer("raw").get(pk=message.pk)


def ticket_by(raw: bytes, clock: str = "09:00") -> Ticket:
    return Ticket.objects.get(receptions__message=arrives(raw, clock))


def id_of(raw: bytes) -> str:
    return read(raw).message_id


def letter_on(ticket: Ticket, who: str = "林", purpose: Purpose = Purpose.REPLY) -> OutboundMessage:
    """Return a letter that the desk has sent about a ticket."""
    return OutboundMessage.write(
        at=at("09:05"), mailbox=Mailbox.objects.first(), person=person(who), address=person(who).email, purpose=purpose,
        about=f"ticket:{ticket.pk}", language="zh-hans", subject=f"[{ticket.number}] {ticket.title}", text="请问型号？",
    )  # fmt: skip


def as_sent(letter: OutboundMessage) -> bytes:
    return compose(letter).as_bytes(policy=SMTP)


def bounce_of(
    letter: OutboundMessage, status: str = "5.1.1", diagnosis: str = "550 5.1.1 no such user"
) -> bytes:
    """Return what a mail server sends when it could not deliver a letter of ours."""
    returned = re.sub(rb"\r\n\r\n.*", b"\r\n\r\n", as_sent(letter), flags=re.DOTALL)
    report = (
        f"From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nTo: {DESK}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {letter.address}\r\nAction: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {diagnosis}\r\n\r\n"
        "--b\r\nContent-Type: message/rfc822\r\n\r\n"
    )
    return report.encode() + returned + b"\r\n--b--\r\n"
