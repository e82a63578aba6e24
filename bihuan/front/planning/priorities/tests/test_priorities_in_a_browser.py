from __future__ import annotations

import pytest

from bihuan.flow.triage.models import PriorityRule
from bihuan.front.home.tests.looking import LOOKS, Window, faults_of
from bihuan.front.ops.deliver import deliver
from bihuan.ground.people.tests.cast import person
from bihuan.tickets.tests.cast import a_ticket

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]


@pytest.mark.requirement("TRI-03")
@pytest.mark.parametrize("look", LOOKS)
def test_the_matrix_is_changed_by_keyboard_and_its_pages_can_be_read_by_all(
    look: str, window: Window
) -> None:
    deliver()
    PriorityRule.objects.create(position=1, is_for_vips=True)
    a_ticket()
    page = window.open(look, person("周"))

    page.goto("/desk/planning/priorities/schemes/three-levels")
    assert faults_of(page) == []

    page.goto("/desk/planning/priorities")
    cell = page.locator("select[name=cell-2-2]")
    calm = cell.evaluate("one => getComputedStyle(one).backgroundColor")
    cell.focus()
    page.keyboard.press("ArrowUp")
    assert cell.input_value() == "1"
    assert cell.evaluate("one => getComputedStyle(one).backgroundColor") != calm
    page.locator("#rule-1 summary, .rule-head").first.click()
    assert faults_of(page) == []

    page.locator("button[name=try]").click()
    page.wait_for_selector("[role=status] p")
    assert faults_of(page) == []
