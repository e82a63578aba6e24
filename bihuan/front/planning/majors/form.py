"""The emergency plan as it is typed: checked as a whole, so that all that is wrong is said at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.front.planning.majors.words import ROLES, WAYS
from bihuan.ground.people.models import Person
from bihuan.practices.majors.models import Plan

LONGEST_REPEAT_MINUTES = 240
MOST_TEXT = 5_000
IN_LINES = ("steps_zh", "steps_en", "contacts")
NOBODY = _("Choose at least one role or person: handler and leads may be asleep, too.")


class PlanForm(forms.Form):
    name_zh = forms.CharField(max_length=100)
    name_en = forms.CharField(max_length=100)
    roles = forms.MultipleChoiceField(choices=list(ROLES.items()), required=False)
    persons = forms.ModelMultipleChoiceField(queryset=Person.objects.none(), required=False)
    ways = forms.MultipleChoiceField(
        choices=list(WAYS.items()), error_messages={"required": _("Choose at least one way.")}
    )
    repeat_minutes = forms.IntegerField(min_value=1, max_value=LONGEST_REPEAT_MINUTES)
    steps_zh = forms.CharField(max_length=MOST_TEXT)
    steps_en = forms.CharField(max_length=MOST_TEXT)
    contacts = forms.CharField(max_length=MOST_TEXT, required=False)
    is_active = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["persons"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = colleagues()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("roles") and not cleaned.get("persons"):
            self.add_error("roles", NOBODY)
        lines = {name: "\n".join(cleaned[name].splitlines()) for name in IN_LINES if cleaned.get(name)}
        return cleaned | lines


def colleagues() -> Any:
    """Return the people of the desk, who can be told by name."""
    found = Person.objects.active().filter(grants__isnull=False).distinct()
    return found.order_by("spelling", "pk")


def as_typed(plan: Plan) -> dict[str, Any]:
    """Return the fields of a plan as the form shows them."""
    names = [name for name in PlanForm.base_fields if name != "persons"]
    return {name: getattr(plan, name) for name in names} | {"persons": list(plan.persons.all())}
