"""How the dispatch chooses, as an administrator changes it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.flow.dispatch.models import SkillRequirement, WorkLimit, rules
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.people.models import Skill
from bihuan.ground.people.tests.cast import person
from bihuan.tickets.tests.cast import a_category

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-02")]
OPTIONS = {"limit": "6", "urgent_to": "1", "sticks_days": "0", "returns_unaccepted": "1"}


def administrator() -> Client:
    client = Client()
    client.force_login(person("周"))
    return client


def test_limits_levels_and_options_are_changed_and_the_book_says_so() -> None:
    chen, category = person("陈"), a_category()
    skill = Skill.objects.create(code="printing", name_zh="打印", name_en="Printing")
    category.skills.add(skill)
    more = {"limit": "4", "sticks_days": "7", f"own-{chen.pk}": "2", f"level-{category.pk}-{skill.pk}": "3"}

    administrator().post(reverse("dispatch-limits"), OPTIONS | more)

    assert (rules().limit, rules().sticks_days, rules().returns_unaccepted) == (4, 7, True)
    assert WorkLimit.objects.get().tickets == 2
    assert SkillRequirement.objects.get().level == 3
    changes = DeskEvent.objects.get().facts["changes"]
    assert changes["limit"] == [6, 4]
    assert changes["own_limits"] == [None, "陈 2"]
    assert changes["required_levels"] == [None, "hardware.printer 3"]


def test_what_is_emptied_holds_no_longer_and_what_does_not_differ_is_not_recorded() -> None:
    WorkLimit.objects.create(person=person("陈"), tickets=2)

    administrator().post(reverse("dispatch-limits"), OPTIONS)
    administrator().post(reverse("dispatch-limits"), OPTIONS)

    assert not WorkLimit.objects.exists()
    assert DeskEvent.objects.get().facts["changes"] == {"own_limits": [None, "陈 –"]}


def test_what_is_no_number_is_said_beside_its_field_and_nothing_is_saved() -> None:
    chen = person("陈")

    answer = administrator().post(reverse("dispatch-limits"), OPTIONS | {"limit": "0", f"own-{chen.pk}": "x"})

    assert answer.status_code == 422
    assert answer.content.decode().count("field-error") == 2
    assert rules().limit == 6
