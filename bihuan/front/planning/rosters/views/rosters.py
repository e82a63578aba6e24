"""A team's roster by week and month, and how a lead changes it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.planning.rosters import changing
from bihuan.front.planning.rosters.ahead import look_ahead
from bihuan.front.planning.rosters.forms import DayForm, TurnsForm
from bihuan.front.planning.rosters.reading import drawer_of, show
from bihuan.front.planning.rosters.spans import Span, View, in_words, span_of
from bihuan.ground.duty.models import DayChange, LeaveRequest, Pattern, Rota, Swap
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person, Team
from bihuan.ground.people.rights import Right
from bihuan.kit.text import moments

DAYS_AROUND = timedelta(days=370)
FILLED = "rosters.filled"  # in the session: the turns that may be undone


@require_safe
@opens_to(Right.PLAN_DUTY)
def first(request: DeskRequest) -> HttpResponse:
    """Lead to the roster of one's own team, or of the desk."""
    teams = Team.objects.order_by("tier", "code")
    own = teams.filter(pk__in=request.user.team_ids).first() or teams.first()
    if own is None:
        raise Http404
    return redirect("roster", own.code)


@require_safe
@opens_to(Right.PLAN_DUTY)
def roster(request: DeskRequest, code: str) -> HttpResponse:
    """The people of a team by days."""
    team = get_object_or_404(Team, code=code)
    today = localdate(request.stamp.at)
    view = View.MONTH if request.GET.get("view") == View.MONTH else View.WEEK
    on = min(max(_day(request.GET.get("on", ""), today), today - DAYS_AROUND), today + DAYS_AROUND)
    span = span_of(view, on)
    told = {
        "team": team,
        "teams": list(Team.objects.order_by("tier", "code")),
        "span": span,
        "shown": show(team, span.days, request.stamp.at),
        "patterns": list(Pattern.objects.filter(is_active=True)),
        "links": _links(team, span, today),
        "may_plan": True,
        "month": moments.month(span.first, get_language() or "zh-hans"),
        "today": today,
        "asked": _what_is_asked(team),
        "filled": len(_filled(request, team)),
        "swaps": _swaps_of(team, span.first, span.last),
    }
    return render(request, "planning/rosters/roster.html", framed(request) | told)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.PLAN_DUTY)
def turns(request: DeskRequest, code: str) -> HttpResponse:
    """The weekly turns of a team, and a form that fills a range with a pattern."""
    team = get_object_or_404(Team, code=code)
    today = localdate(request.stamp.at)
    form = TurnsForm(team, request.POST) if request.method == "POST" else TurnsForm(team)
    ahead = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "look" not in request.POST:
            made = changing.fill(team, **given, stamp=request.stamp)
            told = ngettext("%(num)d turn was set up.", "%(num)d turns were set up.", len(made))
            messages.success(request, told % {"num": len(made)})
            request.session[FILLED] = {"team": team.code, "turns": [one.pk for one in made]}
            return redirect(_to(team, on=given["begins_on"]))
        ahead = look_ahead(team, given, request.stamp.at)
    rotas = Rota.objects.filter(team=team).exclude(ends_on__lt=today).select_related("person", "pattern")
    told_more = {
        "team": team,
        "form": form,
        "members": list(team.members.filter(is_active=True).order_by("spelling", "pk")),
        "patterns": list(Pattern.objects.filter(is_active=True)),
        "rotas": list(rotas.order_by("kind", "begins_at", "person__spelling", "pk")),
        "weekdays": weekday_names(),
        "chosen": request.POST.getlist("people"),
        "chosen_days": request.POST.getlist("weekdays") or ["0", "1", "2", "3", "4"],
        "today": today,
        "ahead": ahead,
    }
    status = 422 if form.errors else 200
    return render(request, "planning/rosters/turns.html", framed(request) | told_more, status=status)


@require_POST
@opens_to(Right.PLAN_DUTY)
def undo(request: DeskRequest, code: str) -> HttpResponse:
    """Take away the turns that one has set up last in this team."""
    team = get_object_or_404(Team, code=code)
    changing.take_back(_filled(request, team), request.stamp)
    request.session.pop(FILLED, None)
    messages.success(request, _("The roster is as it was before."))
    return redirect("roster-turns", team.code)


