"""Find what a message says by what its fields are called, wherever they stand. Plain Python."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from bihuan.ground.channels.monitoring.alert import words

DEEPEST = 6
MOST_FIELDS = 400

_SIGNS = re.compile(r"[^a-z0-9]")


class Fields:
    """The single values of a message by their names in small letters without signs, the outermost of a name first."""

    def __init__(self, payload: Mapping[str, Any]) -> None:
        self.by_name: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        waiting = deque([(payload, "", 0)])
        while waiting and len(self.labels) < MOST_FIELDS:
            whole, before, depth = waiting.popleft()
            for name, value in whole.items():
                inner = unfolded(value)
                if isinstance(inner, Mapping):
                    if depth < DEEPEST:
                        waiting.append((inner, f"{before}{name}.", depth + 1))
                elif said := words(value).strip():
                    self.by_name.setdefault(folded(str(name)), said)
                    self.labels.setdefault(f"{before}{name}", said)

    def first(self, names: Iterable[str]) -> str:
        return next((self.by_name[name] for name in names if self.by_name.get(name)), "")

    def has(self, *names: str) -> bool:
        return any(name in self.by_name for name in names)


def folded(name: str) -> str:
    return _SIGNS.sub("", name.lower())


def unfolded(value: Any) -> Any:
    """Return what a text holds that is JSON itself, as Amazon's topics send it; anything else as it is."""
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value
