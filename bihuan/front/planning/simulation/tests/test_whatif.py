"""What if: a month that was lived, replayed with a change."""

from __future__ import annotations

from datetime import time, timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from bihuan.flow.dispatch.models import DispatchRules, Rules, SkillRequirement, WorkLimit
from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Clock
from bihuan.front.planning.simulation.change import ChangeIncomplete, Given, apply, changed_rules, read
from bihuan.front.planning.simulation.models import WhatIf
from bihuan.front.planning.simulation.running import NOBODY_THERE, NOTHING_CAME, run
from bihuan.front.planning.simulation.scene import NEWCOMER, fill, set_up
from bihuan.front.planning.simulation.words import change_in_words
from bihuan.ground.calendars.delivering import OFFICE
from bihuan.ground.calendars.delivering import deliver as deliver_calendars
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.duty.models import Absence, Rota
from bihuan.ground.people.models import Person, Skill
from bihuan.ground.people.tests.cast import at, person, stamp, team
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.models import Assignment, Attempt, Result, Ticket
from bihuan.tickets.tests.cast import a_category, a_ticket

pytestmark = pytest.mark.django_db

SEPTEMBER = at("2026-09-01 00:00").date()
A_MINUTE = timedelta(minutes=1)
ADDED = {"adds": "1", "add_begins": "09:00", "add_ends": "18:00"}


@pytest.fixture(autouse=True)
def a_team(db):
    """Let 陈 alone be on duty at the desk, on working days from nine to six."""
    deliver_calendars()
    Rota.objects.create(
        team=team("desk"),
        person=person("陈"),
        calendar=Calendar.objects.get(code=OFFICE),
        weekdays=[0, 1, 2, 3, 4],
        begins_at=time(9),
        ends_at=time(18),
    )


def came(clock: str, minutes: int = 30, waited: int = 40) -> Ticket:
    """Return a ticket that came to 陈's team, was accepted so many minutes later and took so long."""
    ticket = a_ticket(filed=clock)
    now = ticket.filed_at
    handler, signed = person("陈"), Stamp(by=person("陈"), at=now, via="web")
    given = Assignment.make(ticket, team=team("desk"), handler=handler, stamp=signed)
    given.accept(Stamp(by=handler, at=now + waited * A_MINUTE, via="web"))
    if minutes:
        Attempt.make(ticket, text="修好了", result=Result.HELPED, minutes=minutes, stamp=signed)
    for promise, allowed in ((Promise.ACCEPTANCE, 30 * A_MINUTE), (Promise.RESOLUTION, timedelta(hours=4))):
        calendar = Calendar.objects.get(code=OFFICE)
        Clock.objects.create(
            ticket=ticket, promise=promise, calendar=calendar, started_at=now, allowed=allowed
        )
    return ticket


def a_morning(tickets: int = 6) -> list[Ticket]:
    """Return tickets that came one upon the other: the first was looked at after five minutes, the rest waited for it."""
    return [came(f"2026-09-14 10:{nth:02}", waited=40 if nth else 5) for nth in range(tickets)]


def given(
    values: dict[str, str], weekdays: tuple[str, ...] = ("0", "1", "2", "3", "4"), **skills: str
) -> Given:
    return Given(values, weekdays, {int(key): level for key, level in skills.items()})


def scene():
    return set_up(team("desk"), SEPTEMBER)


def an_answer(change: dict | None = None, month=SEPTEMBER, code: str = "desk") -> WhatIf:
    change = read(given(ADDED), scene()) if change is None else change
    asked = WhatIf.ask(team=team(code), month=month, change=change, stamp=stamp("09:00", by="王"))
    run(asked.pk, timezone.now)
    asked.refresh_from_db()
    return asked


@pytest.mark.requirement("DIS-05")
def test_one_more_person_is_seen_in_what_waits_and_in_promises():
    a_morning()

    result = an_answer().result

    before, after = result["before"], result["after"]
    assert result["glance_s"] is not None
    assert (before["arrivals"], after["arrivals"]) == (6, 6)
    assert after["mean_wait_s"] < before["mean_wait_s"]
    assert after["acceptance"] > before["acceptance"]
    assert result["earlier"] > 0
    assert [load["tickets"] for load in after["loads"]] == [3, 3]


