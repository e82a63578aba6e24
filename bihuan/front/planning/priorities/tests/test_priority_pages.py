from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Clock
from bihuan.flow.triage.classifying import classify_by_hand
from bihuan.flow.triage.matrix import impact_of
from bihuan.flow.triage.models import (
    MatrixCell,
    PriorityLevel,
    PriorityRule,
    reporter_thresholds,
    scheme_in_force,
)
from bihuan.flow.triage.schemes import CELLS, THREE_LEVELS, USUAL, Scheme
from bihuan.front.ops.deliver import deliver
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import person, stamp
from bihuan.tickets.models import Ticket
from bihuan.tickets.tests.cast import a_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("TRI-03")]


@pytest.fixture
def zhou(db: None) -> Client:
    deliver()
    return signed_in("周")


def signed_in(who: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=person(who).pk))
    return client


def typed(scheme: Scheme = USUAL, **more: object) -> dict[str, object]:
    cells: dict[str, object] = {f"cell-{i}-{u}": scheme.priority_of(i, u) for i, u in CELLS}
    names = {f"zh-{one.rank}": one.zh for one in scheme.levels}
    names |= {f"en-{one.rank}": one.en for one in scheme.levels}
    return cells | names | more


def address(name: str = "priority-scheme", scheme: Scheme = USUAL) -> str:
    return reverse(name, args=[scheme.code])


def last_change() -> Any:
    return DeskEvent.objects.latest("pk").said


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_changed_cell_and_a_changed_name_are_kept_and_stand_in_the_book(zhou: Client) -> None:
    zhou.post(address(), typed() | {"cell-2-2": "1", "zh-1": "火警"})

    assert (scheme_in_force().priority_of(2, 2), scheme_in_force().level(1).zh) == (1, "火警")
    assert last_change().changes == {
        "level_1": ["紧急 / Critical", "火警 / Critical"],
        "cell_2_2": ["高 / High", "火警 / Critical"],
    }
    assert "出厂：高" in text_of(zhou.get(reverse("priorities"))).replace(" ", "")

    zhou.post(address("priority-scheme-delivered"))
    assert scheme_in_force() == USUAL


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(zhou: Client) -> None:
    events = DeskEvent.objects.count()

    answer = zhou.post(address(), typed() | {"cell-1-1": "9", "zh-2": "", "en-2": "", "zh-4": "中"})

    assert answer.status_code == 422
    assert all(f'id="e-level-{rank}"' in answer.content.decode() for rank in (2, 4))
    assert (scheme_in_force(), DeskEvent.objects.count()) == (USUAL, events)


def test_another_scheme_is_seen_before_it_is_put_in_force_and_then_names_every_page(zhou: Client) -> None:
    ticket = a_ticket()
    Ticket.objects.filter(pk=ticket.pk).update(priority=4)

    preview = text_of(zhou.get(address(scheme=THREE_LEVELS)))
    assert re.search(r"启用后叫作 未结工单 ! |低 一般 1 ", preview)
    assert scheme_in_force().code == USUAL.code
    zhou.post(address("priority-scheme-force", THREE_LEVELS))

    assert last_change().changes == {"in_force": [USUAL.zh, THREE_LEVELS.zh]}
    ticket.refresh_from_db()
    assert ticket.priority == 4
    agent = signed_in("陈")
    for page in (
        "/desk/queues/open",
        "/desk/queues/open?priority=3",  # 一般 is rank 3, and 4 too
        f"/desk/tickets/{ticket.number}",
        f"/desk/tickets/{ticket.number}/beside",
    ):
        shown = agent.get(page).content.decode()
        assert (page, ">一般<" in shown, ">低<" in shown) == (page, True, False)
    assert "一般（旧工单）" in zhou.get(reverse("policy-new")).content.decode()


