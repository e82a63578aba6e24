"""What happened to the promises of a ticket, in a sentence each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from bihuan.flow.sla.events import (
    ClockAcknowledged,
    ClockCalled,
    ClockMissed,
    ClockMoved,
    ClockWarned,
    HandoverDeclined,
)
from bihuan.front.workbench.saying import Happened, Known, Sentence, because, say, who_did
from bihuan.front.workbench.words import PROMISES
from bihuan.kit.text import durations, moments

LATE = timedelta(minutes=1)


def _warned(event: Happened, known: Known) -> Markup:
    return _clock(_("%(promise)s is about to run out: due %(due)s"), event)


def _missed(event: Happened, known: Known) -> Markup:
    return _clock(_("%(promise)s has run out: it was due %(due)s"), event)


def _moved(event: Happened, known: Known) -> Markup:
    was, now = (_due_as_told(event.facts[name], event.at) for name in ("was", "now"))
    said = say(
        _("%(promise)s is due %(now)s, no longer %(was)s"),
        promise=PROMISES[event.facts["promise"]],
        now=now,
        was=was,
    )
    return because(said, event.why)


def _called(event: Happened, known: Known) -> Markup:
    facts = event.facts
    told = _(", ").join(facts["told"])
    if not facts["level"]:
        return because(say(_("%(who)s called %(told)s"), who=who_did(event), told=told), event.why)
    is_before = event.at < datetime.fromisoformat(facts["due_at"])
    if not told and is_before:
        return _clock(_("Nobody was called in the quiet hours: %(promise)s is due %(due)s"), event)
    if not told:
        return _clock(_("Nobody was called in the quiet hours: %(promise)s was due %(due)s"), event)
    words = (
        _("%(promise)s is due %(due)s: level %(level)s calls %(told)s")
        if is_before
        else _("%(promise)s was due %(due)s: level %(level)s calls %(told)s")
    )
    return _clock(words, event, level=facts["level"], told=told)


def _acknowledged(event: Happened, known: Known) -> Markup:
    return say(
        _("%(who)s acknowledged the call: %(promise)s"),
        who=who_did(event),
        promise=PROMISES[event.facts["promise"]],
    )


def _declined(event: Happened, known: Known) -> Markup:
    return because(say(_("%(who)s keeps it in the first line"), who=who_did(event)), event.why)


def _due_as_told(moment: str, at: datetime) -> str:
    return moments.short(datetime.fromisoformat(moment), get_language() or "", get_current_timezone(), at)


def _clock(message: str, event: Happened, **more: object) -> Markup:
    language = get_language() or ""
    due = _due_as_told(event.facts["due_at"], event.at)
    said = say(message, promise=PROMISES[event.facts["promise"]], due=due, **more)
    late = timedelta(seconds=event.facts.get("late_s", 0))
    if late < LATE:
        return said
    return because(
        said, _("told %(late)s late, the desk had been down") % {"late": durations.in_words(late, language)}
    )


OF_CLOCKS: dict[str, tuple[str, Sentence]] = {
    ClockWarned.kind: ("timer", _warned),
    ClockMissed.kind: ("circle-alert", _missed),
    ClockCalled.kind: ("megaphone", _called),
    ClockAcknowledged.kind: ("check", _acknowledged),
    HandoverDeclined.kind: ("hand", _declined),
    ClockMoved.kind: ("calendar-clock", _moved),
}
