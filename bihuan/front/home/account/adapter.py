"""How allauth signs people in here."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from bihuan.front.home.threshold import begin_session
from bihuan.ground.people.models import Person
from bihuan.ground.people.signing_in import LONGEST_PASSWORD, DeskAdapter, named_in

MISMATCH = _("Name or password is not right. Please check both; upper and lower case differ in a password.")
WORDS = {
    "username_password_mismatch": MISMATCH,
    "email_password_mismatch": MISMATCH,
    "too_many_login_attempts": _("Too many tries. Please wait five minutes, or reset your password."),
    "enter_current_password": _("This is not your present password."),
    "invalid_password_reset": _("This link has been used or is too old."),
}


class Adapter(DeskAdapter):
    error_messages = DefaultAccountAdapter.error_messages | WORDS

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        begin_session(request.session)

    def clean_password(self, password: str, user: Person | None = None) -> str:
        """Refuse what is too long before anything walks through it."""
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(_("At most %(n)d characters, please.") % {"n": LONGEST_PASSWORD})
        cleaned: str = super().clean_password(password, user)
        return cleaned

    def set_password(self, user: Person, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def is_safe_url(self, url: str) -> bool:
        """Lead back to a page of this desk and nowhere else."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:
        return False  # pages are all there is: no second way in that answers otherwise

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return where the request comes from; `config.door` has looked behind our own proxies, and no others."""
        return request.META.get("REMOTE_ADDR") or "unknown"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        """Say only what the next page does not show by itself."""
        if message_template == "account/messages/password_changed.txt":
            messages.success(request, _("Your password has been changed. Please sign in with the new one."))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count tries by the account that is meant, whether by name or by address, and whatever host is asked."""
        typed = named_in(credentials)
        person = Person.objects.known_as(typed)
        return (
            f"person:{person.pk}" if person else f"typed:{hashlib.sha256(typed.lower().encode()).hexdigest()}"
        )
