from __future__ import annotations

import pytest

from bihuan.front.home.tests.looking import LOOKS, faults_of
from bihuan.front.planning.simulation.models import WhatIf
from bihuan.front.planning.simulation.tests.test_whatif import (
    SEPTEMBER,
    a_morning,
    a_team,
    an_answer,
    person,
    stamp,
    team,
)

__all__ = ["a_team"]

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("look", LOOKS)
def test_what_if_can_be_read_by_all(window, look):
    a_morning()
    told = an_answer()
    running = WhatIf.ask(
        team=team("desk"), month=SEPTEMBER, change={"limit": 2}, stamp=stamp("09:00", by="王")
    )
    page = window.open(look, person("王"))

    for address in ("whatif", f"whatif/{told.pk}", f"whatif/{running.pk}"):
        page.goto(f"/desk/planning/{address}")
        assert (address, faults_of(page)) == (address, [])
