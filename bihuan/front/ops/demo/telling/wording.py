"""Texts with slots and choices: `[您好|你好]，{device}又卡纸了`. Plain Python."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")  # the innermost first
SLOT = re.compile(r"\{(\w+)\}")


class UnknownSlot(KeyError):
    """A text names a slot that its scenario does not fill."""


def say(text: str, slots: Mapping[str, str], rng: random.Random) -> str:
    """Return the text with a choice made in each bracket and every slot filled, those inside of slots, too.

    :raises UnknownSlot: if there is no such slot
    """
    while CHOICE.search(text) or SLOT.search(text):
        text = CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text)
        text = SLOT.sub(lambda found: _fill(found[1], slots), text)
    return text


def _fill(name: str, slots: Mapping[str, str]) -> str:
    if name not in slots:
        raise UnknownSlot(name)
    return slots[name]
