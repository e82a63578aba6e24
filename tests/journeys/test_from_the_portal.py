"""Somebody asks on a phone, follows, answers, asks how it goes, and takes a request back: the portal with its script."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import letters
from tests.journeys.asking import ask, ticket_numbered
from tests.journeys.hands import Seat, seated
from tests.running import Desk, until

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("dovecot"), pytest.mark.needs("postfix")]

PASTE = """([field, picture]) => {
  const bytes = Uint8Array.from(atob(picture), byte => byte.charCodeAt(0))
  const data = new DataTransfer()
  data.items.add(new File([bytes], "image.png", {type: "image/png"}))
  document.querySelector(field).dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
}"""

CASES = {
    "zh-hans": ("lin", "打印机脱机打不出来", "面板显示脱机，队列里有三份文件。"),
    "en": ("mary", "Printer is offline again", "The panel says offline, three jobs are in the queue."),
}


@pytest.mark.parametrize("language", CASES)
@pytest.mark.requirement("INT-03", "INT-08")
def test_a_request_from_a_phone_is_filed_followed_answered_and_withdrawn(
    desk: Desk, browser: Browser, language: str
):
    username, title, description = CASES[language]
    with seated(browser, desk, language, is_phone=True) as person, seated(browser, desk, language) as chen:
        person.sign_in(username)
        chen.sign_in("chen")
        number = file(person, title, description)
        ticket = ticket_numbered(desk, number)
        files = ask(
            desk,
            "SELECT f.kind FROM tickets_enclosure e JOIN files_file f ON f.key = e.file_id"
            " JOIN tickets_entry n ON n.id = e.entry_id WHERE n.ticket_id = %s",
            ticket["id"],
        )
        assert [row["kind"] for row in files] == ["png"]

        person.go(f"/portal/tickets/{number}")
        chen.go(f"/desk/tickets/{number}")
        chen.press_key("r")
        chen.page.keyboard.type("M404 or M428?")
        chen.page.keyboard.press("Control+Enter")
        expect(person.page.get_by_text("M404 or M428?").first).to_be_visible(timeout=3000)

        person.send("/answers", text="M428fdw, 3F")
        expect(chen.page.get_by_text("M428fdw, 3F").first).to_be_visible(timeout=3000)

        person.form("/nudges").locator("[type=submit]").click()
        until(lambda: ticket_numbered(desk, number)["nudges"] == 1, 5)

        person.form("/withdrawal").locator("[type=submit]").click()
        person.page.locator("dialog#ask [value=yes]").click()
        until(lambda: ticket_numbered(desk, number)["state"] == "withdrawn", 5)
        expect(person.page.locator("form[action$='/nudges']")).to_have_count(0)


@pytest.mark.requirement("INT-03")
def test_a_form_names_all_that_is_missing_at_once_and_keeps_what_was_typed(desk: Desk, browser: Browser):
    with seated(browser, desk, "zh-hans", is_phone=True) as person:
        person.sign_in("lin")
        person.go("/portal/ask/hardware.printer")
        person.page.fill("[name=description]", "打不出来")
        person.page.locator("#ask-form [type=submit]").click()

        expect(person.page.locator("#wrong")).to_be_visible()
        assert person.page.locator("#ask-form [aria-invalid=true]").count() >= 3
        assert person.page.input_value("[name=description]") == "打不出来"


def file(person: Seat, title: str, description: str) -> str:
    """Fill in the printer's form with a pasted screenshot, and return the number on the receipt."""
    person.go("/portal/ask/hardware.printer")
    person.settle()
    person.page.fill("[name=title]", title)
    person.page.fill("[name=answer-device]", "HP M404dn")
    person.page.select_option("[name=answer-symptom]", "offline")
    person.page.fill("[name=description]", description)
    person.page.evaluate(PASTE, ["[name=description]", base64.b64encode(letters.picture()).decode()])
    person.page.locator("#ask-form [type=submit]").click()
    person.page.wait_for_url("**/receipt")
    return person.page.url.split("/")[-2]
