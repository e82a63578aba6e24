from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from bihuan.flow.intake.drains import receive_next
from bihuan.flow.intake.tests.cast import Reader
from bihuan.front.home.tests.cast import browser_of
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.channels.models import (
    ChannelKind,
    InboundMessage,
    InboundState,
    OutboundMessage,
    OutboundState,
    Purpose,
)
from bihuan.ground.channels.tests.cast import letter, mailbox
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import at, person
from bihuan.tickets.models import Ticket

pytestmark = pytest.mark.django_db

RAW = (
    "From: 林 <lin@yunhe.example>\r\nTo: it@yunhe.example\r\nSubject: printer\r\n"
    "Message-ID: <a@yunhe.example>\r\n\r\n打印机卡纸了\r\n"
).encode()
KEY = "http://desk.example/solved/a-token-that-nobody-guesses"


def came(raw: bytes = RAW, state: InboundState = InboundState.QUARANTINED, **more: Any) -> InboundMessage:
    """Return a message that came, and what became of it."""
    message, _is_new = InboundMessage.keep(
        raw, channel=ChannelKind.EMAIL, arrived_at=at(more.pop("clock", "09:00"))
    )
    message.note_head(sender="lin@yunhe.example", subject=more.pop("subject", "printer"), message_id="a@x")
    if state != InboundState.WAITING:
        message.settle(state, at("09:01"), problem=more.pop("problem", "too-slow"))
    return message


def went(state: OutboundState, **more: Any) -> OutboundMessage:
    written = letter(mailbox(), text=f"您好，[**解决了吗？**]({KEY})", **more)
    written.note_sent(at("09:30"), state)
    return written


def text_of(browser: Any, name: str, *args: Any) -> str:
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def english(who: str = "周") -> Any:
    """Return the browser of somebody who reads English."""
    person(who, language="en")
    Person.objects.filter(name=who).update(language="en")
    return browser_of(who)


@pytest.mark.parametrize(
    ("who", "sees", "handles"), [("周", 200, 302), ("王", 200, 404), ("陈", 404, 404), ("林", 404, 404)]
)
def test_leads_look_at_mail_and_an_administrator_alone_handles_it(who: str, sees: int, handles: int) -> None:
    message, sent = came(), went(OutboundState.FAILED)
    browser = browser_of(who)

    looked = [
        browser.get(reverse("mail")).status_code,
        browser.get(reverse("mail-message", args=[message.pk])).status_code,
        browser.get(reverse("mail-letter", args=[sent.pk])).status_code,
        browser.get(reverse("mail-letter-frame", args=[sent.pk])).status_code,
    ]
    handled = [
        browser.post(reverse("mail-retry", args=[message.pk])).status_code,
        browser.post(reverse("mail-send-again", args=[sent.pk])).status_code,
    ]

    assert set(looked) == {sees}
    assert set(handled) == {handles}


def test_what_is_not_there_is_no_page_whoever_asks() -> None:
    browser = browser_of("周")

    for address in ("messages/4711", "messages/4711/raw", "letters/4711", "letters/4711/frame", "boxes/none"):
        assert browser.get(f"/desk/mail/{address}").status_code == 404


@pytest.mark.requirement("INT-09")
def test_a_message_in_quarantine_shows_why_and_how_it_looks_from_inside() -> None:
    message = came(b"\xff\xfe<script>alert(1)</script>\r\n")

    shown = text_of(english(), "mail-message", message.pk)

    assert "Reading it took too long" in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


@pytest.mark.requirement("INT-09")
def test_the_raw_bytes_can_be_had_whole_and_who_took_them_is_written_down() -> None:
    raw = b"\x00\xff" * 30_000
    message = came(raw)

    answer = browser_of("周").get(reverse("mail-raw", args=[message.pk]))

    assert answer.content == raw
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    event = DeskEvent.objects.get()
    assert (event.kind, event.facts["did"], event.by) == ("mail.handled", "downloaded", person("周"))


@pytest.mark.requirement("INT-09")
def test_a_message_that_is_read_once_more_becomes_a_ticket() -> None:
    message = came()
    browser = browser_of("周")

    browser.post(reverse("mail-retry", args=[message.pk]))
    assert receive_next(Reader(), at("10:00")) is True  # type: ignore[arg-type]  # reads in this process

    message.refresh_from_db()
    assert message.state == InboundState.TAKEN
    assert Ticket.objects.get().title == "printer"
    assert DeskEvent.objects.get().facts == {"did": "retried", "message": message.pk, "letter": 0}


def test_a_message_is_put_away_with_a_reason_or_not_at_all() -> None:
    message = came()
    browser, address = english(), reverse("mail-discard", args=[message.pk])

    refused = browser.post(address, {"why": "  "})
    assert refused.status_code == 422
    assert "Say why nothing is to come of it." in refused.content.decode()
    browser.post(address, {"why": "broken advertising"})

    message.refresh_from_db()
    assert message.state == InboundState.IGNORED
    assert bytes(InboundMessage.objects.get().raw) == RAW
    assert DeskEvent.objects.get().why == "broken advertising"
    assert "Put away by hand: broken advertising" in text_of(browser, "mail-message", message.pk)


def test_what_somebody_has_dealt_with_already_is_not_dealt_with_again() -> None:
    message = came(state=InboundState.TAKEN)
    browser = browser_of("周")

    answers = [
        browser.post(reverse("mail-retry", args=[message.pk])).status_code,
        browser.post(reverse("mail-discard", args=[message.pk]), {"why": "x"}).status_code,
    ]

    assert answers == [409, 409]
    assert not DeskEvent.objects.exists()


