"""How a ticket ends: closed with a whole record, withdrawn by the person, or turned away."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _

from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.events import Closed, Nudged, TurnedAway, Withdrawn
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models.entry import Entry
from bihuan.tickets.models.hold import Hold
from bihuan.tickets.models.refusal import Refusal, RefusalReason
from bihuan.tickets.models.resolution import RecordIncomplete, Resolution, TimeSpent
from bihuan.tickets.models.ticket import ImpossibleMove, Ticket

if TYPE_CHECKING:
    from bihuan.ground.people.models import Person

NUDGE_REST = timedelta(minutes=30)


class TooSoon(Refused):
    """The person asked how it goes only a moment ago."""

    code = "too-soon"


def missing_to_close(ticket: Ticket) -> dict[str, str]:
    """Return what the record still lacks, field → words; empty when the ticket may be closed (CLS-02)."""
    resolution = Resolution.objects.standing().filter(ticket=ticket).first()
    wanted = {
        "cause": (resolution and resolution.cause, _("the cause")),
        "solution": (resolution and resolution.solution, _("the solution")),
        "verification": (resolution and resolution.verification, _("how it was verified")),
        "spent_minutes": (TimeSpent.total(ticket), _("the time spent")),
        "knowledge": (resolution and resolution.knowledge, _("what becomes of the knowledge")),
        "confirmation": (ticket.confirmed_at, _("the person's confirmation")),
    }
    return {field: words for field, (is_there, words) in wanted.items() if not is_there}


def close(ticket: Ticket, stamp: Stamp) -> None:
    """Close a ticket for good.

    :raises RecordIncomplete: naming everything that is missing
    """
    with ticket.in_hand():
        if missing := missing_to_close(ticket):
            raise RecordIncomplete(missing)
        ticket.move(State.CLOSED, stamp, closed_at=stamp.at, news_since=None)
        resolution = Resolution.objects.standing().get(ticket=ticket)
        ticket.record(Closed(resolution=resolution.pk), stamp)


def withdraw(ticket: Ticket, stamp: Stamp) -> None:
    """Take a request back (撤单): the person needs it no longer."""
    with ticket.in_hand():
        Hold.end_running(ticket, stamp)
        ticket.move(State.WITHDRAWN, stamp, closed_at=stamp.at, news_since=None)
        ticket.record(Withdrawn(), stamp)


def turn_away(
    ticket: Ticket, *, words: str, reason: RefusalReason, stamp: Stamp, article: str = ""
) -> Refusal:
    """Tell the person politely that this is not for the desk, or how to help oneself (TRI-05).

    :param article: the number of an article that the words lead to
    :raises RecordIncomplete: if there is no word to the person
    """
    if not words.strip():
        raise RecordIncomplete({"words": _("a word to the person")})
    with ticket.in_hand():
        Entry.reply(ticket, text=words, stamp=stamp)
        ticket.move(State.TURNED_AWAY, stamp, closed_at=stamp.at)
        refusal = Refusal.objects.create(
            ticket=ticket,
            reason=reason,
            article_number=article,
            by=cast("Person | None", stamp.by),
            at=stamp.at,
        )
        ticket.record(TurnedAway(reason=reason, article=article), stamp)
    return refusal


def nudge(ticket: Ticket, stamp: Stamp) -> None:
    """Ask how it goes (催办), at most every half hour.

    :raises TooSoon: if the last time is not long enough ago
    """
    with ticket.in_hand():
        if not ticket.is_open:
            raise ImpossibleMove(_("This ticket is no longer being worked on."))
        last = ticket.history.filter(kind=Nudged.kind).order_by("-pk").values_list("at", flat=True).first()
        if last is not None and stamp.at - last < NUDGE_REST:
            raise TooSoon(
                _("The handler has been reminded just now. You can do so again after half an hour.")
            )
        ticket.nudges += 1
        ticket.keep("nudges", stamp=stamp)
        ticket.record(Nudged(times=ticket.nudges), stamp)
