"""Placeholders in texts that administrators write: `{{number}}` and nothing more. Plain Python.

No template language: a text can name a value it was given, and cannot reach anything behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_MARKS = str.maketrans("[]<>", "［］＜＞")


def fill(text: str, values: Mapping[str, object]) -> str:
    """Return `text` with its placeholders filled; one that nobody gave a value for stays as it stands."""
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)


def unmarked(words: str) -> str:
    """Return a stranger's words with wide brackets, of which no Markdown makes a link or a picture: what the desk
    sends must not carry somebody else's.
    """
    return words.translate(_MARKS)


def placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))
