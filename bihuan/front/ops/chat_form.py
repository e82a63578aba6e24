"""The form of a connection to a chat platform: all that is wrong said at once, and a kept secret sent nowhere new."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from bihuan.front.ops.chats import PLAIN
from bihuan.ground.channels.chat.envelope import NoKey, key_of
from bihuan.ground.channels.models import Chat, ChatConnection
from bihuan.ground.channels.platforms import PLATFORMS

ADDRESS = re.compile(r"https?://[A-Za-z0-9]([A-Za-z0-9.-]{0,180}[A-Za-z0-9])?(:\d{1,5})?(/[A-Za-z0-9._/-]*)?")
SIGN = "<>\"' \t"  # none of them stands in what a platform gives out


class ChatForm(forms.Form):
    """A connection's fields; `connection` is the one there is, or a new one of a platform."""

    name = forms.CharField(max_length=100)
    address = forms.CharField(max_length=200, required=False)
    is_active = forms.BooleanField(required=False)

    def __init__(self, connection: ChatConnection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connection = connection
        self.platform = PLATFORMS[connection.platform]
        self.kept = frozenset(connection.secrets()) if connection.pk else frozenset()
        for name in self.platform.facts:
            self.fields[name] = forms.CharField(max_length=120, required=name not in self.platform.options)
        for name in self.platform.secrets:
            is_needed = name not in self.platform.options and name not in self.kept
            self.fields[name] = forms.CharField(max_length=200, required=is_needed)

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).rstrip("/")
        if address and not ADDRESS.fullmatch(address):
            raise forms.ValidationError(_("An address such as https://chat.example.com."))
        return address

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in (*self.platform.facts, *self.platform.secrets):
            if set(SIGN) & set(given.get(name, "")):
                self.add_error(
                    name, _("There is a blank or a quotation mark in it. Please copy it once more.")
                )
        self._check_key(given.get("encoding_aes_key", ""))
        goes_out = self.platform.goes_out
        is_elsewhere = bool(self.kept) and given.get("address", "") != self.connection.address
        if is_elsewhere and not given.get(goes_out) and goes_out not in self.errors:
            self.add_error(goes_out, _("Please type it again: it would go to another address than before."))
        return given

    @property
    def facts(self) -> dict[str, Any]:
        """Return what may be seen: the connection's own fields, and what the platform is told."""
        return {name: self.cleaned_data[name] for name in (*PLAIN, *self.platform.facts)}

    @property
    def secrets(self) -> dict[str, str]:
        """Return the secrets that were typed."""
        return {name: self.cleaned_data[name] for name in self.platform.secrets if self.cleaned_data[name]}

    @property
    def keys(self) -> dict[str, str]:
        """Return all that the platform would be told, typed or kept."""
        known = {name: str(self.cleaned_data[name]) for name in self.platform.facts}
        kept: dict[str, str] = self.connection.secrets() if self.connection.pk else {}
        return known | kept | self.secrets

    def _check_key(self, key: str) -> None:
        if not key or "encoding_aes_key" in self.errors:
            return
        try:
            key_of(key)
        except NoKey:
            self.add_error("encoding_aes_key", _("It has 43 letters and digits; please copy it once more."))


def initial_of(connection: ChatConnection) -> dict[str, Any]:
    """Return what the form holds when a connection is opened; never its secrets. What leaves the country is not switched
    on by itself (PIPL, articles 38 to 40).
    """
    held: dict[str, Any] = {name: getattr(connection, name) for name in PLAIN} | connection.facts
    if not connection.pk:
        held["is_active"] = connection.platform != Chat.SLACK
    return held
