"""What dispatch does when a ticket is classified, escalated, or comes back."""

from __future__ import annotations

from bihuan.flow.dispatch.choosing import Cause
from bihuan.flow.dispatch.finding import assign_within, find, give
from bihuan.flow.dispatch.models import rules
from bihuan.flow.dispatch.queueing import gave_back
from bihuan.kit.events.facts import Facts
from bihuan.kit.kept.keeping import unchanging
from bihuan.kit.work.drain import wake
from bihuan.tickets.events import Classified, Escalated, Returned
from bihuan.tickets.models import Assignment, Escalation, TicketEvent

ACCEPTANCE = "acceptance"  # the promise, as the clocks call it


def assign(event: TicketEvent, said: Classified) -> None:
    """Give a newly classified ticket to the category's team; one that somebody has accepted stays where it is.

    So does one whose category is what it was: a new priority does not call it back from where it was sent.
    """
    ticket = event.ticket
    team = ticket.category.team if ticket.category else None
    if team is None or ticket.accepted_at or ticket.team_id == team.pk or not ticket.is_open:
        return
    if ticket.team_id is not None and said.was.get("category") == said.category:
        return
    if event.by is not None and event.by == ticket.handler:
        return  # who classifies better what he or she has in hand keeps it
    assign_within(ticket, team, Cause.CATEGORY, event.stamp.by_the_house("dispatch"))


def assign_to_next_line(event: TicketEvent, said: Escalated) -> None:
    escalation = Escalation.objects.select_related("to_team").get(pk=said.escalation)
    assign_within(event.ticket, escalation.to_team, Cause.ESCALATED, event.stamp.by_the_house("dispatch"))


def take_back_unaccepted(event: TicketEvent, said: Facts) -> None:
    """Let what nobody accepted within the promise return, if there is somebody else who can take it now.

    Where there is nobody, it stays: the leads know that it was missed.
    """
    ticket = event.ticket
    if event.facts.get("promise") != ACCEPTANCE or not rules().returns_unaccepted:
        return
    if not ticket.is_open or ticket.accepted_at is not None or not ticket.handler_id or ticket.team is None:
        return
    had_it = gave_back(ticket) | {ticket.handler_id}
    with unchanging():
        if find(ticket, ticket.team, event.at, had_it).handler is None:
            return
        current = Assignment.objects.current().get(ticket=ticket)
        current.ticket = ticket
        current.lapse(event.stamp.by_the_house("dispatch"))


def dispatch_again(event: TicketEvent, said: Returned) -> None:
    """Give what came back to somebody else of the team, or let it wait there; never to who returned it."""
    ticket = event.ticket
    if ticket.team is None:
        return
    had_it = gave_back(ticket) | {said.handler}
    stamp = event.stamp.by_the_house("dispatch").because(event.why)
    with unchanging():
        give(ticket, ticket.team, Cause.RETURNED, find(ticket, ticket.team, event.at, had_it), stamp)


def give_out_what_waits(event: TicketEvent, said: Facts) -> None:
    """Look after the queues: somebody may have room by now."""
    if event.ticket.first_words is None:
        wake("unassigned")
