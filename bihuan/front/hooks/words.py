"""What events, and what became of telling them, are called on pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from bihuan.flow.sla import events as clock
from bihuan.front.hooks.models import TRIAL, DeliveryState
from bihuan.front.hooks.telling import OVER, UNSEEN
from bihuan.tickets import events as ticket

# What an address may hear of, in the order of a ticket's life.
KINDS: dict[str, Promise] = {
    ticket.Filed.kind: gettext_lazy("A ticket was filed"),
    ticket.Classified.kind: gettext_lazy("It was classified"),
    ticket.Assigned.kind: gettext_lazy("It was assigned"),
    ticket.Accepted.kind: gettext_lazy("It was accepted"),
    ticket.Returned.kind: gettext_lazy("It was given back"),
    ticket.Answered.kind: gettext_lazy("The person wrote"),
    ticket.Replied.kind: gettext_lazy("An agent wrote to the person"),
    ticket.Held.kind: gettext_lazy("It was put on hold"),
    ticket.Resumed.kind: gettext_lazy("It went on"),
    ticket.Escalated.kind: gettext_lazy("It was escalated"),
    clock.ClockWarned.kind: gettext_lazy("A promise is about to be missed"),
    clock.ClockMissed.kind: gettext_lazy("A promise was missed"),
    ticket.Solved.kind: gettext_lazy("It was solved"),
    ticket.Confirmed.kind: gettext_lazy("The solution was confirmed"),
    ticket.Reopened.kind: gettext_lazy("It was reopened"),
    ticket.Closed.kind: gettext_lazy("It was closed"),
    ticket.Withdrawn.kind: gettext_lazy("It was withdrawn"),
    ticket.TurnedAway.kind: gettext_lazy("It was turned away"),
}
NAMES: dict[str, Promise] = KINDS | {TRIAL: gettext_lazy("A test")}
STATES: dict[str, tuple[Promise, str, str]] = {
    DeliveryState.WAITING: (pgettext_lazy("of a delivery", "Waits"), "held", "clock"),
    DeliveryState.TAKEN: (pgettext_lazy("of a delivery", "Taken"), "good", "circle-check"),
    DeliveryState.FAILED: (pgettext_lazy("of a delivery", "Given up"), "bad", "circle-alert"),
    DeliveryState.WITHHELD: (pgettext_lazy("of a delivery", "Withheld"), "plain", "eye-off"),
}
PROBLEMS: dict[str, Promise] = {
    OVER: gettext_lazy("The token has ended or may not read tickets."),
    UNSEEN: gettext_lazy("The token's person may not see this ticket."),
}


def problem(said: str) -> str:
    """Return why something was not taken, in words for a reader; a server's own words as they are."""
    if said.startswith("answered "):
        return _("The address answered %(status)s.") % {"status": said.removeprefix("answered ")}
    return str(PROBLEMS.get(said, said))
