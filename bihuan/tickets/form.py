"""What the category's form asks: put to the person, filled in by an agent, and decided where two answers differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bihuan.ground.catalogue.conditions import standings
from bihuan.ground.catalogue.models import CategoryVersion, FieldType, FormField
from bihuan.ground.catalogue.values import NotOfTheField, Value, read_value
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.ui import forms
from bihuan.tickets.models import Question
from bihuan.tickets.views import changed, ticket_of, words_of

# What a field takes, said beside it.
WANTED: dict[str, Promise] = {
    FieldType.CHOICE: gettext_lazy("Please choose one."),
    FieldType.BOOL: gettext_lazy("Please choose one."),
    FieldType.NUMBER: gettext_lazy("A number, please."),
    FieldType.DATE: gettext_lazy("A day such as 2026-11-21, please."),
    FieldType.TEXT: gettext_lazy("This is too long."),
}


@require_POST
@opens_to(Right.WORK_TICKETS)
def questions(request: DeskRequest, number: str) -> HttpResponse:
    """Ask the person for what the form still lacks: `field`, as often as there are any, and the words."""
    ticket = ticket_of(request, number)
    version, keys = CategoryVersion.held(ticket.category, ticket.filed_at), set(request.POST.getlist("field"))
    fields = [one for one in version.fields if one.key in keys] if version else []
    Question.put(ticket, fields=fields, text=words_of(request), stamp=request.stamp)
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def answers(request: DeskRequest, number: str) -> HttpResponse:
    """Fill in what the category's form asks, as far as it matters here, and since when it is so."""
    ticket = ticket_of(request, number)
    version = CategoryVersion.held(ticket.category, ticket.filed_at)
    form = version.fields if version else []
    given = _values(request, form, localdate(request.stamp.at))
    matters = standings([field.rule for field in form], ticket.answers | given)
    kept = {key: said for key, said in given.items() if matters[key].is_shown}
    happened_at = forms.moment(request, "happened_at")
    if happened_at and happened_at > request.stamp.at:
        raise forms.refused("happened_at", _("a day and a time that have been"))
    known: dict[str, Any] = {"happened_at": happened_at} if "happened_at" in request.POST else {}
    ticket.amend(answers=kept, form=form, stamp=request.stamp, **known)
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def answer(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """An answer that came where something else stood: `take` says whether it takes the place."""
    ticket = ticket_of(request, number)
    question = get_object_or_404(Question, ticket=ticket, pk=pk)
    question.ticket = ticket
    question.settle(is_taken=forms.text(request, "take") == "yes", stamp=request.stamp)
    return changed(request, ticket)


def _values(request: DeskRequest, form: Sequence[FormField], today: date) -> dict[str, Value]:
    """Return what was filled in of a form.

    :raises FormIncomplete: naming every field that does not take what was typed
    """
    found: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    for field in form:
        if said := forms.text(request, f"answer-{field.key}"):
            try:
                found[field.key] = read_value(field.type, said, field.options, today)
            except NotOfTheField:
                wrong[f"answer-{field.key}"] = str(WANTED.get(field.type, WANTED[FieldType.TEXT]))
    if wrong:
        raise forms.FormIncomplete(_("Please look at the marked fields; nothing was saved."), wrong)
    return found
