"""Tell in words what of a form was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bihuan.ground.catalogue.models import FormField
from bihuan.kit.text.languages import either


def filled_in(
    form: Iterable[FormField], was: Mapping[str, Any], now: Mapping[str, Any], language: str
) -> dict[str, str]:
    """Return what of a form has a new answer: what it is called → the answer, in words of a language."""
    new = [field for field in form if field.key in now and now[field.key] != was.get(field.key)]
    return {
        either(field.label_zh, field.label_en, language): field.said(now[field.key], language)
        for field in new
    }
