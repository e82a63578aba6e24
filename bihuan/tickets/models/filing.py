"""File a ticket (提单): the record and the first words of its conversation, by whatever door."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.ground.channels.models import ChannelKind
from bihuan.ground.people.models import Person
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.kept.keeping import unchanging
from bihuan.kit.sql import tray
from bihuan.kit.sql.statements import lock_for_transaction
from bihuan.tickets.events import Filed
from bihuan.tickets.models.entry import Enclosed, Entry
from bihuan.tickets.models.numbering import Numbering
from bihuan.tickets.models.ticket import Ticket

LONGEST_TITLE = 200


class NumberTaken(Refused):
    """Another ticket has the number typed by hand."""

    code = "number-taken"


class NothingSaid(Refused):
    """A ticket says what it is about."""

    code = "nothing-said"


def file_ticket(
    *,
    person: Person,
    channel: ChannelKind,
    title: str,
    stamp: Stamp,
    text: str = "",
    files: Iterable[Enclosed] = (),
    number: str = "",
    submission: UUID | None = None,
    came: dict[str, Any] | None = None,
    **said: Any,
) -> Ticket:
    """File a ticket; the same `submission` again returns the ticket that it filed before.

    :param came: how the first words came, as fields of `Entry`, such as the message and its HTML
    :param said: further fields of `Ticket`, such as `category` or `answers`
    :raises NothingSaid: if there is no title
    :raises NumberTaken: if `number` was typed by hand and is another ticket's
    """
    if not title.strip():
        raise NothingSaid(_("Say in a few words what this is about."), {"title": _("needed")})
    with tray.gathered(), unchanging():
        if submission:
            lock_for_transaction(f"submission:{submission}")  # a double click files at the same moment
            filed = Ticket.objects.filter(submission=submission).values_list("pk", flat=True)
            if known := list(filed):
                return Ticket.objects.get(pk=known[0])
        ticket = Ticket(
            number=_free(number) if number else Numbering.next_number(stamp.at),
            person=person,
            channel=channel,
            title=title.strip()[:LONGEST_TITLE],
            description=text,
            submission=submission,
            filed_at=stamp.at,
            changed_at=stamp.at,
            **{"language": person.language} | said,
        )
        tray.write_with_key(ticket)
        words = Entry.open(ticket, text=text or ticket.title, stamp=stamp, files=files, **(came or {}))
        with ticket.just_made(words):
            ticket.record(Filed(channel=channel), stamp)
    return ticket


def _free(number: str) -> str:
    number = number.strip()
    lock_for_transaction(f"number:{number}")
    if Ticket.objects.filter(number=number).exists():
        raise NumberTaken(_("The number %(number)s is taken.") % {"number": number}, {"number": _("taken")})
    return number
