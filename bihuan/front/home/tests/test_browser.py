"""What only a browser can tell of the pages by which one comes in."""

import re

import pytest

from bihuan.front.home.tests.cast import a_demo
from bihuan.front.home.tests.looking import LOOKS, faults_of

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_by_which_one_comes_in_can_be_read_by_all(window, look):
    a_demo()
    page = window.open(look)

    for path in ("/account/login/?next=/portal", "/account/password/reset/", "/account/password/reset/done/"):
        page.goto(path)
        assert faults_of(page) == [], path
    page.goto("/account/login/")
    page.click('#sign-in [type="submit"]')
    assert faults_of(page) == []
    assert page.locator("[aria-invalid]").count() == 2


def test_one_press_lets_somebody_into_the_demo_and_the_page_speaks_another_language(window):
    a_demo()
    page = window.open()

    page.goto("/account/login/?next=/notices/preferences")
    page.click("button[name=language][value=en]")
    page.wait_for_selector("html[lang=en]")
    page.click("section li button")
    page.wait_for_url(re.compile(r"/notices/preferences$"))

    assert faults_of(page) == []
