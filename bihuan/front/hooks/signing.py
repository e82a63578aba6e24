"""What a receiver proves a delivery by: headers, and a signature as the desk itself asks for at its own doors. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.flow.intake.signing import SIGNATURE, SIGNED_AT, sign

EVENT, DELIVERY = "X-Bihuan-Event", "X-Bihuan-Delivery"


def headers_of(body: bytes, *, secret: str, kind: str, key: str, at_s: int) -> Mapping[str, str]:
    """Return what goes along with a body: of what kind it is, which delivery, when it was signed and by what.

    :param key: names the delivery, the same at each try
    :param at_s: seconds since 1970, signed along, so that nobody can send an old one again
    """
    return {
        "Content-Type": "application/json",
        "User-Agent": "Bihuan",
        EVENT: kind,
        DELIVERY: key,
        SIGNED_AT: str(at_s),
        SIGNATURE: f"sha256={sign(body, secret, str(at_s))}",
    }
