import pytest

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.replay import Outcome, replay_in
from bihuan.flow.sla.tests.cast import HOUR, at, classified, clock, desk, stamp
from bihuan.ground.calendars.models import Calendar
from bihuan.tickets.lifecycle import HoldReason
from bihuan.tickets.models import Hold, Resolution
from bihuan.tickets.tests.cast import assigned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SLA-08")]


def tried(calendar: Calendar, *days: str, hours: str) -> Outcome:
    """Return what would have come of the resolutions, had the calendar these hours on some days."""
    supposed = Calendar.objects.get(pk=calendar.pk)
    supposed.suppose(own_days={at(f"{day} 09:00").date(): [hours.split("-")] for day in days})
    return replay_in([supposed], at("09:00") - 30 * 24 * HOUR, at("2026-10-20 09:00"))[Promise.RESOLUTION]


def test_shorter_hours_would_have_met_what_was_missed_and_longer_ones_the_other_way_round():
    office = desk()["office"]
    late, in_time = assigned(classified(3)), assigned(classified(3))  # due on Monday at 18:00
    Resolution.propose(late, solution="换件", stamp=stamp("2026-09-29 09:30"))
    Resolution.propose(in_time, solution="换件", stamp=stamp("17:30"))
    due = clock(late).due_at

    shorter = tried(office, "2026-09-28", hours="09:00-16:00")
    longer = tried(office, "2026-09-28", hours="09:00-20:00")

    assert shorter == Outcome(clocks=2, missed=1, would_miss=0, newly_met=1)
    assert longer == Outcome(clocks=2, missed=1, would_miss=2, newly_missed=1)
    assert clock(late).due_at == due


@pytest.mark.requirement("SLA-04")
def test_what_waited_would_have_waited_in_other_hours_too():
    office = desk()["office"]
    ticket = assigned(classified(3))
    Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("10:00"))
    Hold.end_running(ticket, stamp("2026-09-29 10:00"))
    Resolution.propose(ticket, solution="换件", stamp=stamp("2026-09-29 17:00"))

    assert tried(office, "2026-09-28", hours="09:00-11:00").would_miss == 0
    assert tried(office, "2026-09-29", hours="00:00-24:00").would_miss == 1
