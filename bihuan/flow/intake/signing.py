"""Prove that a report comes from the tool that it names: by a secret, or by a signature over the body. Plain Python."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

CLOCKS_DIFFER_BY = timedelta(minutes=5)

SIGNATURE, SIGNED_AT = "X-Bihuan-Signature", "X-Bihuan-Timestamp"
# The header that a signature stands in, and the one with the moment that is signed along. Grafana's own are the second.
SIGNED: Mapping[str, str] = {
    SIGNATURE: SIGNED_AT,
    "X-Grafana-Alerting-Signature": "X-Grafana-Alerting-Timestamp",
}


def is_genuine(headers: Mapping[str, str], body: bytes, secrets: Iterable[str], now: datetime) -> bool:
    """Tell whether one of the secrets was shown (Bearer) or has signed the body."""
    known = list(secrets)
    scheme, _, shown = headers.get("Authorization", "").partition(" ")
    if shown and scheme.lower() == "bearer":
        return any(_same(shown.strip(), secret) for secret in known)
    for signature, signed_at in SIGNED.items():
        if given := headers.get(signature, ""):
            at = headers.get(signed_at, "")
            right = [sign(body, secret, at) for secret in known] if _is_of_now(at, now) else []
            return any(_same(given.removeprefix("sha256=").lower(), one) for one in right)
    return False


def sign(body: bytes, secret: str, at: str) -> str:
    """Return the signature of a body and the moment of sending, in seconds since 1970."""
    return hmac.new(secret.encode(), f"{at}:".encode() + body, hashlib.sha256).hexdigest()


def _is_of_now(at: str, now: datetime) -> bool:
    """Tell whether a moment is near enough that nobody can have kept the message for long."""
    if not (at.isascii() and at.isdigit() and len(at) <= 12):
        return False
    return abs(now.timestamp() - int(at)) <= CLOCKS_DIFFER_BY.total_seconds()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
