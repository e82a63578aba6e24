from __future__ import annotations

import pytest

from bihuan.front.figures.tests.test_figures_page import DAY, a_day
from bihuan.front.home.tests.looking import LOOKS, Window, faults_of
from bihuan.ground.people.tests.cast import person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_the_figures_and_the_tickets_behind_them_can_be_read_by_all(look: str, window: Window) -> None:
    a_day()
    page = window.open(look, person("陈"))

    for query in (f"?{DAY}", f"/first_line/tickets?{DAY}&part=rest", "?from=2020-01-01&to=2020-01-02"):
        page.goto(f"/desk/figures{query}")
        assert faults_of(page) == []
