"""Who is away, and what is asked: a lead grants it, refuses it, or writes leave down for somebody."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.front.planning.rosters import changing
from bihuan.front.planning.rosters.forms import LeaveForm
from bihuan.front.planning.rosters.views.rosters import framed
from bihuan.ground.duty.models import Absence, LeaveRequest
from bihuan.ground.duty.models.leave import LeaveOverlaps
from bihuan.ground.duty.notices import tell_of_decision
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right

LATELY = timedelta(days=14)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.PLAN_DUTY)
def leave(request: DeskRequest) -> HttpResponse:
    """All leave from two weeks ago on, what is asked for, and a form to write some down."""
    form = LeaveForm(request.POST) if request.method == "POST" else LeaveForm()
    person = _person(request)
    is_sent = request.method == "POST"
    if is_sent and form.is_valid() and person:
        given = form.cleaned_data
        try:
            absence = Absence.note(person, given["since"], given["until"], given["reason"])
        except LeaveOverlaps as refused:
            form.add_error("first_on", str(refused))
        else:
            changing.note_absence(absence, request.stamp)
            messages.success(request, _("The leave of %(name)s was noted.") % {"name": person.name})
            return redirect("leave")
    agents = Person.objects.active().filter(memberships__isnull=False).distinct()
    absences = Absence.objects.filter(until__gte=request.stamp.at - LATELY).select_related("person")
    told = {
        "form": form,
        "person_error": _("Choose who is away.") if is_sent and not person else "",
        "chosen": request.POST.get("person", ""),
        "agents": list(agents.order_by("spelling", "pk").values_list("username", "name")),
        "absences": list(absences.order_by("since", "pk")),
        "waiting": list(LeaveRequest.objects.waiting().select_related("person").order_by("since", "pk")),
        "now": request.stamp.at,
    }
    status = 422 if is_sent else 200
    return render(request, "planning/rosters/leave.html", framed(request) | told, status=status)


@require_POST
@opens_to(Right.PLAN_DUTY)
def absence(request: DeskRequest, pk: int) -> HttpResponse:
    """Take leave back: the person is on duty as the roster says."""
    found = get_object_or_404(Absence.objects.select_related("person"), pk=pk)
    changing.remove_absence(found, request.stamp)
    messages.success(request, _("The leave of %(name)s was taken back.") % {"name": found.person.name})
    return redirect("leave")


@require_POST
@opens_to(Right.PLAN_DUTY)
def asked(request: DeskRequest, pk: int) -> HttpResponse:
    """Grant or refuse what was asked for."""
    found = get_object_or_404(LeaveRequest.objects.waiting().select_related("person"), pk=pk)
    found.decide(is_granted="grant" in request.POST, stamp=request.stamp)
    tell_of_decision(found, request.stamp)
    return redirect("leave")


def _person(request: DeskRequest) -> Person | None:
    name = request.POST.get("person", "")
    return Person.objects.active().filter(memberships__isnull=False, username=name).first() if name else None
