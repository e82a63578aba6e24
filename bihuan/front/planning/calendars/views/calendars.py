from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.planning.calendars import keeping, preview, words
from bihuan.front.planning.calendars.drawing import year_of
from bihuan.front.planning.calendars.forms import (
    FIRST_YEAR,
    LAST_YEAR,
    CalendarForm,
    DaysForm,
    initial_of,
    zones,
)
from bihuan.front.planning.calendars.hours import written
from bihuan.front.planning.calendars.preview import Preview
from bihuan.ground.calendars.models import Calendar, CalendarDay, Region, YearState
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right


@require_safe
@opens_to(Right.SET_RULES)
def overview(request: DeskRequest) -> HttpResponse:
    """All calendars, and the regions whose holidays they keep."""
    confirmed = Count("years", filter=Q(years__state=YearState.CONFIRMED), distinct=True)
    drafts = Count("years__draft", distinct=True)
    told = {
        "calendars": [
            (calendar, week_of(calendar))
            for calendar in Calendar.objects.select_related("region").order_by("pk")
        ],
        "regions": Region.objects.annotate(confirmed=confirmed, drafts=drafts).order_by("pk"),
        "this_year": request.stamp.at.year,
    }
    return render(request, "planning/calendars/overview.html", framed(request) | told)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def calendar_new(request: DeskRequest) -> HttpResponse:
    return _hours_desk(request, Calendar())


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def calendar_hours(request: DeskRequest, pk: int) -> HttpResponse:
    """The hours of a week, the time zone and the region of a calendar."""
    return _hours_desk(request, get_object_or_404(Calendar.objects.select_related("region"), pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def calendar(request: DeskRequest, pk: int) -> HttpResponse:
    """A year of a calendar; posted to, it takes days on which the company keeps its own hours."""
    shown = get_object_or_404(Calendar.objects.select_related("region"), pk=pk)
    if request.method != "POST":
        return _show_year(request, shown, DaysForm())
    form = DaysForm(request.POST)
    if not form.is_valid():
        return _show_year(request, shown, form, status=422)
    dates, facts = form.dates, form.facts
    if "try" in request.POST:
        would = preview.of_days(shown, dict.fromkeys(dates, facts["shifts"]), request.stamp)
        return _show_year(request, shown, form, would=would)
    keeping.keep_days(shown, dates, facts, request.stamp)
    messages.success(request, _("Saved. What is promised is being reckoned anew."))
    return redirect(f"{reverse('calendar', args=[pk])}?year={dates[0].year}#own")


@require_POST
@opens_to(Right.SET_RULES)
def calendar_day_removal(request: DeskRequest, pk: int, day: int) -> HttpResponse:
    """Let a date be again what week and region say."""
    own = get_object_or_404(CalendarDay.objects.select_related("calendar__region"), pk=day, calendar=pk)
    year = own.on.year
    keeping.remove_day(own, request.stamp)
    messages.success(request, _("Taken away. What is promised is being reckoned anew."))
    return redirect(f"{reverse('calendar', args=[pk])}?year={year}#own")


def framed(request: DeskRequest) -> dict[str, Any]:
    return {"shell": desk_shell(request.user, request.stamp.at, "planning"), "words": words}


def week_of(calendar: Calendar) -> list[tuple[str, str, str]]:
    """Return the days of the week that have the same hours, one after another: from, to, hours."""
    rows: list[tuple[str, str, str]] = []
    for day, name in words.WEEK.items():
        hours = written(calendar.week.get(day, []))
        if rows and rows[-1][2] == hours:
            rows[-1] = (rows[-1][0], str(name), hours)
        else:
            rows.append((str(name), str(name), hours))
    return rows


def year_asked(request: DeskRequest) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else request.stamp.at.year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _hours_desk(request: DeskRequest, shown: Calendar) -> HttpResponse:
    """Show the form of a calendar, say what its change would move, or keep it."""
    if request.method != "POST":
        form = CalendarForm(initial=initial_of(shown))
        return _show_hours(request, shown, form)
    form = CalendarForm(request.POST)
    if not form.is_valid():
        return _show_hours(request, shown, form, status=422)
    if "try" in request.POST:
        return _show_hours(request, shown, form, would=preview.of_calendar(shown, form.facts, request.stamp))
    keeping.keep_calendar(shown, form.facts, request.stamp)
    messages.success(request, _("Saved. What is promised is being reckoned anew."))
    return redirect("calendar", shown.pk)


def _show_hours(
    request: DeskRequest,
    shown: Calendar,
    form: CalendarForm,
    *,
    status: int = 200,
    would: Preview | None = None,
) -> HttpResponse:
    told: dict[str, Any] = {
        "calendar": shown,
        "form": form,
        "would": would,
        "zones": zones(),
        "regions": [(region.pk, region.name) for region in Region.objects.order_by("pk")],
        "action": reverse("calendar-hours", args=[shown.pk]) if shown.pk else reverse("calendar-new"),
    }
    return render(request, "planning/calendars/hours.html", framed(request) | told, status=status)


def _show_year(
    request: DeskRequest,
    shown: Calendar,
    form: DaysForm,
    *,
    status: int = 200,
    would: Preview | None = None,
) -> HttpResponse:
    year = year_asked(request)
    own = list(shown.days.filter(on__year=year).order_by("on"))
    told: dict[str, Any] = {
        "calendar": shown,
        "week": week_of(shown),
        "year": year,
        "picture": year_of(shown, year, own),
        "own": own,
        "form": form,
        "would": would,
        "is_known": shown.region is None
        or shown.region.years.filter(year=year, state=YearState.CONFIRMED).exists(),
        "written": written,
    }
    return render(request, "planning/calendars/calendar.html", framed(request) | told, status=status)
