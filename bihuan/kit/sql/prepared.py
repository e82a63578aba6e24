"""Questions that every page puts: their SQL is written once, for to build and write it takes longer than to answer it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

MARK = 2**62  # no key reaches it: a mark is known again in the SQL by its value
FIRST_DAY = datetime(1000, 1, 1, tzinfo=UTC)
NOTHING = "SELECT WHERE false"
PRIVATE = "\ue000"  # begins a mark that stands for a text

Value = int | str | datetime | Sequence[int]
Rows = list[tuple[Any, ...]]


class Prepared:
    """A question whose `build` returns a query, given keys, texts and moments by name.

    `build` is called once for each shape, which names all that changes the SQL beside those values; so it must ask
    nothing else than what it is given. Of a `values_list()` the rows come as the database sends them, JSON as text.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._known: dict[Hashable, _Written] = {}

    def ask(self, *shape: Hashable, **values: Value) -> Asked:
        """Fill in some values; `shape` is given to `build` before them. Nothing is sent yet."""
        key = (shape, tuple(len(value) for value in values.values() if isinstance(value, list)))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._write(shape, values)
        return Asked(known, [_fill(slot, values) for slot in known.slots])

    def rows(self, *shape: Hashable, **values: Value) -> Rows:
        """Return the answer for some values."""
        return self.ask(*shape, **values).rows

    def _write(self, shape: tuple[Hashable, ...], values: dict[str, Value]) -> _Written:
        marks: dict[Any, _Slot] = {}
        marked = {name: _mark(name, value, marks) for name, value in values.items()}
        return _Written(self._build(*shape, **marked), marks)


class Asked:
    """A question with its values, answered when it is first looked at, or before by `together`."""

    def __init__(self, written: _Written, params: list[Any]) -> None:
        self.sql, self.params = written.sql, params
        self._written = written

    @classmethod
    def once(cls, query: QuerySet[Any, Any]) -> Asked:
        """Return a question that is written for this time alone."""
        written = _Written(query, {})
        return cls(written, written.slots)

    @cached_property
    def rows(self) -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return list(cursor.fetchall())

    @cached_property
    def objects(self) -> list[Any]:
        """Return what the rows stand for, as the query itself would have: with `select_related`, `only`, `annotate`."""
        return [self._written.make(row) for row in self.rows]


def together(*questions: Asked) -> None:
    """Have several questions answered on one way to the database and back."""
    params = [param for one in questions for param in one.params]
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(one.sql for one in questions), params)
        for one in questions:
            one.rows = list(cursor.fetchall())
            cursor.nextset()


class _Written:
    """A question's SQL with the slots of its parameters, and how objects are made of the answer."""

    def __init__(self, query: QuerySet[Any, Any], marks: dict[Any, _Slot]) -> None:
        compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, params = compiler.as_sql()
        except EmptyResultSet:  # asks for one of none, such as the tickets of no team
            self.sql, self.slots = NOTHING, []
            return
        self.slots = [marks.get(param, param) if _may_be_mark(param) else param for param in params]
        if marks and any(isinstance(slot, str) and PRIVATE in slot for slot in self.slots):
            raise ValueError("a text must come into the SQL as it is, not as part of a pattern")
        if query.query.default_cols:  # not of a values_list(), which stands for no objects
            self._read(compiler)

    def _read(self, compiler: Any) -> None:
        """Note what Django's own reading of a row needs, without the compiler, which belongs to one connection."""
        self._model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
        self._own = slice(fields[0], fields[-1] + 1)
        self._names = [column[0].target.attname for column in compiler.select[self._own]]
        self._related = get_related_populators(  # type: ignore[call-arg]  # the stubs are of a later Django
            compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS
        )
        self._noted = compiler.annotation_col_map or {}
        self._converters = compiler.get_converters([column[0] for column in compiler.select])

    def make(self, row: Sequence[Any]) -> Any:
        cells = list(row)
        for at, (converters, expression) in self._converters.items():
            for convert in converters:
                cells[at] = convert(cells[at], expression, connection)
        made = self._model.from_db(DEFAULT_DB_ALIAS, self._names, cells[self._own])
        for related in self._related:
            related.populate(cells, made)
        for name, at in self._noted.items():
            setattr(made, name, cells[at])
        return made


class _Slot:
    """A place in the SQL's parameters for a value, or for one of a list."""

    def __init__(self, name: str, at: int | None = None) -> None:
        self.name, self.at = name, at


def _mark(name: str, value: Value, marks: dict[Any, _Slot]) -> Any:
    if isinstance(value, list):
        return [_one(_Slot(name, at), MARK + len(marks), marks) for at in range(len(value))]
    if isinstance(value, datetime):
        return _one(_Slot(name), FIRST_DAY + timedelta(days=len(marks)), marks)
    if isinstance(value, str):
        return _one(_Slot(name), f"{PRIVATE}{len(marks)}", marks)
    return _one(_Slot(name), MARK + len(marks), marks)


def _one(slot: _Slot, mark: Any, marks: dict[Any, _Slot]) -> Any:
    marks[mark] = slot
    return mark


def _may_be_mark(param: Any) -> bool:
    return isinstance(param, int | str | datetime) and not isinstance(param, bool)


def _fill(slot: Any, values: dict[str, Any]) -> Any:
    if not isinstance(slot, _Slot):
        return slot
    value = values[slot.name]
    return value if slot.at is None else value[slot.at]
