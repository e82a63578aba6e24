from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.flow.sla import jobs
from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import CallLevel, Clock, Policy, QuietHours, Target
from bihuan.front.ops.deliver import deliver
from bihuan.front.ops.models import DeskEvent
from bihuan.front.planning.promises.spans import read, shown
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import person
from bihuan.tickets.models import Ticket
from bihuan.tickets.tests.cast import a_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SLA-01")]
HOUR = timedelta(hours=1)


@pytest.fixture
def zhou(delivered: None) -> Client:
    client = Client()
    client.force_login(person("周"))
    return client


@pytest.fixture
def delivered(db: None) -> None:
    deliver()


def typed(**more: object) -> dict[str, object]:
    """Return what a form sends that promises a solution within an hour at P1 and P2."""
    cells = {
        f"{name}-resolution-{priority}": value
        for priority in (1, 2)
        for name, value in (("allowed", "1h"), ("warn", "10m"), ("calendar", "office"))
    }
    return {"name_zh": "总裁办", "is_active": "1", **cells, **more}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("30", 30), ("2h", 120), ("1h30m", 90), ("1.5h", 90), ("2小时", 120), ("2 小时 15 分钟", 135), ("0", 0)],
)
def test_a_span_is_read_as_people_type_it(text: str, minutes: int) -> None:
    assert read(text) == timedelta(minutes=minutes)
    assert read(shown(read(text))) == read(text)


