"""Whether a call is the platform's own word: signatures compared in constant time, and no older than they may be.

Plain Python.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

FRESH_FOR_S = 300  # both ways: a clock may be ahead, too


class NotGenuine(Exception):
    """The call does not show that it comes from the platform, or not from the one that is set up here.

    What is wrong is for the log alone: the caller learns nothing but no.
    """


def require_same(given: str, right: str, what: str) -> None:
    """Compare what was given with what is right; how long it takes tells nothing.

    :raises NotGenuine: if they differ, or there is nothing to compare with
    """
    if not right or not hmac.compare_digest(given.encode(), right.encode()):
        raise NotGenuine(f"wrong {what}")


def require_fresh(
    timestamp: str, now: datetime, *, unit_s: float = 1.0, within_s: float = FRESH_FOR_S
) -> None:
    """Take a moment in seconds since 1970, or in other units of so many seconds, that is near `now`.

    :raises NotGenuine: if it is none, or too far away
    """
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 16):
        raise NotGenuine("no moment")
    if abs(now.timestamp() - int(timestamp) * unit_s) > within_s:
        raise NotGenuine("not fresh")


def signed_with(secret: str, said: bytes) -> str:
    """Return the HMAC-SHA256 of what was said, in hexadecimal digits."""
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()


def require_signed(secret: str, said: bytes, signature: str, *, prefix: str) -> None:
    """Take a signature such as `v0=<hexadecimal digits>`.

    :raises NotGenuine: if it is another one, or no secret is set
    """
    if not secret:
        raise NotGenuine("no secret is set")
    require_same(signature, prefix + signed_with(secret, said), "signature")
