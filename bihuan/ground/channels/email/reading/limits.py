"""How much of one message is read at all: counted on the raw bytes, before anything is interpreted."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The caps of one reading; what lies beyond a cap is left unread and named among the letter's problems.

    The figures keep the costliest hostile message known to us far below a second, and are several times what
    honest mail needs.
    """

    message_bytes: int = 80 * MIB
    headers_bytes: int = 256 * 1024
    header_bytes: int = 8 * 1024
    structured_bytes: int = 64 * 1024
    header_fields: int = 2_000
    parts: int = 500
    depth: int = 20
    recipients: int = 500
    references: int = 200
    text_chars: int = 2 * MIB


class Notes:
    """The problems met while reading, as machine words, each once and in the order of their meeting."""

    def __init__(self) -> None:
        self._words: dict[str, None] = {}

    def add(self, word: str) -> None:
        self._words[word] = None

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self._words)
