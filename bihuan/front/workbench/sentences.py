"""What happened to a ticket, in a sentence each: one place for the wording in either language.

What the house did by itself says why: by which words it was classified, why it came to whom, which promise ran out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from bihuan.flow.dispatch.explaining import reason_in_words
from bihuan.flow.triage.reactions import GROWN
from bihuan.front.workbench.saying import Happened, Known, Sentence, because, leading_to, plain, say, who_did
from bihuan.front.workbench.sentences_of_alerts import OF_ALERTS
from bihuan.front.workbench.sentences_of_clocks import OF_CLOCKS
from bihuan.front.workbench.sentences_of_faults import OF_FAULTS
from bihuan.front.workbench.sentences_of_tasks import OF_TASKS
from bihuan.front.workbench.words import CHANNELS, HOLDS, REFUSALS, RESULTS
from bihuan.kit.text import durations
from bihuan.kit.text.languages import either
from bihuan.practices.surveys.events import Rated
from bihuan.tickets import events


def sentence(event: Happened, known: Known) -> tuple[str, Markup]:
    """Return the icon and the words for something that happened.

    :raises KeyError: if nobody wrote a sentence for its kind
    """
    icon, say = SENTENCES[event.kind]
    return icon, say(event, known)


def _filed(event: Happened, known: Known) -> Markup:
    channel = CHANNELS.get(event.facts["channel"])
    return say(
        _("%(who)s filed the ticket (%(channel)s)"), who=who_did(event), channel=channel[0] if channel else ""
    )


def _classified(event: Happened, known: Known) -> Markup:
    facts = event.facts
    what = {
        "category": known.categories.get(facts["category"], facts["category"]),
        "priority": _level(facts["priority"], known),
    }
    if event.by:
        said = say(_("%(who)s classified it as %(category)s, priority %(priority)s"), who=event.by, **what)
        return _raised(because(said, event.why), facts, known)
    said = say(_("Classified as %(category)s, priority %(priority)s"), **what)
    if event.via == GROWN:
        said = because(said, _("more people report the same"))
    elif facts.get("words"):
        words = "".join(_("“%(word)s”") % {"word": word} for word in facts["words"])
        said = because(said, _("because of %(words)s") % {"words": words})
    return _raised(said, facts, known)


def _raised(said: Markup, facts: Mapping[str, Any], known: Known) -> Markup:
    """Add what rules made of the priority, if they did."""
    raised = facts.get("raised")
    return said + _("; ") + raised_in_words(raised, facts["priority"], known.priorities) if raised else said


def raised_in_words(raised: Mapping[str, Any], to: int, priorities: Mapping[int, str]) -> Markup:
    """Return that rules raised a priority, from what to what and for what."""
    names = _(", ").join(either(*names) for names in raised["for"])
    levels = {"was": priorities.get(raised["from"], ""), "level": priorities.get(to, "")}
    return because(say(_("raised from %(was)s to %(level)s"), **levels), names)


def _level(rank: int, known: Known) -> str:
    return known.priorities.get(rank, f"P{rank}")


def _amended(event: Happened, known: Known) -> Markup:
    filled = event.facts.get("filled")
    if filled and event.facts["changes"].keys() == {"answers"}:
        return _filled(event, filled)
    named = {
        "answers": _("the form"),
        "happened_at": _("when it happened"),
        "cause": _("the cause"),
        "solution": _("the solution"),
        "verification": _("how it was verified"),
        "knowledge": _("what becomes of the knowledge"),
    }
    what = _(", ").join(named[name] for name in event.facts["changes"] if name in named)
    if not what:
        return say(_("%(who)s added to the record"), who=who_did(event))
    return say(_("%(who)s filled in %(what)s"), who=who_did(event), what=what)


def _filled(event: Happened, filled: list[dict[str, str]]) -> Markup:
    """Tell what of the form was filled in, and lead to the message that it was read from."""
    told = [
        _("%(label)s: %(value)s")
        % {"label": either(one["zh"], one["en"]), "value": either(one["said_zh"], one["said_en"])}
        for one in filled
    ]
    said = because(say(_("%(who)s filled in the form"), who=who_did(event)), _("; ").join(told))
    if entry := event.facts.get("entry"):
        said = leading_to(said, entry, _("read from this message"))
    return said


def _questions_put(event: Happened, known: Known) -> Markup:
    return say(_("The receipt asked for: %(what)s"), what=_(", ").join(event.facts["asked"]))


def _assigned(event: Happened, known: Known) -> Markup:
    assignment = known.assignments.get(event.facts["assignment"])
    team = assignment.team.name if assignment else event.facts["team"]
    handler = assignment.handler.name if assignment and assignment.handler else ""
    whom = _("%(team)s, %(handler)s") % {"team": team, "handler": handler} if handler else team
    reason = reason_in_words(assignment) if assignment else ""
    if event.by and event.by == handler:
        return because(say(_("%(who)s took it"), who=event.by), event.why)
    if event.by:
        return because(say(_("%(who)s gave it to %(whom)s"), who=event.by, whom=whom), event.why)
    return because(say(_("Given to %(whom)s"), whom=whom), reason or event.why)


def _returned(event: Happened, known: Known) -> Markup:
    if not event.facts["was_given_back"]:
        return say(_("Not accepted in time, so it went on to somebody else"))
    return because(say(_("%(who)s gave it back"), who=who_did(event)), event.why)


def _held(event: Happened, known: Known) -> Markup:
    reason = HOLDS.get(event.facts["reason"], "")
    said = say(_("%(who)s put it on hold (%(reason)s), clocks pause"), who=who_did(event), reason=reason)
    return because(said, event.why)


def _resumed(event: Happened, known: Known) -> Markup:
    span = known.holds.get(event.facts["hold"])
    if span is None:
        return say(_("Work goes on, clocks run again"))
    return say(
        _("Work goes on after %(span)s on hold, clocks run again"),
        span=durations.in_words(span, get_language() or ""),
    )


def _attempted(event: Happened, known: Known) -> Markup:
    attempt = known.attempts.get(event.facts["attempt"])
    result = RESULTS[event.facts["result"]][0]
    said = say(
        _("%(who)s tried %(what)s: %(result)s"),
        who=who_did(event),
        what=attempt.text.rstrip("。.") if attempt else "",
        result=result,
    )
    return because(said, attempt.note if attempt else "")


def _escalated(event: Happened, known: Known) -> Markup:
    team = known.teams.get(event.facts["to"], event.facts["to"])
    return because(say(_("%(who)s escalated it to %(team)s"), who=who_did(event), team=team), event.why)


def _solved(event: Happened, known: Known) -> Markup:
    solution = known.solutions.get(event.facts["resolution"], "")
    return because(say(_("%(who)s solved it"), who=who_did(event)), solution)


def _confirmed(event: Happened, known: Known) -> Markup:
    if event.facts.get("by_default"):
        return say(_("Nobody objected in time: it counts as solved"))
    return say(_("%(who)s confirmed that it is solved"), who=who_did(event))


def _turned_away(event: Happened, known: Known) -> Markup:
    reason = REFUSALS.get(event.facts.get("reason", ""))
    said = because(say(_("%(who)s turned it away"), who=who_did(event)), str(reason or event.why))
    article = event.facts.get("article")
    return said + say(_(", with article %(number)s"), number=article) if article else said


def _nudged(event: Happened, known: Known) -> Markup:
    return say(
        _("%(who)s asks how it goes (reminder no. %(times)s)"), who=who_did(event), times=event.facts["times"]
    )


def _rated(event: Happened, known: Known) -> Markup:
    return say(_("%(who)s rated it %(overall)s of 5"), who=who_did(event), overall=event.facts["overall"])


SENTENCES: dict[str, tuple[str, Sentence]] = {
    events.Filed.kind: ("plus", _filed),
    events.Classified.kind: ("sparkles", _classified),
    events.Amended.kind: ("pencil", _amended),
    events.QuestionsPut.kind: ("circle-help", _questions_put),
    events.Assigned.kind: ("route", _assigned),
    events.Returned.kind: ("undo-2", _returned),
    events.Accepted.kind: ("user-check", plain(lambda: _("%(who)s accepted it"))),
    events.Answered.kind: ("message-circle", plain(lambda: _("%(who)s wrote"))),
    events.Replied.kind: ("reply", plain(lambda: _("%(who)s wrote to the person"))),
    events.Noted.kind: ("lock", plain(lambda: _("%(who)s left a note"))),
    events.Held.kind: ("circle-pause", _held),
    events.Resumed.kind: ("play", _resumed),
    events.Attempted.kind: ("list-checks", _attempted),
    events.Escalated.kind: ("arrow-up-right", _escalated),
    events.SentBack.kind: ("undo-2", plain(lambda: _("%(who)s sent it back"))),
    events.Solved.kind: ("circle-check", _solved),
    events.Confirmed.kind: ("badge-check", _confirmed),
    events.AskedAgain.kind: ("mail", plain(lambda: _("%(who)s asked once more whether it is solved"))),
    events.Reopened.kind: ("rotate-ccw", plain(lambda: _("%(who)s reopened it"))),
    events.Closed.kind: ("check-check", plain(lambda: _("%(who)s closed it"))),
    events.Withdrawn.kind: ("undo-2", plain(lambda: _("%(who)s withdrew it"))),
    events.TurnedAway.kind: ("circle-x", _turned_away),
    events.Nudged.kind: ("bell", _nudged),
    Rated.kind: ("star", _rated),
    **OF_TASKS,
    **OF_CLOCKS,
    **OF_FAULTS,
    **OF_ALERTS,
}
