"""Who writes to whom in a message, and which messages it names."""

from __future__ import annotations

import re

from bihuan.ground.channels.email.reading.addresses import Mailbox, read_mailboxes
from bihuan.ground.channels.email.reading.header_block import Headers
from bihuan.ground.channels.email.reading.limits import Limits, Notes

MESSAGE_ID = re.compile(r"<([^<>]{1,998})>")
# Where the sender is looked for when From names none, the most telling first.
INSTEAD_OF_FROM = ("reply-to", "sender", "return-path")


def sender_of(headers: Headers, notes: Notes) -> tuple[Mailbox, bool]:
    """Return the first sender with an address, looked for beyond From if need be, and whether to doubt it."""
    named = _mailboxes(headers, "from", notes)
    senders = [mailbox for mailbox in named if mailbox.address]
    is_clean = len(named) == 1 and bool(senders) and not named[0].is_malformed
    if "from" not in headers:
        notes.add("no-from")
    elif len(named) > 1:
        notes.add("several-from")
    elif not is_clean:
        notes.add("bad-from")
    name = named[0].name if named else ""
    others = [] if senders else [_mailboxes(headers, field, notes)[:1] for field in INSTEAD_OF_FROM]
    for mailbox in [*senders, *(mailbox for found in others for mailbox in found if mailbox.address)]:
        return (mailbox if senders else Mailbox(name or mailbox.name, mailbox.address)), not is_clean
    return Mailbox(name, ""), True


def addresses_of(headers: Headers, name: str, limits: Limits, notes: Notes) -> tuple[str, ...]:
    """Return the addresses in all fields of that name, each once, as many as the limits allow."""
    found = dict.fromkeys(mailbox.address for mailbox in _mailboxes(headers, name, notes, limits.recipients))
    found.pop("", None)
    if len(found) > limits.recipients:
        notes.add("too-many-recipients")
    return tuple(found)[: limits.recipients]


def ids_of(headers: Headers, name: str, limits: Limits, notes: Notes) -> tuple[str, ...]:
    """Return the message ids of a field, the latest if there are too many, without brackets and blanks.

    Bare words count where there is no bracket at all.
    """
    text = headers.raw(name, notes)
    ids = MESSAGE_ID.findall(text) or text.replace(",", " ").split()
    return tuple(dict.fromkeys("".join(found.split()) for found in ids if found.strip()))[
        -limits.references :
    ]


def _mailboxes(headers: Headers, name: str, notes: Notes, most: int = Limits.recipients) -> list[Mailbox]:
    return [
        mailbox for value in headers.all_raw(name, notes) for mailbox in read_mailboxes(value, notes, most)
    ]
