"""When the clocks of tickets stood still, and what each waited for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from bihuan.flow.sla.clockwork import ASKED, Stop
from bihuan.tickets.models import Hold, Resolution


def stops_of(tickets: Collection[int]) -> Mapping[int, Sequence[Stop]]:
    """Return the holds of some tickets, and the times in which their persons were asked whether it is solved, by the
    keys of the tickets; none for a ticket that never waited.
    """
    stops: defaultdict[int, list[Stop]] = defaultdict(list)
    held = Hold.objects.filter(ticket__in=tickets)
    for ticket, since, until, reason in held.values_list("ticket", "since", "until", "reason"):
        stops[ticket].append(Stop(since, until, reason))
    asked = Resolution.objects.filter(ticket__in=tickets).exclude(refuted_at=None)
    for ticket, since, until in asked.values_list("ticket", "at", "refuted_at"):
        stops[ticket].append(Stop(since, until, ASKED))
    return stops
