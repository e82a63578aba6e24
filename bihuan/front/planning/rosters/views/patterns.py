"""The patterns of turns: what each is called, its hours, and on which days of the week somebody has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.front.planning.rosters import changing
from bihuan.front.planning.rosters.bars import DAY, WEEK, Bar, bars_of
from bihuan.front.planning.rosters.forms import PatternForm
from bihuan.front.planning.rosters.views.rosters import framed, weekday_names
from bihuan.ground.duty.models import Pattern, Rota, Tone
from bihuan.ground.duty.rota import Kind
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right


@dataclass(frozen=True)
class Line:
    """A pattern, its bars over the week, and who has it."""

    pattern: Pattern
    bars: list[Bar]
    names: list[str]
    days: str


@require_safe
@opens_to(Right.PLAN_DUTY)
def patterns(request: DeskRequest) -> HttpResponse:
    """All patterns over a week; those that are no longer offered below."""
    lines = _lines(localdate(request.stamp.at))
    told = {
        "lines": [one for one in lines if one.pattern.is_active],
        "retired": [one for one in lines if not one.pattern.is_active],
        "weekdays": weekday_names(),
        "day": DAY,
        "week": WEEK,
    }
    return render(request, "planning/rosters/patterns.html", framed(request) | told)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.PLAN_DUTY)
def new(request: DeskRequest) -> HttpResponse:
    """A form for a further pattern."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.PLAN_DUTY)
def pattern(request: DeskRequest, code: str) -> HttpResponse:
    """One pattern: change it, retire it, or offer it again."""
    found = get_object_or_404(Pattern, code=code)
    does = request.POST.get("does", "")
    if does in ("retire", "offer"):
        changing.use_pattern(found, request.stamp, is_active=does == "offer")
        said = _("%(name)s is offered again.") if found.is_active else _("%(name)s is no longer offered.")
        messages.success(request, said % {"name": found.name})
        return redirect("shift-patterns")
    return _edit(request, found)


def _edit(request: DeskRequest, found: Pattern | None) -> HttpResponse:
    form = PatternForm(found, request.POST) if request.method == "POST" else PatternForm(found)
    if request.method == "POST" and form.is_valid():
        kept = changing.keep_pattern(found, form.cleaned_data, request.stamp)
        messages.success(request, _("%(name)s was saved.") % {"name": kept.name})
        return redirect("shift-patterns")
    told = {
        "form": form,
        "pattern": found,
        "kinds": [
            (str(Kind.SHIFT), _("Shift: rests on holidays")),
            (str(Kind.ON_CALL), _("On call: every day")),
        ],
        "tones": [str(one) for one in Tone],
        "turns": Rota.objects.filter(pattern=found).count() if found else 0,
    }
    status = 422 if form.errors else 200
    return render(request, "planning/rosters/pattern.html", framed(request) | told, status=status)


def _lines(today: date) -> list[Line]:
    """Return the patterns with the turns that run today or are still to come, by two queries."""
    running = Rota.objects.exclude(pattern=None).exclude(ends_on__lt=today).select_related("person")
    turns: dict[int, list[Rota]] = {}
    for rota in running.order_by("person__spelling", "pk"):
        turns.setdefault(rota.pattern_id or 0, []).append(rota)
    return [_line(one, turns.get(one.pk, [])) for one in Pattern.objects.all()]


def _line(one: Pattern, turns: list[Rota]) -> Line:
    worked = sorted({day for rota in turns for day in rota.weekdays})
    words = dict(weekday_names())
    return Line(
        one,
        bars_of(one.begins_at, one.ends_at, worked),
        list(dict.fromkeys(rota.person.name for rota in turns)),
        _(", ").join(words[str(day)] for day in worked),
    )
