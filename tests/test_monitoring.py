"""A real Prometheus sees a fault, a real Alertmanager tells the desk, and when it is over the ticket says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from bihuan.flow.intake.drains import Recoveries, take_next_report
from bihuan.flow.intake.models import Fault
from bihuan.front.ops.deliver import deliver
from bihuan.ground.channels.models import AlertSource, SourceKind
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Ticket
from tests.running import until
from tests.watch_tower import WatchTower

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("prometheus"),
    pytest.mark.needs("alertmanager"),
]
PATIENCE_S = 90  # that a slow machine may need; it waits no longer than it must


@pytest.fixture
def tower(living_desk: str, tmp_path: Path) -> Iterator[WatchTower]:
    deliver()
    source, secret = AlertSource.set_up(
        name="门店监控", kind=SourceKind.ALERTMANAGER, language="zh-hans", at=timezone.now()
    )
    source.calm_for, source.resolves = timedelta(), True
    source.save()
    tower = WatchTower(tmp_path, f"{living_desk}/in/alerts/{source.slug}", secret)
    try:
        tower.open()
        yield tower
    finally:
        tower.close()


def work_until(holds: Callable[[], bool]) -> None:
    """Take what is reported, as the worker does, until something holds."""

    def one_more() -> bool:
        while take_next_report(timezone.now()) or Recoveries().work_one():
            pass
        return holds()

    until(one_more, PATIENCE_S)


@pytest.mark.requirement("INT-05")
def test_what_prometheus_sees_is_a_ticket_through_alertmanager_and_ends_with_its_recovery(
    tower: WatchTower,
) -> None:
    tower.paper(is_there=False)
    work_until(Fault.objects.exists)

    fault = Fault.objects.get()
    assert (fault.title, fault.text) == ("TillOutOfPaper: 三号收银台缺纸", "请换纸卷。")
    assert (fault.severity, fault.asset, fault.is_firing) == ("critical", "till-3", True)
    assert (fault.ticket.channel, fault.ticket.title, fault.ticket.priority) == ("monitoring", fault.title, 2)

    tower.paper(is_there=True)
    work_until(Ticket.objects.filter(state=State.CONFIRMED).exists)

    ticket = Ticket.objects.get()
    told = ticket.history.order_by("pk").values_list("kind", flat=True)
    assert list(told)[-3:] == ["alert.recovered", "ticket.solved", "ticket.confirmed"]
    assert Fault.objects.get().recovered_at is not None
