"""What happens to a ticket is told to who listens: signed, once in the outbox, and no more than a token may read."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bihuan.front.api.models import ApiToken, Scope
from bihuan.front.api.tests.cast import program
from bihuan.front.hooks.drains import send_next
from bihuan.front.hooks.jobs import forget_old_deliveries
from bihuan.front.hooks.models import TRIAL, Delivery, DeliveryState, Hook, hooks_by_kind
from bihuan.front.hooks.patience import PAUSED_AFTER
from bihuan.front.hooks.tests.cast import Receiver, a_hook, a_token, listening
from bihuan.ground.people.tests.cast import person, stamp
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.kept.keeping import unchanging
from bihuan.kit.sql.tray import gathered
from bihuan.tickets.models import Entry, Resolution
from bihuan.tickets.tests.cast import a_ticket, assigned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-07")]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.REACHABLE_NETWORKS = [ip_network("127.0.0.0/8")]
    with listening() as heard:
        yield heard


def test_a_receiver_is_told_the_ticket_as_the_api_tells_it_and_can_prove_who_sent_it(
    receiver: Receiver,
) -> None:
    made, secret_token = _token_with_secret()
    hook = a_hook(receiver.url, token=made)
    ticket = a_ticket()

    assert send_next(timezone.now())

    headers, body = receiver.heard[0]
    at = headers["X-Bihuan-Timestamp"]
    right = hmac.new(hook.secret.encode(), f"{at}:".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-Bihuan-Signature"] == f"sha256={right}"
    assert abs(int(at) - timezone.now().timestamp()) < 60
    told = receiver.told()
    assert (told["event"], headers["X-Bihuan-Event"]) == ("ticket.filed", "ticket.filed")
    assert told["id"] == headers["X-Bihuan-Delivery"]
    listed = program(secret_token).get("/api/tickets").json()["items"]
    assert [told["ticket"]] == listed
    assert told["ticket"]["number"] == ticket.number
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status, delivery.attempts) == (DeliveryState.TAKEN, 204, 1)


def _token_with_secret() -> tuple[ApiToken, str]:
    by = Stamp(by=person("陈"), at=timezone.now(), via="web")
    return ApiToken.make(name="OA", scopes=[Scope.TICKETS_READ], lives=timedelta(days=1), stamp=by)


def test_what_people_write_is_never_told_and_a_note_is_no_event(receiver: Receiver) -> None:
    ticket = assigned(a_ticket())
    a_hook(receiver.url, ("ticket.replied", "ticket.solved", "ticket.noted"))
    Entry.note(ticket, text="内部：这台机器下周报废。", stamp=stamp("09:10"))
    Entry.reply(ticket, text="马上来。", stamp=stamp("09:20"))
    Resolution.propose(ticket, solution="换了搓纸轮", stamp=stamp("09:30"))

    while send_next(timezone.now()):
        pass

    assert [receiver.told(n)["event"] for n in range(len(receiver.heard))] == [
        "ticket.replied",
        "ticket.solved",
    ]
    assert not [
        said
        for _headers, said in receiver.heard
        for word in ("报废", "马上来", "搓纸轮")
        if word in said.decode()
    ]


def test_a_delivery_stands_with_the_event_or_not_at_all_also_where_many_are_made_at_once() -> None:
    a_hook(kinds=("ticket.filed",))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        a_ticket("没了")
        raise ZeroDivisionError

    with gathered(2), unchanging():
        a_ticket("甲")
        a_ticket("乙")

    assert [one.event.ticket.title for one in Delivery.objects.order_by("pk")] == ["甲", "乙"]


def test_where_nobody_listens_nothing_is_asked_and_nothing_written() -> None:
    a_hook(is_active=False)
    hooks_by_kind()
    a_ticket()

    with CaptureQueriesContext(connection) as asked, unchanging():
        for _ in range(3):
            a_ticket()

    tables = ("hooks_hook", "hooks_delivery")
    assert not [one["sql"] for one in asked if any(table in one["sql"] for table in tables)]
    assert not Delivery.objects.exists()


def test_what_is_not_taken_is_sent_again_later_with_the_same_id_and_words(receiver: Receiver) -> None:
    receiver.status = 503
    hook = a_hook(receiver.url)
    ticket = a_ticket("打印机卡纸")
    now = timezone.now()
    assert send_next(now)
    ticket.title = "改了"
    ticket.save()

    assert not send_next(now + timedelta(seconds=30))
    receiver.status = 200
    assert send_next(now + timedelta(minutes=2))

    (first, said), (second, repeated) = receiver.heard
    assert (said, first["X-Bihuan-Delivery"]) == (repeated, second["X-Bihuan-Delivery"])
    assert first["X-Bihuan-Signature"] != second["X-Bihuan-Signature"]
    hook.refresh_from_db()
    assert (hook.failures, hook.rests_until) == (0, None)
    assert Delivery.objects.get().attempts == 2


def test_a_delivery_is_given_up_in_the_end_and_an_address_that_always_fails_is_paused(
    receiver: Receiver,
) -> None:
    receiver.status = 500
    hook = a_hook(receiver.url)
    for title in ("甲", "乙", "丙"):
        a_ticket(title)
    now = timezone.now()

    for _ in range(PAUSED_AFTER + 5):
        now += timedelta(hours=13)
        send_next(now)

    hook.refresh_from_db()
    assert len(receiver.heard) == hook.failures == PAUSED_AFTER
    assert hook.paused_at is not None
    assert Delivery.objects.filter(state=DeliveryState.FAILED).count() == 2
    assert Delivery.objects.waiting().count() == 1
    hook.resume()
    receiver.status = 200
    assert send_next(now)


def test_an_address_that_rests_holds_up_no_other(receiver: Receiver) -> None:
    a_hook("http://127.0.0.1:1/nobody", token=(token := a_token()))
    a_hook(receiver.url, token=token)
    a_ticket()
    now = timezone.now()

    assert (send_next(now), send_next(now), send_next(now)) == (True, True, False)

    assert len(receiver.heard) == 1
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["taken", "waiting"]
    assert Hook.objects.filter(failures=1).count() == 1


@pytest.mark.requirement("SEC-015", "SEC-016")
def test_neither_a_redirect_nor_an_address_inside_is_followed(receiver: Receiver, settings: Any) -> None:
    receiver.status = 302
    a_hook(receiver.url)
    a_hook("http://169.254.169.254/latest", token=ApiToken.objects.get())
    a_ticket()

    while send_next(timezone.now()):
        pass

    problems = list(Delivery.objects.order_by("pk").values_list("status", "problem"))
    assert len(receiver.heard) == 1
    assert problems[0] == (302, "answered 302")
    assert "does not call" in problems[1][1]


@pytest.mark.parametrize("why", ["revoked", "left", "sees only own tickets"])
def test_what_the_token_may_not_read_is_withheld_also_when_it_is_sent_again(
    receiver: Receiver, why: str
) -> None:
    token = a_token("路人" if why == "sees only own tickets" else "陈")
    a_hook(receiver.url, token=token)
    a_ticket()
    if why == "revoked":
        assert send_next(timezone.now())
        token.revoke(stamp("10:00"))
        Delivery.objects.get().send_again(timezone.now())
    elif why == "left":
        type(person("陈")).objects.filter(pk=token.person_id).update(is_active=False)
    heard = len(receiver.heard)

    assert send_next(timezone.now())

    assert len(receiver.heard) == heard
    assert Delivery.objects.get().state == DeliveryState.WITHHELD


def test_only_a_trial_tells_of_no_event(receiver: Receiver) -> None:
    hook = a_hook(receiver.url)

    Delivery.put(hook, TRIAL, timezone.now())
    send_next(timezone.now())

    assert receiver.told().keys() == {"id", "event", "at"}


def test_what_was_told_is_forgotten_after_a_month() -> None:
    hook, now = a_hook(), timezone.now()
    for days in (31, 29):
        Delivery.put(hook, TRIAL, now - timedelta(days=days))

    forget_old_deliveries(timestamp=0)

    assert [(now - one.made_at).days for one in Delivery.objects.all()] == [29]
