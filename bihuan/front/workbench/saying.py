"""What every sentence of a ticket's history is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from bihuan.tickets.models import Assignment, Attempt


class Happened(NamedTuple):
    """A line of a ticket's history as it is read for a page."""

    pk: int
    kind: str
    facts: dict[str, Any]
    by: str | None
    at: datetime
    via: str
    why: str


@dataclass(frozen=True)
class Known:
    """What the facts of a ticket's history name by number or code."""

    assignments: Mapping[int, Assignment] = field(default_factory=dict)
    attempts: Mapping[int, Attempt] = field(default_factory=dict)
    solutions: Mapping[int, str] = field(default_factory=dict)
    holds: Mapping[int, timedelta] = field(default_factory=dict)  # that are over
    categories: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    priorities: Mapping[int, str] = field(default_factory=dict)


Sentence = Callable[[Happened, Known], Markup]


def say(message: str, **blanks: object) -> Markup:
    """Return a message with its blanks filled, names and the like standing out."""
    strong = {name: Markup("<b>{}</b>").format(said) for name, said in blanks.items()}
    return Markup(escape(message)) % strong  # noqa: S704, the message is ours, the blanks are escaped


def who_did(event: Happened) -> str:
    return event.by or _("The desk")


def because(said: Markup, why: str) -> Markup:
    return said + escape(_(": %(why)s") % {"why": why}) if why else said


def leading_to(said: Markup, entry: int, words: str) -> Markup:
    """Add a link to a message of the conversation."""
    return said + Markup(' · <a class="link" href="#entry-{}">{}</a>').format(entry, words)


def team_of(event: Happened, known: Known) -> str:
    return known.teams.get(event.facts["team"], event.facts["team"])


def plain(message: Callable[[], str], *, says_why: bool = True) -> Sentence:
    """Return a sentence that names who did it, and why."""

    def told(event: Happened, known: Known) -> Markup:
        return because(say(message(), who=who_did(event)), event.why if says_why else "")

    return told
