from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.kit.sql import tray

pytestmark = pytest.mark.django_db


def inserts(asked: CaptureQueriesContext) -> int:
    return sum(query["sql"].startswith("INSERT") for query in asked)


def test_rows_made_in_one_piece_of_work_are_written_by_one_statement_and_then_have_keys():
    groups = [Group(name=f"group {n}") for n in range(5)]

    with CaptureQueriesContext(connection) as asked, tray.gathered():
        for group in groups:
            tray.write(group)

    assert inserts(asked) == 1
    assert {group.pk: group.name for group in groups} == dict(Group.objects.values_list("pk", "name"))


def test_outside_of_one_a_row_is_written_at_once():
    group = tray.write(Group(name="alone"))

    assert Group.objects.get() == group
    assert tray.laid(Group) == []


def test_whoever_asks_misses_no_row_that_was_laid_aside():
    with tray.gathered():
        group = tray.write(Group(name="found"))

        assert Group.objects.get().name == "found"
        assert group.pk is not None
        assert tray.laid(Group) == [group]


def test_who_asks_for_what_is_written_alone_adds_the_rest_himself():
    with tray.gathered():
        tray.write(Group(name="not yet"))

        with tray.as_written():
            assert not Group.objects.exists()
        assert Group.objects.exists()


def test_a_row_is_written_after_the_one_that_it_refers_to():
    with tray.gathered():
        kind = ContentType(app_label="bench", model="thing")
        permission = Permission(name="may", content_type=kind, codename="may")
        tray.write(permission)
        tray.write(kind)

    assert Permission.objects.get(codename="may").content_type == kind


def test_keys_are_known_at_once_where_they_are_needed_and_are_never_given_twice():
    with tray.gathered(2):
        first, second, third = (tray.write_with_key(Group(name=f"group {n}")) for n in range(3))
        keys = [first.pk, second.pk, third.pk]
    later = Group.objects.create(name="later")

    assert len({*keys, later.pk}) == 4
    assert list(Group.objects.order_by("pk").values_list("pk", flat=True)) == [*sorted(keys), later.pk]


def test_nothing_is_left_of_a_piece_of_work_that_failed():
    with pytest.raises(ZeroDivisionError), tray.gathered():
        tray.write(Group(name="half"))
        raise ZeroDivisionError

    assert not Group.objects.exists()
    assert tray.laid(Group) == []


def test_a_part_that_failed_takes_the_whole_along_even_if_somebody_went_on():
    with pytest.raises(tray.NotWhole), tray.gathered():
        with pytest.raises(ZeroDivisionError), tray.gathered():
            tray.write(Group(name="half"))
            raise ZeroDivisionError
        tray.write(Group(name="other half"))

    assert not Group.objects.exists()
