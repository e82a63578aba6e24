"""SQL written by hand: here, in the lookups beside, and in migrations. Nowhere else.

Values always travel as parameters; identifiers are composed by psycopg.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from django.db import connection, connections, models, transaction
from psycopg import Binary, sql
from psycopg.types.json import Json, Jsonb


def notify(channel: str, payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, payload])


def notify_all(channel: str, payloads: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, said) FROM unnest(%s::text[]) AS said", [channel, list(payloads)]
        )


def lock_for_transaction(name: str) -> None:
    """Wait until no other transaction holds the lock called `name`, and hold it until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def try_lock_for_session(name: str) -> bool:
    """Take the lock called `name` for as long as this connection lives; False where another has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])


def try_locks_for_transaction(name: str, keys: Sequence[int]) -> set[int]:
    """Take as many of the locks `name` with one of `keys` as nobody else holds, until this transaction ends; wait for none.

    Return the keys of those that it holds now.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM unnest(%s::bigint[]) AS key"
            " WHERE pg_try_advisory_xact_lock(hashtextextended(%s, key))",
            [list(keys), name],
        )
        return {key for (key,) in cursor.fetchall()}


def insert_rows(*groups: Sequence[models.Model]) -> None:
    """Insert rows in one round trip, each group of one model, and give them their keys, unless a whole group has them.

    As `bulk_create` does, at a third of its price: no row is looked at twice, and none may conflict.
    """
    insertions = [_insertion(type(rows[0]), rows[0].pk is not None) for rows in groups]
    statement = "; ".join(one.statement for one in insertions)
    values = [one.value(rows) for one, rows in zip(insertions, groups, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for rows in groups:
            for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk, row._state.adding, row._state.db = key, False, connection.alias
            cursor.nextset()


class _Insertion:
    """How rows of a model are inserted: what is the same for all of them, written once.

    They travel as one value, which the database takes apart: to write thousands into the text of a statement takes
    longer than to insert them.
    """

    def __init__(self, model: type[models.Model], has_keys: bool) -> None:
        self._fields = [field for field in model._meta.concrete_fields if has_keys or not field.primary_key]
        self._columns = [str(field.column) for field in self._fields]
        columns = sql.SQL(", ").join(map(sql.Identifier, self._columns))
        table, key = sql.Identifier(model._meta.db_table), sql.Identifier(str(model._meta.pk.column))
        self.statement = (
            sql.SQL(
                "INSERT INTO {table} ({columns}) SELECT {columns}"
                " FROM json_populate_recordset(NULL::{table}, %s::json) RETURNING {key}"
            )
            .format(table=table, columns=columns, key=key)
            .as_string()
        )

    def value(self, rows: Sequence[models.Model]) -> str:
        database = connections[
            connection.alias
        ]  # asked for each value, which `connection` looks up each time
        given = [
            dict(
                zip(
                    self._columns,
                    [field.get_db_prep_save(field.pre_save(row, True), database) for field in self._fields],
                    strict=True,
                )
            )
            for row in rows
        ]
        return json.dumps(given, default=_as_json, ensure_ascii=False)


def _as_json(value: Any) -> Any:
    """Return what JSON has no word for as the database reads it."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value // timedelta.resolution} microseconds"
    if isinstance(value, Json | Jsonb):
        return value.obj if value.dumps in (None, json.dumps) else json.loads(value.dumps(value.obj))
    if isinstance(value, Binary):
        return f"\\x{bytes(value.obj).hex()}"
    return str(value)


_insertion = cache(_Insertion)


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


def next_values(sequence: str, count: int) -> list[int]:
    """Draw as many values at once; another may draw in between."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
        return [int(value) for (value,) in cursor.fetchall()]


def next_keys(table: str, many: int) -> list[int]:
    """Draw the next values of a table's `id`."""
    statement = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [table, many])
        return [int(key) for (key,) in cursor.fetchall()]


def sequence_of(model: type[models.Model]) -> str:
    """Return the name of the sequence that the keys of a table are drawn from."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, model._meta.pk.column])
        return str(cursor.fetchone()[0])


def last_value(sequence: str) -> int:
    """Return what was drawn last from the sequence, by anybody; 0 if nothing was."""
    with connection.cursor() as cursor:
        statement = sql.SQL("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {}")
        cursor.execute(statement.format(sql.Identifier(sequence)))
        return int(cursor.fetchone()[0])
