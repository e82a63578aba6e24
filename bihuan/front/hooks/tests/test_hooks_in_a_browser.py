from __future__ import annotations

import pytest
from django.utils import timezone

from bihuan.front.home.tests.looking import LOOKS, Window, faults_of
from bihuan.front.hooks.models import TRIAL, Delivery, Hook
from bihuan.front.hooks.patience import PAUSED_AFTER
from bihuan.front.hooks.tests.cast import a_hook
from bihuan.ground.people.tests.cast import person
from bihuan.tickets.tests.cast import a_ticket

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_of_webhooks_can_be_read_by_all(look: str, window: Window) -> None:
    page = window.open(look, person("周"))
    page.goto("/desk/settings/hooks")
    assert faults_of(page) == []
    hook = told_of_a_little()

    for address in ("hooks", "hooks/new", f"hooks/{hook.pk}"):
        page.goto(f"/desk/settings/{address}")
        assert (address, faults_of(page)) == (address, [])
    page.click('[data-opens="new-secret"]')
    page.click('#new-secret button[type="submit"]')
    page.wait_for_selector("#h-secret")
    assert faults_of(page) == []


def told_of_a_little() -> Hook:
    """Return a paused address that took one thing, refused another, and has a third before it."""
    hook = a_hook()
    for title in ("打印机卡纸", "网络断了"):
        a_ticket(title)
    taken, refused = Delivery.objects.order_by("pk")
    taken.note_answer(204, timezone.now(), 38)
    refused.note_answer(503, timezone.now(), 4999)
    Delivery.put(hook, TRIAL, timezone.now())
    hook.failures = PAUSED_AFTER - 1
    hook.note_failure(timezone.now())
    return hook
