"""The form of a mailbox: all that is wrong said at once, and a kept password sent nowhere but where it belongs."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from bihuan.front.ops.words import SECURITIES
from bihuan.ground.channels.models import Mailbox, Security

HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:_-]{0,198}[A-Za-z0-9])?")
HERE = {"localhost", "127.0.0.1", "::1"}
FIELDS = (
    "address", "name_zh", "name_en", "imap_host", "imap_port", "imap_security", "folder",
    "smtp_host", "smtp_port", "smtp_security", "username", "is_active",
)  # fmt: skip
# What the kept password goes out to: when any of it changes, whoever changes it must know the password.
GOES_TO = ("imap_host", "imap_port", "imap_security", "smtp_host", "smtp_port", "smtp_security", "username")


def _port() -> forms.IntegerField:
    return forms.IntegerField(validators=[MinValueValidator(1), MaxValueValidator(65535)])


def _security() -> forms.ChoiceField:
    return forms.ChoiceField(choices=[(kind, str(kind)) for kind in SECURITIES])


class MailboxForm(forms.Form):
    """A mailbox's fields; `box` is the one there is, or a new one."""

    address = forms.EmailField(max_length=254)
    name_zh = forms.CharField(max_length=100, required=False)
    name_en = forms.CharField(max_length=100, required=False)
    imap_host = forms.CharField(max_length=200, required=False)
    imap_port = _port()
    imap_security = _security()
    folder = forms.CharField(max_length=100, required=False)
    smtp_host = forms.CharField(max_length=200, required=False)
    smtp_port = _port()
    smtp_security = _security()
    username = forms.CharField(max_length=200, required=False)
    password = forms.CharField(max_length=500, required=False, strip=False)
    is_active = forms.BooleanField(required=False)

    def __init__(self, box: Mailbox, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.box = box

    def clean_imap_host(self) -> str:
        return self._host("imap_host")

    def clean_smtp_host(self) -> str:
        return self._host("smtp_host")

    def clean_folder(self) -> str:
        return str(self.cleaned_data["folder"]) or "INBOX"

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if Mailbox.objects.filter(address__iexact=address).exclude(pk=self.box.pk).exists():
            raise forms.ValidationError(_("There is a mailbox with this address already."))
        return address

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        self._check_names(given)
        self._check_login(given)
        self._check_encryption(given)
        return given

    @property
    def facts(self) -> dict[str, Any]:
        """Return the fields but the password."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def password_to_use(self) -> str | None:
        """Return the password that was typed; None for the one that is kept."""
        typed: str = self.cleaned_data.get("password", "")
        return typed or (None if self._has_kept_one else "")

    @property
    def _has_kept_one(self) -> bool:
        return bool(self.box.pk and self.box.sealed_password)

    def _host(self, name: str) -> str:
        host: str = self.cleaned_data[name]
        if host and not HOST.fullmatch(host):
            raise forms.ValidationError(
                _("A server's name, such as mail.example.com, without http:// and the like.")
            )
        return host

    def _check_names(self, given: dict[str, Any]) -> None:
        """Have a name in one language at least; it stands for both where the other is empty."""
        either = given.get("name_zh") or given.get("name_en")
        if not either and not self.errors.keys() & {"name_zh", "name_en"}:
            self.add_error("name_zh", _("Who does the mail come from? Such as: IT service desk."))
        given["name_zh"], given["name_en"] = given.get("name_zh") or either, given.get("name_en") or either

    def _check_login(self, given: dict[str, Any]) -> None:
        """Ask for what signing in takes; for the password anew where it would go to another server than before."""
        typed, fetches = given.get("password"), given.get("imap_host")
        if fetches and not given.get("username"):
            self.add_error("username", _("Fetching mail takes a user name; often it is the address."))
        if typed or not given.get("username") or not (fetches or given.get("smtp_host")):
            return
        if not self._has_kept_one:
            if fetches:
                self.add_error("password", _("Fetching mail takes a password."))
        elif any(given.get(name) != getattr(self.box, name) for name in GOES_TO):
            self.add_error("password", _("Please type the password again: server or user name has changed."))

    def _check_encryption(self, given: dict[str, Any]) -> None:
        """Let a password travel without encryption within this machine alone."""
        has_password = bool(given.get("password")) or self._has_kept_one
        for way in ("imap", "smtp"):
            host = given.get(f"{way}_host")
            if host and host not in HERE and given.get(f"{way}_security") == Security.NONE and has_password:
                self.add_error(
                    f"{way}_security", _("The password would travel in the clear. Choose TLS or STARTTLS.")
                )


def initial_of(box: Mailbox) -> dict[str, Any]:
    """Return what the form holds when a mailbox is opened; never its password."""
    return {name: getattr(box, name) for name in FIELDS}
