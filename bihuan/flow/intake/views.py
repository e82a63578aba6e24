"""The door at which monitoring tools report (INT-05): who is genuine is kept, and only then told that it has arrived."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bihuan.flow.intake.signing import is_genuine
from bihuan.ground.channels.models import AlertSource, InboundMessage
from bihuan.ground.people.audience import BY_TOKEN
from bihuan.kit.vault.box import CannotOpen

logger = logging.getLogger(__name__)
MOST_BYTES = 1024 * 1024  # of one report


@csrf_exempt  # no session opens anything here
@require_http_methods(["POST", "PUT"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what a source reports; who cannot prove to be one learns nothing, not even that there is one."""
    now = timezone.now()
    body = b"" if _size(request) > MOST_BYTES else request.read(MOST_BYTES + 1)
    if max(_size(request), len(body)) > MOST_BYTES:
        return _said(413, "too large: a report has 1 MB at most")
    source = AlertSource.objects.active().filter(slug=slug).first()
    if not is_genuine(request.headers, body, _secrets(source), now) or source is None:
        return _said(401, "not genuine: check address, secret and clock")
    if not body.strip():
        return _said(400, "empty")
    try:
        message, is_new = InboundMessage.keep_report(source, body, now)
    except DatabaseError:
        logger.exception("could not keep a report source=%d", source.pk)
        return _said(503, "not kept; send it again")
    return JsonResponse({"kept": message.pk, "is_new": is_new}, status=202)


report.audience = BY_TOKEN  # type: ignore[attr-defined]  # its own source's secret, or a signature by it


def _size(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdigit() else 0


def _secrets(source: AlertSource | None) -> list[str]:
    """Return the secrets that open; for no source one that nobody has, so that an answer takes as long."""
    try:
        return source.secrets_at(timezone.now()) if source else []
    except CannotOpen:
        logger.error("no key opens the secret of source=%d", source.pk if source else 0)
        return []


def _said(status: int, why: str) -> HttpResponse:
    answer = JsonResponse({"refused": why}, status=status)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer
