from __future__ import annotations

import pytest

from bihuan.flow.sla.models import Policy
from bihuan.front.home.tests.looking import LOOKS, Window, faults_of
from bihuan.front.ops.deliver import deliver
from bihuan.ground.people.tests.cast import person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_promises_can_be_read_by_all(look: str, window: Window) -> None:
    deliver()
    directors = Policy.objects.create(
        name_zh="总裁办", name_en="Directors", position=1, is_for_vips=True, priorities=[1]
    )
    page = window.open(look, person("周"))

    for address in (
        "policies",
        "policies?priority=3&channel=email",
        "policies/new",
        f"policies/{Policy.objects.get(code=Policy.USUAL).pk}",
        "levels",
        f"levels?promise=resolution&policy={directors.pk}",
    ):
        page.goto(f"/desk/planning/{address}")
        assert (address, faults_of(page)) == (address, [])
