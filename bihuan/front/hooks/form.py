"""The form of a hook: all that is wrong said at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.front.api.models import ApiToken, Scope
from bihuan.front.hooks.models import Hook
from bihuan.front.hooks.words import KINDS


class HookForm(forms.Form):
    """A name, an address, what it hears of, and the token that bounds what it is told."""

    name = forms.CharField(
        max_length=100,
        error_messages={"required": gettext_lazy("Give it a name by which colleagues know it.")},
    )
    url = forms.CharField(
        max_length=500, error_messages={"required": gettext_lazy("Where is it to be told?")}
    )
    kinds = forms.MultipleChoiceField(
        choices=[(kind, kind) for kind in KINDS],
        error_messages={"required": gettext_lazy("Choose one event at least.")},
    )
    token = forms.ModelChoiceField(
        ApiToken.objects.none(), error_messages={"required": gettext_lazy("Choose a token.")}
    )
    is_active = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].queryset = usable_tokens()  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            parts = urlsplit(url)
            is_whole = parts.scheme in ("https", "http") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            is_whole = False
        if not is_whole or not url.isascii() or not url.isprintable() or " " in url or parts.fragment:
            raise forms.ValidationError(_("An address such as https://oa.example.com/hooks/desk."))
        if parts.username or parts.password:
            raise forms.ValidationError(_("Without a user name or password: the signature proves who sends."))
        return url


def usable_tokens() -> Any:
    """Return the tokens in force that may read tickets."""
    found = ApiToken.objects.usable().filter(scopes__contains=[Scope.TICKETS_READ])
    return found.select_related("person").order_by("person__name", "name", "pk")


def initial_of(hook: Hook) -> dict[str, Any]:
    return {
        "name": hook.name,
        "url": hook.url,
        "kinds": hook.kinds,
        "token": hook.token_id,
        "is_active": hook.is_active,
    }
