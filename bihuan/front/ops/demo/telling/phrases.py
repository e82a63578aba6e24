"""The words that are the same in every story: greetings, thanks, reminders."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bihuan.front.ops.demo.company import ENGLISH
from bihuan.front.ops.demo.telling.wording import say

SOURCE = Path(__file__).parents[1] / "phrases.toml"


class Phrases:
    def __init__(self, language: str, rng: random.Random) -> None:
        source = _source()["en" if language == ENGLISH else "zh"]
        self.lists: Mapping[str, list[str]] = source
        # team → why it sends an escalation back, and what the desk then adds
        self.back: Mapping[str, list[tuple[str, str]]] = source["back"]
        self.rng = rng

    def one(self, kind: str, slots: Mapping[str, str]) -> str:
        """Return one of the phrases of a kind, said with these slots."""
        return self.say(self.rng.choice(self.lists[kind]), slots)

    def say(self, text: str, slots: Mapping[str, str]) -> str:
        return say(text, slots, self.rng)


@cache
def _source() -> dict[str, Any]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))