@require_POST
@opens_to(Right.PLAN_DUTY)
def turn(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a weekly turn end with yesterday."""
    rota = get_object_or_404(Rota.objects.select_related("person", "team"), pk=pk)
    changing.end_turn(rota, localdate(request.stamp.at), request.stamp)
    messages.success(request, _("The turn of %(name)s has ended.") % {"name": rota.person.name})
    return redirect("roster-turns", rota.team.code)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.PLAN_DUTY)
def day(request: DeskRequest, code: str) -> HttpResponse:
    """What one person does on one day."""
    team = get_object_or_404(Team, code=code)
    on = _day(request.GET.get("on", ""), localdate(request.stamp.at))
    person = Person.objects.active().filter(username=request.GET.get("person", "")).first()
    if person is None:
        return redirect(_to(team, on=on))
    form = DayForm(request.POST) if request.method == "POST" else DayForm()
    if request.method == "POST" and form.is_valid():
        does = form.cleaned_data["does"]
        if does == DayForm.AS_USUAL:
            changing.as_usual(team, person, on, request.stamp)
        else:
            pattern = does if isinstance(does, Pattern) else None
            changing.change_day(team, person, on, pattern, request.stamp)
        messages.success(request, _("The day of %(name)s was changed.") % {"name": person.name})
        return redirect(_to(team, on=on))
    drawer = drawer_of(team, [on], request.stamp.at, [person])
    told = {
        "team": team,
        "person": person,
        "form": form,
        "on": on,
        "cell": drawer.cells(person.pk, [on])[0],
        "options": _what_one_can_do(),
        "does": _does(team, person, on),
        "back": _to(team, on=on),
    }
    status = 422 if form.errors else 200
    return render(request, "planning/rosters/day.html", framed(request) | told, status=status)


def _filled(request: DeskRequest, team: Team) -> list[Rota]:
    """Return the turns that this log-in has set up last, if it was in this team."""
    last = request.session.get(FILLED)
    if not last or last["team"] != team.code:
        return []
    return list(Rota.objects.filter(team=team, pk__in=last["turns"]).select_related("person").order_by("pk"))


def framed(request: DeskRequest, here: str = "planning") -> dict[str, Any]:
    shell = desk_shell(request.user, request.stamp.at, here)
    return {"shell": shell, "may": request.user.may, "Right": Right, "when": in_words}


def weekday_names() -> list[tuple[str, str]]:
    """Return the days of the week, Monday being 0, in the reader's language."""
    monday = date(2026, 9, 28)
    return [
        (str(n), moments.weekday(monday + timedelta(days=n), get_language() or "zh-hans")) for n in range(7)
    ]


def _what_one_can_do() -> list[tuple[str, str, str, str]]:
    usual = [(DayForm.AS_USUAL, _("As usual"), _("The weekly turns hold."), "rotate-ccw")]
    patterns = [
        (one.code, one.name, one.hours, "moon" if one.kind == "on_call" else "sun")
        for one in Pattern.objects.filter(is_active=True)
    ]
    return [*usual, *patterns, (DayForm.NOTHING, _("Nothing"), _("No turn on this day."), "x")]


def _does(team: Team, person: Person, on: date) -> str:
    changes = DayChange.objects.filter(team=team, person=person, on=on).select_related("pattern")
    found = list(changes)
    if not found:
        return DayForm.AS_USUAL
    return next((one.pattern.code for one in found if one.pattern), DayForm.NOTHING)


def _what_is_asked(team: Team) -> int:
    return LeaveRequest.objects.waiting().filter(person__memberships__team=team).count()


def _swaps_of(team: Team, first_on: date, last_on: date) -> list[Swap]:
    shown = Swap.objects.filter(team=team, gives_on__range=(first_on, last_on), state__in=["asked", "agreed"])
    return list(shown.select_related("giver", "taker").order_by("gives_on", "pk"))


def _links(team: Team, span: Span, today: date) -> dict[str, str]:
    here = today if span.first <= today <= span.last else span.first
    return {
        "before": _to(team, span.view, span.before),
        "after": _to(team, span.view, span.after),
        "today": _to(team, span.view, today),
        "week": _to(team, View.WEEK, here),
        "month": _to(team, View.MONTH, here),
    }


def _to(team: Team, view: View = View.WEEK, on: date | None = None) -> str:
    asked = {"view": view, "on": on.isoformat()} if on else {"view": str(view)}
    return f"{reverse('roster', args=[team.code])}?{urlencode(asked)}"


def _day(told: str, today: date) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return today
