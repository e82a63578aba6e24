"""What the promises do when something happens to a ticket.

Nothing is patched: whatever happens, the clocks concerned are reckoned anew from their facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bihuan.flow.sla.clockwork import TO_THE_PERSON, Promise, Standing, Stop, next_update
from bihuan.flow.sla.events import HandoverDeclined
from bihuan.flow.sla.models import Alarm, Clock, Target, policy_book
from bihuan.flow.sla.placing import write_down
from bihuan.flow.sla.stops import stops_of
from bihuan.ground.channels.models import Channel, channels_by_kind
from bihuan.kit.events.facts import Facts
from bihuan.kit.sql import tray
from bihuan.tickets.events import (
    Accepted,
    Assigned,
    Classified,
    Escalated,
    Held,
    Reopened,
    Replied,
    Resumed,
    Returned,
    Solved,
)
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import Ticket, TicketEvent

SOLVED = frozenset({State.RESOLVED, State.CONFIRMED, State.CLOSED})
FIRST_LINE = 1
DEFAULT_WARNING = timedelta(minutes=10)  # of a first contact, whose allowance is the channel's


def start_clocks(event: TicketEvent, said: Classified) -> None:
    """Start what is promised to the person; what runs already gets the new allowance, and keeps start and holds.

    What has run out meanwhile stays missed, whatever is promised from now on (SLA-08). A workaround that nobody had
    promised before is owed from now on.
    """
    ticket = event.ticket
    targets = promised_on(ticket)
    running = _running(ticket)
    for clock in running:
        if clock.promise in targets and clock.standing(event.at) is not Standing.MISSED:
            clock.aim(targets[Promise(clock.promise)])
    is_first_time = not (running or (ticket.first_words is None and ticket.clocks.exists()))
    new = [_new(ticket, promise, targets, ticket.filed_at) for promise in TO_THE_PERSON if is_first_time]
    if running and ticket.is_open and not ticket.clocks.filter(promise=Promise.WORKAROUND).exists():
        new.append(_new(ticket, Promise.WORKAROUND, targets, event.at))
    _reckon(ticket, running, [clock for clock in new if clock], event.at)


def start_acceptance(event: TicketEvent, said: Assigned) -> None:
    """Give each team that gets the ticket its own time to accept it. Another handler of the same team has what is left
    of it, and a time of his or her own once it has lapsed.
    """
    ticket = event.ticket
    if not ticket.is_open:
        return
    last = _last_acceptance(ticket)
    if last:
        before = ticket.assignments.exclude(until=None).order_by("pk").last()
        has_lapsed = last.settled_at is not None and before is not None and before.accepted_at is None
        if before is None or (before.team_id == ticket.team_id and not has_lapsed):
            return
        _settle(event, [Promise.ACCEPTANCE])
    clock = _new(ticket, Promise.ACCEPTANCE, promised_on(ticket), event.at)
    if clock:
        clock.run = last.run + 1 if last else 1
        _reckon(ticket, [], [clock], event.at)


def stop_clocks(event: TicketEvent, said: Held) -> None:
    """Let what runs stand still, but for a vendor's own time, which begins now."""
    ticket = event.ticket
    new = _next_run(ticket, Promise.VENDOR, event.at) if said.reason == HoldReason.VENDOR else None
    _reckon(ticket, _running(ticket), [new] if new else [], event.at)


def go_on(event: TicketEvent, said: Resumed) -> None:
    """Reckon what runs, after a hold has ended, and with it the vendor's time."""
    running = _running(event.ticket)
    if any(clock.promise == Promise.VENDOR for clock in running):
        _settle(event, [Promise.VENDOR])
        running = [clock for clock in running if clock.promise != Promise.VENDOR]
    _reckon(event.ticket, running, [], event.at)


def settle_first_contact(event: TicketEvent, said: Replied) -> None:
    """Whoever writes to the person has been in contact, and owes the next word from now on."""
    _settle(event, [Promise.FIRST_CONTACT, Promise.UPDATE])
    _owe_update(event.ticket, event.at, event.at)


def settle_acceptance(event: TicketEvent, said: Accepted) -> None:
    """Whoever takes a ticket owes the person a word, and, in the first line, a hand-over to the experts in time."""
    ticket = event.ticket
    _settle(event, [Promise.ACCEPTANCE])
    ran = set(ticket.clocks.values_list("promise", flat=True))
    if Promise.UPDATE not in ran:
        _owe_update(ticket, None, event.at)
    if Promise.HANDOVER not in ran and ticket.is_open and ticket.team and ticket.team.tier == FIRST_LINE:
        clock = _new(ticket, Promise.HANDOVER, promised_on(ticket), event.at)
        _reckon(ticket, [], [clock] if clock else [], event.at)


