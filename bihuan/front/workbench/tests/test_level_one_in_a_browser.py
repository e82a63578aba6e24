"""Level 1 and the same fault, as they stand on pages: that all can read them, and that one click acknowledges."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bihuan.flow.triage.models import Suggestion
from bihuan.front.home.tests.looking import LOOKS, Window, faults_of
from bihuan.front.workbench.tests.cast import a_ticket, chens, person, signed
from bihuan.practices.majors import delivering
from bihuan.practices.majors.drains import tell_next
from bihuan.practices.majors.models import Major, the_plan
from bihuan.tickets.models import Duplicate, Ticket

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def ticket(transactional_db: None) -> Ticket:
    """Return a ticket of level 1 that another one reports, too, and a third looks like."""
    delivering.deliver()
    person("王")
    found, same, _alike = (chens(a_ticket()) for _ in range(3))
    Suggestion.objects.create(
        ticket=found,
        category=found.category,
        impact=3,
        urgency=2,
        words=["打印机", "卡纸"],
        right=41,
        alike=44,
    )
    found.impact = found.urgency = found.priority = 1
    found.save()
    plan = the_plan()
    assert plan
    Major.open(found, plan, signed("陈", 5))
    Duplicate.join(same, found, signed("陈", 4))
    tell_next(signed("陈").at)
    return found


@pytest.mark.parametrize("look", LOOKS)
def test_level_1_and_the_same_fault_can_be_read_by_all(look: str, window: Window, ticket: Ticket) -> None:
    page = window.open(look, person("陈"))

    for address in (f"majors/{Major.objects.get().pk}", f"tickets/{ticket.number}"):
        page.goto(f"/desk/{address}")
        if address.startswith("tickets"):
            page.wait_for_selector("#p-major", state="attached")
            page.wait_for_selector("#p-same", state="attached")
        assert (address, faults_of(page)) == (address, [])


@pytest.mark.requirement("TRI-04")
def test_one_click_on_the_page_from_the_mail_acknowledges_and_looking_does_not(
    window: Window, ticket: Ticket
) -> None:
    page = window.open(person=person("陈"))
    page.goto(f"/desk/majors/{Major.objects.get().pk}")
    assert Major.objects.get().is_running

    page.click("form[action$='/acknowledgement'] button")
    expect(page.locator("form[action$='/acknowledgement']")).to_have_count(0)

    assert Major.objects.get().acknowledged_by == person("陈")
