"""What the promises do when something happens to a ticket.

Nothing is patched: whatever happens, the clocks concerned are reckoned anew from their facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bihuan.flow.sla.clockwork import Promise, Standing
from bihuan.flow.sla.models import Alarm, Clock, Target
from bihuan.ground.calendars.worktime import Hold as Held
from bihuan.ground.channels.models import Channel
from bihuan.kit.events.facts import Facts
from bihuan.tickets.events import Accepted, Assigned, Classified, Reopened, Replied, Solved
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Ticket, TicketEvent

SOLVED = frozenset({State.RESOLVED, State.CONFIRMED, State.CLOSED})
DEFAULT_WARNING = timedelta(minutes=10)  # of a first contact, whose allowance is the channel's


def start_clocks(event: TicketEvent, said: Classified) -> None:
    """Start what is promised to the person; what runs already gets the new allowance, and keeps start and holds.

    What has run out meanwhile stays missed, whatever is promised from now on (SLA-08).
    """
    ticket = event.ticket
    targets = _targets(ticket)
    running = list(Clock.objects.unsettled().filter(ticket=ticket).with_calendar())
    for clock in running:
        if clock.promise in targets and clock.standing(event.at) is not Standing.MISSED:
            _aim(clock, targets[Promise(clock.promise)])
    is_first_time = not (running or ticket.clocks.exists())
    to_person = [Promise.FIRST_CONTACT, Promise.RESOLUTION] if is_first_time else []
    new = [_new(ticket, targets[promise], ticket.filed_at) for promise in to_person if promise in targets]
    _reckon(ticket, running, new, event.at)


def start_acceptance(event: TicketEvent, said: Assigned) -> None:
    """Give each team that gets the ticket its own time to accept it; another handler of the same team has no more."""
    ticket = event.ticket
    if not ticket.is_open:
        return
    last = Clock.objects.filter(ticket=ticket, promise=Promise.ACCEPTANCE).order_by("run").last()
    if last:
        before = ticket.assignments.exclude(until=None).order_by("pk").last()
        if before is None or before.team_id == ticket.team_id:
            return
        _settle(event, [Promise.ACCEPTANCE])
    target = _targets(ticket).get(Promise.ACCEPTANCE)
    if target:
        clock = _new(ticket, target, event.at)
        clock.run = last.run + 1 if last else 1
        _reckon(ticket, [], [clock], event.at)


def reckon_clocks(event: TicketEvent, said: Facts) -> None:
    """Reckon what runs, after a hold began or ended."""
    running = list(Clock.objects.unsettled().filter(ticket=event.ticket).with_calendar())
    _reckon(event.ticket, running, [], event.at)


def settle_first_contact(event: TicketEvent, said: Replied) -> None:
    _settle(event, [Promise.FIRST_CONTACT])


def settle_acceptance(event: TicketEvent, said: Accepted) -> None:
    _settle(event, [Promise.ACCEPTANCE])


def settle_resolution(event: TicketEvent, said: Solved) -> None:
    """Whoever solved it has also accepted it and been in contact, by whatever way."""
    _settle(event, list(Promise))


def settle_all(event: TicketEvent, said: Facts) -> None:
    """Let what still runs on a ticket that ended without a solution count for nothing more."""
    _settle(event, list(Promise))


def run_again(event: TicketEvent, said: Reopened) -> None:
    """Let the resolution's clock go on after a reopening: a further run with the same start and allowance.

    The run before keeps what it was. The time in which the person was asked does not count. A ticket that ended
    without a solution begins anew.
    """
    last = (
        Clock.objects.filter(ticket=event.ticket, promise=Promise.RESOLUTION)
        .with_calendar()
        .order_by("run")
        .last()
    )
    if last is None or last.settled_at is None:
        return
    again = Clock(
        ticket=event.ticket,
        promise=last.promise,
        run=last.run + 1,
        calendar=last.calendar,
        started_at=last.started_at if said.was in SOLVED else event.at,
        allowed=last.allowed,
        warn_before=last.warn_before,
    )
    _reckon(event.ticket, [], [again], event.at)


def _targets(ticket: Ticket) -> dict[Promise, Target]:
    """Return what is promised on the ticket: by its priority, and by the channel it came on."""
    found = Target.objects.filter(priority=ticket.priority).select_related("calendar__region")
    targets = {Promise(target.promise): target for target in found}
    if ticket.first_contact_at is None:
        channel = Channel.objects.select_related("calendar__region").filter(kind=ticket.channel).first()
        if channel:
            targets[Promise.FIRST_CONTACT] = Target(
                promise=Promise.FIRST_CONTACT,
                allowed=channel.answers_within,
                warn_before=min(DEFAULT_WARNING, channel.answers_within / 3),
                calendar=channel.calendar,
            )
    return targets


def _new(ticket: Ticket, target: Target, start: datetime) -> Clock:
    clock = Clock(ticket=ticket, promise=target.promise, started_at=start)
    _aim(clock, target)
    return clock


def _aim(clock: Clock, target: Target) -> None:
    clock.allowed, clock.warn_before, clock.calendar = target.allowed, target.warn_before, target.calendar


def _reckon(ticket: Ticket, running: list[Clock], new: list[Clock], at: datetime) -> None:
    holds = _holds(ticket)
    for clock in [*running, *new]:
        clock.reckon(holds)
    if running:
        Clock.objects.bulk_update(running, ["allowed", "warn_before", "calendar", "due_at", "warn_at"])
        Alarm.set_for(running, at)
    if new:
        Clock.objects.bulk_create(new)
        Alarm.make_for(new, at)
    _write_down(ticket)


def _settle(event: TicketEvent, promises: Iterable[Promise]) -> None:
    """Settle clocks as of the event. One settled while held is reckoned with the hold ending now."""
    ticket = event.ticket
    clocks = list(Clock.objects.unsettled().filter(ticket=ticket, promise__in=list(promises)).with_calendar())
    if not clocks:
        return
    # Two who act at once may be written down in another order than they came in.
    over: list[Held] = [(since, until or max(since, event.at)) for since, until in _holds(ticket)]
    for clock in clocks:
        clock.settled_at = event.at
        clock.reckon(over)
    Clock.objects.bulk_update(clocks, ["settled_at", "due_at", "warn_at"])
    Alarm.set_for(clocks, event.at)
    _write_down(ticket)


def _holds(ticket: Ticket) -> list[Held]:
    """Return when the clocks stood still: holds, and the times in which the person was asked whether it is solved."""
    asked = ticket.resolutions.exclude(refuted_at=None).values_list("at", "refuted_at")
    return [*ticket.holds.values_list("since", "until"), *asked]


def _write_down(ticket: Ticket) -> None:
    """Write on the ticket what is due next, so that queues sort by it."""
    running = (
        Clock.objects.unsettled().filter(ticket=ticket, due_at__isnull=False).order_by("due_at", "pk").first()
    )
    ticket.due_at = running.due_at if running else None
    ticket.warn_at = running.warn_at if running else None
    ticket.due_promise = running.promise if running else ""
    ticket.save(update_fields=["due_at", "warn_at", "due_promise"])
