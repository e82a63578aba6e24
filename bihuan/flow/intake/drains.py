"""Work off the messages that have arrived, in their order: of mail several in one transaction while more wait than one."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bihuan.flow.intake.alerting import take_alerts
from bihuan.flow.intake.chatting import receive_said
from bihuan.flow.intake.models import Fault
from bihuan.flow.intake.reception import receive
from bihuan.flow.intake.refusing import HEAD_BYTES, refuse_as_too_large
from bihuan.flow.intake.settling import settle
from bihuan.ground.channels.email.reading.letter import Letter
from bihuan.ground.channels.email.reading.limited import LimitedReader, Unreadable
from bihuan.ground.channels.models import CHATS, ChannelKind, InboundMessage, InboundState
from bihuan.ground.channels.monitoring.alert import NotUnderstood
from bihuan.ground.channels.monitoring.reading import read as read_report
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.kept.keeping import unchanging
from bihuan.kit.sql.outages import is_outage
from bihuan.kit.sql.tray import gathered

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
WRITTEN = (ChannelKind.EMAIL, *CHATS)  # by people, who wait for an answer
RETRY_AFTER = timedelta(seconds=30)
# In one transaction. With more, a commit costs each of them less, and the first of them waits longer.
MOST_AT_ONCE = 16
MOST_BYTES_AT_ONCE = 4 * 1024 * 1024


class Inbox:
    name = "intake"
    rest_s = 5.0

    def __init__(self) -> None:
        self._reader: LimitedReader | None = None
        self._singly = 0  # so many messages are taken one by one: several at once have failed

    def work_one(self) -> bool:
        self._reader = self._reader or LimitedReader(message_bytes=settings.MAX_MESSAGE_BYTES)
        now = timezone.now()
        if self._singly:
            self._singly -= 1
            return receive_next(self._reader, now)
        try:
            return receive_some(self._reader, now)
        except Exception as trouble:
            if is_outage(trouble):
                raise
            logger.info("could not receive several messages at once, so now each by itself")
            self._singly = MOST_AT_ONCE
            return True

    def waiting(self) -> int:
        return InboundMessage.objects.waiting().by(*WRITTEN).count()


class Alerts:
    """What monitoring tools report, apart from mail: neither a storm of the one nor of the other holds anybody up."""

    name = "alerts"
    rest_s = 5.0

    def work_one(self) -> bool:
        return take_next_report(timezone.now())

    def waiting(self) -> int:
        return InboundMessage.objects.waiting().by(ChannelKind.MONITORING).count()


class Recoveries:
    """Faults that have stayed as they are for as long as their source asks."""

    name = "recoveries"
    rest_s = 5.0

    def work_one(self) -> bool:
        return settle_next(timezone.now())

    def waiting(self) -> int:
        return Fault.objects.ready(timezone.now()).count()


def settle_next(now: datetime) -> bool:
    """Settle the fault whose time came first; False where none is ready. One that fails holds up no other."""
    pk = None
    try:
        with transaction.atomic(), unchanging():
            ready = Fault.objects.ready(now).select_related("source__person", "ticket")
            fault = ready.select_for_update(skip_locked=True, of=("self",)).first()
            if fault is None:
                return False
            pk = fault.pk
            settle(fault, Stamp(by=fault.source.person, at=now, via=ChannelKind.MONITORING))
    except Exception as trouble:
        if pk is None or is_outage(trouble):
            raise
        logger.exception("could not settle fault=%s", pk)
        Fault.objects.filter(pk=pk).update(settle_at=now + RETRY_AFTER)
    return True


def take_next_report(now: datetime) -> bool:
    """Take the report that has waited longest; False where none waits. What cannot be read goes to quarantine."""
    pk = None
    try:
        with gathered(), unchanging():
            ready = InboundMessage.objects.by(ChannelKind.MONITORING).ready(now)
            held = ready.select_related("source__person", "source__category")
            message = held.select_for_update(skip_locked=True, of=("self",)).first()
            if message is None:
                return False
            pk = message.pk
            _take_report(message, now)
    except Exception as trouble:
        if pk is None or is_outage(trouble):
            raise
        logger.exception("could not take message=%s", pk)
        _note_failure(pk, now)
    return True


def _take_report(message: InboundMessage, now: datetime) -> None:
    if message.source is None:
        message.settle(InboundState.QUARANTINED, now, problem="the source is gone")
        return
    try:
        alerts = read_report(bytes(message.raw), message.arrived_at)
    except NotUnderstood as reason:
        message.settle(InboundState.QUARANTINED, now, problem=str(reason))
    else:
        take_alerts(message, message.source, alerts)


def receive_some(reader: LimitedReader, now: datetime) -> bool:
    """Make tickets or replies of the messages that have waited longest, all or none; False where none waits."""
    with gathered(MOST_AT_ONCE), unchanging():
        messages = _claim(now)
        for message in messages:
            _receive(reader, message, now)
    return bool(messages)


def _claim(now: datetime) -> list[InboundMessage]:
    """Lock some messages, so few that they are kept in memory lightly and nobody waits for long."""
    waiting = InboundMessage.objects.by(*WRITTEN).ready(now).select_for_update(skip_locked=True).defer("raw")
    claimed: list[InboundMessage] = []
    size_bytes = 0
    for message in waiting[:MOST_AT_ONCE]:
        size_bytes += message.size_bytes
        if claimed and size_bytes > MOST_BYTES_AT_ONCE:
            break
        claimed.append(message)
    pks = [message.pk for message in claimed]
    raw = dict(InboundMessage.objects.filter(pk__in=pks).values_list("pk", "raw")) if pks else {}
    for message in claimed:
        message.raw = raw[message.pk]
    return claimed


def receive_next(reader: LimitedReader, now: datetime) -> bool:
    """Make a ticket or a reply of the message that has waited longest; False where none waits.

    One that cannot be read goes to quarantine with its raw bytes. One that fails for another reason is tried again a
    little later, and after a few times goes there, too: it never holds up those behind it.
    """
    pk = None
    try:
        with transaction.atomic():
            ready = InboundMessage.objects.by(*WRITTEN).ready(now)
            message = ready.select_for_update(skip_locked=True).first()
            if message is None:
                return False
            pk = message.pk
            _receive(reader, message, now)
    except Exception as trouble:
        if pk is None or is_outage(trouble):
            raise  # it is no message's fault; nothing was written, and all wait as they did
        logger.exception("could not receive message=%s", pk)
        _note_failure(pk, now)
    return True


def _receive(reader: LimitedReader, message: InboundMessage, now: datetime) -> None:
    if message.channel in CHATS:
        receive_said(message, Stamp(by=None, at=now, via=message.channel))
    elif letter := _read(reader, message, now):
        receive(message, letter, Stamp(by=None, at=now, via=message.channel))


def _read(reader: LimitedReader, message: InboundMessage, now: datetime) -> Letter | None:
    is_too_large = message.size_bytes > settings.MAX_MESSAGE_BYTES
    try:
        letter = reader.read(bytes(message.raw)[:HEAD_BYTES] if is_too_large else bytes(message.raw))
    except Unreadable as reason:
        message.settle(InboundState.QUARANTINED, now, problem="too large" if is_too_large else str(reason))
        return None
    if not is_too_large:
        return letter
    message.take_head(sender=letter.from_email, subject=letter.subject, message_id=letter.message_id)
    message.settle(InboundState.QUARANTINED, now, problem="too large")
    refuse_as_too_large(message, letter, now)
    return None


def _note_failure(pk: int, now: datetime) -> None:
    message = InboundMessage.objects.defer("raw").get(pk=pk)
    if message.attempts + 1 >= MOST_ATTEMPTS:
        message.settle(InboundState.QUARANTINED, now, problem="failed again and again; the log tells why")
    else:
        message.note_failure("failed; tried again soon", now + RETRY_AFTER)
