"""Which scheme is in force, and what rules about persons, departments and categories do to a ticket."""

import pytest
from django.db import IntegrityError, connection, transaction

from bihuan.flow.triage import delivering
from bihuan.flow.triage.classifying import OverrideWithoutReason, classify_by_hand
from bihuan.flow.triage.models import (
    MatrixCell,
    PriorityLevel,
    PriorityRule,
    PriorityScheme,
    scheme_in_force,
)
from bihuan.flow.triage.tests.cast import a_small_desk, filed
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Department, Person
from bihuan.ground.people.tests.cast import person, stamp
from bihuan.tickets.models import Duplicate, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("TRI-03")]


@pytest.fixture(autouse=True)
def desk(db):
    a_small_desk()


def put_in_force(code: str) -> None:
    PriorityScheme.objects.filter(is_in_force=True).update(is_in_force=False)
    PriorityScheme.objects.filter(code=code).update(is_in_force=True)


def raised(ticket: Ticket) -> dict:
    return ticket.history.filter(kind="ticket.classified").order_by("-pk").first().said.raised


def a_vip_rule(**more) -> PriorityRule:
    Person.objects.filter(pk=person("林").pk).update(is_vip=True)
    return PriorityRule.objects.create(**{"position": 1, "is_for_vips": True} | more)


def test_a_ticket_keeps_its_rank_when_another_scheme_comes_into_force_and_the_next_one_goes_by_that():
    before = filed("打印机卡纸，不急，有空再看")

    put_in_force("three-levels")

    before.refresh_from_db()
    assert (before.priority, filed("打印机卡纸，不急，有空再看").priority) == (4, 3)
    assert scheme_in_force().level(before.priority).zh == "一般"


def test_the_database_has_exactly_one_scheme_in_force_and_no_cell_of_another_schemes_level():
    three = PriorityScheme.objects.get(code="three-levels")
    with pytest.raises(IntegrityError, match="one_scheme_in_force"), transaction.atomic():
        PriorityScheme.objects.filter(pk=three.pk).update(is_in_force=True)
    with (
        pytest.raises(IntegrityError, match="no scheme"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        PriorityScheme.objects.update(is_in_force=False)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with (
        pytest.raises(IntegrityError, match="cell_gives_a_level"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        MatrixCell.objects.filter(scheme=three).update(priority=4)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_an_administrator_called_a_level_stays_when_the_desk_is_delivered_again():
    PriorityLevel.objects.filter(scheme__is_in_force=True, rank=1).update(name_zh="火警")
    put_in_force("service-levels")

    delivering.deliver()

    assert scheme_in_force().code == "service-levels"
    assert PriorityLevel.objects.get(scheme__code="four-levels", rank=1).name_zh == "火警"
    assert PriorityLevel.objects.count() == 4 + 4 + 3


def test_a_rule_raises_what_the_matrix_gives_and_the_history_says_for_what():
    a_vip_rule()

    ticket = filed("打印机卡纸")

    assert (ticket.priority, raised(ticket)) == (2, {"from": 3, "for": [["VIP", "VIP"]]})


def test_a_rule_about_a_department_and_a_branch_holds_for_all_below_them():
    factory = Department.objects.create(code="f", name_zh="工厂", name_en="Factory")
    line = Department.objects.create(code="f.1", name_zh="一线", parent=factory)
    Person.objects.filter(pk=person("林").pk).update(department=line)
    hardware = Category.objects.get(code="hardware")
    PriorityRule.objects.create(position=1, department=factory, category=hardware, at_least=1)

    assert filed("打印机卡纸").priority == 1
    assert filed("您好", "在吗").priority == 3  # in no branch
    assert raised(Ticket.objects.earliest("pk"))["for"] == [["工厂、硬件", "Factory, Hardware"]]


def test_to_classify_again_raises_no_further():
    a_vip_rule()
    ticket = filed("打印机卡纸")

    for _ in range(2):
        classify_by_hand(
            ticket, category=ticket.category, impact=3, urgency=2, priority=None, stamp=stamp("10:00")
        )

    assert (ticket.priority, raised(ticket)["from"]) == (2, 3)


def test_an_override_with_its_reason_stands_against_the_rules_and_without_one_is_refused():
    a_vip_rule()
    ticket, duplicates = filed("打印机卡纸"), [filed("打印机卡纸") for _ in range(2)]
    said = {"category": ticket.category, "impact": 3, "urgency": 2, "priority": 3}

    with pytest.raises(OverrideWithoutReason):
        classify_by_hand(ticket, **said, stamp=stamp("10:00"))
    classify_by_hand(ticket, **said, stamp=stamp("10:00").because("已有备用机"))
    assert (ticket.priority, raised(ticket)) == (3, {})

    for other, name in zip(duplicates, ("赵", "周"), strict=True):
        Ticket.objects.filter(pk=other.pk).update(person=person(name))
        Duplicate.join(other, ticket, stamp("10:30"))
    ticket.refresh_from_db()
    assert (ticket.impact, ticket.priority, raised(ticket)) == (2, 2, {})  # the matrix alone, no rule
