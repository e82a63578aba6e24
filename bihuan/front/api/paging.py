"""Pages of a long list for programs: by the key of the last row, wrapped so that nobody reckons with it."""

from __future__ import annotations

import base64
import binascii

from django.utils.translation import gettext as _

from bihuan.front.api.problems import Problem

LARGEST = 2**63 - 1


def cursor_after(pk: int) -> str:
    return base64.urlsafe_b64encode(f"pk:{pk}".encode()).decode().rstrip("=")


def key_of(cursor: str) -> int:
    """Return the key that a cursor holds.

    :raises Problem: if it is none of ours
    """
    try:
        said = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        said = ""
    kind, _colon, key = said.partition(":")
    if kind != "pk" or not (key.isascii() and key.isdigit()) or int(key[:20]) > LARGEST:
        words = _("This is no cursor that an earlier answer gave.")
        raise Problem(422, "invalid", words, {"cursor": words})
    return int(key)
