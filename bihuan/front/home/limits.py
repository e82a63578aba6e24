"""How often one address may do something, counted over all processes."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from bihuan.kit.sql.statements import lock_for_transaction


def is_too_often(request: HttpRequest, what: str, at: datetime, *, most: int, within: timedelta) -> bool:
    """Count one more `what` of the address that this request comes from; tell whether that is more than it may."""
    return is_more_than(f"{what}:{get_adapter().get_client_ip(request)}", at, most=most, within=within)


def is_more_than(what: str, at: datetime, *, most: int, within: timedelta) -> bool:
    """Count one more `what`, such as a use of a token; tell whether that is more than there may be."""
    return _count(what, at, within) > most


def _count(what: str, at: datetime, within: timedelta) -> int:
    """Return how often it happened in the present stretch of time, this once included."""
    stretch = int(at.timestamp() // within.total_seconds())
    key = "often:" + hashlib.sha256(f"{what}:{stretch}".encode()).hexdigest()
    with transaction.atomic():
        lock_for_transaction(key)  # the cache alone would lose counts of the same moment
        count = int(cache.get(key, 0)) + 1
        cache.set(key, count, within.total_seconds())
    return count
