"""Rows laid aside to be written together: one statement for all of a table instead of one for each.

Whatever asks the database about a table first has what was laid aside for it written. So nobody misses a row; whoever
need not ask saves a statement.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import ForeignKey, Model

from bihuan.kit.sql.statements import insert_rows, next_keys, notify, notify_all

Row = TypeVar("Row", bound=Model)

_here = threading.local()


class NotWhole(Exception):
    """A piece of work cannot be written, for a part of it failed."""


class Tray:
    """What was laid aside in one piece of work."""

    def __init__(self, pieces: int) -> None:
        self._pieces = pieces
        self._keys: dict[type[Model], list[int]] = {}
        self.laid: dict[type[Model], list[Model]] = {}  # all of it, written or not
        self.waiting: dict[type[Model], list[Model]] = {}
        self.is_whole = True
        self._topics: dict[tuple[str, str], None] = {}

    def next_key(self, model: type[Model]) -> int:
        """Return a key for a row to come; several are drawn at once, and those not needed are lost."""
        keys = self._keys.setdefault(model, [])
        if not keys:
            keys.extend(reversed(next_keys(model._meta.db_table, self._pieces)))
        return keys.pop()

    def lay(self, row: Model) -> None:
        self.laid.setdefault(type(row), []).append(row)
        self.waiting.setdefault(type(row), []).append(row)

    def whisper(self, channel: str, payload: str) -> None:
        self._topics[channel, payload] = None

    def write(self, *models: type[Model]) -> None:
        """Write the rows of some models by one statement, and before them those whose keys they lack."""
        groups = [self.waiting.pop(model) for model in models if model in self.waiting]
        if not groups:
            return
        for row in (row for rows in groups for row in rows):
            self._fill_in_keys(row)
        insert_rows(*groups)

    def _fill_in_keys(self, row: Model) -> None:
        """Take over the keys of rows that had none yet when this row was made to refer to them."""
        for field in row._meta.concrete_fields:
            if not isinstance(field, ForeignKey) or getattr(row, field.attname) is not None:
                continue
            referred: Model | None = field.get_cached_value(row, default=None)
            if referred is not None:
                if referred.pk is None:
                    self.write(type(referred))
                setattr(row, field.attname, referred.pk)

    def write_all(self) -> None:
        if not self.is_whole:
            raise NotWhole("a part of this work failed: what it laid aside cannot be told from the rest")
        lacked = {
            field.remote_field.model
            for model in self.waiting
            for field in model._meta.concrete_fields
            if field.remote_field
        }
        self.write(*(model for model, rows in self.waiting.items() if model in lacked and rows[0].pk is None))
        self.write(*self.waiting)
        for channel in dict.fromkeys(channel for channel, _ in self._topics):
            notify_all(channel, [payload for at, payload in self._topics if at == channel])

    def before(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """Run a statement, once what it may ask for stands there."""
        text = sql if isinstance(sql, str) else str(sql)
        for model in [model for model in self.waiting if model._meta.db_table in text]:
            self.write(model)
        return execute(sql, params, many, context)


@contextmanager
def gathered(pieces: int = 1) -> Iterator[None]:
    """Run a transaction in which rows and topics are laid aside, to be written at its end. Within another, be a part of it.

    :param pieces: how many things of a kind are about to be made
    :raises NotWhole: if a part failed and somebody went on as if it had not
    """
    if outer := _tray():
        with _part_of(outer):
            yield
        return
    tray = Tray(pieces)
    with transaction.atomic(), connection.execute_wrapper(tray.before):
        _here.tray = tray
        try:
            yield
            tray.write_all()
        finally:
            _here.tray = None


@contextmanager
def _part_of(tray: Tray) -> Iterator[None]:
    try:
        yield
    except BaseException:
        tray.is_whole = False
        raise


def write(row: Row) -> Row:
    """Write a new row: at once, or together with others. Until then it has no key."""
    tray = _tray()
    if tray is None:
        row.save(force_insert=True)
    else:
        tray.lay(row)
    return row


def write_with_key(row: Row) -> Row:
    """Write a new row that is referred to by its key: together with others it gets its key at once."""
    if tray := _tray():
        row.pk = tray.next_key(type(row))
    return write(row)


@contextmanager
def as_written() -> Iterator[None]:
    """Ask meanwhile without having written what is laid aside: for who adds that by himself, see `laid`."""
    tray = _tray()
    if tray is None:
        yield
        return
    waiting, tray.waiting = tray.waiting, {}
    try:
        yield
    finally:
        tray.waiting = waiting


def settle(model: type[Model]) -> None:
    """See to it that the rows of a model are written and have their keys."""
    if tray := _tray():
        tray.write(model)


def laid(model: type[Row]) -> list[Row]:
    """Return all rows of a model that were made in this piece of work."""
    tray = _tray()
    return list(tray.laid.get(model, ())) if tray else []  # type: ignore[arg-type]  # kept by their model


def whisper(channel: str, payload: str) -> None:
    """Send a word at commit: with a statement of its own, or together with others."""
    tray = _tray()
    if tray is None:
        notify(channel, payload)
    else:
        tray.whisper(channel, payload)


def _tray() -> Tray | None:
    return getattr(_here, "tray", None)
