"""SQL written by hand: here, in the lookups beside, and in migrations. Nowhere else.

Values always travel as parameters; identifiers are composed by psycopg.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction
from psycopg import sql


def notify(channel: str, payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, payload])


def lock_for_transaction(name: str) -> None:
    """Wait until no other transaction holds the lock called `name`, and hold it until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def try_lock_for_session(name: str) -> bool:
    """Take the lock called `name` for as long as this connection lives; False where another has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write many rows at once. Columns are database columns; nothing is announced and nothing reacts."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def plan_without(*kinds: str) -> Iterator[None]:
    """Keep the planner from some kinds of scan (`seqscan`, `indexscan`, …), in a transaction, while this lasts."""
    with transaction.atomic():
        _plan_with(kinds, "off")
        yield
        _plan_with(kinds, "on")  # the transaction may be a larger one's part


def _plan_with(kinds: Iterable[str], setting: str) -> None:
    with connection.cursor() as cursor:
        names = [f"enable_{kind}" for kind in kinds]
        cursor.execute("SELECT set_config(name, %s, true) FROM unnest(%s::text[]) AS name", [setting, names])


def next_value(sequence: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        return int(cursor.fetchone()[0])


def last_value(sequence: str) -> int:
    """Return what was drawn last from the sequence, by anybody; 0 if nothing was."""
    with connection.cursor() as cursor:
        statement = sql.SQL("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {}")
        cursor.execute(statement.format(sql.Identifier(sequence)))
        return int(cursor.fetchone()[0])
