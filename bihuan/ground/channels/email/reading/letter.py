"""One e-mail as the desk reads it: from raw bytes to a letter, whatever the bytes are.

Nothing here trusts the sender: no field is evidence of who wrote it, no name or type of an attachment is safe to
serve, the HTML is as it came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bihuan.ground.channels.email.reading.addresses import Mailbox
from bihuan.ground.channels.email.reading.automatic import UNKNOWN, standing_of
from bihuan.ground.channels.email.reading.bounce import bounce_of
from bihuan.ground.channels.email.reading.contents import Contents, Gatherer
from bihuan.ground.channels.email.reading.correspondents import addresses_of, ids_of, sender_of
from bihuan.ground.channels.email.reading.dates import read_date
from bihuan.ground.channels.email.reading.header_block import Headers, start_of_fields
from bihuan.ground.channels.email.reading.language import language_of
from bihuan.ground.channels.email.reading.limits import Limits, Notes
from bihuan.ground.channels.email.reading.outline import Outline
from bihuan.ground.channels.email.reading.parameters import Field
from bihuan.ground.channels.email.reading.parts import Part
from bihuan.ground.channels.email.reading.reply import trim_reply
from bihuan.ground.channels.email.reading.structure import Node, Splitter

DESK_MARK = "x-bihuan-desk"
# What reading hostile bytes may raise; whatever it is, the rest of the letter is still read.
UNREADABLE = (RecursionError, LookupError, MemoryError, ValueError, UnicodeError, TypeError)
T = TypeVar("T")


@dataclass(frozen=True)
class Letter:
    """An e-mail, read.

    :param sender_is_doubtful: From is missing, malformed or names several; the sender is not to be believed at all
    :param message_id: without angle brackets, like in_reply_to and references; "" if none
    :param reply_text: what the writer added, quotes and signature gone; "" if only others' words are there
    :param body_html: as it came and not cleaned; "" if the mail has none
    :param auto_submitted: written by a program or for many: never to be answered
    :param bounce_status: the enhanced status code (RFC 3463) of the first failure that a bounce reports
    :param is_hard_bounce: the address itself is bad, so that further mail to it is in vain
    :param loop_marks: the desks whose own mark the message already bears
    :param problems: what could not be read cleanly, as machine words
    """

    from_email: str
    from_name: str
    sender_is_doubtful: bool
    to: tuple[str, ...]
    cc: tuple[str, ...]
    reply_to: str
    subject: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    date: datetime | None
    body_text: str
    body_html: str
    reply_text: str
    attachments: tuple[Part, ...]
    auto_submitted: bool
    is_auto_reply: bool
    is_bulk: bool
    is_bounce: bool
    bounce_status: str | None
    is_hard_bounce: bool
    bounced_message_id: str
    bounced_recipients: tuple[str, ...]
    language: str
    loop_marks: tuple[str, ...]
    problems: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return what `bihuan mail read` prints for the message."""
        return {
            "from_email": self.from_email,
            "from_name": self.from_name,
            "to": list(self.to),
            "cc": list(self.cc),
            "subject": self.subject,
            "message_id": self.message_id,
            "in_reply_to": self.in_reply_to,
            "references": list(self.references),
            "body_text": self.body_text,
            "reply_text": self.reply_text,
            "attachments": [
                {"name": part.name, "size": part.size, "type": part.type} for part in self.attachments
            ],
            "auto_submitted": self.auto_submitted,
            "is_bounce": self.is_bounce,
            "problems": list(self.problems),
        }


def read(raw: bytes, limits: Limits | None = None) -> Letter:
    """Read one raw message; never fails, at worst the letter is nearly empty and `problems` says why.

    Cheap on any input, but not bounded by itself against faults yet unknown: strangers' mail goes through a
    `LimitedReader`.
    """
    return _Reading(raw, limits or Limits()).letter()


class _Reading:
    """The reading of one message, piece by piece; a piece that fails is empty and the others stand."""

    def __init__(self, raw: bytes, limits: Limits) -> None:
        self._limits, self._notes = limits, Notes()
        if len(raw) > limits.message_bytes:
            self._notes.add("capped-size")
            raw = raw[: limits.message_bytes]
        self._raw = raw if b"\n" in raw else raw.replace(b"\r", b"\n")

    def letter(self) -> Letter:
        root = self._tried("structure", self._root, Node(Headers(), Field("text/plain"), Field(), 0, 0))
        contents = self._tried(
            "contents", lambda: Gatherer(self._raw, self._limits, self._notes).gather(root), Contents()
        )
        outline, is_doubtful = self._outline(root, contents)
        bounce = self._tried("bounce", lambda: bounce_of(outline), None)
        standing = self._tried(
            "standing", lambda: standing_of(outline, is_bounce=bounce is not None), UNKNOWN
        )
        reply_text = self._tried("reply", lambda: trim_reply(outline.body_text), outline.body_text)
        return Letter(
            from_email=outline.sender.address,
            from_name=outline.sender.name,
            sender_is_doubtful=is_doubtful,
            to=self._addresses(root, "to"),
            cc=self._addresses(root, "cc"),
            reply_to=outline.reply_to,
            subject=outline.subject,
            message_id=next(iter(self._ids(root, "message-id")), ""),
            in_reply_to=next(iter(self._ids(root, "in-reply-to")), ""),
            references=self._ids(root, "references"),
            date=self._tried("date", lambda: read_date(root.headers.text("date", self._notes)), None),
            body_text=outline.body_text,
            body_html=self._tried("page", lambda: contents.body_html, ""),
            reply_text=reply_text,
            attachments=outline.parts,
            auto_submitted=standing.is_automatic,
            is_auto_reply=standing.is_auto_reply,
            is_bulk=standing.is_bulk,
            is_bounce=bounce is not None,
            bounce_status=bounce.status if bounce else None,
            is_hard_bounce=bounce is not None and bounce.is_hard,
            bounced_message_id=bounce.message_id if bounce else "",
            bounced_recipients=bounce.recipients if bounce else (),
            language=language_of(f"{outline.subject}\n{reply_text}"),
            loop_marks=tuple(root.headers.all_raw(DESK_MARK, self._notes)),
            problems=self._notes.words,
        )

    def _tried(self, piece: str, reading: Callable[[], T], otherwise: T) -> T:
        try:
            return reading()
        except UNREADABLE:
            self._notes.add(f"unreadable-{piece}")
            return otherwise

    def _root(self) -> Node:
        return Splitter(self._raw, self._limits, self._notes).split(start_of_fields(self._raw))

    def _outline(self, root: Node, contents: Contents) -> tuple[Outline, bool]:
        """Return what the message shows of its nature, and whether its sender is doubtful."""
        nobody = (Mailbox("", ""), True)
        sender, is_doubtful = self._tried("sender", lambda: sender_of(root.headers, self._notes), nobody)
        outline = Outline(
            headers=root.headers,
            content=root.content,
            sender=sender,
            reply_to=next(iter(self._addresses(root, "reply-to")), ""),
            subject=self._tried("subject", lambda: root.headers.text("subject", self._notes), ""),
            body_text=self._tried("text", lambda: contents.body_text, ""),
            parts=tuple(contents.parts),
            notes=self._notes,
        )
        return outline, is_doubtful

    def _addresses(self, root: Node, name: str) -> tuple[str, ...]:
        return self._tried(name, lambda: addresses_of(root.headers, name, self._limits, self._notes), ())

    def _ids(self, root: Node, name: str) -> tuple[str, ...]:
        return self._tried(name, lambda: ids_of(root.headers, name, self._limits, self._notes), ())