@pytest.mark.requirement("DIS-05")
def test_the_same_question_has_the_same_answer():
    for nth in range(8):
        came(f"2026-09-14 10:{nth:02}", minutes=0 if nth % 2 else 20)

    assert an_answer().result == an_answer().result


def test_a_job_that_runs_twice_reckons_once():
    a_morning(2)
    asked = an_answer()

    with patch("bihuan.front.planning.simulation.running.reckon") as reckoned:
        run(asked.pk, timezone.now)

    assert not reckoned.called


def test_what_came_is_read_with_its_work_its_promises_and_its_real_wait(django_assert_max_num_queries):
    a_morning(3)
    came("2026-09-15 10:00", minutes=0)
    came("2026-10-09 10:00")

    with django_assert_max_num_queries(19):
        filled = fill(scene(), seed=1)

    assert (len(filled.arrivals), filled.written) == (4, 3)
    assert {one.work for one in filled.arrivals} == {30 * A_MINUTE}
    assert filled.arrivals[0].accept_by == at("2026-09-14 10:30")
    assert filled.arrivals[0].resolve_by == at("2026-09-14 15:30")  # after a break at noon
    assert (filled.piece, filled.glance) == (
        30 * A_MINUTE,
        5 * A_MINUTE,
    )  # of who had nothing else to accept


def test_who_is_away_is_not_on_duty_in_the_replay():
    Absence.objects.create(person=person("陈"), since=at("2026-09-01 00:00"), until=at("2026-10-20 00:00"))

    (worker,) = scene().workers(scene().members)

    assert not worker.duty


def test_a_month_without_tickets_and_a_team_without_people_say_so():
    assert an_answer().trouble == NOTHING_CAME
    assert an_answer({"limit": 3}, code="desktop").trouble == NOBODY_THERE


def test_what_breaks_off_says_so_and_is_logged():
    a_morning(1)

    with (
        patch("bihuan.front.planning.simulation.running.reckon", side_effect=ZeroDivisionError),
        pytest.raises(ZeroDivisionError),
    ):
        an_answer()

    assert not WhatIf.objects.get().is_running


def test_a_change_is_read_whole():
    skill = Skill.objects.create(code="network", name_zh="网络", name_en="Network")
    rota, chen = Rota.objects.get().pk, person("陈").pk
    values = ADDED | {"rota": f"{rota}", "move_begins": "13:00", "move_ends": "21:00", "limit": "3"}
    values |= {"learner": f"{chen}", "learns": f"{skill.pk}", "level": "3"}

    change = read(given(values, ("0", "5"), **{f"{skill.pk}": "2"}), scene())
    members = {one.person: one for one in apply(change, scene())}

    assert members[chen].turns[rota].begins == time(13)
    assert members[chen].levels == {skill.pk: 3}
    assert members[NEWCOMER].levels == {skill.pk: 2}
    assert next(iter(members[NEWCOMER].turns.values())).weekdays == (0, 5)
    assert {one.limit for one in members.values()} == {3}


@pytest.mark.requirement("DIS-05")
def test_limits_and_required_levels_are_those_by_which_the_desk_chooses():
    skill = Skill.objects.create(code="printing", name_zh="打印", name_en="Printing")
    a_category().skills.add(skill)
    SkillRequirement.objects.create(category=a_category(), skill=skill, level=2)
    WorkLimit.objects.create(person=person("陈"), tickets=2)
    DispatchRules.objects.create(pk=1, urgent_to=0, is_vip_urgent=True, sticks_days=9)
    ticket = came("2026-09-14 10:00")
    Ticket.objects.filter(pk=ticket.pk).update(category=a_category(), priority=1)
    Person.objects.filter(pk=ticket.person_id).update(is_vip=True)

    filled = fill(scene(), seed=1)

    assert filled.members[0].limit == 2
    assert [one.skills for one in filled.arrivals] == [frozenset({(skill.pk, 2)})]
    assert [one.is_urgent for one in filled.asked(filled.rules)] == [True]
    assert [one.is_urgent for one in filled.asked(Rules(urgent_to=0))] == [False]
    assert filled.habits(filled.rules).sticks == timedelta(days=9)


