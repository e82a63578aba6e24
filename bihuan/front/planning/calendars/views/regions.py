from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.front.planning.calendars import keeping, preview, words
from bihuan.front.planning.calendars.drawing import year_of_region
from bihuan.front.planning.calendars.forms import RegionForm, YearForm
from bihuan.front.planning.calendars.views.calendars import framed
from bihuan.ground.calendars.models import DayKind, Region, RegionYear, YearDraft
from bihuan.ground.calendars.years.day import Unreadable
from bihuan.ground.calendars.years.reading import read_year, written
from bihuan.ground.calendars.years.sanity import Finding, findings
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right

CHINA = "CN"


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def region_new(request: DeskRequest) -> HttpResponse:
    form = RegionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("code", "name_zh", "name_en")}
        return redirect("region", keeping.add_region(facts, request.stamp).pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "planning/calendars/region_new.html", framed(request) | {"form": form}, status=status
    )


@require_safe
@opens_to(Right.SET_RULES)
def region(request: DeskRequest, pk: int) -> HttpResponse:
    """The years of a region, newest first: how each stands, and where it is from."""
    shown = get_object_or_404(Region, pk=pk)
    counts = {
        row["year"]: row
        for row in shown.days.values(year=ExtractYear("on")).annotate(
            off=Count("pk", filter=Q(kind=DayKind.OFF)), work=Count("pk", filter=Q(kind=DayKind.WORK))
        )
    }
    years = shown.years.annotate(is_drafted=Count("draft")).order_by("-year")
    next_year = request.stamp.at.year + 1
    told = {
        "region": shown,
        "years": [(year, counts.get(year.year)) for year in years],
        "missing": next_year if next_year > shown.confirmed_until else 0,
        "calendars": shown.calendars.order_by("pk"),
    }
    return render(request, "planning/calendars/region.html", framed(request) | told)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def year_import(request: DeskRequest, pk: int) -> HttpResponse:
    """Take in a year's days as a draft; with ?year= the days that hold are there to be put right."""
    shown = get_object_or_404(Region, pk=pk)
    form = (
        YearForm(request.POST, request.FILES)
        if request.method == "POST"
        else YearForm(initial=_begun(request, shown))
    )
    if form.is_bound and form.is_valid():
        draft = keeping.propose(
            shown,
            form.reading,
            text=form.cleaned_data["text"],
            source=form.cleaned_data["source"],
            stamp=request.stamp,
        )
        return redirect("region-year", pk, draft.year.year)
    told = framed(request) | {"region": shown, "form": form}
    return render(request, "planning/calendars/import.html", told, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def region_year(request: DeskRequest, pk: int, year: int) -> HttpResponse:
    """A year of a region: its draft with what does not fit, to be confirmed; or the days that hold."""
    shown = get_object_or_404(RegionYear.objects.select_related("region"), region=pk, year=year)
    draft = YearDraft.objects.filter(year=shown).select_related("year__region", "made_by").first()
    found = _findings(draft) if draft else []
    error = ""
    if request.method == "POST":
        if draft is None:
            raise Http404
        if not found or "looked" in request.POST:
            keeping.confirm(draft, request.stamp)
            messages.success(
                request, _("%(year)s is confirmed. What is promised is being reckoned anew.") % {"year": year}
            )
            return redirect("region-year", pk, year)
        error = _("Please say that you have compared the days with the announcement.")
    told = framed(request) | _drawn(request, shown, draft)
    told |= {"found": [words.finding(one) for one in found], "error": error}
    return render(request, "planning/calendars/year.html", told, status=422 if error else 200)


@require_POST
@opens_to(Right.SET_RULES)
def year_discard(request: DeskRequest, pk: int, year: int) -> HttpResponse:
    """Take the draft of a year away; what holds stays."""
    draft = get_object_or_404(YearDraft.objects.select_related("year"), year__region=pk, year__year=year)
    keeping.discard(draft)
    messages.success(request, _("The draft was put away. Nothing has changed."))
    return redirect("region", pk)


def _begun(request: DeskRequest, shown: Region) -> dict[str, Any]:
    """Return what the form holds at first: the days of the year that is to be put right."""
    asked = request.GET.get("year", "")
    if not (asked.isdecimal() and len(asked) == 4):
        return {}
    days = shown.days_of(int(asked)).values()
    year = shown.years.filter(year=int(asked)).first()
    lines = written([(day.on.isoformat(), day.kind, day.zh, day.en) for day in days])
    return {"text": lines, "year": int(asked), "source": year.source if year else ""}


def _findings(draft: YearDraft) -> list[Finding]:
    """Look once more at what was read."""
    try:
        reading = read_year(draft.text, draft.year.year)
    except Unreadable:
        return []
    return findings(reading, is_china=draft.year.region.code == CHINA)


def _drawn(request: DeskRequest, shown: RegionYear, draft: YearDraft | None) -> dict[str, Any]:
    """Return the picture of the year, what the draft changes, and how many promises would move."""
    if draft is None:
        days = shown.region.days_of(shown.year)
        return {
            "region": shown.region,
            "year": shown,
            "draft": None,
            "picture": year_of_region(shown.year, days),
        }
    was, now = draft.effect()
    changed = {on for on in was.keys() | now.keys() if was.get(on) != now.get(on)}
    return {
        "region": shown.region,
        "year": shown,
        "draft": draft,
        "picture": year_of_region(shown.year, now, changed if was else ()),
        "added": [now[on] for on in sorted(now.keys() - was.keys())] if was else [],
        "gone": [was[on] for on in sorted(was.keys() - now.keys())],
        "altered": [now[on] for on in sorted(now.keys() & was.keys()) if now[on] != was[on]],
        "earlier": [day for on, day in sorted(now.items()) if on.year != shown.year],
        "would": preview.of_draft(draft, request.stamp),
    }
