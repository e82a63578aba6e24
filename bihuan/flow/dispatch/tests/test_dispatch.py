import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from bihuan.flow.dispatch.choosing import Cause
from bihuan.flow.dispatch.drains import Unassigned, give_out_next
from bihuan.flow.dispatch.explaining import reason_in_words
from bihuan.flow.dispatch.finding import assign_within
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.catalogue.models import Category
from bihuan.ground.duty.models import Absence, Rota
from bihuan.ground.notices.models import Notice
from bihuan.ground.people.models import Mastery, Skill
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Assignment, Escalation, Resolution, Ticket, withdraw
from bihuan.tickets.tests.cast import a_category, a_ticket, assigned, at, person, stamp, team

pytestmark = pytest.mark.django_db

HOUSE = {"via": "dispatch"}


def turn(name: str, code: str = "desk", hours: str = "09:00-18:00", kind: str = "shift") -> None:
    week = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    calendar = Calendar.objects.get_or_create(
        code="x", defaults={"name_zh": "x", "name_en": "x", "week": week}
    )[0]
    begins, _, ends = hours.partition("-")
    Rota.objects.create(
        team=team(code),
        person=person(name),
        kind=kind,
        calendar=calendar,
        weekdays=[0, 1, 2, 3, 4, 5, 6],
        begins_at=begins,
        ends_at=ends,
    )


def classify(
    ticket: Ticket,
    clock: str = "09:00",
    by: str | None = None,
    category: Category | None = None,
    priority: int = 3,
) -> Ticket:
    signed = stamp(clock, by=by) if by else Stamp(by=None, at=at(clock), via="triage")
    ticket.classify(category=category or a_category(), impact=3, urgency=2, priority=priority, stamp=signed)
    return ticket


def can(name: str, level: int, code: str = "printing") -> None:
    skill = Skill.objects.get_or_create(code=code, defaults={"name_zh": "打印", "name_en": "Printing"})[0]
    a_category().skills.add(skill)
    Mastery.objects.create(person=person(name), skill=skill, level=level)


@pytest.mark.requirement("DIS-01")
def test_a_classified_ticket_goes_to_the_team_of_its_category_and_to_somebody_on_duty():
    turn("陈"), turn("王", "desktop")

    ticket = classify(a_ticket())

    assert (ticket.team, ticket.handler, ticket.state) == (team("desk"), person("陈"), State.IN_PROGRESS)
    event = ticket.history.get(kind="ticket.assigned")
    assert (event.by, event.via) == (None, "dispatch")


@pytest.mark.requirement("DIS-02")
def test_who_knows_what_the_category_needs_gets_it_before_who_has_less_to_do():
    turn("陈"), turn("钱")
    can("钱", 2), can("陈", 1)
    assigned(a_ticket(), to="陈").refresh_from_db()
    for _ in range(2):
        Assignment.make(a_ticket(), team=team("desk"), handler=person("钱"), stamp=stamp("09:00"))

    assert classify(a_ticket()).handler == person("钱")


@pytest.mark.requirement("DIS-02")
def test_a_skill_that_the_category_does_not_need_is_no_skill():
    turn("陈"), turn("钱")
    can("陈", 1)
    Mastery.objects.create(
        person=person("钱"), skill=Skill.objects.create(code="sap", name_zh="x", name_en="x"), level=3
    )

    assert classify(a_ticket()).handler == person("陈")


@pytest.mark.requirement("DIS-02")
def test_only_what_is_open_weighs():
    turn("陈"), turn("钱")
    for _ in range(3):
        done = assigned(a_ticket(), to="陈", clock="08:00")
        Resolution.propose(done, solution="x", stamp=stamp("08:30"))
    Assignment.make(a_ticket(), team=team("desk"), handler=person("钱"), stamp=stamp("07:00"))

    assert classify(a_ticket()).handler == person("陈")


@pytest.mark.requirement("DIS-02")
def test_equals_take_turns():
    turn("陈"), turn("钱"), turn("孙")

    handlers = [classify(a_ticket(), f"10:0{n}").handler.name for n in range(6)]

    assert sorted(handlers[:3]) == sorted(["陈", "钱", "孙"])
    assert handlers[:3] == handlers[3:]


@pytest.mark.requirement("DIS-02")
def test_who_is_on_call_gets_it_only_where_nobody_has_a_shift():
    turn("钱", hours="00:00-00:00", kind="on_call"), turn("陈")

    assert classify(a_ticket(), "10:00").handler == person("陈")
    assert classify(a_ticket(), "20:00").handler == person("钱")


