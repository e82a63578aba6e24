"""What dispatch does when a ticket is classified, escalated, or comes back."""

from __future__ import annotations

from bihuan.flow.dispatch.choosing import Cause
from bihuan.flow.dispatch.finding import assign_within
from bihuan.tickets.events import Classified, Escalated
from bihuan.tickets.models import Escalation, TicketEvent


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
