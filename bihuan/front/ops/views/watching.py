from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from bihuan.front.ops import metrics
from bihuan.ground.people.audience import ANYONE, opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.kit.work.models import Heartbeat

FORWARDED = {"Forwarded", "X-Forwarded-For", "X-Real-Ip"}


@require_safe
@opens_to(ANYONE)
def health(request: DeskRequest) -> HttpResponse:
    """Say whether the desk does its work, and if not, what fails: for a load balancer, and for who is called at night."""
    if failing := _failing():
        return JsonResponse({"status": "failing", "failing": failing}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
@opens_to(ANYONE)
def show_metrics(request: DeskRequest) -> HttpResponse:
    """Show the metrics to programs on this machine and to those that have the token; to others there is no such page."""
    if not (_is_local(request) or _has_token(request)):
        raise Http404
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)


def _failing() -> list[str]:
    try:
        return Heartbeat.silent(timezone.now())
    except DatabaseTrouble:
        return ["database"]


def _is_local(request: HttpRequest) -> bool:
    """Tell whether a program of this machine asks for itself, and not for somebody else as a proxy does."""
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return peer.is_loopback and not FORWARDED & set(request.headers)


def _has_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    known = settings.METRICS_TOKEN
    return bool(known) and scheme.lower() == "bearer" and constant_time_compare(token, known)