def test_the_words_of_a_ticket_are_not_read_by_way_of_its_mail() -> None:
    message = came(state=InboundState.TAKEN)
    administrator = english()

    shown = text_of(administrator, "mail-message", message.pk)
    download = administrator.get(reverse("mail-raw", args=[message.pk]))

    assert "打印机卡纸了" not in shown
    assert download.status_code == 302
    assert "打印机卡纸了" in text_of(browser_of("王"), "mail-message", message.pk)


def test_a_letter_kept_for_want_of_a_server_is_read_as_its_person_would_with_links_that_work() -> None:
    kept = went(OutboundState.KEPT)
    browser = browser_of("周")

    frame = browser.get(reverse("mail-letter-frame", args=[kept.pk]))

    assert f'href="{KEY}"' in frame.content.decode()
    assert "default-src 'none'" in frame["Content-Security-Policy"]
    assert "allow-scripts" not in frame["Content-Security-Policy"]
    assert "lin@yunhe.example" in text_of(browser, "mail-letter", kept.pk)


@pytest.mark.parametrize("state", [OutboundState.SENT, OutboundState.FAILED, OutboundState.WAITING])
def test_in_a_letter_that_goes_to_its_person_the_links_are_cut(state: OutboundState) -> None:
    sent = went(state)

    shown = text_of(browser_of("王"), "mail-letter-frame", sent.pk)

    assert "解决了吗？" in shown
    assert "a-token-that" not in shown


def test_what_an_agent_wrote_on_a_ticket_is_not_read_by_way_of_the_outbox() -> None:
    sent = went(OutboundState.SENT, about="ticket:1")

    assert browser_of("周").get(reverse("mail-letter-frame", args=[sent.pk])).status_code == 404
    assert "lin@yunhe.example" in text_of(browser_of("周"), "mail-letter", sent.pk)
    assert "解决了吗？" in text_of(browser_of("王"), "mail-letter-frame", sent.pk)


@pytest.mark.parametrize("state", [OutboundState.WAITING, OutboundState.FAILED, OutboundState.KEPT])
def test_a_link_that_opens_an_account_is_shown_to_nobody(state: OutboundState) -> None:
    secret = letter(mailbox(), purpose=Purpose.SECRET, text="http://desk.example/account/reset/geheim")
    OutboundMessage.objects.filter(pk=secret.pk).update(state=state)
    browser = english()

    pages = [text_of(browser, name, secret.pk) for name in ("mail-letter", "mail-letter-frame")]

    assert not [page for page in pages if "geheim" in page or secret.text in page]
    assert "Its words are not shown." in pages[0]


@pytest.mark.parametrize("state", [OutboundState.FAILED, OutboundState.KEPT])
def test_a_letter_is_sent_again_by_hand(state: OutboundState) -> None:
    box = mailbox()
    lost = letter(None)
    lost.note_sent(at("09:30"), state)

    browser_of("周").post(reverse("mail-send-again", args=[lost.pk]))

    lost.refresh_from_db()
    assert (lost.state, lost.mailbox) == (OutboundState.WAITING, box)
    assert DeskEvent.objects.get().facts == {"did": "sent_again", "message": 0, "letter": lost.pk}


def test_a_letter_that_has_left_is_not_sent_twice() -> None:
    sent = went(OutboundState.SENT)

    answer = browser_of("周").post(reverse("mail-send-again", args=[sent.pk]))

    assert answer.status_code == 409
    assert OutboundMessage.objects.get().state == OutboundState.SENT


def test_the_page_begins_with_what_calls_for_a_hand() -> None:
    came(state=InboundState.TAKEN, subject="taken in")
    browser = browser_of("周")
    assert "taken in" in text_of(browser, "mail")

    went(OutboundState.FAILED, subject="[1] undeliverable")

    assert "[1] undeliverable" in text_of(browser, "mail")


def test_an_empty_box_says_what_will_be_there() -> None:
    assert "Nothing is in quarantine." in text_of(english(), "mail-box", "quarantine")


def test_mail_of_one_address_is_found() -> None:
    went(OutboundState.SENT, subject="[1] mine")
    went(OutboundState.SENT, subject="[2] other", address="chen@yunhe.example")

    shown = browser_of("周").get("/desk/mail/boxes/outgoing?address=Lin@yunhe.example").content.decode()

    assert "[1] mine" in shown
    assert "[2] other" not in shown


@pytest.mark.parametrize("box", ["quarantine", "incoming", "outgoing", "failed"])
def test_a_long_box_comes_in_pages_and_costs_the_same_queries(
    box: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser, address = browser_of("周"), reverse("mail-box", args=[box])
    came(clock="08:00", subject="row 0")
    went(OutboundState.FAILED, subject="row 0")
    browser.get(address)
    with django_assert_num_queries(6):
        browser.get(address)
    for n in range(1, 60):
        came(RAW + b"%d" % n, clock=f"09:{n:02}", subject=f"row {n}")
        went(OutboundState.FAILED, subject=f"row {n}")

    with django_assert_num_queries(6):
        first = browser.get(address).content.decode()

    older = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    rest = browser.get(address + older).content.decode()
    assert ("row 59" in first, "row 5<" in first) == (True, False)
    assert ("row 59" in rest, "row 5<" in rest) == (False, True)
