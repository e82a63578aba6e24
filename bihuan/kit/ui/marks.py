"""Small marks that stand in every row of a list: priority, state, standing, avatar. Written in Python and kept, because a
list draws hundreds of them; each says its meaning in words, never by colour alone.

They are globals and filters of the templates; in a long list the filter, `t.handler|avatar("sm")`, is the quicker call.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from zlib import crc32

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markupsafe import Markup

from bihuan.kit.text import durations, moments
from bihuan.kit.ui.clock import NOTHING, language, present
from bihuan.kit.ui.icons import icon

TONES = ("plain", "accent", "good", "info", "warn", "bad", "held")

# This long before its time a promise is at risk, unless the row says when.
RISK_BEFORE = timedelta(minutes=30)

_BARS = Markup('<span class="priority-bars" aria-hidden="true"><i></i><i></i><i></i></span>')
_BANG = Markup('<span class="priority-bars" aria-hidden="true">!</span>')


@lru_cache(maxsize=2048)
def badge(label: str, tone: str = "plain", icon_name: str = "", is_strong: bool = False) -> Markup:
    """Return a word on a tinted ground; `tone` is one of TONES."""
    look = "badge badge-strong" if is_strong else "badge"
    drawn = icon(icon_name) if icon_name else ""
    return Markup('<span class="{}" data-tone="{}">{}{}</span>').format(look, tone, drawn, label)


@lru_cache(maxsize=256)
def priority_mark(level: int, label: str, has_word: bool = True) -> Markup:
    """Return the mark of a priority, 1 (most urgent) to 4: a shape and a word; the word for ears alone where it is dense."""
    said = Markup("<span>{}</span>") if has_word else Markup('<span class="sr-only">{}</span>')
    tip = "" if has_word else Markup(' title="{}"').format(label)
    shape = _BANG if level == 1 else _BARS
    return Markup('<span class="priority" data-level="{}"{}>{}{}</span>').format(
        level, tip, shape, said.format(label)
    )


@lru_cache(maxsize=512)
def state_badge(label: str, tone: str = "plain", icon_name: str = "circle-dot") -> Markup:
    """Return a state: a shape of its own and its word."""
    return Markup('<span class="state" data-tone="{}">{}<span>{}</span></span>').format(
        tone, icon(icon_name), label
    )


def clock_badge(
    standing: str,
    due_at: datetime | None = None,
    risk_at: datetime | None = None,
    is_expected: bool = False,
) -> Markup:
    """Return how a promise stands; `is_expected`: its time may still change, and it says so.

    `standing`: `fine`, `risk` or `missed` while it runs (with `due_at`; it counts down and turns by itself),
    `met`, `late` (kept, but after its time), `held`, or `none`.
    """
    here = present()
    if due_at is None or standing not in ("fine", "risk", "missed"):
        return _settled(standing, here.language)
    words = durations.countdown(due_at - here.now, here.language)
    return _running(standing, due_at, risk_at, words, here.language, here.zone, is_expected)


@lru_cache(maxsize=8192)
def _running(
    standing: str,
    due_at: datetime,
    risk_at: datetime | None,
    words: str,
    reader: str,
    zone: tzinfo,
    is_expected: bool,
) -> Markup:
    risk = (risk_at or due_at - RISK_BEFORE).isoformat()
    due = pgettext("of a clock", "Due")  # within an f-string it would not be found for translation
    title = f"{due} {moments.full(due_at, reader, zone)}"
    if is_expected:
        title += _("; expected, as the public holidays until then are not confirmed yet")
    before, after = _words_around(reader, is_expected)
    time = Markup('<relative-time say="countdown" datetime="{}">{}</relative-time>').format(
        due_at.isoformat(), words
    )
    frame = Markup('<span class="clock" data-standing="{}" data-risk="{}" title="{}">{}{}{}</span>')
    return frame.format(standing, risk, title, before, time, after)


@lru_cache(maxsize=8)
def _words_around(reader: str, is_expected: bool) -> tuple[Markup, Markup]:
    """Return what stands before and after the time: in Chinese the words come first, in English last."""
    shapes = _only("risk", icon("timer")) + _only("missed", icon("circle-alert"))
    left = pgettext("of a clock", "expected") if is_expected else pgettext("of a clock", "left")
    words = _only("fine risk", left) + _only("missed", pgettext("of a clock", "over"))
    return (shapes + words, Markup("")) if reader.startswith("zh") else (shapes, words)


def _only(standings: str, what: str) -> Markup:
    return Markup('<span data-for="{}">{}</span>').format(standings, what)


@lru_cache(maxsize=32)
def _settled(standing: str, reader: str) -> Markup:
    said = {
        "met": ("circle-check", pgettext("of a clock", "Met")),
        "late": ("circle-alert", pgettext("of a clock", "Met late")),
        "missed": ("circle-alert", pgettext("of a clock", "Missed")),
        "held": ("circle-pause", pgettext("of a clock", "Clock paused")),
        "fine": ("clock", pgettext("of a clock", "On time")),
        "risk": ("timer", pgettext("of a clock", "At risk")),
    }
    if standing not in said:
        return NOTHING
    shape, word = said[standing]
    return Markup('<span class="clock" data-standing="{}">{}<span>{}</span></span>').format(
        standing, icon(shape), word
    )


@lru_cache(maxsize=4096)
def avatar(name: str, size: str = "") -> Markup:
    """Return a person's round mark: the character by which colleagues call, in a colour of its own. `size`: sm, lg, xl."""
    look = f"avatar avatar-{size}" if size else "avatar"
    drawn = Markup('<span class="{}" data-hue="{}" data-initial="{}" aria-hidden="true"></span>')
    return drawn.format(look, hue(name), initial(name))


def initial(name: str) -> str:
    """Return the surname's character of a Chinese name (张), the first letters of another (MA)."""
    name = name.strip()
    if not name:
        return "?"
    if not name[0].isascii():
        return name[0]
    words = name.replace(".", " ").replace("@", " ").split()
    return (words[0][0] + (words[1][0] if len(words) > 1 else "")).upper() if words else "?"


def hue(name: str) -> int:
    """Return which of the eight colours a name has: the same on every page, in every process."""
    return crc32(name.encode()) % 8


def is_chinese() -> bool:
    return language().startswith("zh")
