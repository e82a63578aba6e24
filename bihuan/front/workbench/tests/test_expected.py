"""What is due in a year whose public holidays nobody has confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from bihuan.flow.sla.models import Clock
from bihuan.front.workbench.tests.cast import a_ticket, chens, signed_in
from bihuan.ground.calendars.models import Calendar, Region
from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SLA-03")]

SHANGHAI = ZoneInfo("Asia/Shanghai")
ALL_WEEK = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def promised(due_at: datetime, confirmed_until: int) -> Ticket:
    """Return a ticket with a promise that runs until then, by the holidays of a region."""
    ticket = chens(a_ticket())
    region = Region.objects.create(
        code="CN", name_zh="中国大陆", name_en="China", confirmed_until=confirmed_until
    )
    calendar = Calendar.objects.create(
        code="x", name_zh="办公", name_en="Office", week=ALL_WEEK, region=region
    )
    began = timezone.now() - timedelta(hours=1)
    Clock.objects.create(
        ticket=ticket,
        promise="resolution",
        calendar=calendar,
        started_at=began,
        allowed=due_at - began,
        due_at=due_at,
    )
    return ticket


def page_of(ticket: Ticket) -> str:
    return signed_in("陈").get(f"/desk/tickets/{ticket.number}").content.decode()


def in_january() -> datetime:
    return datetime(timezone.now().astimezone(SHANGHAI).year + 1, 1, 20, 9, tzinfo=SHANGHAI)


def test_it_is_called_expected_on_the_tickets_page():
    due_at = in_january()

    assert "期间的节假日尚未确认" in page_of(promised(due_at, due_at.year - 1))


def test_it_is_due_once_the_year_is_confirmed():
    due_at = in_january()

    assert "期间的节假日尚未确认" not in page_of(promised(due_at, due_at.year))


def test_it_is_called_expected_in_the_queues_and_in_what_is_written_to_the_person():
    due_at = in_january()
    ticket = promised(due_at, due_at.year - 1)
    Ticket.objects.filter(pk=ticket.pk).update(due_at=due_at, due_promise="resolution")
    ReplyTemplate.objects.create(
        code="soon", name_zh="进展", name_en="Soon", body_zh="{{promise}}", body_en="{{promise}}"
    )
    pages = [
        "/desk/queues/mine",
        "/desk/queues/open?sort=-filed",
        f"/desk/tickets/{ticket.number}/asking/phrases",
    ]

    before = [signed_in("陈").get(page).content.decode() for page in pages]
    Region.objects.update(confirmed_until=due_at.year)
    after = [signed_in("陈").get(page).content.decode() for page in pages]

    assert ["预计剩" in before[0], "预计剩" in before[1], "节假日安排尚未确认" in before[2]] == [True] * 3
    assert ["预计剩" in after[0], "预计剩" in after[1], "节假日安排尚未确认" in after[2]] == [False] * 3
