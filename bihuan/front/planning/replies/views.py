"""What the desk writes again and again: the templates in their groups, and one of them in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.front.home.shell import desk_shell
from bihuan.front.planning.replies.form import BLANKS, ReplyForm
from bihuan.front.planning.replies.keeping import is_changed, keep, restore
from bihuan.front.workbench.phrases import ITS_OWN, TURNING_AWAY
from bihuan.ground.catalogue.delivering import delivered_replies
from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right


@require_safe
@opens_to(Right.SET_RULES)
def replies(request: DeskRequest) -> HttpResponse:
    """All templates: first those that turn a ticket away, then what the desk sends by itself, then the rest."""
    reasons = {str(code): at for at, code in enumerate(TURNING_AWAY)}
    every = sorted(ReplyTemplate.objects.all(), key=lambda one: reasons.get(one.code, len(reasons)))
    groups = [
        (name, hint, [(one, is_changed(one)) for one in every if belongs(one.code)])
        for name, hint, belongs in _groups()
    ]
    return render(request, "replies/replies.html", _framed(request) | {"groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(Right.SET_RULES)
def reply(request: DeskRequest, code: str) -> HttpResponse:
    """A template in both languages."""
    template = get_object_or_404(ReplyTemplate, code=code)
    if request.method != "POST":
        return _show(request, ReplyForm.of(template))
    form = ReplyForm.read(template, request.POST)
    form.check()
    if form.errors:
        return _show(request, form, status=422)
    if keep(template, form.typed, request.stamp):
        messages.success(request, _("%(name)s was saved.") % {"name": template.name})
    return redirect("replies")


@require_POST
@opens_to(Right.SET_RULES)
def delivered(request: DeskRequest, code: str) -> HttpResponse:
    """Put back what the desk came with."""
    template = get_object_or_404(ReplyTemplate, code=code)
    if restore(template, request.stamp):
        messages.success(request, _("%(name)s reads as delivered again.") % {"name": template.name})
    return redirect("reply", code=code)


def _groups() -> list[tuple[str, str, Callable[[str], bool]]]:
    return [
        (
            _("Turning away"),
            _(
                "One for each reason; the agent picks the reason, fills in what is open, and may hand an article along."
            ),
            lambda code: code in TURNING_AWAY,
        ),
        (
            _("Sent by the desk itself"),
            _("Receipts, questions and the like, without anybody pressing a button."),
            lambda code: code in ITS_OWN,
        ),
        (
            _("At hand when writing"),
            _("Offered beside the answer; the agent changes them before they leave."),
            lambda code: code not in ITS_OWN and code not in TURNING_AWAY,
        ),
    ]


def _show(request: DeskRequest, form: ReplyForm, *, status: int = 200) -> HttpResponse:
    template = form.template
    told: dict[str, Any] = {
        "form": form,
        "template": template,
        "blanks": list(BLANKS.items()),
        "may_restore": template.code in delivered_replies() and is_changed(template),
    }
    return render(request, "replies/reply.html", _framed(request) | told, status=status)


def _framed(request: DeskRequest) -> dict[str, Any]:
    return {"shell": desk_shell(request.user, request.stamp.at, "planning")}
