"""Send what addresses elsewhere are to be told, oldest first, one at a time to each address."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bihuan.front.hooks.models import DRAIN, Delivery
from bihuan.front.hooks.signing import headers_of
from bihuan.front.hooks.telling import NotForThem, body_of
from bihuan.kit.http.asking import NotAnswered, ask
from bihuan.kit.vault.box import CannotOpen

logger = logging.getLogger(__name__)
WITHIN_S = 5.0  # a receiver takes it in and works on it afterwards


class Hooks:
    name = DRAIN
    rest_s = 5.0

    def work_one(self) -> bool:
        return send_next(timezone.now())

    def waiting(self) -> int:
        return Delivery.objects.ready(timezone.now()).count()


def send_next(now: datetime) -> bool:
    """Send the delivery that has waited longest; False where none can leave.

    It and its address stay locked until the answer has come, so that a slow address holds one thread at most; new
    deliveries to it are written meanwhile. Killed in between, it is sent again with the same key.
    """
    with transaction.atomic():
        ready = Delivery.objects.ready(now).select_related("hook__token__person", "event")
        delivery = ready.select_for_update(skip_locked=True, no_key=True, of=("self", "hook")).first()
        if delivery is None:
            return False
        try:
            delivery.body = body_of(delivery)
        except NotForThem as reason:
            delivery.withhold(str(reason), now)
        else:
            _send(delivery, now)
    return True


def _send(delivery: Delivery, now: datetime) -> None:
    hook, body, began_s = delivery.hook, delivery.body.encode(), time.monotonic()
    try:
        at_s = int(now.timestamp())
        headers = headers_of(body, secret=hook.secret, kind=delivery.kind, key=str(delivery.key), at_s=at_s)
        answer = ask("POST", hook.url, body=body, headers=headers, within_s=WITHIN_S)
    except (NotAnswered, CannotOpen) as reason:
        logger.warning("not told delivery=%d", delivery.pk)
        delivery.note_silence(str(reason), now, _since(began_s))
        hook.note_failure(now)
        return
    delivery.note_answer(answer.status, now, _since(began_s))
    if delivery.problem:
        hook.note_failure(now)
    else:
        hook.note_answered()


def _since(began_s: float) -> int:
    return int((time.monotonic() - began_s) * 1000)