@pytest.mark.parametrize("text", ["", "soon", "2x", "-1h", "9999h", "1h and a bit"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"span|long"):
        read(text)


def test_a_new_policy_is_asked_before_the_usual_one_and_stands_in_the_book(zhou: Client) -> None:
    answer = zhou.post(reverse("policy-new"), typed(is_for_vips="1", priorities=["1", "2"]))

    made = Policy.objects.get(name_zh="总裁办")
    assert answer.status_code == 302
    assert (made.priorities, made.is_for_vips, made.name_en) == ([1, 2], True, "总裁办")
    assert Policy.objects.in_order().first() == made
    assert {(one.promise, one.priority, one.allowed) for one in made.targets.all()} == {
        ("resolution", 1, HOUR),
        ("resolution", 2, HOUR),
    }
    event = DeskEvent.objects.latest("pk")
    assert (event.said.about, event.said.did) == (f"policy:{made.pk}", "set_up")  # type: ignore[attr-defined]


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(zhou: Client) -> None:
    sent = typed(name_zh="", person="nobody@nowhere.example") | {"allowed-resolution-1": "soon"}

    answer = zhou.post(reverse("policy-new"), sent)

    shown_page = answer.content.decode()
    assert answer.status_code == 422
    assert all(f'id="e-{name}"' in shown_page for name in ("name_zh", "person", "allowed-resolution-1"))
    assert not Policy.objects.exclude(code=Policy.USUAL).exists()


@pytest.mark.requirement("SLA-08")
def test_a_change_is_told_field_by_field_and_running_clocks_are_aimed_anew(
    zhou: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []
    monkeypatch.setattr(jobs.aim_clocks, "defer", lambda **told: asked.append(told))
    zhou.post(reverse("policy-new"), typed())
    made = Policy.objects.get(name_zh="总裁办")

    zhou.post(reverse("policy", args=[made.pk]), typed() | {"allowed-resolution-2": "3h"})

    changes = DeskEvent.objects.latest("pk").said.changes  # type: ignore[attr-defined]
    assert changes == {"resolution P2": ["1h, 10m, office", "3h, 10m, office"]}
    assert [told["by"] for told in asked] == [person("周").pk] * 2


def test_saving_what_did_not_change_is_no_change(zhou: Client) -> None:
    zhou.post(reverse("policy-new"), typed())
    made, before = Policy.objects.get(name_zh="总裁办"), DeskEvent.objects.count()

    zhou.post(reverse("policy", args=[made.pk]), typed())

    assert DeskEvent.objects.count() == before


def test_the_order_can_be_moved_and_the_usual_policy_stays_last(zhou: Client) -> None:
    for name in ("甲", "乙"):
        zhou.post(reverse("policy-new"), typed(name_zh=name))
    second = Policy.objects.get(name_zh="乙")

    zhou.post(reverse("policy-place", args=[second.pk]), {"step": "sooner"})
    zhou.post(reverse("policy-place", args=[second.pk]), {"step": "sooner"})

    assert [one.name_zh for one in Policy.objects.in_order()] == ["乙", "甲", "通用承诺"]


def test_the_page_says_which_policy_a_made_up_ticket_gets_and_what_stands_against_the_others(
    zhou: Client,
) -> None:
    zhou.post(reverse("policy-new"), typed(name_zh="总裁办", priorities=["1"], is_for_vips="1"))

    page = zhou.get(reverse("policies"), {"priority": "3", "channel": "email"}).content.decode()

    assert "通用承诺”" in page
    assert "不符合：优先级、VIP" in page


def test_a_dry_run_says_what_would_have_become_of_last_months_tickets_and_keeps_nothing(zhou: Client) -> None:
    now, always = timezone.now(), Calendar.objects.get(code="round-the-clock")
    ticket = a_ticket()
    Ticket.objects.filter(pk=ticket.pk).update(priority=1)
    Clock.objects.filter(ticket=ticket).delete()
    Clock.objects.create(
        ticket=ticket,
        promise=Promise.RESOLUTION,
        calendar=always,
        started_at=now - 30 * HOUR,
        allowed=30 * HOUR,
        due_at=now,
        settled_at=now - HOUR,
    )

    answer = zhou.post(
        reverse("policy-new"),
        typed(**{"try": "1", "calendar-resolution-1": "round-the-clock"}),
    )

    told = re.sub(r"<[^>]+>", " ", answer.content.decode())
    assert re.search(r"解决\s+1\s+0\s+1\s+0\s+1\s", told)  # one clock, met as it was, missed as it would be
    assert not Policy.objects.exclude(code=Policy.USUAL).exists()
    assert Target.objects.filter(policy__code=Policy.USUAL).exists()


def test_who_may_set_no_rules_is_told_that_there_is_no_such_page(zhou: Client) -> None:
    client = Client()
    client.force_login(Person.objects.get(pk=person("陈").pk))

    assert client.get(reverse("policies")).status_code == 404


@pytest.mark.requirement("SLA-05")
def test_levels_and_quiet_hours_are_kept_and_stand_in_the_book(zhou: Client) -> None:
    address = reverse("call-levels") + "?promise=resolution"
    sent = {
        "calls-1": ["handler"],
        "calls-2": ["leads"],
        "calls-3": ["management"],
        "after-3": "1h",
        "repeat-2": "15m",
    }

    assert zhou.post(address, sent).status_code == 302
    assert zhou.post(address, {"quiet": "1", "starts": "22:00", "ends": "07:00"}).status_code == 302

    levels = CallLevel.objects.filter(promise="resolution").order_by("level")
    assert [(one.level, one.calls, one.after, one.repeat_every) for one in levels] == [
        (1, ["handler"], timedelta(), None),
        (2, ["leads"], timedelta(), HOUR / 4),
        (3, ["management"], HOUR, None),
    ]
    assert str(QuietHours.objects.get().starts) == "22:00:00"
    assert DeskEvent.objects.filter(facts__about="levels:1").count() == 2
    assert 'value="15m"' in zhou.get(address).content.decode()


@pytest.mark.requirement("SLA-05")
def test_levels_of_a_policy_stand_beside_those_for_all(zhou: Client) -> None:
    usual = Policy.objects.get(code=Policy.USUAL)
    for_all = CallLevel.objects.filter(policy=None).count()
    address = f"{reverse('call-levels')}?policy={usual.pk}&promise=resolution"

    answer = zhou.post(address, {"calls-1": ["leads"], "calls-2": ["management"], "repeat-2": "30m"})

    assert answer["Location"] == address
    assert [one.calls for one in usual.levels.order_by("level")] == [["leads"], ["management"]]
    assert CallLevel.objects.filter(policy=None).count() == for_all
    assert DeskEvent.objects.latest("pk").facts["name"] == f"{usual.name_zh}, resolution"
    assert zhou.get(f"{reverse('call-levels')}?policy=999").status_code == 404


@pytest.mark.requirement("SLA-05")
def test_a_level_stands_at_a_share_of_the_time_if_one_chooses_so(zhou: Client) -> None:
    address = reverse("call-levels") + "?promise=resolution"
    sent = {f"calls-{n}": ["leads"] for n in (1, 2, 3)} | {"when-3": "share"}

    wrong = zhou.post(address, sent | {"after-3": "100"})
    right = zhou.post(address, sent | {"after-3": "75 %"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert 'id="e-after-3"' in wrong.content.decode()
    assert CallLevel.objects.get(promise="resolution", level=3).share == 75
    assert '<option value="share" selected>' in zhou.get(address).content.decode()
    assert DeskEvent.objects.latest("pk").facts["changes"]["level 3"] == ["", "leads, 75 %"]


def test_levels_have_no_gaps_and_quiet_hours_have_two_ends(zhou: Client) -> None:
    before = CallLevel.objects.count()

    gap = zhou.post(reverse("call-levels"), {"calls-1": ["handler"], "calls-3": ["leads"], "after-3": "soon"})
    half = zhou.post(reverse("call-levels"), {"quiet": "1", "starts": "22:00"})

    assert (gap.status_code, half.status_code) == (422, 422)
    assert all(f'id="e-{name}"' in gap.content.decode() for name in ("calls-2", "after-3"))
    assert CallLevel.objects.count() == before
    assert zhou.get(reverse("call-levels") + "?promise=nothing").status_code == 404
