from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bihuan.front.home.tests.cast import browser_of
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.channels.models import Mailbox
from bihuan.ground.channels.tests.cast import Sink, free_port, mailbox, running
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import person
from bihuan.kit.work.models import Heartbeat

pytestmark = pytest.mark.django_db

SECRET = "a pass phrase nobody shows"
PAGES = ("settings", "mailbox-new", "desk-health", "desk-record")
FILLED = {
    "address": "it@yunhe.example",
    "name_zh": "服务台",
    "name_en": "",
    "imap_host": "imap.yunhe.example",
    "imap_port": "993",
    "imap_security": "tls",
    "folder": "",
    "smtp_host": "smtp.yunhe.example",
    "smtp_port": "465",
    "smtp_security": "tls",
    "username": "it",
    "password": SECRET,
    "is_active": "1",
}


@pytest.fixture
def zhou() -> Client:
    """Return the administrator's browser, who reads English."""
    person("周", language="en")
    return browser_of("周")


def kept(**more: Any) -> Mailbox:
    """Return a mailbox with a password that is kept."""
    fields = {"imap_host": "imap.yunhe.example", "smtp_port": 465, "smtp_security": "tls", "username": "it"}
    box = mailbox(**fields | more)
    box.set_password(SECRET)
    box.save()
    return box


def as_filled(box: Mailbox, **changes: str) -> dict[str, str]:
    """Return what the form of a mailbox sends, with some of it changed and no password typed."""
    said = {name: str(getattr(box, name, "")) for name in FILLED} | {"is_active": "1", "password": ""}
    return said | changes


