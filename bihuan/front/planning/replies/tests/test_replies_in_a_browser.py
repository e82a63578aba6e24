from __future__ import annotations

import pytest

from bihuan.front.home.tests.looking import LOOKS, Window, faults_of, settle, window
from bihuan.ground.catalogue.delivering import deliver
from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.ground.people import delivering as people
from bihuan.ground.people.tests.cast import person

__all__ = ["window"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_templates_can_be_read_by_all_and_one_is_put_back(look: str, window: Window) -> None:
    people.deliver()
    deliver()
    ReplyTemplate.objects.filter(code="self_help").update(body_zh="{{person}}", body_en="{{person}}")
    page = window.open(look, person("周"))

    for address in ("", "/self_help"):
        page.goto(f"/desk/planning/replies{address}")
        settle(page)
        assert (address, faults_of(page)) == (address, [])
    page.click("confirm-submit button[type=submit]")
    page.click('dialog[open] button[value="yes"]')
    page.wait_for_selector(".toast")

    assert ReplyTemplate.objects.get(code="self_help").body_zh != "{{person}}"
