"""The words of templates in the reader's language, kept: a page says a hundred of them, and most are the same each time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils import translation
from markupsafe import Markup

from bihuan.kit.ui.clock import language


def say(message: str, **blanks: Any) -> Markup:
    """Return a message in the reader's language with its blanks filled; a per cent sign in it is written twice."""
    return _said(language(), message, None) % blanks if blanks else _plainly_said(language(), message, None)


def say_in(context: str, message: str, **blanks: Any) -> Markup:
    """Return a message that says other things elsewhere, with its blanks filled."""
    return (
        _said(language(), message, context) % blanks
        if blanks
        else _plainly_said(language(), message, context)
    )


@lru_cache(maxsize=8192)
def _plainly_said(reader: str, message: str, context: str | None) -> Markup:
    return _said(reader, message, context) % {}


@lru_cache(maxsize=8192)
def _said(reader: str, message: str, context: str | None) -> Markup:
    with translation.override(reader):
        said = translation.gettext(message) if context is None else translation.pgettext(context, message)
    return Markup(said)  # noqa: S704, our own words; what fills the blanks is escaped
