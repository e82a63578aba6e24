"""Settings kept in the memory of a process, and read anew once a table that they come from has changed.

Whoever asks costs one short query, which tells whether anything changed; within `unchanging()`, none. What is kept is
shared by threads and for reading only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import Model

from bihuan.kit.kept.models import TableState
from bihuan.kit.sql.prepared import Asked, Prepared

Value = TypeVar("Value")
States = Mapping[str, int]

_here = threading.local()


class Kept(Generic[Value]):
    """What `read` returns from the rows of some models, each of whose tables is watched (`bihuan.kit.kept.watching`)."""

    every: list[Kept[object]] = []

    def __init__(self, read: Callable[[], Value], *models: type[Model]) -> None:
        self.models = models
        self._read = read
        self._kept: tuple[tuple[int, ...], Value] | None = None
        Kept.every.append(self)  # type: ignore[arg-type]  # of any value

    def __call__(self) -> Value:
        states = _states()
        key = tuple(states.get(model._meta.db_table, 0) for model in self.models)
        kept = self._kept
        if kept is None or kept[0] != key:
            # Read after the state: what changes in between is read now, and once more when the state is seen.
            kept = self._kept = (key, self._read())
        return kept[1]


class _Piece:
    """A piece of work in which the settings are taken for as they were when first asked for."""

    def __init__(self, asked: Asked | None) -> None:
        self.notes: dict[str, dict[Any, Any]] = {}
        self._asked = asked

    @cached_property
    def states(self) -> States:
        return dict(self._asked.rows) if self._asked else _asked()


def ask_for_states() -> Asked:
    """Ask what changed along with other questions, to be handed to `unchanging`."""
    return _all_states.ask()


@contextmanager
def unchanging(asked: Asked | None = None) -> Iterator[None]:
    """Ask no more than once what changed, while this lasts: a short piece of work that changes no settings itself.

    :param asked: the answer, where it came along with others
    """
    if _piece() is not None:
        yield
        return
    _here.piece = _Piece(asked)
    try:
        yield
    finally:
        _here.piece = None


def noted(subject: str) -> dict[Any, Any]:
    """Return what was noted about a subject in this piece of work, to be added to; outside of one, nothing."""
    piece = _piece()
    return {} if piece is None else piece.notes.setdefault(subject, {})


def _states() -> States:
    piece = _piece()
    return _asked() if piece is None else piece.states


def _piece() -> _Piece | None:
    return getattr(_here, "piece", None)


def _asked() -> States:
    return dict(TableState.objects.values_list("name", "number"))


_all_states = Prepared(lambda: TableState.objects.values_list("name", "number"))
