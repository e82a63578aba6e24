from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction

from bihuan.kit.sql.emptying import empty, referring_to

pytestmark = pytest.mark.django_db
REFUSE = """
CREATE FUNCTION refuse_for_a_test() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only';
END $$;
CREATE TRIGGER stays BEFORE DELETE ON django_content_type FOR EACH ROW EXECUTE FUNCTION refuse_for_a_test();
CREATE TRIGGER is_not_emptied BEFORE TRUNCATE ON django_content_type
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_for_a_test();
"""


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_append_only_table_is_emptied_and_refuses_again_afterwards() -> None:
    run(REFUSE)

    empty(referring_to(ContentType))

    ContentType.objects.create(app_label="a", model="b")
    assert ContentType.objects.get().pk == 1
    for statement in ("TRUNCATE django_content_type CASCADE", "DELETE FROM django_content_type"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(statement)


def test_a_sequence_counts_from_one_again() -> None:
    run("CREATE SEQUENCE counted_for_a_test")
    run("SELECT nextval('counted_for_a_test')")

    empty(referring_to(ContentType), ["counted_for_a_test"])

    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('counted_for_a_test')")
        assert cursor.fetchone() == (1,)


def test_what_refers_to_a_table_by_way_of_another_is_found() -> None:
    names = {model._meta.label for model in referring_to(ContentType)}

    assert {"contenttypes.ContentType", "auth.Permission", "auth.Group_permissions"} <= names
