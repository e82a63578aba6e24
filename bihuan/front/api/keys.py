"""Who calls: a token in the Authorization header, what it may be used for, and how often."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from bihuan.front.api.models import ApiToken, Scope
from bihuan.front.api.problems import Problem
from bihuan.front.home.limits import is_more_than
from bihuan.kit.events.stamp import Stamp

MOST_A_MINUTE = 300
VIA = "api"


class ApiRequest(HttpRequest):
    """A request that came with a token in force."""

    token: ApiToken
    stamp: Stamp


class Key(HttpBearer):
    """Lets in who has a token of a scope; a session opens nothing here, so no page elsewhere can act for its reader."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Return the token in force.

        :raises Problem: if it lacks the scope, or was used too often
        """
        found = ApiToken.objects.usable().by_token(token).select_related("person").first()
        if found is None:
            return None
        now = timezone.now()  # noqa: TID251, a door: here the request is signed
        if is_more_than(f"api-token:{found.pk}", now, most=MOST_A_MINUTE, within=timedelta(minutes=1)):
            said = _("More than %(n)d requests in a minute. Please wait.") % {"n": MOST_A_MINUTE}
            raise Problem(429, "too-often", said, Retry_After=str(60 - now.second))
        if self.scope not in found.scopes:
            said = _("This token lacks the scope %(scope)s.") % {"scope": self.scope}
            raise Problem(403, "scope-missing", said)
        found.note_use()
        request.token = found  # type: ignore[attr-defined]  # see ApiRequest
        request.stamp = Stamp(by=found.person, at=now, via=VIA)  # type: ignore[attr-defined]
        return found
