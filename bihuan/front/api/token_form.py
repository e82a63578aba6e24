"""The form in which somebody asks for a token."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.front.api.models import Scope

SCOPES: dict[str, Promise] = {
    Scope.PROFILE_READ: _("see whose token it is"),
    Scope.TICKETS_READ: _("read the tickets that you may see"),
    Scope.TICKETS_WRITE: _("file tickets in your name, and in others' if you work at the desk"),
}
LIVES: dict[str, Promise] = {
    "30": _("30 days"),
    "90": _("90 days"),
    "180": _("180 days"),
    "365": _("a year"),
}


class TokenForm(forms.Form):
    """A name by which its owner knows the token again, what it may do, and for how long."""

    name = forms.CharField(
        max_length=100, error_messages={"required": _("Name the program that will use it.")}
    )
    scopes = forms.MultipleChoiceField(
        choices=[(scope, scope) for scope in SCOPES],
        error_messages={"required": _("Choose one thing at least that it may do.")},
    )
    days = forms.ChoiceField(choices=[(days, days) for days in LIVES], initial="90")

    @property
    def lives(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["days"]))
