from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from bihuan.front.home.tests.cast import browser_of
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import person
from bihuan.practices.majors import delivering
from bihuan.practices.majors.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("TRI-04")]

PAGE = "/desk/planning/emergency"


@pytest.fixture
def manager(db: None) -> Client:
    delivering.deliver()
    return browser_of("周")


def typed(**more: Any) -> dict[str, Any]:
    usual = delivering.delivered_fields() | {"is_active": "1", "contacts": ""}
    return usual | more


def test_what_is_changed_is_kept_and_written_into_the_book_of_the_desk(manager: Client) -> None:
    chen = person("陈")

    answer = manager.post(PAGE, typed(repeat_minutes=5, persons=[chen.pk], ways=["bell"]))

    plan = Plan.objects.get()
    assert (answer.status_code, plan.repeat_minutes, plan.ways, list(plan.persons.all())) == (
        302,
        5,
        ["bell"],
        [chen],
    )
    event = DeskEvent.objects.get(kind="setting.changed")
    assert event.said.changes == {
        "repeat_minutes": [10, 5],
        "persons": ["", "陈"],
        "ways": ["bell, mail", "bell"],
    }
    as_a_browser_sends_it = delivering.STEPS_ZH.replace("\n", "\r\n")
    manager.post(
        PAGE, typed(repeat_minutes=5, persons=[chen.pk], ways=["bell"], steps_zh=as_a_browser_sends_it)
    )
    assert DeskEvent.objects.filter(kind="setting.changed").count() == 1


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(manager: Client) -> None:
    answer = manager.post(PAGE, typed(repeat_minutes=0, ways=[], roles=[], steps_zh=""))

    said = answer.content.decode()
    assert answer.status_code == 422
    assert all(f'e-{name}"' in said for name in ("repeat_minutes", "ways", "roles", "steps_zh"))
    assert Plan.objects.get().repeat_minutes == 10


def test_the_page_tells_who_would_be_told_and_whom_no_way_reaches(manager: Client) -> None:
    chen = person("陈")
    Person.objects.filter(pk=chen.pk).update(email="", language="en")
    Person.objects.filter(pk=person("周").pk).update(language="en")
    manager.post(PAGE, typed(persons=[chen.pk], ways=["mail"]))

    said = browser_of("周").get(PAGE).content.decode()

    assert "by no way: no mail address" in said


def test_the_delivered_plan_comes_back_and_the_persons_stay(manager: Client) -> None:
    manager.post(PAGE, typed(repeat_minutes=60, persons=[person("陈").pk], steps_zh="喊人"))

    manager.post(f"{PAGE}/delivered")

    plan = Plan.objects.get()
    assert (plan.repeat_minutes, plan.steps_zh) == (10, delivering.STEPS_ZH)
    assert plan.persons.count() == 1
