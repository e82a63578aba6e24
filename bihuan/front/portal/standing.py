"""Where a ticket stands, said to the one who asked: in plain words, and nothing of how the desk works inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Clock
from bihuan.tickets.lifecycle import OVER, HoldReason, State
from bihuan.tickets.models import Hold, Ticket

STEPS = (
    pgettext_lazy("step", "Asked"),
    pgettext_lazy("step", "Accepted"),
    pgettext_lazy("step", "Worked on"),
    pgettext_lazy("step", "Solved"),
    pgettext_lazy("step", "Confirmed"),
    pgettext_lazy("step", "Closed"),
)
# state → (word, tone, icon, step)
BADGES: dict[str, tuple[Words, str, str, int]] = {
    State.NEW: (gettext_lazy("To be accepted"), "info", "circle-dashed", 1),
    State.IN_PROGRESS: (gettext_lazy("In progress"), "accent", "circle-dot", 2),
    State.WAITING: (gettext_lazy("On hold"), "held", "circle-pause", 2),
    State.RESOLVED: (gettext_lazy("To be confirmed"), "good", "circle-check", 4),
    State.CONFIRMED: (gettext_lazy("Confirmed"), "good", "badge-check", 5),
    State.CLOSED: (gettext_lazy("Closed"), "plain", "check-check", 6),
    State.WITHDRAWN: (gettext_lazy("Withdrawn"), "plain", "undo-2", 6),
    State.TURNED_AWAY: (gettext_lazy("Turned away"), "plain", "hand", 6),
}
HOLDS: dict[str, tuple[Words, str]] = {
    HoldReason.PERSON: (gettext_lazy("Waiting for your answer"), "warn"),
    HoldReason.VENDOR: (gettext_lazy("Waiting for a supplier"), "held"),
}


@dataclass(frozen=True)
class Standing:
    """What a ticket's badge says, who has it now, and what comes next."""

    ticket: Ticket
    hold: Hold | None = None

    @property
    def badge(self) -> tuple[str, str, str]:
        word, tone, icon, _step = BADGES[self.ticket.state]
        if self.hold and self.hold.reason in HOLDS:
            word, tone = HOLDS[self.hold.reason]
        return str(word), tone, icon

    @property
    def steps(self) -> list[str]:
        return [str(word) for word in STEPS]

    @property
    def step(self) -> int:
        """Return the present step; a ticket in somebody's hands is not yet accepted by that."""
        if self.ticket.state == State.IN_PROGRESS and self.ticket.accepted_at is None:
            return 1
        return BADGES[self.ticket.state][3]

    @property
    def is_over(self) -> bool:
        return self.ticket.state in OVER

    @property
    def who(self) -> str:
        """Return in whose hands it is: a person's name, else a team's, else nothing."""
        if self.ticket.handler:
            return self.ticket.handler.name
        return self.ticket.team.name if self.ticket.team else ""

    @property
    def waits_for_person(self) -> bool:
        return self.hold is not None and self.hold.reason == HoldReason.PERSON

    @property
    def headline(self) -> str:
        told = {"who": self.who}
        match self.ticket.state:
            case State.NEW:
                return (
                    _("%(who)s has it and is about to take it on") % told
                    if self.who
                    else _("It has arrived at the desk")
                )
            case State.IN_PROGRESS:
                return _("%(who)s is working on it") % told if self.who else _("It is being worked on")
            case State.WAITING:
                return self._waiting
            case State.RESOLVED:
                return (
                    _("%(who)s believes that it is solved. Is it?") % told
                    if self.who
                    else _("It should be solved. Is it?")
                )
            case State.CONFIRMED:
                return _("You have confirmed that it is solved; we complete the record.")
            case State.CLOSED:
                return _("This is done.")
            case State.WITHDRAWN:
                return _("You have withdrawn this.")
            case _:
                return _("This is not something the desk can do; the last answer says why.")

    @property
    def _waiting(self) -> str:
        told = {"who": self.who}
        if self.waits_for_person:
            return (
                _("%(who)s needs an answer from you to go on") % told
                if self.who
                else _("We need an answer from you to go on")
            )
        if self.hold and self.hold.reason == HoldReason.VENDOR:
            return _("We are waiting for a supplier")
        return _("It is put aside for a while")


def standings(tickets: Iterable[Ticket]) -> list[Standing]:
    """Return how each ticket stands, by one query for all that wait."""
    tickets = list(tickets)
    waiting = [ticket.pk for ticket in tickets if ticket.state == State.WAITING]
    holds = (
        {hold.ticket_id: hold for hold in Hold.objects.running().filter(ticket__in=waiting)}
        if tickets
        else {}
    )
    return [Standing(ticket, holds.get(ticket.pk)) for ticket in tickets]


class Promised(NamedTuple):
    """What the person may expect next, and by when.

    `is_expected`: it runs into a year whose public holidays are not confirmed, so that the day may still change.
    """

    what: str = ""
    by: datetime | None = None
    is_late: bool = False
    is_expected: bool = False


def next_promise(ticket: Ticket, now: datetime) -> Promised:
    """Return what the person may expect next; nothing where nothing is promised.

    How fast the teams accept from each other is their own affair and is not told.
    """
    told = (Promise.FIRST_CONTACT, Promise.RESOLUTION)
    running = {
        clock.promise: clock
        for clock in Clock.objects.unsettled().filter(ticket=ticket, promise__in=told).with_calendar()
    }
    for promise, words in ((Promise.FIRST_CONTACT, _("An answer")), (Promise.RESOLUTION, _("A solution"))):
        clock = running.get(promise)
        if clock and clock.due_at:
            return Promised(
                words, clock.due_at, clock.due_at < now, not clock.calendar.is_sure_of(clock.due_at)
            )
    return Promised()
