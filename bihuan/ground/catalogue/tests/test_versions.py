from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction

from bihuan.ground.catalogue.delivering import deliver
from bihuan.ground.catalogue.models import Category, CategoryVersion, CheckStep, FormField, content_of
from bihuan.ground.people import delivering as people
from bihuan.ground.people.tests.cast import at, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("TRI-01")]


@pytest.fixture
def printer(db):
    people.deliver()
    deliver()
    return Category.objects.get(code="hardware.printer")


def less(category, **instead):
    """Return what the category asks without its last field."""
    content = content_of(category)
    return content | {"fields": content["fields"][:-1]} | instead


def test_what_is_delivered_is_the_first_version_from_the_beginning(printer):
    first = printer.versions.get()

    assert (first.number, first.since, first.by) == (1, None, None)
    assert first.content == content_of(printer)
    assert [field.key for field in first.fields] == [field.key for field in printer.fields.all()]
    assert not CategoryVersion.objects.filter(category__team=None).exists()


def test_a_change_is_a_new_version_and_what_ran_before_keeps_the_old_one(printer):
    before = content_of(printer)

    number = CategoryVersion.keep(printer, less(printer), stamp("10:00", by="周"))

    assert number == 2
    assert CategoryVersion.held(printer, at("09:59")).content == before
    assert CategoryVersion.held(printer, at("10:00")).number == 2
    assert content_of(Category.objects.get(pk=printer.pk)) == less(printer, fields=before["fields"][:-1])
    assert printer.versions.get(number=2).by.name == "周"


def test_keeping_what_is_there_makes_no_version(printer):
    assert CategoryVersion.keep(printer, content_of(printer), stamp("10:00", by="周")) is None
    assert printer.versions.count() == 1


def test_a_ticket_older_than_the_category_goes_by_its_first_version(printer):
    young = Category.objects.create(code="hardware.robot", name_zh="机器人", team=printer.team)
    CategoryVersion.keep(young, content_of(printer), stamp("11:00", by="周"))

    assert CategoryVersion.held(young, at("09:00")).number == 1


def test_which_version_holds_is_one_question(printer, django_assert_num_queries):
    with django_assert_num_queries(1):
        held = CategoryVersion.held(printer, at("09:00"))
        assert held.fields
        assert held.steps


def test_the_database_keeps_versions_as_they_were_written(printer):
    for change in (
        "UPDATE catalogue_categoryversion SET number = 7",
        "DELETE FROM catalogue_categoryversion",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(change)


def test_the_migration_keeps_what_was_there_as_the_first_version(printer):
    old = Category.objects.create(code="hardware.fax", name_zh="传真机", team=printer.team)
    FormField.objects.create(category=old, key="b", label_zh="乙", position=1)
    FormField.objects.create(
        category=old, key="a", label_zh="甲", options=[{"value": "x", "zh": "x", "en": "x"}]
    )
    CheckStep.objects.create(category=old, key="s", text_zh="看", text_en="Look", minutes=3)
    fill = import_module("bihuan.ground.catalogue.migrations.0003_versions_stay_and_begin_with_what_there_is")

    with connection.cursor() as cursor:
        cursor.execute(fill.FIRST_ONES.replace("c.team_id IS NOT NULL", f"c.id = {old.pk}"))

    assert old.versions.get().content == content_of(old)
    assert old.versions.get().since is None