@pytest.mark.requirement("DIS-04")
def test_who_is_away_gets_nothing():
    turn("陈"), turn("钱")
    Absence.objects.create(person=person("陈"), since=at("08:00"), until=at("18:00"))

    assert classify(a_ticket()).handler == person("钱")


@pytest.mark.requirement("DIS-04")
def test_where_nobody_is_on_duty_a_ticket_waits_in_its_teams_queue_and_says_why():
    ticket = classify(a_ticket())

    assert (ticket.team, ticket.handler, ticket.state) == (team("desk"), None, State.NEW)
    assert ticket.assignments.get().reasons == {"cause": "category", "candidates": []}


@pytest.mark.requirement("DIS-04")
def test_what_waits_is_given_out_oldest_first_as_soon_as_somebody_is_there():
    first, second = classify(a_ticket(), "07:00"), classify(a_ticket(), "07:30")
    turn("陈")

    assert not give_out_next(at("08:59"))
    assert give_out_next(at("09:00"))

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.handler, second.handler) == (person("陈"), None)
    assert give_out_next(at("09:00"))
    assert not give_out_next(at("09:00"))
    assert first.assignments.current().get().reasons["cause"] == "waited"


def test_one_team_that_nobody_mans_does_not_hold_up_another():
    other = Category.objects.create(code="x", name_zh="x", name_en="x", team=team("desktop"))
    classify(a_ticket(category=other), "07:00", category=other)
    ticket = classify(a_ticket(), "07:30")
    turn("陈")

    assert give_out_next(at("09:00"))

    ticket.refresh_from_db()
    assert ticket.handler == person("陈")
    assert not give_out_next(at("09:00"))
    assert Unassigned().waiting() == 1


def test_what_is_over_is_given_to_nobody():
    ticket = classify(a_ticket(), "07:00")
    withdraw(ticket, stamp("07:30", by="林"))
    turn("陈")

    assert not give_out_next(at("09:00"))


@pytest.mark.requirement("DIS-01")
def test_a_ticket_classified_anew_goes_to_the_new_categorys_team():
    turn("陈"), turn("王", "desktop")
    other = Category.objects.create(code="x", name_zh="x", name_en="x", team=team("desktop"))
    ticket = classify(a_ticket())

    classify(ticket, "09:30", by="周", category=other)

    assert (ticket.team, ticket.handler) == (team("desktop"), person("王"))


def test_what_somebody_has_accepted_stays_where_it_is():
    turn("陈"), turn("王", "desktop")
    other = Category.objects.create(code="x", name_zh="x", name_en="x", team=team("desktop"))
    ticket = classify(a_ticket())
    ticket.assignments.get().accept(stamp("09:10"))

    classify(ticket, "09:30", by="周", category=other)

    ticket.refresh_from_db()
    assert ticket.handler == person("陈")


def test_who_classifies_better_what_he_has_in_hand_keeps_it():
    turn("陈"), turn("王", "desktop")
    other = Category.objects.create(code="x", name_zh="x", name_en="x", team=team("desktop"))
    ticket = classify(a_ticket())

    classify(ticket, "09:30", by="陈", category=other)

    assert ticket.handler == person("陈")


@pytest.mark.requirement("TRI-06")
def test_a_new_priority_does_not_call_a_ticket_back_from_the_line_it_was_sent_to():
    turn("陈"), turn("王", "desktop")
    ticket = classify(a_ticket())
    Escalation.make(
        ticket, to_team=team("desktop"), reason="要拆机", untried_because="机器被锁", stamp=stamp("09:30")
    )
    assert ticket.team == team("desktop")

    classify(ticket, "09:40", by="周", priority=1)

    assert (ticket.team, ticket.handler) == (team("desktop"), person("王"))


@pytest.mark.requirement("WRK-03")
def test_an_escalated_ticket_goes_to_somebody_of_the_next_line():
    turn("陈"), turn("王", "desktop")
    ticket = classify(a_ticket())

    Escalation.make(
        ticket, to_team=team("desktop"), reason="要拆机", untried_because="机器被锁", stamp=stamp("10:00")
    )

    assert (ticket.team, ticket.handler, ticket.accepted_at) == (team("desktop"), person("王"), None)
    assert ticket.assignments.current().get().reasons["cause"] == "escalated"


