"""The forms of the log-in pages: allauth's, with our words and our bounds."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as theirs
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bihuan.front.home.jobs import send_reset_link
from bihuan.ground.people.signing_in import LONGEST_PASSWORD

LONGEST_LOGIN = 254  # characters: an address
WORDS = {
    "required": _("Please fill this in."),
    "invalid": _("Please write a whole address, such as lin@company.com."),
}


class InOurWords:
    """Lets each field of a form say in our words what is wrong."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= WORDS


class LoginForm(InOurWords, theirs.LoginForm):  # type: ignore[misc]  # allauth is untyped
    def clean_login(self) -> str:
        return str(super().clean_login())[:LONGEST_LOGIN]


class ChangePasswordForm(InOurWords, theirs.ChangePasswordForm):  # type: ignore[misc]
    def clean_oldpassword(self) -> str:
        self.cleaned_data["oldpassword"] = self.cleaned_data["oldpassword"][: LONGEST_PASSWORD + 1]
        return str(super().clean_oldpassword())


class ResetPasswordForm(InOurWords, theirs.ResetPasswordForm):  # type: ignore[misc]
    """Takes an address, and answers the same whether anybody has it or not."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Have the worker look whose it is, so that not even the time this takes tells."""
        email: str = self.cleaned_data["email"]
        send_reset_link.defer(email=email)
        return email


class ResetPasswordKeyForm(InOurWords, theirs.ResetPasswordKeyForm):  # type: ignore[misc]
    pass
