"""From mail to ticket, with all that belongs to it: clocks, a handler, an acknowledgement that waits to leave."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction
from imap_tools import MailBoxUnencrypted

from bihuan.flow.sla.models import Clock
from bihuan.front.ops.bench.company import DESK_ADDRESS
from bihuan.front.ops.bench.desk import Desk, until
from bihuan.front.ops.bench.mails import mail
from bihuan.front.ops.bench.report import Figure
from bihuan.ground.channels.models import ChannelKind, InboundMessage, Mailbox, OutboundMessage, Purpose
from bihuan.tickets.models import Assignment, Ticket

try:
    from tests.post_office import PASSWORD, PostOffice
except ImportError:  # a desk that was installed has no tests
    PASSWORD, PostOffice = "", None  # type: ignore[misc,assignment]

WARM_UP, MAILS = 64, 900
LEAST_A_SECOND = 60.0

Bring = Callable[[int, int], datetime]  # so many mails from a number on; returns when they could be seen


def measure_intake(desk: Desk, mails: int = MAILS) -> Iterator[Figure]:
    """Measure how many mails a second become tickets: fetched by IMAP where there is a server, and from the store."""
    yield _measured(desk, "stored mail to ticket", _keep, 0, mails)
    office = _office()
    if office is None:
        return
    with office as boxes:
        yield _measured(desk, "IMAP mail to ticket", boxes, WARM_UP + mails, mails)


def _measured(desk: Desk, name: str, bring: Bring, first: int, mails: int) -> Figure:
    """Bring some mails to warm up, then the others; count from the first one's arrival to the last one's ticket."""
    bring(first, WARM_UP)
    until(_all_are_tickets)
    before, used_s = InboundMessage.objects.count(), desk.cpu_s()
    began = bring(first + WARM_UP, mails)
    until(lambda: InboundMessage.objects.count() == before + mails and _all_are_tickets(), 600, every_s=0.05)
    took_s = (datetime.now(UTC) - began).total_seconds()
    used_ms = (desk.cpu_s() - used_s) / mails * 1000
    note = f"{mails} mails, {used_ms:.1f} ms CPU each; {_proof()}"
    return Figure(name, mails / took_s, "/s", least=LEAST_A_SECOND, note=note)


def _all_are_tickets() -> bool:
    return not InboundMessage.objects.waiting().exists()


def _proof() -> str:
    """Say what became of all mails so far, each of which is a ticket with three clocks, a handler and a receipt."""
    receipts = OutboundMessage.objects.filter(purpose=Purpose.RECEIPT).count()
    handled = Assignment.objects.exclude(handler=None).count()
    tickets, clocks = Ticket.objects.filter(channel=ChannelKind.EMAIL).count(), Clock.objects.count()
    return f"in all {tickets} tickets, {clocks} clocks, {handled} with a handler, {receipts} receipts"


def _keep(first: int, many: int) -> datetime:
    """Store mails as a fetch does, all at once; return when the desk could see them."""
    box = Mailbox.objects.get(address=DESK_ADDRESS)
    with transaction.atomic():
        now = datetime.now(UTC)
        for n in range(first, first + many):
            InboundMessage.keep(mail(n), channel=ChannelKind.EMAIL, arrived_at=now, mailbox=box)
    return datetime.now(UTC)


@contextmanager
def _opened(office: PostOffice) -> Iterator[Bring]:
    """Have the desk fetch from the office; mails are put into its box while it does not look."""
    office.open()
    box = Mailbox.objects.get(address=DESK_ADDRESS)
    box.imap_port, box.imap_security, box.username = office.imap_port, "none", DESK_ADDRESS
    box.set_password(PASSWORD)
    box.save()

    def bring(first: int, many: int) -> datetime:
        Mailbox.objects.update(imap_host="")
        with MailBoxUnencrypted("127.0.0.1", office.imap_port).login(DESK_ADDRESS, PASSWORD) as server:
            for n in range(first, first + many):
                server.append(mail(n), "INBOX")
        last = InboundMessage.objects.latest("pk").pk
        Mailbox.objects.update(imap_host="127.0.0.1")
        new = InboundMessage.objects.filter(pk__gt=last).order_by("pk")
        until(new.exists, 60)
        return new.values_list("arrived_at", flat=True)[0]

    try:
        yield bring
    finally:
        Mailbox.objects.update(imap_host="")
        office.close()
        shutil.rmtree(office.folder, ignore_errors=True)


def _office() -> AbstractContextManager[Bring] | None:
    """Return a post office to be opened; None where this machine has none, or root does not run this."""
    if PostOffice is None or not (shutil.which("dovecot") and shutil.which("postfix")) or os.geteuid():
        return None
    return _opened(PostOffice(Path(tempfile.mkdtemp(prefix="bihuan-bench-post-"))))
