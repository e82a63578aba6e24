"""Tell in words what of a form was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bihuan.ground.catalogue.models import FormField
from bihuan.kit.text.languages import CHINESE, ENGLISH


def filled_in(
    form: Iterable[FormField], was: Mapping[str, Any], now: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Return what of a form has a new answer: label and answer in Chinese (`zh`, `said_zh`) and in English."""
    new = [field for field in form if field.key in now and now[field.key] != was.get(field.key)]
    return [
        {
            "zh": field.label_zh,
            "en": field.label_en,
            "said_zh": field.said(now[field.key], CHINESE),
            "said_en": field.said(now[field.key], ENGLISH),
        }
        for field in new
    ]
