"""Secrets at rest: passwords of mailboxes and the like, sealed with a key that is not in the database."""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class CannotOpen(ValueError):
    """No key of this installation opens the box: it was sealed elsewhere, or for another place."""


def seal(plain: str, *, place: str) -> str:
    """Return `plain` sealed by AES-256-GCM for one `place` (table, row, field), so that it opens nowhere else."""
    key_id, key = next(iter(_keys().items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, plain.encode(), place.encode())
    return f"{key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(box: str, *, place: str) -> str:
    """Return what was sealed.

    :raises CannotOpen: if the key is gone or the box was moved or changed
    """
    key_id, _, body = box.partition(".")
    try:
        raw = base64.urlsafe_b64decode(body)
        return AESGCM(_keys()[key_id]).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()).decode()
    except (KeyError, ValueError, InvalidTag):
        raise CannotOpen(f"no key opens the secret of {place}") from None


def _keys() -> dict[str, bytes]:
    """Return the keys by a short id; the first one seals, all of them open."""
    digests = [hashlib.sha256(key.encode()).digest() for key in settings.VAULT_KEYS]
    return {hashlib.sha256(key).hexdigest()[:8]: key for key in digests}