def test_a_dry_run_tells_who_would_have_another_priority_and_which_promises_that_breaks(
    zhou: Client, django_assert_max_num_queries: Any
) -> None:
    now, always = timezone.now(), Calendar.objects.get(code="round-the-clock")
    tickets = [a_ticket() for _ in range(3)]
    Ticket.objects.update(filed_at=now - timedelta(days=3), impact=3, urgency=2, priority=3)
    Ticket.objects.filter(pk=tickets[2].pk).update(priority=1)  # somebody set it by hand
    Clock.objects.all().delete()
    Clock.objects.bulk_create(
        Clock(
            ticket=ticket,
            promise=Promise.RESOLUTION,
            calendar=always,
            started_at=now - timedelta(hours=72),
            allowed=timedelta(hours=72),
            due_at=now,
            settled_at=now - timedelta(hours=1),
        )
        for ticket in tickets
    )
    sent = typed() | {"cell-3-2": "1", "try": "1"}
    zhou.post(address(), sent)

    with django_assert_max_num_queries(36):
        answer = zhou.post(address(), sent)

    told = text_of(answer)
    assert "3张工单中有2张的优先级会不同" in told
    assert re.search(r"解决 3 0 2 0 2 ", told)  # the one that was set by hand stays as it was
    assert MatrixCell.objects.get(scheme__is_in_force=True, impact=3, urgency=2).priority == 3


def test_rules_are_added_changed_moved_and_taken_away_and_each_stands_in_the_book(zhou: Client) -> None:
    network = Category.objects.get(code="network")
    new = reverse("priority-rule-new")

    empty = zhou.post(new, {"effect": "more"})
    zhou.post(new, {"is_for_vips": "1", "effect": "more"})
    zhou.post(new, {"category": network.pk, "effect": "2"})
    vip, about = PriorityRule.objects.order_by("position")
    zhou.post(reverse("priority-rule-place", args=[about.pk]), {"step": "sooner"})
    assert (empty.status_code, last_change().changes) == (422, {"position": [2, 1]})
    assert list(PriorityRule.objects.order_by("position")) == [about, vip]

    zhou.post(reverse("priority-rule", args=[about.pk]), {"category": network.pk, "effect": "1"})
    assert last_change().changes == {"at_least": ["P2", "P1"]}
    assert f"{network.name_zh} 至少为紧急" in text_of(zhou.get(reverse("priorities")))

    zhou.post(reverse("priority-rule-removal", args=[vip.pk]))
    assert (last_change().did, last_change().name) == ("removed", "VIP")
    assert list(PriorityRule.objects.all()) == [about]


def test_what_raised_a_ticket_is_told_on_it_and_in_its_history(zhou: Client) -> None:
    Person.objects.filter(pk=person("林").pk).update(is_vip=True)
    zhou.post(reverse("priority-rule-new"), {"is_for_vips": "1", "effect": "more"})

    ticket = a_ticket()
    number = ticket.number
    said = {"category": ticket.category, "impact": 3, "urgency": 2, "priority": None}

    classify_by_hand(ticket, **said, stamp=stamp("10:00"))

    agent = signed_in("陈")
    asked = agent.get(f"/desk/tickets/{number}/asking/classify", HTTP_HX_REQUEST="true")
    for answer in (
        agent.get(f"/desk/tickets/{number}"),
        agent.get(f"/desk/tickets/{number}/beside"),
        asked,
    ):
        assert "由 中 提高到 高 ：VIP" in text_of(answer)


@pytest.mark.requirement("TRI-06")
def test_from_how_many_reports_on_a_fault_hits_more_is_decided_on_the_page(zhou: Client) -> None:
    address = reverse("reporter-thresholds")

    wrong = zhou.post(address, {"department": "5", "company": "5"})
    assert (wrong.status_code, reporter_thresholds()) == (422, (3, 10))
    assert 'aria-invalid="true"' in wrong.content.decode()

    zhou.post(address, {"department": "2", "company": "10"})
    zhou.post(address, {"department": "2", "company": "10"})

    assert reporter_thresholds() == (2, 10)
    assert last_change().changes == {"department_from": [3, 2]}
    assert [impact_of(n, reporter_thresholds()) for n in (1, 2, 9, 10)] == [3, 2, 2, 1]


def test_who_may_set_no_rules_is_told_that_there_is_no_such_page(zhou: Client) -> None:
    assert signed_in("陈").get(reverse("priorities")).status_code == 404
    assert PriorityLevel.objects.exists()
