"""Give running clocks what is promised now, after an administrator changed a policy.

What was met or missed stays so (SLA-08); each due time that moves is written on its ticket.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from bihuan.flow.sla.clockwork import Promise, Standing
from bihuan.flow.sla.events import ClockMoved
from bihuan.flow.sla.models import Alarm, Clock
from bihuan.flow.sla.placing import WRITTEN, place
from bihuan.flow.sla.reactions import promised_on
from bihuan.flow.sla.stops import stops_of
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.tray import gathered
from bihuan.tickets.models import Ticket, all_in_hand

AT_ONCE = 200  # tickets that are held together


def aim_anew(stamp: Stamp) -> int:
    """Aim the clocks of all tickets by the policies as they are now; return how many due times moved.

    Doing it twice is doing it once.
    """
    keys = sorted(set(Clock.objects.unsettled().values_list("ticket", flat=True)))
    return sum(_aim(keys[first : first + AT_ONCE], stamp) for first in range(0, len(keys), AT_ONCE))


def _aim(keys: Sequence[int], stamp: Stamp) -> int:
    wanted = Ticket.objects.filter(pk__in=keys).select_related("person")
    with gathered(len(keys)), all_in_hand(wanted) as tickets:
        clocks = list(Clock.objects.unsettled().filter(ticket__in=tickets).with_calendar().order_by("pk"))
        for clock in clocks:
            clock.ticket = tickets[clock.ticket_id]
        before = {clock.pk: clock.due_at for clock in clocks}
        changed = _take_new_aims(clocks, stamp)
        Clock.objects.bulk_update(changed, Clock.AIMED)
        Alarm.set_for(changed, stamp.at)
        _write_down({clock.ticket_id for clock in changed}, tickets, clocks)
        moved = [clock for clock in changed if clock.due_at != before[clock.pk]]
        for clock in moved:
            was, now = before[clock.pk], clock.due_at
            assert was is not None
            assert now is not None
            facts = ClockMoved(clock.pk, clock.promise, was=was.isoformat(), now=now.isoformat())
            clock.ticket.record(facts, stamp)
    return len(moved)


def _take_new_aims(clocks: Iterable[Clock], stamp: Stamp) -> list[Clock]:
    """Aim the clocks that have not run out, and reckon them; return those that have another aim now."""
    changed = []
    stops = stops_of({clock.ticket_id for clock in clocks})
    for clock in clocks:
        target = promised_on(clock.ticket).get(Promise(clock.promise))
        if target is None or clock.standing(stamp.at) is Standing.MISSED:
            continue
        aim = attrgetter(*Clock.AIM)
        was = aim(clock)
        clock.aim(target)
        if aim(clock) != was:
            clock.reckon(stops.get(clock.ticket_id, ()))
            changed.append(clock)
    return changed


def _write_down(keys: Iterable[int], tickets: dict[int, Ticket], clocks: Sequence[Clock]) -> None:
    for key in keys:
        place(tickets[key], [clock for clock in clocks if clock.ticket_id == key])
    Ticket.objects.bulk_update([tickets[key] for key in keys], WRITTEN)
