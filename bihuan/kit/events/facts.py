"""What an event says, beyond who, when and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True)
class Facts:
    """Base of all facts. A subclass is a frozen dataclass whose fields are JSON values.

    Facts only grow: no kind is renamed, no field removed, and a new field has a default, since rows are for ever.
    """

    kind: ClassVar[str]
    by_kind: ClassVar[dict[str, type[Facts]]] = {}

    def __init_subclass__(cls, *, kind: str) -> None:
        if kind in Facts.by_kind:
            raise TypeError(f"two kinds of facts are called {kind!r}")
        cls.kind = kind
        Facts.by_kind[kind] = cls

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(kind: str, said: dict[str, Any]) -> Facts:
        """Return the facts of a stored event; fields that a later version added are passed over."""
        cls = Facts.by_kind[kind]
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in said.items() if name in known})
