"""How a ticket begins: its title and description, as people write in a form, in a mail, or as an agent notes a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bihuan.front.ops.demo.telling.voice import Voice

SAYS_HURRY = {1: 0.7, 2: 0.0, 3: 0.0}  # urgency → how often it is said in words
SAYS_PATIENCE = {1: 0.0, 2: 0.0, 3: 0.3}


def opening(source: Mapping[str, Any], channel: str, urgency: int, voice: Voice) -> tuple[str, str]:
    """Return title and description."""
    is_phone = channel == "phone"
    body = voice.say(voice.rng.choice(source["phone" if is_phone else "descriptions"]))
    title = voice.say(voice.rng.choice(source["titles"]))
    if is_phone:
        return title, _joined([voice.phrase("phone_openings") + body, voice.phrase("phone_closings")], voice)
    text = _joined([body, _how_urgent(source, urgency, voice)], voice)
    if channel == "email":
        return title, _as_mail(text, voice)
    return title, _joined(
        [text, voice.phrase("away_closings" if source.get("is_away") else "portal_closings")], voice
    )


def _how_urgent(source: Mapping[str, Any], urgency: int, voice: Voice) -> str:
    drawn = voice.rng.random()
    if drawn < SAYS_HURRY[urgency]:
        return voice.say(voice.rng.choice(source["hurry"])) if "hurry" in source else voice.phrase("hurry")
    return voice.phrase("no_hurry") if drawn < SAYS_PATIENCE[urgency] else ""


def _as_mail(text: str, voice: Voice) -> str:
    farewell = f"{voice.phrase('mail_closings')}\n{voice.phrase('mail_signatures')}".strip()
    return "\n\n".join(filter(None, [voice.phrase("mail_greetings"), text, farewell]))


def _joined(parts: list[str], voice: Voice) -> str:
    return (" " if voice.is_english else "").join(filter(None, parts))
