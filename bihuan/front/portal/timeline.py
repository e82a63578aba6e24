"""What has happened to a ticket, as far as it concerns the one who asked, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bihuan.ground.people.models import Person, Team
from bihuan.tickets.events import (
    Accepted,
    AskedAgain,
    Assigned,
    Closed,
    Confirmed,
    Escalated,
    Filed,
    Held,
    Nudged,
    Reopened,
    Resumed,
    Solved,
    TurnedAway,
    Withdrawn,
)
from bihuan.tickets.lifecycle import HoldReason
from bihuan.tickets.models import Ticket, TicketEvent


@dataclass(frozen=True)
class Names:
    """The names behind the keys that facts hold."""

    persons: dict[int, str]
    teams: dict[str, str]


@dataclass(frozen=True)
class Line:
    what: str
    at: datetime
    icon: str
    tone: str = "plain"


Said = Callable[[TicketEvent, Names], tuple[str, str, str]]


def _assigned(event: TicketEvent, names: Names) -> tuple[str, str, str]:
    facts: Any = event.facts
    told = {"who": names.persons.get(facts["handler"], ""), "team": names.teams.get(facts["team"], "")}
    if told["who"]:
        return _("Given to %(who)s, %(team)s") % told, "user", "plain"
    return _("Given to %(team)s") % told, "users", "plain"


def _accepted(event: TicketEvent, names: Names) -> tuple[str, str, str]:
    return (
        _("%(who)s has taken it on") % {"who": names.persons.get(event.by_id or 0, "")},
        "user-check",
        "accent",
    )


def _held(event: TicketEvent, names: Names) -> tuple[str, str, str]:
    words = {
        HoldReason.PERSON: _("We asked you something"),
        HoldReason.VENDOR: _("We are waiting for a supplier"),
    }
    return words.get(event.facts["reason"], _("Put aside for a while")), "circle-pause", "held"


def _confirmed(event: TicketEvent, names: Names) -> tuple[str, str, str]:
    by_default = event.facts.get("by_default")
    words = (
        _("Taken as solved, since we heard nothing else") if by_default else _("You confirmed the solution")
    )
    return words, "badge-check", "good"


# What stands here is told; whatever else happens is the desk's own affair.
TOLD: dict[str, Said] = {
    Filed.kind: lambda event, names: (_("Your request arrived"), "inbox", "accent"),
    Assigned.kind: _assigned,
    Accepted.kind: _accepted,
    Escalated.kind: lambda event, names: (_("Passed on to specialists"), "arrow-up-right", "plain"),
    Held.kind: _held,
    Resumed.kind: lambda event, names: (_("Work goes on"), "play", "accent"),
    Nudged.kind: lambda event, names: (_("You asked how it goes"), "bell", "plain"),
    Solved.kind: lambda event, names: (_("A solution was found"), "check", "good"),
    AskedAgain.kind: lambda event, names: (_("We asked once more whether it is solved"), "mail", "plain"),
    Confirmed.kind: _confirmed,
    Reopened.kind: lambda event, names: (_("Taken up again"), "rotate-ccw", "warn"),
    Closed.kind: lambda event, names: (_("Closed"), "check-check", "plain"),
    Withdrawn.kind: lambda event, names: (_("You withdrew the request"), "undo-2", "plain"),
    TurnedAway.kind: lambda event, names: (_("Turned away, with an answer"), "hand", "plain"),
}


def timeline_of(ticket: Ticket) -> list[Line]:
    """Return the lines, newest first, by at most three queries."""
    events = list(ticket.history.filter(kind__in=TOLD).order_by("-pk"))
    names = _names_in(events)
    return [Line(*_ordered(event, names)) for event in events]


def _ordered(event: TicketEvent, names: Names) -> tuple[str, datetime, str, str]:
    what, icon, tone = TOLD[event.kind](event, names)
    return what, event.at, icon, tone


def _names_in(events: list[TicketEvent]) -> Names:
    given = [event.facts for event in events if event.kind == Assigned.kind]
    persons = {facts["handler"] for facts in given} | {
        event.by_id for event in events if event.kind == Accepted.kind
    }
    teams = {facts["team"] for facts in given}
    return Names(
        {person.pk: person.name for person in Person.objects.filter(pk__in=persons - {None}).only("name")},
        {team.code: team.name for team in Team.objects.filter(code__in=teams)},
    )
