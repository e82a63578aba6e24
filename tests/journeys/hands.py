"""People at their browsers: what they press and what they then see. Found by address and name, not by words, so that
one journey is walked in each language.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.company import PASSWORD
from tests.running import Desk

LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}
WIDE: Any = {"viewport": {"width": 1440, "height": 900}}
PHONE: Any = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PATIENCE_MS = 10_000


class Seat:
    """Somebody's browser, open on the desk."""

    def __init__(self, page: Page, desk: Desk) -> None:
        self.page = page
        self.address = f"http://127.0.0.1:{desk.port}"
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )

    def go(self, path: str) -> None:
        self.page.goto(self.address + path if path.startswith("/") else path)

    def settle(self) -> None:
        """Wait until the islands have come: they are the last to be fetched."""
        self.page.wait_for_selector("html:not(:has(:not(:defined)))", state="attached")

    def sign_in(self, name: str) -> None:
        self.go("/account/login/")
        self.page.fill("#sign-in [name=login]", name)
        self.page.fill("#sign-in [name=password]", PASSWORD)
        self.page.press("#sign-in [name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/account/login" not in url)

    def form(self, ending: str) -> Locator:
        """Return the visible form whose address ends so."""
        return self.page.locator(f"form[action$='{ending}']:visible").first

    def send(self, ending: str, **values: str) -> None:
        """Fill a form in and send it."""
        form = self.form(ending)
        for name, value in values.items():
            field = form.locator(f"[name={name}]")
            match field.first.evaluate("field => field.type"):
                case "radio":
                    form.locator(f"[name={name}][value='{value}']").check(force=True)
                case "select-one":
                    field.select_option(value)
                case _:
                    field.fill(value)
        form.locator("[type=submit]").first.click()

    def press_key(self, key: str) -> None:
        self.page.locator("body").press(key)

    def opens(self, what: str, key: str) -> None:
        """Open a dialog of the ticket by its key."""
        self.press_key(key)
        expect(self.page.locator(f"#asking form[action$='{what}']")).to_be_visible()

    def sees(self, words: str | re.Pattern[str], where: str = "body") -> None:
        expect(self.page.locator(where)).to_contain_text(words)

    def sees_no_dialog(self) -> None:
        expect(self.page.locator("dialog[open]")).to_have_count(0)


@contextmanager
def seated(browser: Browser, desk: Desk, language: str, *, is_phone: bool = False) -> Iterator[Seat]:
    """Open a browser that wishes for a language; at its end nothing may have gone wrong in it unseen."""
    look = PHONE if is_phone else WIDE
    context = browser.new_context(locale=LOCALES[language], **look)
    seat = Seat(context.new_page(), desk)
    try:
        yield seat
        assert seat.complaints == []
    except BaseException:
        if folder := os.environ.get("PICTURES_OF_FAILURES"):
            seat.page.screenshot(path=f"{folder}/{language}-{id(seat)}.png")
        raise
    finally:
        context.close()
