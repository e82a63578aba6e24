"""Empty tables at one go, append-only ones among them: for a desk whose rows were all invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

# Of pg_trigger.tgtype: fires before, fires on TRUNCATE (PostgreSQL, src/include/catalog/pg_trigger.h).
REFUSALS = """
SELECT tgname FROM pg_trigger
WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled <> 'D' AND tgtype & 2 <> 0 AND tgtype & 32 <> 0
"""


def referring_to(*roots: type[models.Model]) -> set[type[models.Model]]:
    """Return these models and all that refer to them, directly or through others."""
    found = set(roots)
    every = apps.get_models(include_auto_created=True)
    while more := {model for model in every if model not in found and _refers(model, found)}:
        found |= more
    return found


def empty(tables: Iterable[type[models.Model]], sequences: Iterable[str] = ()) -> None:
    """Remove all rows and count keys and `sequences` from one again. What refuses to be emptied is emptied, too, and
    refuses again once this is over.

    :raises django.db.Error: if another table refers to one of these
    """
    names = sorted(model._meta.db_table for model in tables)
    with transaction.atomic(), _without_refusals(names), connection.cursor() as cursor:
        listed = sql.SQL(", ").join(map(sql.Identifier, names))
        cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(listed))
        for sequence in sequences:
            cursor.execute(sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(sequence)))


def _refers(model: type[models.Model], others: set[type[models.Model]]) -> bool:
    return any(field.related_model in others for field in model._meta.concrete_fields if field.is_relation)


@contextmanager
def _without_refusals(tables: list[str]) -> Iterator[None]:
    refusals = [(table, trigger) for table in tables for trigger in _refusals(table)]
    _switch("DISABLE", refusals)
    yield  # a failure rolls it all back
    _switch("ENABLE", refusals)


def _refusals(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(REFUSALS, [table])
        return [str(name) for (name,) in cursor.fetchall()]


def _switch(how: str, triggers: Iterable[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        for table, trigger in triggers:
            statement = sql.SQL("ALTER TABLE {} {} TRIGGER {}")
            cursor.execute(statement.format(sql.Identifier(table), sql.SQL(how), sql.Identifier(trigger)))