def test_an_escalation_at_night_waits_in_the_next_lines_queue():
    turn("陈", hours="00:00-00:00"), turn("王", "desktop")
    ticket = classify(a_ticket(), "22:00")

    Escalation.make(
        ticket, to_team=team("desktop"), reason="要拆机", untried_because="机器被锁", stamp=stamp("22:10")
    )

    assert (ticket.team, ticket.handler) == (team("desktop"), None)
    assert give_out_next(at("2026-09-29 09:00"))


@pytest.mark.requirement("DIS-02")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ["服务台", "打印机"]),
        ("en", ["Service desk takes ‘Printer’; 陈: Printing level 2, on duty until 18:00, 1 of 6 open"]),
    ],
)
def test_a_choice_is_explained_in_the_readers_language(language, words):
    turn("陈")
    can("陈", 2)
    Assignment.make(a_ticket(), team=team("desk"), handler=person("陈"), stamp=stamp("08:30"))
    assignment = classify(a_ticket()).assignments.current().get()

    with override(language):
        told = reason_in_words(assignment)

    for word in words:
        assert word in told


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (
            Cause.ESCALATED,
            "escalated to Service desk; nobody is on duty now, the first one on duty will get it",
        ),
        (
            Cause.WAITED,
            "it waited for Service desk; nobody is on duty now, the first one on duty will get it",
        ),
    ],
)
def test_every_cause_has_its_words(cause, told):
    assignment = assign_within(a_ticket(), team("desk"), cause, stamp("09:00"))

    with override("en"):
        assert reason_in_words(assignment) == told


def test_who_gave_it_by_hand_needs_no_explanation_of_the_house():
    assert reason_in_words(assigned(a_ticket()).assignments.get()) == ""


@pytest.mark.requirement("DIS-03")
def test_who_gets_a_ticket_is_told_which_and_why_in_his_or_her_language():
    turn("陈")
    chen = person("陈")
    chen.language = "en"
    chen.save()

    ticket = classify(a_ticket())

    notice = Notice.objects.get(to=chen)
    assert notice.title == f"{ticket.number} is yours: 打印机卡纸"
    assert notice.text == "Service desk takes ‘Printer’; 陈: on duty until 18:00, 0 of 6 open"
    assert notice.path == f"/desk/tickets/{ticket.number}"


def test_who_takes_a_ticket_is_not_told_what_he_knows_and_who_is_given_one_is_told_why():
    ticket = a_ticket()
    Assignment.make(ticket, team=team("desk"), handler=person("陈"), stamp=stamp("09:00", by="陈"))
    assert not Notice.objects.exists()

    Assignment.make(ticket, team=team("desk"), handler=person("钱"), stamp=stamp("09:10").because("您更熟"))

    assert (Notice.objects.get().to, Notice.objects.get().text) == (person("钱"), "您更熟")


@pytest.mark.requirement("DIS-02")
def test_the_reasons_are_kept_as_they_were_weighed():
    turn("陈"), turn("钱")
    can("陈", 2)

    assignment = classify(a_ticket()).assignments.get()

    skill = Skill.objects.get().pk
    facts = {
        "is_on_call": False,
        "load": 0,
        "last_at": None,
        "limit": 6,
        "until": at("18:00").isoformat(),
        "helped_last": False,
        "is_taken": False,
    }
    chen = {"person": person("陈").pk, "name": "陈", "mastery": 2, "skills": [_knows(skill, 2)]}
    qian = {"person": person("钱").pk, "name": "钱", "mastery": 0, "skills": [_knows(skill, 0)]}
    assert assignment.reasons == {
        "cause": "category",
        "candidates": [facts | chen, facts | qian | {"passed": "less_skilled"}],
    }


def _knows(skill: int, level: int) -> dict[str, int]:
    return {"skill": skill, "level": level, "required": 0}


def test_finding_somebody_takes_as_many_queries_for_thirty_as_for_one():
    def queries() -> int:
        ticket = a_ticket()
        ticket.category.team  # noqa: B018, fetched before the counting
        with CaptureQueriesContext(connection) as counted, transaction.atomic():
            assign_within(ticket, team("desk"), Cause.CATEGORY, stamp("10:00"))
        return len(counted)

    turn("陈")
    can("陈", 2)
    queries()  # the calendar is kept from now on
    with_one = queries()
    for n in range(30):
        turn(f"坐席{n}")
        Mastery.objects.create(person=person(f"坐席{n}"), skill=Skill.objects.get(), level=1)
    queries()  # so are the turns

    assert queries() == with_one
