"""A question that is written once answers as one that is written each time."""

from datetime import datetime, timedelta

import pytest
from django.db.models import F, Q, QuerySet

from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import SHANGHAI, at, person
from bihuan.kit.sql.prepared import Asked, Prepared, together

pytestmark = pytest.mark.django_db


def joined(field: str, *, keys: list[int], since: datetime, but: int):
    found = Person.objects.filter(Q(pk__in=keys) | Q(username="zhou"), joined_at__gte=since).exclude(pk=but)
    return found.order_by("pk").values_list(field, "joined_at")


def test_it_answers_for_the_values_given_not_for_those_it_was_written_with():
    lin, chen, zhou = person("林"), person("陈"), person("周")
    question = Prepared(joined)

    first = question.rows("username", keys=[lin.pk, chen.pk], since=at("07:00"), but=chen.pk)
    second = question.rows("username", keys=[chen.pk, lin.pk], since=at("07:00"), but=zhou.pk)
    later = question.rows("username", keys=[chen.pk, lin.pk], since=at("09:00"), but=zhou.pk)

    assert [name for name, _at in first] == ["lin", "zhou"]
    assert [name for name, _at in second] == ["lin", "chen"]
    assert later == []


def test_moments_come_as_they_were_kept():
    lin = person("林")

    [(_name, joined_at)] = Prepared(joined).rows("name", keys=[lin.pk], since=at("07:00"), but=0)

    assert joined_at == lin.joined_at
    assert joined_at.astimezone(SHANGHAI).utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_list_may_be_of_any_length(count):
    people = [person(name) for name in ("林", "陈", "王")][:count]
    question = Prepared(joined)

    for _time in range(2):
        found = question.rows("name", keys=[one.pk for one in people], since=at("07:00"), but=0)
        assert [name for name, _at in found] == [one.name for one in people]


def test_it_is_written_once_for_each_shape(django_assert_num_queries):
    written = []

    def build(field: str, *, keys: list[int], since: datetime, but: int):
        written.append(field)
        return joined(field, keys=keys, since=since, but=but)

    question = Prepared(build)
    with django_assert_num_queries(4):
        for field in ("name", "username", "name", "username"):
            question.rows(field, keys=[1], since=at("07:00"), but=0)

    assert written == ["name", "username"]


def by_name(*, name: str) -> QuerySet[Person]:
    found = Person.objects.filter(name=name).select_related("department").with_roles()
    return found.annotate(also=F("username")).defer("password")


def test_it_answers_with_the_objects_that_the_query_itself_would_return(django_assert_num_queries):
    lin, chen = person("林"), person("陈")
    question = Prepared(by_name)
    question.ask(name="周")

    with django_assert_num_queries(2):
        [first], [second] = question.ask(name="林").objects, question.ask(name="陈").objects
        told = [(one, one.also, one.department, one.roles, one.joined_at) for one in (first, second)]

    usual = [by_name(name=one.name).get() for one in (lin, chen)]
    assert told == [(one, one.also, one.department, one.roles, one.joined_at) for one in usual]
    assert first.get_deferred_fields() == {"password"}


def test_several_questions_are_answered_on_one_way_each_with_its_own(django_assert_num_queries):
    lin, chen = person("林"), person("陈")
    people, names = Prepared(by_name), Prepared(joined)
    asked = people.ask(name="林"), names.ask("username", keys=[chen.pk], since=at("07:00"), but=0)
    nobody = Asked.once(Person.objects.filter(pk__in=[]))

    with django_assert_num_queries(1):
        together(*asked, nobody)
        found = asked[0].objects, [name for name, _at in asked[1].rows], nobody.objects

    assert found == ([lin], ["chen"], [])


def test_a_text_that_would_become_part_of_a_pattern_is_refused_when_it_is_written():
    question = Prepared(lambda *, name: Person.objects.filter(name__contains=name))

    with pytest.raises(ValueError, match="pattern"):
        question.ask(name="林")
