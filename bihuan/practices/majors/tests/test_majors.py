"""Who is told of a ticket of level 1, how often, and until when."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import OutboundMessage
from bihuan.ground.notices.models import Notice, Preference
from bihuan.ground.people.models import Grant
from bihuan.ground.people.rights import Role
from bihuan.kit.sql.tray import gathered
from bihuan.practices.majors import delivering, drains
from bihuan.practices.majors.drains import put_off_next, tell_next
from bihuan.practices.majors.models import AcknowledgedAlready, Major, Plan, Told
from bihuan.tickets.models import Resolution, Ticket
from bihuan.tickets.tests.cast import a_ticket, assigned, at, person, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("TRI-04")]


@pytest.fixture(autouse=True)
def plan(db) -> Plan:
    delivering.deliver()
    for name, role in (("郑", Role.PROCESS_MANAGER), ("赵", Role.MANAGEMENT)):
        Grant.objects.get_or_create(person=person(name), role=role, defaults={"since": at("08:00")})
    return Plan.objects.get()


def raised(clock: str = "10:00") -> Ticket:
    ticket = assigned(a_ticket())
    _set(ticket, 1, clock)
    return ticket


def _set(ticket: Ticket, priority: int, clock: str) -> None:
    said = {"category": ticket.category or _category(), "impact": 1, "urgency": 1}
    ticket.classify(**said, priority=priority, stamp=stamp(clock))


def _category() -> Category:
    return Category.objects.get_or_create(code="network", name_zh="网络", name_en="Network")[0]


def kinds(ticket: Ticket) -> list[str]:
    return [kind for kind in ticket.history.order_by("pk").values_list("kind", flat=True) if "major" in kind]


def test_a_ticket_that_becomes_level_1_opens_the_plan_at_once():
    ticket = raised("10:00")

    major = Major.objects.get()
    assert (major.ticket, major.opened_at, major.next_at) == (ticket, at("10:00"), at("10:00"))
    assert kinds(ticket) == ["major.opened"]


def test_handler_and_management_are_told_by_bell_and_mail_whatever_they_chose():
    Preference.choose(person("赵"), [])
    ticket = raised()

    assert tell_next(at("10:00"))

    told = set(Told.objects.values_list("person__name", "way"))
    assert {("陈", "bell"), ("郑", "bell"), ("赵", "bell"), ("赵", "mail")} <= told
    assert Notice.objects.filter(to=person("赵"), title__contains=ticket.number).exists()
    letter = OutboundMessage.objects.filter(person=person("赵")).get()
    assert f"/desk/majors/{Major.objects.get().pk}" in letter.text


def test_they_are_told_again_every_so_many_minutes_each_round_once():
    raised("10:00")

    rounds = [tell_next(at(clock)) for clock in ("10:00", "10:00", "10:09", "10:10", "10:10", "10:20")]

    assert rounds == [True, False, False, True, False, True]
    assert sorted(set(Told.objects.values_list("round", flat=True))) == [1, 2, 3]


def test_a_desk_that_was_down_tells_one_round_and_not_all_that_it_missed():
    raised("10:00")
    tell_next(at("10:00"))

    assert tell_next(at("16:00"))
    assert not tell_next(at("16:00"))

    assert Major.objects.get().next_at == at("16:10")


def test_whoever_acknowledges_ends_the_telling_and_the_ticket_says_who():
    ticket = raised("10:00")
    tell_next(at("10:00"))

    Major.objects.get().acknowledge(stamp("10:03", by="王"))

    assert not tell_next(at("10:10"))
    major = Major.objects.get()
    assert (major.acknowledged_by, major.acknowledged_at) == (person("王"), at("10:03"))
    assert kinds(ticket) == ["major.opened", "major.told", "major.acknowledged"]


def test_the_second_to_acknowledge_is_told_who_was_first():
    raised()
    major, same = Major.objects.get(), Major.objects.get()
    major.acknowledge(stamp("10:03", by="王"))

    with pytest.raises(AcknowledgedAlready, match="王"):
        same.acknowledge(stamp("10:04", by="陈"))


def test_a_lower_priority_stands_down():
    ticket = raised()

    _set(ticket, 2, "10:05")

    assert not tell_next(at("10:10"))
    assert kinds(ticket) == ["major.opened", "major.stood_down"]


def test_a_second_judgement_of_the_same_level_opens_nothing_anew():
    ticket = raised()

    _set(ticket, 1, "10:05")

    assert Major.objects.count() == 1


def test_what_is_solved_is_told_no_more():
    ticket = raised()

    Resolution.propose(ticket, solution="重启", stamp=stamp("10:30"))

    assert not tell_next(at("10:40"))
    assert Major.objects.get().ended_at == at("10:30")


def test_a_round_that_breaks_off_said_nothing_and_is_told_whole_later(monkeypatch):
    raised("10:00")

    def half(major, now):
        yield from list(drains_tell_all(major, now))[:1]
        raise RuntimeError("killed")

    drains_tell_all = drains.tell_all
    monkeypatch.setattr(drains, "tell_all", half)
    with pytest.raises(RuntimeError), transaction.atomic():
        tell_next(at("10:00"))
    monkeypatch.undo()

    assert not Told.objects.exists()
    assert not Notice.objects.filter(path__startswith="/desk/majors").exists()
    assert tell_next(at("10:00"))


def test_one_that_fails_is_put_off_and_holds_up_no_other():
    raised("10:00")

    put_off_next(at("10:00"))

    assert Major.objects.get().next_at == at("10:00") + timedelta(minutes=1)


def test_without_a_plan_in_use_nobody_is_told():
    Plan.objects.update(is_active=False)

    raised()

    assert not Major.objects.exists()


def test_the_database_lets_nobody_be_told_after_the_answer():
    raised()
    Major.objects.get().acknowledge(stamp("10:03", by="王"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Major.objects.update(next_at=at("10:10"))


def test_delivering_again_changes_nothing():
    Plan.objects.update(repeat_minutes=5)

    delivering.deliver()

    assert Plan.objects.get().repeat_minutes == 5


def test_a_ticket_that_is_of_level_1_by_its_first_words_opens_the_plan_with_many_others_at_once():
    with gathered():
        ticket = assigned(a_ticket())
        _set(ticket, 1, "10:00")

    assert ticket.history.get(kind="major.opened").said.major == Major.objects.get().pk
