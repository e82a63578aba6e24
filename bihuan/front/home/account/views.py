"""The pages by which one signs in and out: allauth's, drawn by us. Which there are stands in `urls`; others do not exist."""

from __future__ import annotations

from typing import Any

from allauth.account import views as theirs
from django.http import HttpRequest, HttpResponse

from bihuan.front.home.shell import demo_banner, role_names
from bihuan.ground.people.audience import ANYONE, SIGNED_IN, opens_to
from bihuan.ground.people.models import DemoCompany, Person

TOO_MANY = "too_many_login_attempts"


class OnOurPage:
    """Answers a form that cannot be taken with 422, or 429 where it was tried too often."""

    request: HttpRequest

    def form_invalid(self, form: Any) -> HttpResponse:
        was_too_often = any(error.code == TOO_MANY for error in form.non_field_errors().as_data())
        context = self.get_context_data(form=form)
        answer: HttpResponse = self.render_to_response(context, status=429 if was_too_often else 422)  # type: ignore[attr-defined]
        return answer

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)  # type: ignore[misc]
        demo = DemoCompany.objects.only("logins").first()
        return context | {"banner": demo_banner(demo is not None), "demo": demo}


class Login(OnOurPage, theirs.LoginView):  # type: ignore[misc]  # allauth is untyped
    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context = super().get_context_data(**more)
        demo = context["demo"]
        return context | {"demo_logins": _demo_logins(demo) if demo else []}


class ChangePassword(OnOurPage, theirs.PasswordChangeView):  # type: ignore[misc]
    pass


class ResetPassword(OnOurPage, theirs.PasswordResetView):  # type: ignore[misc]
    pass


class ResetDone(OnOurPage, theirs.PasswordResetDoneView):  # type: ignore[misc]
    pass


class NewPassword(OnOurPage, theirs.PasswordResetFromKeyView):  # type: ignore[misc]
    pass


class NewPasswordDone(OnOurPage, theirs.PasswordResetFromKeyDoneView):  # type: ignore[misc]
    pass


class Logout(OnOurPage, theirs.LogoutView):  # type: ignore[misc]
    pass


def _demo_logins(demo: DemoCompany) -> list[dict[str, str]]:
    """Return the public log-ins of the demo with the names of their persons and of their roles."""
    usernames = [login["username"] for login in demo.logins]
    names = dict(Person.objects.filter(username__in=usernames).values_list("username", "name"))
    return [
        {
            "username": login["username"],
            "password": login["password"],
            "name": names[login["username"]],
            "role": role_names([login.get("role", "")]),
        }
        for login in demo.logins
        if login["username"] in names
    ]


login = opens_to(ANYONE)(Login.as_view())
logout = opens_to(ANYONE)(Logout.as_view())
change_password = opens_to(SIGNED_IN)(ChangePassword.as_view())
reset_password = opens_to(ANYONE)(ResetPassword.as_view())
reset_done = opens_to(ANYONE)(ResetDone.as_view())
new_password = opens_to(ANYONE)(NewPassword.as_view())
new_password_done = opens_to(ANYONE)(NewPasswordDone.as_view())
