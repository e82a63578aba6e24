"""What becomes of an answer that was read: it fills its field, does not fit it, or comes where something stands. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from bihuan.ground.catalogue.values import NotOfTheField, Options, Value, read_value


class Became(StrEnum):
    NOTHING = ""  # not answered yet
    FILLED = "filled"
    UNFIT = "unfit"  # not what the field takes: for an agent to read
    KEPT = "kept"  # something else stood there by then, and stays until an agent decides
    LEFT = "left"  # an agent decided that it stays


class Field(Protocol):
    """What is asked of a field of a form."""

    type: str
    options: Any


class Read(NamedTuple):
    became: Became
    value: Value | None = None


def read_answer(field: Field, said: str, known: object, today: date) -> Read:
    """Return what becomes of words about a field that holds `known`, which nothing overwrites."""
    options: Options = field.options
    try:
        value = read_value(str(field.type), said, options, today)
    except NotOfTheField:
        return Read(Became.UNFIT)
    if known in (None, ""):
        return Read(Became.FILLED, value)
    is_same = _as_text(known) == _as_text(value)
    return Read(Became.FILLED if is_same else Became.KEPT, value)


def to_fill(read: Mapping[str, Read]) -> dict[str, Value]:
    """Return key → value of what fills its field."""
    return {
        key: one.value for key, one in read.items() if one.became is Became.FILLED and one.value is not None
    }


def _as_text(value: object) -> str:
    return {"true": "yes", "false": "no"}.get(str(value).lower(), str(value))
