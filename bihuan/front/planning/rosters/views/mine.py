"""One's own shifts: what comes, leave and swaps that one asks for, and swaps that one is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.front.planning.rosters.forms import LeaveForm, SwapForm
from bihuan.front.planning.rosters.grid import Cell
from bihuan.front.planning.rosters.reading import drawer_of
from bihuan.front.planning.rosters.views.rosters import framed, weekday_names
from bihuan.ground.duty.models import Absence, LeaveRequest, Swap, SwapState, roster_of
from bihuan.ground.duty.models.leave import LeaveOverlaps
from bihuan.ground.duty.models.swap import SwapImpossible
from bihuan.ground.duty.notices import tell_leads_of_leave, tell_of_swap
from bihuan.ground.duty.rota import Kind
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person, Team
from bihuan.ground.people.rights import Right

AHEAD_DAYS = 28
WEEK_DAYS = 7


class MyTurn(NamedTuple):
    """A turn that one may give away: `key` names it in the form."""

    key: str
    on: date
    words: str


@require_safe
@opens_to(Right.WORK_TICKETS)
def mine(request: DeskRequest) -> HttpResponse:
    return _show(request)


@require_POST
@opens_to(Right.WORK_TICKETS)
def ask_leave(request: DeskRequest) -> HttpResponse:
    form = LeaveForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            asked = LeaveRequest.ask(given["since"], given["until"], given["reason"], request.stamp)
        except LeaveOverlaps as refused:
            form.add_error("first_on", str(refused))
        else:
            leads = Person.objects.active().filter(
                memberships__is_lead=True, memberships__team__in=request.user.team_ids
            )
            tell_leads_of_leave(asked, leads.distinct().exclude(pk=request.user.pk), request.stamp)
            messages.success(request, _("Asked. You are told as soon as it is decided."))
            return redirect("my-shifts")
    return _show(request, leave_form=form)


@require_POST
@opens_to(Right.WORK_TICKETS)
def ask_swap(request: DeskRequest) -> HttpResponse:
    form = SwapForm(request.POST)
    form.fields["taker"].queryset = _colleagues(request.user)  # type: ignore[attr-defined]
    if form.is_valid() and (found := _turn(request, form)):
        team, kind, on = found
        given = form.cleaned_data
        back = given["returns_on"]
        if back and not _has(team, given["taker"].pk, kind, back):
            form.add_error("returns_on", _("Your colleague has no such turn on that day."))
        else:
            more = {"returns_on": back, "words": given["words"]}
            try:
                asked = Swap.ask(team, given["taker"], kind, on, request.stamp, **more)
            except SwapImpossible as refused:
                form.add_error("turn", str(refused))
            else:
                tell_of_swap(asked, request.stamp)
                messages.success(request, _("Asked. The roster changes once your colleague agrees."))
                return redirect("my-shifts")
    return _show(request, swap_form=form)


@require_POST
@opens_to(Right.WORK_TICKETS)
def swap(request: DeskRequest, pk: int) -> HttpResponse:
    """Agree to a swap or decline it, as the one who was asked; withdraw it as who asked; set it aside as a lead."""
    may_see = Q(giver=request.user) | Q(taker=request.user)
    found = get_object_or_404(
        Swap.objects.filter(Q() if request.user.may(Right.PLAN_DUTY) else may_see).select_related(
            "giver", "taker", "team"
        ),
        pk=pk,
    )
    answer = request.POST.get("answer", "")
    if answer in ("agree", "decline") and found.taker_id == request.user.pk:
        (found.agree if answer == "agree" else found.decline)(request.stamp)
    elif answer == "withdraw" and found.taker_id != request.user.pk:
        found.withdraw(request.stamp)
    else:
        return redirect("my-shifts")
    tell_of_swap(found, request.stamp)
    return redirect("my-shifts")


def _show(
    request: DeskRequest, *, leave_form: LeaveForm | None = None, swap_form: SwapForm | None = None
) -> HttpResponse:
    today = localdate(request.stamp.at)
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=n) for n in range(AHEAD_DAYS)]
    teams = list(Team.objects.filter(pk__in=request.user.team_ids).order_by("tier", "code"))
    weeks = [_weeks(request, team, days) for team in teams]
    turns = _turns(request, teams, [on for on in days if on >= today])
    around = Swap.objects.of(request.user).select_related("giver", "taker", "team")
    told: dict[str, Any] = {
        "teams": list(zip(teams, weeks, strict=True)),
        "today": today,
        "weekdays": weekday_names(),
        "turns": [(one.key, one.words) for one in turns],
        "colleagues": list(_colleagues(request.user).values_list("username", "name")),
        "to_answer": list(around.asked().filter(taker=request.user).order_by("gives_on")),
        "swaps": list(
            around.filter(Q(giver=request.user) | ~Q(state=SwapState.ASKED), gives_on__gte=monday).order_by(
                "gives_on"
            )
        ),
        "leave": list(Absence.objects.filter(person=request.user, until__gte=request.stamp.at)),
        "asked": list(LeaveRequest.objects.filter(person=request.user).order_by("-pk")[:5]),
        "leave_form": leave_form or LeaveForm(),
        "swap_form": swap_form or SwapForm(),
        "states": {
            SwapState.ASKED: (_("Waits for an answer"), "info", "hourglass"),
            SwapState.AGREED: (_("Agreed"), "good", "circle-check"),
            SwapState.DECLINED: (_("Declined"), "bad", "circle-x"),
            SwapState.WITHDRAWN: (_("Withdrawn"), "plain", "undo-2"),
        },
    }
    status = 422 if leave_form or swap_form else 200
    return render(request, "planning/rosters/mine.html", framed(request, "my-shifts") | told, status=status)


def _weeks(request: DeskRequest, team: Team, days: Sequence[date]) -> list[list[Cell]]:
    people = [*_colleagues(request.user), request.user]
    cells = drawer_of(team, days, request.stamp.at, people).cells(request.user.pk, days)
    return [cells[start : start + WEEK_DAYS] for start in range(0, len(cells), WEEK_DAYS)]


def _turns(request: DeskRequest, teams: Sequence[Team], days: Sequence[date]) -> list[MyTurn]:
    """Return one's own turns that may be given away."""
    found = []
    for team in teams:
        drawer = drawer_of(team, days, request.stamp.at, [request.user])
        for on in days:
            for stint in roster_of(team).stints(on):
                if stint.person == request.user.pk and stint.begins > request.stamp.at:
                    key = f"{team.pk}:{stint.kind}:{on.isoformat()}"
                    words = f"{on.month}-{on.day:02} {drawer.day(on, '').weekday} {drawer.mark(stint).words}"
                    found.append(MyTurn(key, on, words))
    return found


def _turn(request: DeskRequest, form: SwapForm) -> tuple[Team, Kind, date] | None:
    """Return which of one's own turns the form names."""
    teams = list(Team.objects.filter(pk__in=request.user.team_ids))
    today = localdate(request.stamp.at)
    turns = _turns(request, teams, [today + timedelta(days=n) for n in range(AHEAD_DAYS)])
    key = form.cleaned_data["turn"]
    if key not in {one.key for one in turns}:
        form.add_error("turn", _("Choose one of your turns."))
        return None
    team, kind, on = key.split(":")
    return next(one for one in teams if one.pk == int(team)), Kind(kind), date.fromisoformat(on)


def _has(team: Team, person: int, kind: Kind, on: date) -> bool:
    return any(one.person == person and one.kind is kind for one in roster_of(team).stints(on))


def _colleagues(person: Person) -> Any:
    teams = Person.objects.active().filter(memberships__team__in=person.team_ids)
    return teams.exclude(pk=person.pk).distinct().order_by("spelling", "pk")
