"""The doors by which chat platforms call: what shows whose it is is kept, then acknowledged; all else comes later."""

from __future__ import annotations

import logging

from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bihuan.ground.channels.chat.call import Call, Opened
from bihuan.ground.channels.chat.envelope import NoKey
from bihuan.ground.channels.chat.genuine import NotGenuine
from bihuan.ground.channels.models import ChatConnection, InboundMessage, open_doors
from bihuan.ground.channels.platforms import PLATFORMS
from bihuan.ground.people.audience import ANYONE, opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.kit.vault.box import CannotOpen

logger = logging.getLogger(__name__)
MOST_BYTES = 1024 * 1024  # of a call; the longest message of any platform has a tenth of that


@csrf_exempt  # no session opens anything here: the platform's signature does
@require_http_methods(["GET", "POST"])
@opens_to(ANYONE)
def said(request: DeskRequest, platform: str, door: str) -> HttpResponse:
    """Take in what a platform delivers. Nobody else learns more than that it was not taken."""
    connection = open_doors().get(door)
    if connection is None or connection.platform != platform:
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return _refuse(connection, "too large", request, status=413)
    try:
        opened = PLATFORMS[platform].open_call(_call(request), connection.keys(), request.stamp.at)
    except (NotGenuine, NoKey) as reason:
        return _refuse(connection, str(reason), request, status=403)
    except CannotOpen:
        return _refuse(connection, "the key of its secrets is gone", request, status=503)
    if opened.payload:
        InboundMessage.keep_said(
            opened.payload, connection=connection, key=opened.key, arrived_at=request.stamp.at
        )
    return _answer(opened)


def _call(request: DeskRequest) -> Call:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Call(str(request.method), request.GET.dict(), headers, request.body)


def _answer(opened: Opened) -> HttpResponse:
    answer = HttpResponse(opened.answer, content_type=f"{opened.answer_type}; charset=utf-8")
    for name, value in opened.headers.items():
        answer[name] = value
    return answer


def _refuse(connection: ChatConnection, why: str, request: DeskRequest, *, status: int) -> HttpResponse:
    logger.warning("not taken connection=%d why=%s", connection.pk, why)
    connection.note_refused(why, request.stamp.at)
    return HttpResponse(status=status)