def settle_lapsed_acceptance(event: TicketEvent, said: Returned) -> None:
    """Let what came back too late to be accepted in time stay missed, and call nobody further for it."""
    last = _last_acceptance(event.ticket)
    if last and last.standing(event.at) is Standing.MISSED:
        _settle(event, [Promise.ACCEPTANCE])


def settle_handover(event: TicketEvent, said: Escalated | HandoverDeclined) -> None:
    _settle(event, [Promise.HANDOVER])


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
    ticket = event.ticket
    last = (
        Clock.objects.filter(ticket=ticket, promise=Promise.RESOLUTION).with_calendar().order_by("run").last()
    )
    if last is None or last.settled_at is None:
        return
    again = Clock(
        ticket=ticket,
        promise=last.promise,
        run=last.run + 1,
        policy_id=last.policy_id,
        calendar=last.calendar,
        started_at=last.started_at if said.was in SOLVED else event.at,
        allowed=last.allowed,
        warn_before=last.warn_before,
    )
    _reckon(ticket, [], [again], event.at)
    _owe_update(ticket, event.at, event.at)


def promised_on(ticket: Ticket) -> dict[Promise, Target]:
    """Return what is promised on the ticket: by the policy that it gets, and by the channel it came on."""
    book = policy_book()
    targets = dict(book.promised(book.matter(ticket)))
    if ticket.first_contact_at is None and Promise.FIRST_CONTACT not in targets:
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


def update_clock(ticket: Ticket, target: Target, last_word_at: datetime | None) -> Clock:
    """Return the clock of the next word to the person; its run is still to be counted."""
    start, _ = next_update(
        filed_at=ticket.filed_at,
        last_word_at=last_word_at,
        every=target.allowed,
        first_after=target.first_after,
        calendar=target.calendar.work_calendar(),
    )
    clock = Clock(ticket=ticket, promise=Promise.UPDATE, started_at=start)
    clock.aim(target)
    return clock


def _owe_update(ticket: Ticket, last_word_at: datetime | None, at: datetime) -> None:
    target = promised_on(ticket).get(Promise.UPDATE) if ticket.is_open else None
    if target:
        clock = update_clock(ticket, target, last_word_at)
        clock.run = ticket.clocks.filter(promise=Promise.UPDATE).count() + 1
        _reckon(ticket, [], [clock], at)


def _next_run(ticket: Ticket, promise: Promise, at: datetime) -> Clock | None:
    clock = _new(ticket, promise, promised_on(ticket), at)
    if clock:
        clock.run = ticket.clocks.filter(promise=promise).count() + 1
    return clock


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


def _new(
    ticket: Ticket, promise: Promise, targets: Mapping[Promise, Target], start: datetime
) -> Clock | None:
    """Return a clock that is still to be reckoned; None where nothing is promised."""
    if promise not in targets:
        return None
    clock = Clock(ticket=ticket, promise=promise, started_at=start)
    clock.aim(targets[promise])
    return clock


def _reckon(ticket: Ticket, running: list[Clock], new: list[Clock], at: datetime) -> None:
    stops = _stops(ticket)
    for clock in [*running, *new]:
        clock.reckon(stops)
    if running:
        tray.settle(Clock)
        Clock.objects.bulk_update(running, Clock.AIMED)
        Alarm.set_for(running, at)
    for clock in new:
        tray.write(clock)
        Alarm.make_for(clock, at)
    if running or new:
        _write_down(ticket)


def _settle(event: TicketEvent, promises: Iterable[Promise]) -> None:
    """Settle clocks as of the event. One settled while held is reckoned with the hold ending now."""
    ticket = event.ticket
    wanted = set(promises)
    clocks = [clock for clock in _running(ticket) if clock.promise in wanted]
    if not clocks:
        return
    # Two who act at once may be written down in another order than they came in.
    over = [Stop(since, until or max(since, event.at), reason) for since, until, reason in _stops(ticket)]
    for clock in clocks:
        clock.settled_at = event.at
        clock.reckon(over)
    tray.settle(Clock)
    Clock.objects.bulk_update(clocks, ["settled_at", "due_at", "warn_at"])
    Alarm.set_for(clocks, event.at)
    _write_down(ticket)


def _stops(ticket: Ticket) -> Sequence[Stop]:
    """Return when clocks stood still: holds, and the times in which the person was asked whether it is solved."""
    if ticket.first_words:
        return []
    return stops_of([ticket.pk]).get(ticket.pk, ())


def _write_down(ticket: Ticket) -> None:
    write_down(ticket, _clocks_made(ticket) if ticket.first_words else None)
