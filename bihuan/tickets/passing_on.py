"""A reply on a ticket that goes also to those whose tickets are joined to it: each by the own channel, in the own thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.tray import gathered
from bihuan.tickets import lifecycle
from bihuan.tickets.models import Duplicate, Enclosed, Entry, EntryKind, Ticket
from bihuan.tickets.models.entry import PUBLIC
from bihuan.tickets.models.holding import all_in_hand


def reply_to_all(parent: Ticket, *, text: str, stamp: Stamp, files: Iterable[Enclosed] = ()) -> Entry:
    """Write to the person, and pass it on to the open tickets joined to this one.

    Sent again with nothing said since, it is the same reply, and goes only to who has not got it. A person with several of
    the tickets gets it once; it stands on all of them.
    """
    enclosed = list(files)
    joined = Duplicate.objects.standing().filter(parent=parent)
    is_joined = Q(pk__in=joined.values("ticket"), state__in=lifecycle.OPEN)
    wanted = Ticket.objects.filter(Q(pk=parent.pk) | is_joined).select_related("person", "handler", "team")
    with gathered(), all_in_hand(wanted) as held:
        root = held.pop(parent.pk)
        said = _said_already(root, text, enclosed, stamp) or Entry.reply(
            root, text=text, stamp=stamp, files=enclosed
        )
        said.ticket = root
        still = set(
            joined.values_list("ticket", flat=True)
        )  # read while the parent is held: none is parted now
        _pass_on(said, [one for one in held.values() if one.pk in still], enclosed, stamp)
    return said


def _pass_on(said: Entry, tickets: Sequence[Ticket], files: Sequence[Enclosed], stamp: Stamp) -> None:
    had_it = set(said.passed_on.values_list("ticket", flat=True))
    told = {said.ticket.person_id: said.ticket.number}
    told |= {one.person_id: one.number for one in tickets if one.pk in had_it and one.person_id not in told}
    for ticket in tickets:
        if ticket.pk not in had_it:
            on = told.setdefault(ticket.person_id, ticket.number)
            told_on = "" if on == ticket.number else on
            Entry.reply(ticket, text=said.text, stamp=stamp, files=files, came_with=said, told_on=told_on)


def _said_already(ticket: Ticket, text: str, files: Sequence[Enclosed], stamp: Stamp) -> Entry | None:
    """Return the last thing said on the ticket if that is this very reply."""
    last = ticket.entries.filter(kind__in=PUBLIC).order_by("-pk").first()
    if last is None or stamp.by is None:
        return None
    sent = sorted((one.file.name, one.file.blob_id) for one in files)
    had = sorted(last.enclosures.values_list("file__name", "file__blob"))
    is_same = (last.kind, last.by_id, last.text, had) == (EntryKind.REPLY, stamp.by.pk, text, sent)
    return last if is_same else None