def test_a_newcomer_of_the_middle_of_the_month_one_persons_limit_and_other_rules_are_read_too():
    values = ADDED | {"add_from": "2026-09-15", "limit": "3", "limit_of": f"{person('陈').pk}"}
    values |= {"urgent_to": "2", "is_vip_urgent": "no", "sticks_days": "30"}

    change = read(given(values), scene())
    members = {one.person: one for one in apply(change, scene())}

    assert next(iter(members[NEWCOMER].turns.values())).first_on == at("2026-09-15 00:00").date()
    assert (members[person("陈").pk].limit, members[NEWCOMER].limit) == (3, 6)
    assert change["rules"] == {"urgent_to": 2, "sticks_days": 30}  # the other one is as it was
    assert changed_rules(change, Rules()) == Rules(urgent_to=2, sticks_days=30)
    with override("en"):
        said = change_in_words(change)
    assert "at most 3 tickets at once for 陈" in said
    assert "priorities up to 2 wait for nobody's limit" in said


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, {"adds"}),
        ({"adds": "1", "add_begins": "25:00", "add_ends": ""}, {"add_begins", "add_ends", "weekdays"}),
        ({"rota": "999"}, {"rota"}),
        ({"limit": "0", "limit_of": "999"}, {"limit", "limit_of"}),
        ({"urgent_to": "9", "sticks_days": "x"}, {"urgent_to", "sticks_days"}),
        (ADDED | {"add_from": "2026-10-01"}, {"add_from", "weekdays"}),
        ({"learner": "999", "learns": "x", "level": "9"}, {"learner", "learns", "level"}),
    ],
)
def test_a_change_that_cannot_be_replayed_names_every_field(values: dict[str, str], fields: set[str]):
    with pytest.raises(ChangeIncomplete) as refused:
        read(given(values, ()), scene())

    assert set(refused.value.fields) == fields


def test_an_answer_has_a_result_or_trouble_and_never_both():
    asked = WhatIf.ask(team=team("desk"), month=SEPTEMBER, change={"limit": 2}, stamp=stamp("09:00"))

    with pytest.raises(IntegrityError), transaction.atomic():
        WhatIf.objects.filter(pk=asked.pk).update(ended_at=at("10:00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        WhatIf.objects.filter(pk=asked.pk).update(ended_at=at("10:00"), result={}, trouble="x")


# ── the pages


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def test_a_change_is_asked_and_its_job_waits():
    lead, months = signed_in("王"), signed_in("王").get("/desk/planning/whatif")
    answer = lead.post("/desk/planning/whatif", {"team": "desk", "limit": "2"})

    asked = WhatIf.objects.get()
    assert months.status_code == 200
    assert answer["Location"] == f"/desk/planning/whatif/{asked.pk}"
    assert (asked.change, asked.by) == ({"limit": 2}, person("王"))
    job = ProcrastinateJob.objects.get(queue_name="planning")
    assert (job.args, job.task_name) == (
        {"what_if": asked.pk},
        "bihuan.front.planning.simulation.jobs.replay_month",
    )
    assert 'hx-trigger="every 1s"' in lead.get(answer["Location"]).content.decode()


def test_what_does_not_fit_is_said_beside_its_field_and_keeps_what_was_typed():
    answer = signed_in("王").post("/desk/planning/whatif", {"team": "desk", "limit": "200", "name": "小李"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="e-limit"' in page
    assert 'value="小李"' in page
    assert not WhatIf.objects.exists()


@pytest.mark.requirement("DIS-05")
def test_an_answer_says_in_words_what_would_have_been():
    a_morning()
    asked = an_answer()

    page = signed_in("王").get(f"/desk/planning/whatif/{asked.pk}").content.decode()

    assert "%的工单会更早被受理" in page
    assert "一名新同事" in page
    assert page.count('<figure class="chart"') == 3
    assert "工单数量较少" in page


def test_who_plans_nothing_sees_no_answer():
    asked = WhatIf.ask(team=team("desk"), month=SEPTEMBER, change={"limit": 2}, stamp=stamp("09:00"))

    assert signed_in("陈").get(f"/desk/planning/whatif/{asked.pk}").status_code == 404
    assert signed_in("周").get(f"/desk/planning/whatif/{asked.pk}").status_code == 200
