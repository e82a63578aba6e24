"""What is asked before something is done to a ticket: a dialog over its page, or without script a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from bihuan.flow.triage.judging import judge
from bihuan.flow.triage.models import Suggestion
from bihuan.front.home.shell import desk_shell
from bihuan.front.workbench.actions import Actions
from bihuan.front.workbench.asks import form_of, to_ask
from bihuan.front.workbench.choices import category_groups, members_of, teams
from bihuan.front.workbench.opened import Opened
from bihuan.front.workbench.phrases import TURNING_AWAY, phrase, phrases
from bihuan.front.workbench.refusing import articles_for
from bihuan.front.workbench.sentences import raised_in_words
from bihuan.front.workbench.suggested import levels_of
from bihuan.front.workbench.tasks import as_field, usual_due
from bihuan.front.workbench.words import IMPACTS, RESULTS, URGENCIES, levels, priorities
from bihuan.ground.catalogue.models import FormField, categories_by_code
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Team
from bihuan.ground.people.rights import Right
from bihuan.ground.search.models import DocKind, SearchDoc
from bihuan.ground.search.near import find_near
from bihuan.kit.kept.keeping import unchanging
from bihuan.practices.knowledge.beside import articles_beside
from bihuan.practices.knowledge.models import Article
from bihuan.tickets.asking import questions
from bihuan.tickets.lifecycle import HoldReason
from bihuan.tickets.models import Question, Result
from bihuan.tickets.views import changed

LEVELS = ("1", "2", "3")
MOST_ARTICLES = 8

Told = dict[str, Any]


@require_safe
@opens_to(Right.WORK_TICKETS)
def asking(request: DeskRequest, number: str, what: str) -> HttpResponse:
    """What is needed to escalate, solve, hold, assign, give a task, classify, turn away or reopen the ticket."""
    if what not in ASKED:
        raise Http404
    opened = Opened.find(number, request.user, request.stamp.at)
    told: Told = {"opened": opened, "ticket": opened.ticket, "actions": Actions.on(opened), "what": what}
    told |= ASKED[what](request, opened)
    told["is_page"] = request.headers.get("HX-Request") != "true"
    if not told["is_page"]:
        return render(request, f"workbench/asking/_{what}.html", told)
    told["shell"] = desk_shell(request.user, request.stamp.at)
    return render(request, "workbench/asking/page.html", told)


@require_POST
@opens_to(Right.WORK_TICKETS)
def missing(request: DeskRequest, number: str) -> HttpResponse:
    """Ask the person for what is missing, in the usual words: for the `field`s named, or for all of it (REC-07)."""
    opened = Opened.find(number, request.user, request.stamp.at)
    wanted, text = _wanted(opened, set(request.POST.getlist("field")))
    if wanted:
        Question.put(opened.ticket, fields=wanted, text=text, stamp=request.stamp)
    return changed(request, opened.ticket)


def _escalate(request: DeskRequest, opened: Opened) -> Told:
    category = opened.ticket.category
    return {
        "teams": [one for one in teams() if opened.ticket.team is None or one[0] != opened.ticket.team.code],
        "next_team": category.escalates_to if category else None,
        "condition": category.escalation if category else "",
        "attempts": opened.attempts,
        "results": RESULTS,
    }


def _solve(request: DeskRequest, opened: Opened) -> Told:
    """What is known already: the step that helped is the solution until somebody says it better."""
    helped = [one.text for one in opened.attempts if one.result == Result.HELPED]
    used = Article.objects.visible_to(request.user).with_texts().filter(uses__ticket=opened.ticket)
    return {
        "proposal": helped[-1] if helped else "",
        "tried_minutes": sum(one.minutes for one in opened.attempts),
        "articles": list(used.order_by("pk")),
    }


def _hold(request: DeskRequest, opened: Opened) -> Told:
    return {"reason": _one_of(request, "reason", list(HoldReason), HoldReason.PERSON)}


def _assign(request: DeskRequest, opened: Opened) -> Told:
    options = teams()
    own = opened.ticket.team.code if opened.ticket.team else options[0][0] if options else ""
    code = _one_of(request, "team", [code for code, _name in options], own)
    team = Team.objects.filter(code=code).first()
    return {"teams": options, "team": code, "members": members_of(team, request.stamp.at) if team else []}


def _task(request: DeskRequest, opened: Opened) -> Told:
    """Who could do a part of the work: the teams, and the people of the one that is chosen."""
    options = teams()
    next_team = opened.ticket.category.escalates_to if opened.ticket.category else None
    usual = next_team.code if next_team else options[0][0] if options else ""
    code = _one_of(request, "team", [code for code, _name in options], usual)
    team = Team.objects.filter(code=code).first()
    members = members_of(team, request.stamp.at) if team else []
    return {"teams": options, "team": code, "members": members, "due_at": usual_due(request.stamp.at)}


def _classify(request: DeskRequest, opened: Opened) -> Told:
    ticket = opened.ticket
    impact = int(_one_of(request, "impact", LEVELS, str(ticket.impact)))
    urgency = int(_one_of(request, "urgency", LEVELS, str(ticket.urgency)))
    suggestion = Suggestion.objects.filter(ticket=ticket).select_related("category__parent").first()
    category = request.GET.get("category", "")[:60] or (ticket.category.code if ticket.category else "")
    with unchanging():
        judged = judge(ticket, category=categories_by_code().get(category), impact=impact, urgency=urgency)
        named, choices = priorities(), levels()
    return {
        "categories": category_groups(with_branches=False),
        "category": category,
        "impacts": list(IMPACTS.items()),
        "urgencies": list(URGENCIES.items()),
        "priorities": choices,
        "impact": impact,
        "urgency": urgency,
        "judged": judged,
        "judged_said": named[judged.priority],
        "raised": raised_in_words(judged.raised, judged.priority, named) if judged.raised else "",
        "suggestion": suggestion,
        "levels": levels_of(suggestion),
    }


def _refuse(request: DeskRequest, opened: Opened) -> Told:
    code = _one_of(request, "template", TURNING_AWAY, TURNING_AWAY[0])
    offered = phrases(opened, among=TURNING_AWAY)
    names = {one.code: one.name for one in offered}
    choices = [(reason, names[reason]) for reason in TURNING_AWAY if reason in names]
    words, chosen = request.GET.get("q", "").strip()[:100], request.GET.get("article", "")[:40]
    return {
        "choices": choices,
        "template": code,
        "text": phrase(offered, code),
        "q": words,
        "articles": articles_for(opened.ticket, words, chosen),
        "article": chosen,
    }


def _reopen(request: DeskRequest, opened: Opened) -> Told:
    return {}


def _ask(request: DeskRequest, opened: Opened) -> Told:
    """The words that ask for some fields, those ticked or all that are missing."""
    wanted, text = _wanted(opened, set(request.GET.getlist("field")))
    return {"wanted": wanted, "text": text}


def _wanted(opened: Opened, ticked: set[str]) -> tuple[list[FormField], str]:
    """Return which fields to ask for, and in which words."""
    wanted = to_ask(form_of(opened.ticket, opened.fields), ticked)
    text = questions(opened.ticket, wanted)
    offered = phrases(opened, among=("missing_facts",), field_questions=text)
    return wanted, phrase(offered, "missing_facts") or text


def _fill(request: DeskRequest, opened: Opened) -> Told:
    happened_at = opened.ticket.happened_at
    return {
        "form": form_of(opened.ticket, opened.fields),
        "happened_at": as_field(happened_at) if happened_at else "",
    }


def _phrases(request: DeskRequest, opened: Opened) -> Told:
    text = questions(opened.ticket, to_ask(form_of(opened.ticket, opened.fields), set()))
    return {"offered": phrases(opened, field_questions=text)}


def _articles(request: DeskRequest, opened: Opened) -> Told:
    """Articles to put into the answer: those found for some words, else those that fit the ticket."""
    words = request.GET.get("q", "").strip()[:100]
    if not words:
        return {"q": "", "articles": articles_beside(opened.ticket, request.user, limit=MOST_ARTICLES)}
    docs = SearchDoc.objects.visible_to(request.user).of_kind(DocKind.ARTICLE)
    keys = [doc.object_id for doc in find_near(docs, words, limit=MOST_ARTICLES).docs]
    visible = Article.objects.visible_to(request.user).published().with_texts().in_bulk(keys)
    return {"q": words, "articles": [visible[key] for key in keys if key in visible]}


def _one_of(request: DeskRequest, name: str, known: Any, default: Any) -> Any:
    """Return what the address asks for if it is among the known, else the default."""
    given = request.GET.get(name, "")
    return given if given in known else default


ASKED: dict[str, Callable[[DeskRequest, Opened], Told]] = {
    "escalate": _escalate,
    "solve": _solve,
    "hold": _hold,
    "assign": _assign,
    "task": _task,
    "classify": _classify,
    "refuse": _refuse,
    "reopen": _reopen,
    "ask": _ask,
    "fill": _fill,
    "phrases": _phrases,
    "articles": _articles,
}
