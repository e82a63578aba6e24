"""What a program is told when something does not go: one shape for all of it (RFC 9457), never a trace."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from bihuan.kit.events.refused import Refused

RETRY_AFTER_S = 30

log = logging.getLogger(__name__)


class Problem(Exception):
    """Something that the caller can put right. `code` is for programs and stays; `detail` is for who reads the log."""

    def __init__(
        self, status: int, code: str, detail: str, fields: Mapping[str, str] | None = None, **headers: str
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.fields, self.headers = dict(fields or {}), headers


def tell(problem: Problem) -> HttpResponse:
    """Return a problem as a document; `errors` names what is wrong field by field."""
    document: dict[str, Any] = {
        "type": f"urn:bihuan:problem:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
    }
    if problem.fields:
        document["errors"] = [{"field": field, "detail": said} for field, said in problem.fields.items()]
    content = json.dumps(document, ensure_ascii=False)
    answer = HttpResponse(content, status=problem.status, content_type="application/problem+json")
    for name, value in problem.headers.items():
        answer[name.replace("_", "-")] = value
    return answer


def not_found() -> Problem:
    return Problem(404, "not-found", _("There is nothing here, or it is not open to you."))


def not_allowed(methods: str) -> Problem:
    return Problem(405, "method-not-allowed", _("This address does not take that method."), Allow=methods)


def tell_all(api: NinjaAPI) -> None:
    """Have every exception told in this shape."""
    for kind in (Problem, Refused, Http404, ValidationError, HttpError, RequestDataTooBig, Exception):
        api.add_exception_handler(kind, _answer)


def _answer(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    match error:
        case Problem():
            return tell(error)
        case Refused():
            return tell(_of_refusal(error))
        case Http404():
            return tell(not_found())
        case ValidationError():
            return tell(_of_form(error.errors))
        case HttpError():
            return tell(_of_http(error))
        case RequestDataTooBig():
            return tell(_too_large())
    return _failed(request, error)


def _of_refusal(refused: Refused) -> Problem:
    return Problem(refused.status, refused.code, str(refused), refused.fields)


def _of_form(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """Name each field by its way through what was sent: `title`, `person`, `limit`."""
    fields = {
        ".".join(str(step) for step in error["loc"][1:] if step != "sent"): str(error["msg"])
        for error in errors
    }
    return Problem(422, "invalid", _("Some of what was sent is not as it should be."), fields)


def _of_http(error: HttpError) -> Problem:
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        said = _("A token is needed: Authorization: Bearer … It may have expired or been revoked.")
        return Problem(401, "no-token", said, WWW_Authenticate='Bearer realm="bihuan"')
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    return Problem(error.status_code, code, str(error))


def _too_large() -> Problem:
    return Problem(413, "too-large", _("This is more than one request may hold."))


def _failed(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    if isinstance(error, OperationalError | InterfaceError):
        said = _("The desk cannot be reached for a moment. Please try again.")
        return tell(Problem(503, "unavailable", said, Retry_After=str(RETRY_AFTER_S)))
    log.error("failed path=%s", request.path, exc_info=error if isinstance(error, Exception) else None)
    return tell(Problem(500, "failed", _("Something went wrong here; it was not your doing.")))
