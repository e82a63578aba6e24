"""Work across departments: parts of a ticket's work that several teams do."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from bihuan.ground.calendars.delivering import deliver as deliver_calendars
from bihuan.ground.notices.models import Notice, NoticeKind
from bihuan.ground.people.models import Membership, Person
from bihuan.tickets.chasing import remind_next
from bihuan.tickets.events import TaskDone, TaskGiven, TaskPassedOn, TaskSlipped, TaskWaived
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import (
    ImpossibleMove,
    NotTheirTask,
    Outcome,
    RefusalReason,
    Resolution,
    Task,
    TaskEnded,
    TaskIncomplete,
    TasksOpen,
    turn_away,
    withdraw,
)
from bihuan.tickets.tests.cast import a_ticket, assigned, at, person, stamp, team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def experts():
    deliver_calendars()
    person("王")


def known(name: str) -> Person:
    return Person.objects.with_roles().get(pk=person(name).pk)


def a_task(ticket, what: str = "开通端口", clock: str = "09:10", **more):
    told = {"team": team("desktop"), "contact": person("王"), "due_at": at("15:00")} | more
    return Task.give(ticket, what=what, stamp=stamp(clock), **told)


def titles(name: str, kind: NoticeKind = NoticeKind.TASK) -> list[str]:
    return list(
        Notice.objects.filter(to=person(name), kind=kind).order_by("pk").values_list("title", flat=True)
    )


@pytest.mark.requirement("DIS-05")
def test_a_ticket_has_tasks_for_several_teams_each_with_a_contact_and_a_time():
    ticket = assigned(a_ticket())

    ours = a_task(ticket, "换打印机", due_words="开门以前")
    other = a_task(ticket, "通知二楼", team=team("desk"), contact=None)

    assert [*ticket.tasks.open().order_by("pk")] == [ours, other]
    assert (ours.contact, ours.due_words, ours.due_at) == (person("王"), "开门以前", at("15:00"))
    assert ticket.history.filter(kind=TaskGiven.kind).count() == 2
    assert ticket.history.filter(kind=TaskGiven.kind).first().by == person("陈")


def test_a_task_names_everything_that_it_lacks_at_once():
    with pytest.raises(TaskIncomplete) as refused:
        Task.give(
            assigned(a_ticket()),
            what=" ",
            team=team("desktop"),
            contact=person("林"),
            due_at=at("09:00"),
            stamp=stamp("09:10"),
        )

    assert set(refused.value.fields) == {"what", "contact", "due_at"}


def test_a_ticket_that_is_over_gets_no_task():
    ticket = assigned(a_ticket())
    withdraw(ticket, stamp("09:08", by="林"))

    with pytest.raises(ImpossibleMove):
        a_task(ticket)


@pytest.mark.requirement("DIS-05")
def test_a_task_is_told_to_its_contact_and_the_leads_of_its_team():
    ticket = assigned(a_ticket())
    Membership.objects.create(team=team("desktop"), person=person("路人"))

    a_task(ticket)
    a_task(ticket, contact=None)

    assert len(titles("王")) == 2
    assert len(titles("路人")) == 1
    assert ticket.number in titles("王")[0]


@pytest.mark.requirement("DIS-05")
def test_only_the_people_of_its_team_say_that_a_task_is_done_and_how():
    task = a_task(assigned(a_ticket()))

    with pytest.raises(NotTheirTask):
        task.finish(note="好了", stamp=stamp("10:00"))
    with pytest.raises(TaskIncomplete):
        task.finish(note=" ", stamp=stamp("10:00", by="王"))
    task.finish(note="端口已开", stamp=stamp("10:00", by="王"))

    task.refresh_from_db()
    assert (task.outcome, task.note, task.ended_by, task.ended_at) == (
        Outcome.DONE,
        "端口已开",
        person("王"),
        at("10:00"),
    )
    assert task.ticket.history.get(kind=TaskDone.kind).why == "端口已开"
    assert len(titles("陈")) == 1


@pytest.mark.requirement("DIS-05")
def test_a_task_is_waived_with_a_reason_or_not_at_all():
    task = a_task(assigned(a_ticket()))

    with pytest.raises(TaskIncomplete):
        task.waive(why="", stamp=stamp("10:00"))
    task.waive(why="端口本来就开着", stamp=stamp("10:00"))

    assert task.outcome == Outcome.WAIVED
    assert task.ticket.history.get(kind=TaskWaived.kind).why == "端口本来就开着"
    assert "不再需要" in titles("王")[-1]


def test_a_task_ends_once():
    task = a_task(assigned(a_ticket()))
    twin = Task.objects.get(pk=task.pk)
    task.finish(note="好了", stamp=stamp("10:00", by="王"))

    with pytest.raises(TaskEnded):
        twin.waive(why="不用了", stamp=stamp("10:01"))


def test_the_database_takes_no_end_without_a_word_or_a_time():
    task = a_task(assigned(a_ticket()))

    for wrong in ({"outcome": "done", "note": "好了"}, {"outcome": "done", "ended_at": at("10:00")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(**wrong)


@pytest.mark.requirement("DIS-05")
def test_a_task_goes_to_another_team_until_another_time():
    task = a_task(assigned(a_ticket()))

    task.pass_on(team=team("desk"), contact=person("陈"), due_at=at("17:00"), stamp=stamp("10:00"))

    facts = task.ticket.history.get(kind=TaskPassedOn.kind).facts
    assert (facts["team"], facts["contact"]) == ("desk", "陈")
    assert task.remind_at == at("17:00")
    assert known("陈").team_ids == [team("desk").pk]
    assert list(Task.objects.for_person(known("陈"))) == [task]


def test_a_task_that_stays_as_it_was_is_no_news():
    task = a_task(assigned(a_ticket()))

    task.pass_on(team=task.team, contact=task.contact, due_at=task.due_at, stamp=stamp("16:00"))

    assert not task.ticket.history.filter(kind=TaskPassedOn.kind).exists()


@pytest.mark.requirement("DIS-05")
def test_a_ticket_is_not_solved_before_its_tasks_are_done_or_waived():
    ticket = assigned(a_ticket())
    first, second = a_task(ticket, "开通端口"), a_task(ticket, "换网线")

    with pytest.raises(TasksOpen, match=r"开通端口.*换网线"):
        Resolution.propose(ticket, solution="好了", stamp=stamp("10:00"))
    first.finish(note="开了", stamp=stamp("10:05", by="王"))
    with pytest.raises(TasksOpen, match="换网线") as refused:
        Resolution.propose(ticket, solution="好了", stamp=stamp("10:10"))
    second.waive(why="不用换", stamp=stamp("10:15"))
    Resolution.propose(ticket, solution="好了", stamp=stamp("10:20"))

    assert "开通端口" not in str(refused.value)
    assert ticket.state == State.RESOLVED


@pytest.mark.requirement("DIS-05")
@pytest.mark.parametrize("ends", ["withdrawn", "turned_away"])
def test_what_is_open_lapses_with_its_ticket(ends: str):
    ticket = assigned(a_ticket())
    done, task = a_task(ticket, "开通端口"), a_task(ticket, "换网线")
    done.finish(note="开了", stamp=stamp("09:30", by="王"))

    if ends == "withdrawn":
        withdraw(ticket, stamp("10:00", by="林"))
    else:
        turn_away(ticket, words="请找物业。", reason=RefusalReason.OUT_OF_SCOPE, stamp=stamp("10:00"))

    done.refresh_from_db()
    task.refresh_from_db()
    assert (done.outcome, task.outcome) == (Outcome.DONE, Outcome.LAPSED)
    assert ticket.history.get(kind=TaskWaived.kind).facts["is_lapsed"] is True


@pytest.mark.requirement("DIS-05")
def test_a_task_that_slips_is_said_at_its_time_and_once_every_working_day_after():
    ticket = assigned(a_ticket())
    task = a_task(ticket)

    assert not remind_next(at("14:59"))
    assert remind_next(at("15:00"))
    assert not remind_next(at("2026-09-29 14:59"))
    assert remind_next(at("2026-09-29 15:00"))

    task.refresh_from_db()
    assert task.reminders == 2
    assert task.has_slipped(at("15:01"))
    assert [facts["times"] for facts in _slips(ticket)] == [1, 2]
    assert len(titles("王", NoticeKind.SLIPPED)) == 2
    assert len(titles("陈", NoticeKind.SLIPPED)) == 2


def test_nobody_is_reminded_over_the_holidays():
    a_task(assigned(a_ticket()), due_at=at("2026-09-30 15:00"))

    assert remind_next(at("2026-09-30 15:00"))
    assert not remind_next(at("2026-10-03 15:00"))
    assert remind_next(at("2026-10-08 15:00"))


def test_nobody_is_reminded_of_what_is_done():
    task = a_task(assigned(a_ticket()))
    task.finish(note="开了", stamp=stamp("10:00", by="王"))

    assert not remind_next(at("16:00"))


@pytest.mark.requirement("DIS-05")
def test_tasks_are_for_the_desk_alone():
    a_task(assigned(a_ticket()))

    assert Task.objects.visible_to(known("陈")).count() == 1
    assert not Task.objects.visible_to(known("林")).exists()


def test_what_slips_is_found_by_an_index():
    a_task(assigned(a_ticket()))

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        questions = (
            Task.objects.to_remind(at("16:00"))[:1],
            Task.objects.slipped(at("16:00")).order_by("due_at", "id"),
            Task.objects.open().of_team(team("desktop")).order_by("due_at"),
        )
        plans = [question.explain() for question in questions]

    assert [
        name in plan
        for name, plan in zip(("task_to_remind", "task_open_by_due", "task_open_of_team"), plans, strict=True)
    ] == [True] * 3


def _slips(ticket):
    return ticket.history.filter(Q(kind=TaskSlipped.kind)).order_by("pk").values_list("facts", flat=True)
