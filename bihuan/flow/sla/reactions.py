"""What the promises do when something happens to a ticket.

Nothing is patched: whatever happens, the clocks concerned are reckoned anew from their facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bihuan.flow.sla.clockwork import Promise, Standing
from bihuan.flow.sla.models import Alarm, Clock, Target, targets_by_priority
from bihuan.ground.calendars.worktime import Hold as Held
from bihuan.ground.channels.models import Channel, channels_by_kind
from bihuan.kit.events.facts import Facts
from bihuan.kit.sql import tray
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
    running = _running(ticket)
    for clock in running:
        if clock.promise in targets and clock.standing(event.at) is not Standing.MISSED:
            _aim(clock, targets[Promise(clock.promise)])
    is_first_time = not (running or (ticket.first_words is None and ticket.clocks.exists()))
    to_person = [Promise.FIRST_CONTACT, Promise.RESOLUTION] if is_first_time else []
    new = [_new(ticket, targets[promise], ticket.filed_at) for promise in to_person if promise in targets]
    _reckon(ticket, running, new, event.at)


def start_acceptance(event: TicketEvent, said: Assigned) -> None:
    """Give each team that gets the ticket its own time to accept it; another handler of the same team has no more."""
    ticket = event.ticket
    if not ticket.is_open:
        return
    last = _last_acceptance(ticket)
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
    _reckon(event.ticket, _running(event.ticket), [], event.at)


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
    targets = {Promise(target.promise): target for target in targets_by_priority().get(ticket.priority, ())}
    if ticket.first_contact_at is None:
        channel = channels_by_kind().get(ticket.channel)
        if channel:
            targets[Promise.FIRST_CONTACT] = first_contact_target(channel)
    return targets


def first_contact_target(channel: Channel) -> Target:
    """Return what a channel promises to who comes by it, as a target that stands in no table."""
    return Target(
        promise=Promise.FIRST_CONTACT,
        allowed=channel.answers_within,
        warn_before=min(DEFAULT_WARNING, channel.answers_within / 3),
        calendar=channel.calendar,
    )


def _running(ticket: Ticket) -> list[Clock]:
    if ticket.first_words:
        return [clock for clock in _clocks_made(ticket) if clock.settled_at is None]
    return list(Clock.objects.unsettled().filter(ticket=ticket).with_calendar())


def _last_acceptance(ticket: Ticket) -> Clock | None:
    if ticket.first_words:
        made = [clock for clock in _clocks_made(ticket) if clock.promise == Promise.ACCEPTANCE]
        return made[-1] if made else None
    return Clock.objects.filter(ticket=ticket, promise=Promise.ACCEPTANCE).order_by("run").last()


def _clocks_made(ticket: Ticket) -> list[Clock]:
    """Return all clocks of a ticket that is being filed: none can be older than itself."""
    return [clock for clock in tray.laid(Clock) if clock.ticket_id == ticket.pk]


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
        tray.settle(Clock)
        Clock.objects.bulk_update(running, ["allowed", "warn_before", "calendar", "due_at", "warn_at"])
        Alarm.set_for(running, at)
    for clock in new:
        tray.write(clock)
        Alarm.make_for(clock, at)
    _write_down(ticket)


def _settle(event: TicketEvent, promises: Iterable[Promise]) -> None:
    """Settle clocks as of the event. One settled while held is reckoned with the hold ending now."""
    ticket = event.ticket
    wanted = set(promises)
    clocks = [clock for clock in _running(ticket) if clock.promise in wanted]
    if not clocks:
        return
    # Two who act at once may be written down in another order than they came in.
    over: list[Held] = [(since, until or max(since, event.at)) for since, until in _holds(ticket)]
    for clock in clocks:
        clock.settled_at = event.at
        clock.reckon(over)
    tray.settle(Clock)
    Clock.objects.bulk_update(clocks, ["settled_at", "due_at", "warn_at"])
    Alarm.set_for(clocks, event.at)
    _write_down(ticket)


def _holds(ticket: Ticket) -> list[Held]:
    """Return when the clocks stood still: holds, and the times in which the person was asked whether it is solved."""
    if ticket.first_words:
        return []
    asked = ticket.resolutions.exclude(refuted_at=None).values_list("at", "refuted_at")
    return [*ticket.holds.values_list("since", "until"), *asked]


def _write_down(ticket: Ticket) -> None:
    """Write on the ticket what is due next, so that queues sort by it."""
    clock = _next_due(ticket)
    ticket.due_at = clock.due_at if clock else None
    ticket.warn_at = clock.warn_at if clock else None
    ticket.due_promise = clock.promise if clock else ""
    ticket.write_down("due_at", "warn_at", "due_promise")


def _next_due(ticket: Ticket) -> Clock | None:
    if ticket.first_words:
        due = [(clock.due_at, n, clock) for n, clock in enumerate(_running(ticket)) if clock.due_at]
        return min(due)[-1] if due else None
    running = Clock.objects.unsettled().filter(ticket=ticket, due_at__isnull=False)
    return running.order_by("due_at", "pk").first()
