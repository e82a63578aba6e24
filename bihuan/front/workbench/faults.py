"""What monitoring says of a ticket: its faults, how each stands now, and the labels that came along (INT-05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.flow.intake.models import Fault
from bihuan.ground.channels.models import ChannelKind
from bihuan.tickets.models import Ticket

SHOWN_WHOLE = 3  # beyond that, a storm: each is told in one line
LISTED = 50


@dataclass(frozen=True)
class Faults:
    """The faults on a ticket: those that fire before the others, at most `LISTED` of `number`."""

    rows: Sequence[Fault]
    number: int
    firing: int

    @property
    def is_storm(self) -> bool:
        return self.number > SHOWN_WHOLE


def faults_of(ticket: Ticket) -> Faults | None:
    """Return the faults of a ticket of monitoring by one query; None for any other, by none."""
    if ticket.channel != ChannelKind.MONITORING:
        return None
    found = list(
        Fault.objects.filter(ticket=ticket)
        .select_related("source")
        .order_by("-is_firing", "-last_seen_at", "pk")
    )
    return Faults(found[:LISTED], len(found), sum(one.is_firing for one in found)) if found else None