def queries_of(browser: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(reverse(page)).status_code == 200
    return len(seen)


@pytest.mark.parametrize(("who", "status"), [("周", 200), ("王", 404), ("陈", 404), ("赵", 404), ("林", 404)])
@pytest.mark.parametrize("page", PAGES)
def test_settings_are_for_administrators_alone(page: str, who: str, status: int) -> None:
    assert browser_of(who).get(reverse(page)).status_code == status


def test_a_mailbox_is_set_up_and_missed_from_then_on_where_it_is_not_fetched(zhou: Client) -> None:
    answer = zhou.post(reverse("mailbox-new"), FILLED)

    box = Mailbox.objects.get()
    assert answer.status_code == 302
    assert (box.address, box.folder, box.name_en) == ("it@yunhe.example", "INBOX", "服务台")
    assert box.password() == SECRET
    assert box.heartbeat in Heartbeat.silent(timezone.now())


def test_a_secret_stands_in_no_page_and_in_no_record(zhou: Client) -> None:
    zhou.post(reverse("mailbox-new"), FILLED)
    box = Mailbox.objects.get()

    pages = [zhou.get(reverse(page)).content.decode() for page in PAGES]
    pages.append(zhou.get(reverse("mailbox", args=[box.pk])).content.decode())
    pages.append(zhou.post(reverse("mailbox", args=[box.pk]), FILLED | {"imap_port": "x"}).content.decode())

    assert not [page for page in pages if SECRET in page or box.sealed_password in page]
    assert DeskEvent.objects.get().facts["changes"]["password"] == ["", "changed"]
    assert SECRET not in str(DeskEvent.objects.values())


def test_all_that_is_wrong_is_said_at_once_beside_the_fields(zhou: Client) -> None:
    wrong = FILLED | {
        "address": "it",
        "name_zh": "",
        "imap_host": "http://x/",
        "imap_port": "0",
        "username": "",
    }

    answer = zhou.post(reverse("mailbox-new"), wrong)

    shown = answer.content.decode()
    assert answer.status_code == 422
    for name in ("address", "name_zh", "imap_host", "imap_port"):
        assert f'id="e-{name}"' in shown
    assert 'value="http://x/"' in shown
    assert not Mailbox.objects.exists()


def test_one_address_is_one_mailbox(zhou: Client) -> None:
    mailbox()

    answer = zhou.post(reverse("mailbox-new"), FILLED | {"address": "IT@Yunhe.example"})

    assert answer.status_code == 422
    assert "There is a mailbox with this address already." in answer.content.decode()


def test_a_change_keeps_the_password_and_says_what_changed_by_whom(zhou: Client) -> None:
    box = kept()

    zhou.post(reverse("mailbox", args=[box.pk]), as_filled(box, name_en="IT desk"))

    box.refresh_from_db()
    assert (box.name_en, box.password()) == ("IT desk", SECRET)
    event = DeskEvent.objects.get()
    assert event.facts == {
        "about": f"mailbox:{box.pk}",
        "changes": {"name_en": ["Service desk", "IT desk"]},
        "name": "it@yunhe.example",
        "did": "changed",
    }
    assert event.by == person("周")
    assert "changed the mailbox it@yunhe.example" in zhou.get(reverse("desk-record")).content.decode()


@pytest.mark.parametrize(
    "change", [{"imap_host": "imap.evil.example"}, {"smtp_host": "smtp.evil.example"}, {"username": "other"}]
)
def test_a_kept_password_goes_to_no_other_server_unless_it_is_typed_again(
    change: dict[str, str], zhou: Client
) -> None:
    box = kept()
    address = reverse("mailbox", args=[box.pk])

    saved = zhou.post(address, as_filled(box, **change))
    tried = zhou.post(address, as_filled(box, **change, **{"try": "1"}))

    assert [saved.status_code, tried.status_code] == [422, 422]
    assert "Please type the password again" in saved.content.decode()
    box.refresh_from_db()
    assert box.imap_host == "imap.yunhe.example"


def test_a_password_does_not_travel_in_the_clear(zhou: Client) -> None:
    answer = zhou.post(reverse("mailbox-new"), FILLED | {"imap_security": "none"})

    assert answer.status_code == 422
    assert "would travel in the clear" in answer.content.decode()


def test_another_folder_is_read_from_its_beginning(zhou: Client) -> None:
    box = kept()
    Mailbox.objects.update(uid_validity=7, uid_seen=4711)

    zhou.post(reverse("mailbox", args=[box.pk]), as_filled(box, folder="Desk"))

    assert Mailbox.objects.values_list("folder", "uid_validity", "uid_seen").get() == ("Desk", 0, 0)


def test_a_mailbox_taken_away_is_missed_no_more(zhou: Client) -> None:
    box = kept()
    Heartbeat.expect(box.heartbeat)

    zhou.post(reverse("mailbox-removal", args=[box.pk]))

    assert not Mailbox.objects.exists()
    assert box.heartbeat not in Heartbeat.silent(timezone.now())
    assert "took the mailbox it@yunhe.example away" in zhou.get(reverse("desk-record")).content.decode()


def test_a_connection_is_tried_as_typed_and_nothing_is_kept(zhou: Client) -> None:
    with running(Sink(passwords={b"it": SECRET.encode()})) as sink:
        typed = FILLED | {"imap_host": "", "smtp_host": "127.0.0.1", "smtp_port": str(sink.port), "try": "1"}
        typed["smtp_security"] = "none"
        good = zhou.post(reverse("mailbox-new"), typed).content.decode()
        bad = zhou.post(reverse("mailbox-new"), typed | {"password": "wrong"}).content.decode()

    assert "The server was reached and let us in." in good
    assert "The server refuses the user name or the password." in bad
    assert sink.came == []
    assert not Mailbox.objects.exists()


def test_a_try_says_what_hinders_each_server(zhou: Client) -> None:
    port = str(free_port())
    typed = FILLED | {
        "imap_host": "127.0.0.1",
        "imap_port": port,
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
    }

    shown = zhou.post(reverse("mailbox-new"), typed | {"try": "1"}).content.decode()

    assert shown.count("Nothing answers at this port.") == 2


def test_the_health_page_names_what_is_silent(zhou: Client) -> None:
    box = kept()
    Mailbox.objects.update(problem="the server is gone")
    Heartbeat.beat("worker", timezone.now())
    Heartbeat.beat(box.heartbeat, timezone.now() - timedelta(minutes=1))

    shown = zhou.get(reverse("desk-health")).content.decode()

    assert "No sign of life: it@yunhe.example" in shown
    assert "the server is gone" in shown
    assert "Every part gives signs of life." not in shown


def test_the_health_page_asks_for_its_part_alone(zhou: Client) -> None:
    Heartbeat.beat("worker", timezone.now())

    part = zhou.get(reverse("desk-health"), headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith("<div")
    assert "Every part gives signs of life." in part


def test_a_desk_without_a_mailbox_says_what_to_do(zhou: Client) -> None:
    assert "The desk has no mailbox yet." in zhou.get(reverse("settings")).content.decode()


@pytest.mark.parametrize("page", ["settings", "desk-record", "desk-health"])
def test_a_page_of_settings_costs_the_same_queries_however_much_there_is(page: str, zhou: Client) -> None:
    zhou.get(reverse(page))
    few = queries_of(zhou, page)
    for n in range(20):
        zhou.post(reverse("mailbox-new"), FILLED | {"address": f"it{n}@yunhe.example"})
        Heartbeat.beat(f"mailbox:{n}", timezone.now())

    assert queries_of(zhou, page) == few


def test_the_record_outlives_who_is_in_it_and_cannot_be_rewritten(zhou: Client) -> None:
    zhou.post(reverse("mailbox-new"), FILLED)

    shown = zhou.get(reverse("desk-record")).content.decode()

    assert "set up the mailbox it@yunhe.example" in shown
    assert Person.objects.get(name="周").name in shown
    with pytest.raises(Exception, match="append-only"):
        DeskEvent.objects.all().delete()
