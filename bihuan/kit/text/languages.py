"""Texts that a desk keeps in both languages, and which one a reader gets."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

ENGLISH, CHINESE = "en", "zh-hans"


def is_chinese(language: str | None = None) -> bool:
    return (language or get_language() or CHINESE).startswith("zh")


def either(zh: str, en: str, language: str | None = None) -> str:
    """Return the text in the language asked for (default: the active one), or the other where that one is empty."""
    return (zh or en) if is_chinese(language) else (en or zh)


class in_two_languages:
    """Reads `<stem>_zh` or `<stem>_en` of a row, whichever the reader wants."""

    def __init__(self, stem: str) -> None:
        self.stem = stem

    def __get__(self, row: Any, owner: type) -> str:
        return either(getattr(row, f"{self.stem}_zh"), getattr(row, f"{self.stem}_en"))
