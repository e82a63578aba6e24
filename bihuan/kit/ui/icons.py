"""Icons: one file of shapes, cached for good, into which pages point. The names that exist stand in icons.txt."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from bihuan.kit.ui.assets import build

_LIST = Path(__file__).parent / "icons.txt"
NAMES = frozenset(name for name in _LIST.read_text("utf-8").split("\n") if name and not name.startswith("#"))


class NoSuchIcon(LookupError):
    """A template names an icon that the list does not have."""


def icon(name: str, size: str = "", label: str = "") -> Markup:
    """Return an icon; `size` is sm, lg or xl. Beside a word it says nothing to a screen reader, alone it needs `label`."""
    return _drawn(name, size, label, build.address("icons.svg"))


@lru_cache(maxsize=1024)
def _drawn(name: str, size: str, label: str, sprite: str) -> Markup:
    if name not in NAMES:
        raise NoSuchIcon(f"{name}: add it to {_LIST.name} and build the front end")
    look = f"icon icon-{size}" if size else "icon"
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" {}><use href="{}#{}"></use></svg>').format(look, said, sprite, name)
