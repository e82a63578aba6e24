"""The forms of the rosters: all that is wrong said at once, each beside its field."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from bihuan.ground.duty.models import Pattern, Rota, Tone
from bihuan.ground.duty.rota import Kind
from bihuan.ground.people.models import Person, Team

LONGEST_LEAVE = timedelta(days=366)


class LeaveForm(forms.Form):
    """From a day, perhaps an hour, to a day, perhaps an hour; whole days where no hour is given."""

    first_on = forms.DateField()
    since_at = forms.TimeField(required=False)
    last_on = forms.DateField()
    until_at = forms.TimeField(required=False)
    reason = forms.CharField(max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        zone = get_current_timezone()
        since = datetime.combine(given["first_on"], given["since_at"] or time(), zone)
        until = (
            datetime.combine(given["last_on"], given["until_at"], zone)
            if given["until_at"]
            else datetime.combine(given["last_on"] + timedelta(days=1), time(), zone)
        )
        if until <= since:
            self.add_error("last_on", _("It ends before it begins."))
        elif until - since > LONGEST_LEAVE:
            self.add_error("last_on", _("That is longer than a year."))
        return given | {"since": since, "until": until}


class TurnsForm(forms.Form):
    """Some people work a pattern on some weekdays, from a day on, perhaps to another."""

    pattern = forms.ModelChoiceField(Pattern.objects.filter(is_active=True))
    people = forms.ModelMultipleChoiceField(Person.objects.none(), to_field_name="username")
    weekdays = forms.MultipleChoiceField(choices=[(str(n), str(n)) for n in range(7)])
    begins_on = forms.DateField()
    ends_on = forms.DateField(required=False)

    def __init__(self, team: Team, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        self.fields["people"].queryset = team.members.filter(is_active=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        given["weekdays"] = sorted(int(one) for one in given["weekdays"])
        if given["ends_on"] and given["ends_on"] < given["begins_on"]:
            self.add_error("ends_on", _("It ends before it begins."))
        elif doubled := self._doubled(given):
            told = {"names": _(", ").join(doubled)}
            self.add_error("people", _("These have a turn at these hours already: %(names)s.") % told)
        return given

    def _doubled(self, given: dict[str, Any]) -> list[str]:
        """Return the names of those who would have two turns at the same time on one of the days."""
        pattern = given["pattern"]
        ends = given["ends_on"]
        same = Rota.objects.filter(
            team=self.team, person__in=given["people"], weekdays__overlap=given["weekdays"]
        ).exclude(ends_on__lt=given["begins_on"])
        if ends:
            same = same.exclude(begins_on__gt=ends)
        found = [one for one in same.select_related("person") if _overlap(one, pattern)]
        return sorted({one.person.name for one in found})


class PatternForm(forms.Form):
    """A turn that has a name: what it is called, its hours, and how a roster colours it."""

    name_zh = forms.CharField(max_length=40)
    name_en = forms.CharField(max_length=40)
    kind = forms.ChoiceField(choices=[(one, one) for one in Kind])
    begins_at = forms.TimeField()
    ends_at = forms.TimeField()
    tone = forms.ChoiceField(choices=[(one, one) for one in Tone])

    def __init__(self, pattern: Pattern | None, *args: Any, **kwargs: Any) -> None:
        if pattern:
            initial = {name: getattr(pattern, name) for name in self.base_fields}
            hours = {name: f"{initial[name]:%H:%M}" for name in ("begins_at", "ends_at")}
            kwargs["initial"] = initial | hours
        super().__init__(*args, **kwargs)
        self.pattern = pattern

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        others = Pattern.objects.filter(is_active=True)
        others = others.exclude(pk=self.pattern.pk) if self.pattern else others
        for name in ("name_zh", "name_en"):
            if name in given and others.filter(**{name: given[name]}).exists():
                self.add_error(name, _("Another pattern is called so already."))
        return given


class DayForm(forms.Form):
    """What somebody does on one day: as usual, nothing, or a pattern."""

    AS_USUAL, NOTHING = "usual", "off"

    does = forms.CharField(max_length=40)

    def clean_does(self) -> str | Pattern:
        does: str = self.cleaned_data["does"]
        if does in (self.AS_USUAL, self.NOTHING):
            return does
        found = Pattern.objects.filter(is_active=True, code=does).first()
        if found is None:
            raise forms.ValidationError(_("Choose one of these."))
        return found


class SwapForm(forms.Form):
    """One's own turn of a day, whom one asks, and perhaps the day that one works in return."""

    turn = forms.CharField(max_length=40)
    taker = forms.ModelChoiceField(Person.objects.none(), to_field_name="username")
    returns_on = forms.DateField(required=False)
    words = forms.CharField(max_length=200, required=False)


def _overlap(rota: Rota, pattern: Pattern) -> bool:
    mine, theirs = _hours(rota.begins_at, rota.ends_at), _hours(pattern.begins_at, pattern.ends_at)
    return mine[0] < theirs[1] and theirs[0] < mine[1]


def _hours(begins: time, ends: time) -> tuple[int, int]:
    since, until = begins.hour * 60 + begins.minute, ends.hour * 60 + ends.minute
    return since, until if since < until else until + 24 * 60
