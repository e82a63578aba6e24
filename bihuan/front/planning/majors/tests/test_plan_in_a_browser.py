from __future__ import annotations

import pytest

from bihuan.front.home.tests.looking import LOOKS, Window, faults_of
from bihuan.front.ops.deliver import deliver
from bihuan.ground.people.tests.cast import person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_the_emergency_plan_can_be_read_by_all(look: str, window: Window) -> None:
    deliver()
    page = window.open(look, person("周"))

    page.goto("/desk/planning/emergency")

    assert faults_of(page) == []
