"""Turn the alerts of a message into faults, each with one ticket as long as it stands (INT-05)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.flow.intake.mapping import Mapping
from bihuan.flow.intake.models import Fault, Outcome, Reception
from bihuan.ground.channels.models import AlertSource, ChannelKind, InboundMessage, InboundState
from bihuan.ground.channels.monitoring.alert import Alert, Status
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.live.publish import publish
from bihuan.kit.sql import tray
from bihuan.kit.sql.statements import lock_for_transaction
from bihuan.kit.work.drain import wake
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Ticket, Warning, file_ticket, reopen

logger = logging.getLogger(__name__)
STORM_WITHIN = timedelta(minutes=10)
SOLVED = (State.RESOLVED, State.CONFIRMED, State.CLOSED)


def take_alerts(message: InboundMessage, source: AlertSource, alerts: Sequence[Alert]) -> None:
    """Make of the alerts what they are, in the transaction that holds the message."""
    lock_for_transaction(f"faults:{source.pk}")  # two messages of a source are taken one after the other
    taking = Taking(message, source)
    keys = [alert.key for alert in alerts]
    known = (
        Fault.objects.standing().filter(source=source, key__in=keys).select_related("ticket").order_by("pk")
    )
    standing = {fault.key: fault for fault in known.select_for_update(of=("self",))}
    for alert in alerts:
        taking.take(alert, standing.get(alert.key))
    source.note_alerts(len(alerts), message.arrived_at)
    taking.settle(alerts[0])


class Taking:
    """What one message does to the faults of its source."""

    def __init__(self, message: InboundMessage, source: AlertSource) -> None:
        self._message, self._source = message, source
        self._stamp = Stamp(by=source.person, at=message.arrived_at, via=ChannelKind.MONITORING)
        self._mapping = Mapping(source)
        self._touched: dict[int, Ticket] = {}
        self._filed: Ticket | None = None
        self._problem = ""
        since = self._stamp.at - STORM_WITHIN
        lately = Fault.objects.filter(source=source, first_seen_at__gt=since)
        self._lately = lately.count()
        gathered = lately.filter(is_gathered=True).select_related("ticket").order_by("-pk").first()
        self._storm = gathered.ticket if gathered and gathered.ticket.is_open else None

    def take(self, alert: Alert, fault: Fault | None) -> None:
        if alert.status is Status.RESOLVED:
            if fault is None:
                self._problem = self._problem or "recovery of nothing we know"
            else:
                self._recover(fault)
        elif fault is not None:
            self._repeat(fault, alert)
        elif self._mapping.is_ignored(alert):
            self._problem = "severity that makes no ticket"
        else:
            self._begin(alert)

    def settle(self, first: Alert) -> None:
        """Say what became of the message; who has one of its tickets open hears of it."""
        message, at = self._message, self._stamp.at
        message.take_head(sender=self._source.name, subject=first.title, message_id="")
        if not self._touched:
            message.settle(InboundState.IGNORED, at, problem=self._problem)
            return
        ticket = self._filed or next(iter(self._touched.values()))
        outcome = Outcome.FILED if self._filed else Outcome.GATHERED
        tray.write(Reception(message=message, ticket=ticket, outcome=outcome, at=at))
        message.settle(InboundState.TAKEN, at)
        publish(*(f"ticket:{pk}" for pk in self._touched))
        logger.info("took message=%d source=%d tickets=%d", message.pk, self._source.pk, len(self._touched))

    def _begin(self, alert: Alert) -> None:
        """File a ticket for a new fault; in a storm it goes on the storm's one."""
        is_gathered = self._lately >= self._source.storm_from
        ticket = (self._storm or self._file_storm(alert)) if is_gathered else self._file(alert)
        self._lately += 1
        self._touched[ticket.pk] = ticket
        at = self._stamp.at
        fault = Fault(source=self._source, key=alert.key, ticket=ticket, is_gathered=is_gathered)
        fault.first_seen_at = fault.last_seen_at = at
        fault.started_at = alert.started
        _describe(fault, alert)
        tray.write(fault)

    def _file(self, alert: Alert, *, title: str = "", text: str = "") -> Ticket:
        impact, urgency = self._mapping.levels(alert)
        ticket = file_ticket(
            person=self._source.person,
            channel=ChannelKind.MONITORING,
            title=title or alert.title,
            text=text or alert.text or alert.title,
            category=self._mapping.category(alert),
            impact=impact,
            urgency=urgency,
            happened_at=alert.started,
            stamp=self._stamp,
            came={"message": None if self._filed else self._message, "warning": Warning.AUTOMATIC},
        )
        self._filed = self._filed or ticket
        return ticket

    def _file_storm(self, alert: Alert) -> Ticket:
        with override(self._source.person.language):
            title = _("Alert storm: %(source)s") % {"source": self._source.name}
            text = _(
                "So many faults are reported at once that they share this ticket. The first of them: %(title)s"
            )
            self._storm = self._file(alert, title=title, text=text % {"title": alert.title})
        return self._storm

    def _repeat(self, fault: Fault, alert: Alert) -> None:
        """Count a repeat; after a recovery it has come back, to its ticket or to a new one."""
        ticket, at = fault.ticket, self._stamp.at
        if not ticket.is_open and not fault.is_firing and self._has_been_calm(fault):
            fault.ended_at, fault.settle_at = at, None
            fault.save(update_fields=["ended_at", "settle_at"])
            if not self._mapping.is_ignored(alert):
                self._begin(alert)
            return
        has_returned = not fault.is_firing
        fault.times += 1
        fault.last_seen_at = at
        _describe(fault, alert)
        if has_returned:
            fault.returns += 1
            fault.is_firing, fault.recovered_at = True, None
            self._look_later(fault)
        fault.save()
        self._touched[ticket.pk] = ticket
        if ticket.state in SOLVED and (has_returned or self._has_been_solved(ticket)):
            with override(self._source.person.language):
                why = _("the alert fires again") if has_returned else _("the alert still fires")
            reopen(ticket, self._stamp.because(why))

    def _recover(self, fault: Fault) -> None:
        self._touched[fault.ticket_id] = fault.ticket
        fault.last_seen_at = self._stamp.at
        if fault.is_firing:
            fault.is_firing, fault.recovered_at = False, self._stamp.at
            self._look_later(fault)
        fault.save()

    def _look_later(self, fault: Fault) -> None:
        """Have the fault settled once it has stayed so for as long as its source asks: flapping is waited out."""
        fault.settle_at = self._stamp.at + self._source.calm_for
        wake("recoveries")

    def _has_been_calm(self, fault: Fault) -> bool:
        return fault.recovered_at is not None and self._stamp.at - fault.recovered_at >= self._source.calm_for

    def _has_been_solved(self, ticket: Ticket) -> bool:
        """Tell whether it was solved so long ago that what was done would have shown."""
        return ticket.resolved_at is not None and self._stamp.at - ticket.resolved_at >= self._source.calm_for


def _describe(fault: Fault, alert: Alert) -> None:
    fault.title, fault.text, fault.severity = alert.title, alert.text, alert.severity
    fault.labels, fault.link = dict(alert.labels), alert.link
