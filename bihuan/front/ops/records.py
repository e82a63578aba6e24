"""The book of what was done to the desk, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.front.ops import words
from bihuan.front.ops.events import MailHandled, SettingChanged
from bihuan.front.ops.models import DeskEvent


@dataclass(frozen=True)
class Line:
    """One thing done: by whom, when, what in a sentence, and the changes, each with its name."""

    pk: int
    by: str
    at: datetime
    what: str
    changes: list[tuple[str, str, str]]
    why: str


def lines(events: Iterable[DeskEvent]) -> list[Line]:
    """Return events as sentences."""
    return [_line(event) for event in events]


def _line(event: DeskEvent) -> Line:
    by = event.by.name if event.by else _("The desk itself")
    said, changes = event.said, []
    what = event.kind
    if isinstance(said, MailHandled):
        what = str(words.DID.get(said.did, said.did)) % {"n": said.message or said.letter}
    elif isinstance(said, SettingChanged):
        what = _changed(said)
        changes = [
            (str(words.FIELDS.get(name, name)), _shown(was), _shown(now))
            for name, (was, now) in said.changes.items()
        ]
    return Line(event.pk, by, event.at, what, changes, event.why)


def _changed(said: SettingChanged) -> str:
    kind = said.about.partition(":")[0]
    told = {"thing": words.THINGS.get(kind, kind), "name": said.name}
    if said.did == "set_up":
        return _("set up the %(thing)s %(name)s") % told
    if said.did == "removed":
        return _("took the %(thing)s %(name)s away") % told
    return _("changed the %(thing)s %(name)s") % told


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return {"changed": pgettext("of a secret", "changed"), "removed": pgettext("of a secret", "removed")}.get(
        str(value), str(value or "—")
    )
