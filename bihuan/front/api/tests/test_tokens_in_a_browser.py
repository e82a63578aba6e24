from __future__ import annotations

import pytest

from bihuan.front.api.models import ApiToken
from bihuan.front.home.tests.looking import LOOKS, Window, faults_of
from bihuan.ground.people.tests.cast import person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_a_token_is_made_and_revoked_on_pages_that_all_can_read(look: str, window: Window) -> None:
    page = window.open(look, person("周"))
    page.goto("/account/tokens")
    page.fill("#f-name", "monitor")
    page.click('form[action="/account/tokens"] button[type="submit"]')
    page.wait_for_selector("[data-copy^=bihuan_]")

    assert faults_of(page) == []
    page.goto("/desk/settings/tokens")
    assert faults_of(page) == []
    page.click("tbody button")
    page.click('#ask button[value="yes"]')
    page.wait_for_selector(".toast")

    assert ApiToken.objects.get().revoked_at is not None
