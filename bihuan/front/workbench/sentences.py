"""What happened to a ticket, in a sentence each: one place for the wording in either language.

What the house did by itself says why: by which words it was classified, why it came to whom, which promise ran out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from bihuan.flow.dispatch.explaining import reason_in_words
from bihuan.flow.sla.events import (
    ClockAcknowledged,
    ClockCalled,
    ClockMissed,
    ClockMoved,
    ClockWarned,
    HandoverDeclined,
)
from bihuan.flow.triage.reactions import GROWN
from bihuan.front.workbench.words import CHANNELS, HOLDS, PRIORITIES, PROMISES, RESULTS, WAYS
from bihuan.kit.text import durations, moments
from bihuan.practices.majors.events import MajorAcknowledged, MajorOpened, MajorStoodDown, MajorTold
from bihuan.practices.surveys.events import Rated
from bihuan.tickets import events
from bihuan.tickets.models import Assignment, Attempt

LATE = timedelta(minutes=1)


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


Sentence = Callable[[Happened, Known], Markup]


def sentence(event: Happened, known: Known) -> tuple[str, Markup]:
    """Return the icon and the words for something that happened.

    :raises KeyError: if nobody wrote a sentence for its kind
    """
    icon, say = SENTENCES[event.kind]
    return icon, say(event, known)


def _say(message: str, **blanks: object) -> Markup:
    """Return a message with its blanks filled, names and the like standing out."""
    strong = {name: Markup("<b>{}</b>").format(said) for name, said in blanks.items()}
    return Markup(escape(message)) % strong  # noqa: S704, the message is ours, the blanks are escaped


def _who(event: Happened) -> str:
    return event.by or _("The desk")


def _because(said: Markup, why: str) -> Markup:
    return said + escape(_(": %(why)s") % {"why": why}) if why else said


def _filed(event: Happened, known: Known) -> Markup:
    channel = CHANNELS.get(event.facts["channel"])
    return _say(
        _("%(who)s filed the ticket (%(channel)s)"), who=_who(event), channel=channel[0] if channel else ""
    )


def _classified(event: Happened, known: Known) -> Markup:
    facts = event.facts
    what = {
        "category": known.categories.get(facts["category"], facts["category"]),
        "priority": PRIORITIES[facts["priority"]],
    }
    if event.by:
        said = _say(_("%(who)s classified it as %(category)s, priority %(priority)s"), who=event.by, **what)
        return _because(said, event.why)
    if event.via == GROWN:
        said = _say(_("Classified as %(category)s, priority %(priority)s"), **what)
        return _because(said, _("more people report the same"))
    if not facts.get("words"):
        return _say(_("Classified as %(category)s, priority %(priority)s"), **what)
    words = "".join(_("“%(word)s”") % {"word": word} for word in facts["words"])
    return _because(
        _say(_("Classified as %(category)s, priority %(priority)s"), **what),
        _("because of %(words)s") % {"words": words},
    )


def _amended(event: Happened, known: Known) -> Markup:
    named = {
        "answers": _("the form"),
        "cause": _("the cause"),
        "solution": _("the solution"),
        "verification": _("how it was verified"),
        "knowledge": _("what becomes of the knowledge"),
    }
    what = _(", ").join(named[name] for name in event.facts["changes"] if name in named)
    if not what:
        return _say(_("%(who)s added to the record"), who=_who(event))
    return _say(_("%(who)s filled in %(what)s"), who=_who(event), what=what)


def _assigned(event: Happened, known: Known) -> Markup:
    assignment = known.assignments.get(event.facts["assignment"])
    team = assignment.team.name if assignment else event.facts["team"]
    handler = assignment.handler.name if assignment and assignment.handler else ""
    whom = _("%(team)s, %(handler)s") % {"team": team, "handler": handler} if handler else team
    reason = reason_in_words(assignment) if assignment else ""
    if event.by and event.by == handler:
        return _because(_say(_("%(who)s took it"), who=event.by), event.why)
    if event.by:
        return _because(_say(_("%(who)s gave it to %(whom)s"), who=event.by, whom=whom), event.why)
    return _because(_say(_("Given to %(whom)s"), whom=whom), reason or event.why)


def _returned(event: Happened, known: Known) -> Markup:
    if not event.facts["was_given_back"]:
        return _say(_("Not accepted in time, so it went on to somebody else"))
    return _because(_say(_("%(who)s gave it back"), who=_who(event)), event.why)


def _held(event: Happened, known: Known) -> Markup:
    reason = HOLDS.get(event.facts["reason"], "")
    said = _say(_("%(who)s put it on hold (%(reason)s), clocks pause"), who=_who(event), reason=reason)
    return _because(said, event.why)


def _resumed(event: Happened, known: Known) -> Markup:
    span = known.holds.get(event.facts["hold"])
    if span is None:
        return _say(_("Work goes on, clocks run again"))
    return _say(
        _("Work goes on after %(span)s on hold, clocks run again"),
        span=durations.in_words(span, get_language() or ""),
    )


def _attempted(event: Happened, known: Known) -> Markup:
    attempt = known.attempts.get(event.facts["attempt"])
    result = RESULTS[event.facts["result"]][0]
    said = _say(
        _("%(who)s tried %(what)s: %(result)s"),
        who=_who(event),
        what=attempt.text.rstrip("。.") if attempt else "",
        result=result,
    )
    return _because(said, attempt.note if attempt else "")


def _escalated(event: Happened, known: Known) -> Markup:
    team = known.teams.get(event.facts["to"], event.facts["to"])
    return _because(_say(_("%(who)s escalated it to %(team)s"), who=_who(event), team=team), event.why)


def _solved(event: Happened, known: Known) -> Markup:
    solution = known.solutions.get(event.facts["resolution"], "")
    return _because(_say(_("%(who)s solved it"), who=_who(event)), solution)


def _confirmed(event: Happened, known: Known) -> Markup:
    if event.facts.get("by_default"):
        return _say(_("Nobody objected in time: it counts as solved"))
    return _say(_("%(who)s confirmed that it is solved"), who=_who(event))


def _nudged(event: Happened, known: Known) -> Markup:
    return _say(
        _("%(who)s asks how it goes (reminder no. %(times)s)"), who=_who(event), times=event.facts["times"]
    )


def _task_given(event: Happened, known: Known) -> Markup:
    team, contact = _team(event, known), event.facts["contact"]
    said = _say(_("%(who)s gave a task to %(team)s"), who=_who(event), team=team)
    if contact:
        said = _say(
            _("%(who)s gave a task to %(team)s, %(contact)s"), who=_who(event), team=team, contact=contact
        )
    return _because(said, event.facts["what"])


def _task_passed_on(event: Happened, known: Known) -> Markup:
    facts, language = event.facts, get_language() or ""
    to = [facts["team"] and _team(event, known), facts["contact"]]
    if facts["due_at"]:
        due = moments.short(
            datetime.fromisoformat(facts["due_at"]), language, get_current_timezone(), event.at
        )
        to.append(_("due %(due)s") % {"due": due})
    said = _say(
        _("%(who)s passed on a task (%(to)s)"), who=_who(event), to=_(", ").join(filter(None, to)) or "—"
    )
    return _because(said, facts["what"])


def _task_done(event: Happened, known: Known) -> Markup:
    return _because(
        _say(_("%(who)s has done the task %(what)s"), who=_who(event), what=event.facts["what"]), event.why
    )


def _task_waived(event: Happened, known: Known) -> Markup:
    what = event.facts["what"]
    if event.facts["is_lapsed"]:
        return _say(_("The task %(what)s went with the ticket"), what=what)
    return _because(_say(_("%(who)s waived the task %(what)s"), who=_who(event), what=what), event.why)


def _task_slipped(event: Happened, known: Known) -> Markup:
    due = datetime.fromisoformat(event.facts["due_at"])
    return _say(
        _("The task %(what)s is late: it was due %(due)s (reminder no. %(times)s)"),
        what=event.facts["what"],
        due=moments.short(due, get_language() or "", get_current_timezone(), event.at),
        times=event.facts["times"],
    )


def _team(event: Happened, known: Known) -> str:
    return known.teams.get(event.facts["team"], event.facts["team"])


def _warned(event: Happened, known: Known) -> Markup:
    return _clock(_("%(promise)s is about to run out: due %(due)s"), event)


def _missed(event: Happened, known: Known) -> Markup:
    return _clock(_("%(promise)s has run out: it was due %(due)s"), event)


def _moved(event: Happened, known: Known) -> Markup:
    was, now = (_due_as_told(event.facts[name], event.at) for name in ("was", "now"))
    said = _say(
        _("%(promise)s is due %(now)s, no longer %(was)s"),
        promise=PROMISES[event.facts["promise"]],
        now=now,
        was=was,
    )
    return _because(said, event.why)


def _called(event: Happened, known: Known) -> Markup:
    facts = event.facts
    told = _(", ").join(facts["told"])
    if not facts["level"]:
        return _because(_say(_("%(who)s called %(told)s"), who=_who(event), told=told), event.why)
    if not told:
        return _clock(_("Nobody was called in the quiet hours: %(promise)s was due %(due)s"), event)
    return _clock(
        _("%(promise)s was due %(due)s: level %(level)s calls %(told)s"),
        event,
        level=facts["level"],
        told=told,
    )


def _acknowledged(event: Happened, known: Known) -> Markup:
    return _say(
        _("%(who)s acknowledged the call: %(promise)s"),
        who=_who(event),
        promise=PROMISES[event.facts["promise"]],
    )


def _declined(event: Happened, known: Known) -> Markup:
    return _because(_say(_("%(who)s keeps it in the first line"), who=_who(event)), event.why)


def _due_as_told(moment: str, at: datetime) -> str:
    return moments.short(datetime.fromisoformat(moment), get_language() or "", get_current_timezone(), at)


def _clock(message: str, event: Happened, **more: object) -> Markup:
    language = get_language() or ""
    due = _due_as_told(event.facts["due_at"], event.at)
    said = _say(message, promise=PROMISES[event.facts["promise"]], due=due, **more)
    late = timedelta(seconds=event.facts.get("late_s", 0))
    if late < LATE:
        return said
    return _because(
        said, _("told %(late)s late, the desk had been down") % {"late": durations.in_words(late, language)}
    )


def _joined(event: Happened, known: Known) -> Markup:
    return _say(
        _("%(who)s joined it to %(parent)s, which reports the same"),
        who=_who(event),
        parent=event.facts["parent"],
    )


def _reported_again(event: Happened, known: Known) -> Markup:
    facts = event.facts
    message = ngettext(
        "%(ticket)s reports the same: %(num)s person by now",
        "%(ticket)s reports the same: %(num)s persons by now",
        facts["reporters"],
    )
    return _say(message, ticket=facts["ticket"], num=facts["reporters"])


def _parted(event: Happened, known: Known) -> Markup:
    return _say(_("%(who)s parted it from %(parent)s again"), who=_who(event), parent=event.facts["parent"])


def _rated(event: Happened, known: Known) -> Markup:
    return _say(_("%(who)s rated it %(overall)s of 5"), who=_who(event), overall=event.facts["overall"])


def _major_told(event: Happened, known: Known) -> Markup:
    facts = event.facts
    ways = _(", ").join(str(WAYS[way]) for way in facts["channels"])
    message = ngettext(
        "Round %(round)s: %(num)s person told (%(ways)s)",
        "Round %(round)s: %(num)s persons told (%(ways)s)",
        facts["persons"],
    )
    return _say(message, round=facts["round"], num=facts["persons"], ways=ways)


def _plain(message: Callable[[], str], *, says_why: bool = True) -> Sentence:
    """Return a sentence that names who did it, and why."""

    def say(event: Happened, known: Known) -> Markup:
        return _because(_say(message(), who=_who(event)), event.why if says_why else "")

    return say


SENTENCES: dict[str, tuple[str, Sentence]] = {
    events.Filed.kind: ("plus", _filed),
    events.Classified.kind: ("sparkles", _classified),
    events.Amended.kind: ("pencil", _amended),
    events.Assigned.kind: ("route", _assigned),
    events.Returned.kind: ("undo-2", _returned),
    events.Accepted.kind: ("user-check", _plain(lambda: _("%(who)s accepted it"))),
    events.Answered.kind: ("message-circle", _plain(lambda: _("%(who)s wrote"))),
    events.Replied.kind: ("reply", _plain(lambda: _("%(who)s wrote to the person"))),
    events.Noted.kind: ("lock", _plain(lambda: _("%(who)s left a note"))),
    events.Held.kind: ("circle-pause", _held),
    events.Resumed.kind: ("play", _resumed),
    events.Attempted.kind: ("list-checks", _attempted),
    events.Escalated.kind: ("arrow-up-right", _escalated),
    events.SentBack.kind: ("undo-2", _plain(lambda: _("%(who)s sent it back"))),
    events.Solved.kind: ("circle-check", _solved),
    events.Confirmed.kind: ("badge-check", _confirmed),
    events.AskedAgain.kind: ("mail", _plain(lambda: _("%(who)s asked once more whether it is solved"))),
    events.Reopened.kind: ("rotate-ccw", _plain(lambda: _("%(who)s reopened it"))),
    events.Closed.kind: ("check-check", _plain(lambda: _("%(who)s closed it"))),
    events.Withdrawn.kind: ("undo-2", _plain(lambda: _("%(who)s withdrew it"))),
    events.TurnedAway.kind: ("circle-x", _plain(lambda: _("%(who)s turned it away"))),
    events.Nudged.kind: ("bell", _nudged),
    events.TaskGiven.kind: ("users", _task_given),
    events.TaskPassedOn.kind: ("users", _task_passed_on),
    events.TaskDone.kind: ("check", _task_done),
    events.TaskWaived.kind: ("minus", _task_waived),
    events.TaskSlipped.kind: ("circle-alert", _task_slipped),
    ClockWarned.kind: ("timer", _warned),
    ClockMissed.kind: ("circle-alert", _missed),
    ClockCalled.kind: ("megaphone", _called),
    ClockAcknowledged.kind: ("check", _acknowledged),
    HandoverDeclined.kind: ("hand", _declined),
    ClockMoved.kind: ("calendar-clock", _moved),
    events.Joined.kind: ("link", _joined),
    events.ReportedAgain.kind: ("users", _reported_again),
    events.Parted.kind: ("undo-2", _parted),
    MajorOpened.kind: ("siren", _plain(lambda: _("Level 1: the emergency plan was opened"))),
    MajorTold.kind: ("megaphone", _major_told),
    MajorAcknowledged.kind: (
        "user-check",
        _plain(lambda: _("%(who)s acknowledged level 1: nobody is told again")),
    ),
    MajorStoodDown.kind: (
        "circle-check",
        _plain(lambda: _("Stood down: nobody is told of level 1 any more")),
    ),
    Rated.kind: ("star", _rated),
}
