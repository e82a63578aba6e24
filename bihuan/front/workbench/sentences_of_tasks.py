"""What happened to the tasks of a ticket, in a sentence each."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from bihuan.front.workbench.saying import Happened, Known, Sentence, because, say, team_of, who_did
from bihuan.kit.text import moments
from bihuan.tickets import events


def _task_given(event: Happened, known: Known) -> Markup:
    team, contact = team_of(event, known), event.facts["contact"]
    said = say(_("%(who)s gave a task to %(team)s"), who=who_did(event), team=team)
    if contact:
        said = say(
            _("%(who)s gave a task to %(team)s, %(contact)s"), who=who_did(event), team=team, contact=contact
        )
    return because(said, event.facts["what"])


def _task_passed_on(event: Happened, known: Known) -> Markup:
    facts, language = event.facts, get_language() or ""
    to = [facts["team"] and team_of(event, known), facts["contact"]]
    if facts["due_at"]:
        due = moments.short(
            datetime.fromisoformat(facts["due_at"]), language, get_current_timezone(), event.at
        )
        to.append(_("due %(due)s") % {"due": due})
    said = say(
        _("%(who)s passed on a task (%(to)s)"), who=who_did(event), to=_(", ").join(filter(None, to)) or "—"
    )
    return because(said, facts["what"])


def _task_done(event: Happened, known: Known) -> Markup:
    return because(
        say(_("%(who)s has done the task %(what)s"), who=who_did(event), what=event.facts["what"]), event.why
    )


def _task_waived(event: Happened, known: Known) -> Markup:
    what = event.facts["what"]
    if event.facts["is_lapsed"]:
        return say(_("The task %(what)s went with the ticket"), what=what)
    return because(say(_("%(who)s waived the task %(what)s"), who=who_did(event), what=what), event.why)


def _task_slipped(event: Happened, known: Known) -> Markup:
    due = datetime.fromisoformat(event.facts["due_at"])
    return say(
        _("The task %(what)s is late: it was due %(due)s (reminder no. %(times)s)"),
        what=event.facts["what"],
        due=moments.short(due, get_language() or "", get_current_timezone(), event.at),
        times=event.facts["times"],
    )


OF_TASKS: dict[str, tuple[str, Sentence]] = {
    events.TaskGiven.kind: ("users", _task_given),
    events.TaskPassedOn.kind: ("users", _task_passed_on),
    events.TaskDone.kind: ("check", _task_done),
    events.TaskWaived.kind: ("minus", _task_waived),
    events.TaskSlipped.kind: ("circle-alert", _task_slipped),
}
