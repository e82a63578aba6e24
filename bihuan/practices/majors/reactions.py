"""What happens when a ticket becomes one of level 1, and when it is that no more (TRI-04)."""

from __future__ import annotations

from bihuan.kit.events.facts import Facts
from bihuan.kit.work.drain import wake
from bihuan.practices.majors.models import Major, the_plan
from bihuan.tickets.events import Classified
from bihuan.tickets.models import TicketEvent

LEVEL = 1


def raise_or_stand_down(event: TicketEvent, said: Classified) -> None:
    """Open the plan once a ticket is of level 1, however it came to be; stand down once it is not."""
    was_major = said.was.get("priority") == LEVEL
    if said.priority == LEVEL and not was_major:
        plan = the_plan()
        if plan and event.ticket.is_open:
            Major.open(event.ticket, plan, event.stamp.by_the_house("majors"))
            wake("majors")
    elif was_major and said.priority != LEVEL:
        Major.stand_down(event.ticket, event.stamp)


def end(event: TicketEvent, said: Facts) -> None:
    """Tell nobody about a ticket that is solved or over."""
    if event.ticket.priority == LEVEL:
        Major.stand_down(event.ticket, event.stamp.by_the_house("majors"))


def raise_again(event: TicketEvent, said: Facts) -> None:
    """Open the plan anew for a ticket of level 1 that was not solved after all."""
    plan = the_plan()
    if plan and event.ticket.priority == LEVEL:
        Major.open(event.ticket, plan, event.stamp.by_the_house("majors"))
        wake("majors")
