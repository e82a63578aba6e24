"""Pages as a browser shows them: contrast as drawn, names as heard, the content policy, and that nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from bihuan.ground.people.models import Person

AXE = Path(__file__).parents[4] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LOOKS = {
    "wide, light, Chinese": {**WIDE, "locale": "zh-CN", "color_scheme": "light"},
    "phone, dark, English": {**PHONE, "locale": "en-GB", "color_scheme": "dark"},
}


class Window:
    """Opens pages of one look, and closes what it opened."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.contexts: list[BrowserContext] = []

    def open(self, look: str = "wide, light, Chinese", person: Person | None = None, **more: object) -> Page:
        """Return an empty page in which a person is signed in, and speaks the language of the look."""
        context = self.browser.new_context(base_url=self.address, **LOOKS[look], **more)
        self.contexts.append(context)
        if person:
            Person.objects.filter(pk=person.pk).update(language="en" if "English" in look else "zh-hans")
            signed_in = Client()
            signed_in.force_login(person)
            cookie = {"name": "bihuan", "value": signed_in.cookies["bihuan"].value, "url": self.address}
            context.add_cookies([cookie])
        # The stream of news is told by another server than that of these tests.
        context.route("**/events*", lambda route: route.fulfill(content_type="text/event-stream", body=""))
        return _listened_to(context.new_page())

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def _listened_to(page: Page) -> Page:
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    return page


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Iterator[Window]:
    opened = Window(browser, live_server.url)
    yield opened
    opened.close()


def settle(page: Page) -> None:
    """Wait until the islands have come: they are the last to be fetched."""
    page.wait_for_load_state("load")
    page.wait_for_selector("html:not(:has(:not(:defined)))", state="attached")


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands: barriers, complaints of the console, and what sticks out."""
    settle(page)
    complaints = [said for said in page.complaints if "status of 422" not in said]  # type: ignore[attr-defined]
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    barriers = [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found["violations"]]
    too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return barriers + complaints + ([f"{too_wide} px too wide"] if too_wide > 0 else [])
