"""What lies beside a ticket and may come a moment later: form, check list, why it is here, hand-overs, the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bihuan.flow.dispatch.explaining import reason_in_words, weighed
from bihuan.flow.triage.models import Suggestion
from bihuan.front.workbench.actions import Actions
from bihuan.front.workbench.asks import form_of
from bihuan.front.workbench.checklist import check_list
from bihuan.front.workbench.major import major_of
from bihuan.front.workbench.opened import Opened
from bihuan.front.workbench.same import look_for_same
from bihuan.front.workbench.tasks import tasks_of
from bihuan.front.workbench.words import IMPACTS, RESULTS, URGENCIES, Words
from bihuan.ground.catalogue.models import Category, categories_by_code
from bihuan.ground.people.models import Person
from bihuan.tickets.lifecycle import OPEN, State
from bihuan.tickets.models import Attempt, Escalation, Ticket, TimeSpent, missing_to_close

OTHERS = 5
RECORDED = (State.RESOLVED, State.CONFIRMED, State.CLOSED)


class Other(NamedTuple):
    """Another ticket of the same person."""

    number: str
    title: str
    state: str


@dataclass(frozen=True)
class HandOver:
    """An escalation with what had been tried by then."""

    escalation: Escalation
    tried: Sequence[Attempt]
    may_send_back: bool


def look_beside(opened: Opened) -> dict[str, Any]:
    """Return what the later panels show."""
    ticket = opened.ticket
    suggestion = Suggestion.objects.filter(ticket=ticket).select_related("category__parent").first()
    current = next((one for one in reversed(opened.assignments) if one.until is None), None)
    return {
        "opened": opened,
        "ticket": ticket,
        "actions": Actions.on(opened),
        "form": form_of(ticket, opened.fields),
        "checks": check_list(opened.steps, opened.attempts),
        "suggestion": suggestion,
        "same": look_for_same(opened),
        "major": major_of(ticket),
        "others": _others(suggestion),
        "impact": str(IMPACTS[ticket.impact]),
        "urgency": str(URGENCIES[ticket.urgency]),
        "assignment": current,
        "reason": reason_in_words(current) if current else "",
        "weighed": weighed(current) if current else [],
        "tasks": tasks_of(opened),
        "hand_overs": hand_overs(opened),
        "record": opened.resolution,
        "is_recorded": ticket.state in RECORDED,
        "missing": missing_to_close(ticket) if ticket.state in RECORDED else {},
        "spent": TimeSpent.total(ticket),
        "results": RESULTS,
        "words": Words.now(),
        "now": opened.now,
    }


def hand_overs(opened: Opened) -> list[HandOver]:
    """Return the escalations, the last one first; the one that stands may be sent back by the team that has it."""
    around = ("from_team", "to_team", "by", "from_handler")
    found = list(opened.ticket.escalations.select_related(*around).order_by("-pk"))
    return [
        HandOver(
            one,
            [attempt for attempt in opened.attempts if attempt.at <= one.at],
            may_send_back=opened.may_work and _stands(one, opened.ticket),
        )
        for one in found
    ]


def tickets_of(person: Person, reader: Person, *, but: Ticket | None = None) -> list[Other]:
    """Return the tickets of a person that the reader may see: all that are open before the newest others, five in all."""
    theirs = Ticket.objects.visible_to(reader).of(person)
    if but is not None:
        theirs = theirs.exclude(pk=but.pk)
    newest = [
        Other(*row) for row in theirs.order_by("-pk").values_list("number", "title", "state")[: 4 * OTHERS]
    ]
    return sorted(newest, key=lambda other: other.state not in OPEN)[:OTHERS]


def _others(suggestion: Suggestion | None) -> list[Category]:
    """Return the categories next to the one suggested, of those that take tickets."""
    known = categories_by_code()
    codes = suggestion.others if suggestion and suggestion.stood is None else []
    return [known[code] for code in codes if code in known and known[code].is_active]


def _stands(escalation: Escalation, ticket: Ticket) -> bool:
    is_there = escalation.sent_back_at is None and ticket.team_id == escalation.to_team_id
    return is_there and ticket.is_open and escalation.from_team is not None
