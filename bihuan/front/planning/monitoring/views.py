"""Where alerts come from: the tools that report, what to put into each, and what their alerts come to (INT-05)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.flow.intake.models import Fault
from bihuan.front.home.shell import desk_shell
from bihuan.front.planning.monitoring import keeping, words
from bihuan.front.planning.monitoring.form import LONGEST, SourceForm
from bihuan.front.planning.monitoring.snippets import TEST_KEYS, sample, snippet
from bihuan.ground.channels.models import AlertSource, InboundMessage, SourceKind
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.ui.forms import text

LAST_MESSAGES = 10
SECRET_GOES_HERE = "<secret>"  # noqa: S105, what stands where a secret is not shown


@require_safe
@opens_to(Right.SET_RULES)
def sources(request: DeskRequest) -> HttpResponse:
    """All that report: whether they were heard, and what fires now."""
    told = {"sources": _counted().order_by("-is_active", "name", "pk")}
    return render(request, "monitoring/sources.html", _framed(request) | told)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
@sensitive_variables("made")
def source_new(request: DeskRequest) -> HttpResponse:
    """A tool to come: its kind and name; what to put into it follows."""
    name, kind = text(request, "name")[: LONGEST["name"]], text(request, "kind")
    errors = {}
    if request.method == "POST":
        if not name:
            errors["name"] = _("Give it a name by which colleagues know it.")
        if kind not in words.KINDS:
            errors["kind"] = _("Choose what reports.")
        if not errors:
            source, made = keeping.set_up(name, SourceKind(kind), request.LANGUAGE_CODE, request.stamp)
            return _show(request, source.pk, secret=made, status=201)
    told = {"errors": errors, "name": name, "kind": kind}
    return render(
        request, "monitoring/source_new.html", _framed(request) | told, status=422 if errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def source(request: DeskRequest, pk: int) -> HttpResponse:
    """A source: its address, what it reported last, and what its alerts come to."""
    one = get_object_or_404(AlertSource, pk=pk)
    if request.method != "POST":
        return _show(request, pk)
    form = SourceForm(one, request)
    if form.errors:
        return _show(request, pk, form, status=422)
    keeping.keep(one, form, request.stamp)
    messages.success(request, _("%(name)s was saved.") % {"name": form.facts["name"]})
    return redirect("alert-source", pk=pk)


@require_POST
@opens_to(Right.SET_RULES)
@sensitive_variables("made")
def secret(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the secret; it is shown in the answer, and never again."""
    one = get_object_or_404(AlertSource, pk=pk)
    made = keeping.change_secret(one, request.stamp, old_opens="old_opens" in request.POST)
    return _show(request, pk, secret=made)


@require_POST
@opens_to(Right.SET_RULES)
def test(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a made-up alert, or its recovery, as if the tool had sent it: it goes the whole way."""
    one = get_object_or_404(AlertSource.objects.active(), pk=pk)
    is_firing = "recover" not in request.POST
    said = _("Test alert of %(name)s: nothing is broken") % {"name": one.name}
    InboundMessage.keep_report(
        one, sample(one.kind, said, request.stamp.at, is_firing=is_firing), request.stamp.at
    )
    messages.success(
        request,
        _("The test alert is on its way: in a moment it is a ticket.")
        if is_firing
        else _("The recovery of the test alert is on its way."),
    )
    return redirect(f"{reverse('alert-source', args=[pk])}#reports")


@sensitive_variables("secret")
def _show(
    request: DeskRequest, pk: int, form: SourceForm | None = None, *, secret: str = "", status: int = 200
) -> HttpResponse:
    one = get_object_or_404(_counted().select_related("category"), pk=pk)
    address = f"{settings.SITE_URL}{reverse('alert-report', args=[one.slug])}"
    told: dict[str, Any] = {
        "source": one,
        "form": form or SourceForm(one),
        "address": address,
        "secret": secret,
        "snippet": snippet(one.kind, address, secret or SECRET_GOES_HERE),
        "steps": words.STEPS[one.kind],
        "reports": InboundMessage.objects.filter(source=one).defer("raw").order_by("-pk")[:LAST_MESSAGES],
        "old_opens_until": one.old_secret_until if _is_ahead(one, request) else None,
        "test_fires": Fault.objects.standing().filter(source=one, is_firing=True, key__in=TEST_KEYS).exists(),
    }
    return render(request, "monitoring/source.html", _framed(request) | told, status=status)


def _counted() -> QuerySet[AlertSource]:
    firing = Count("faults", filter=Q(faults__is_firing=True, faults__ended_at=None))
    return AlertSource.objects.annotate(firing=firing)


def _is_ahead(source: AlertSource, request: DeskRequest) -> bool:
    return source.old_secret_until is not None and source.old_secret_until > request.stamp.at


def _framed(request: DeskRequest) -> dict[str, Any]:
    return {"shell": desk_shell(request.user, request.stamp.at, "planning"), "words": words}
