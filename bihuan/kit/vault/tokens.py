"""Tokens in links and for programs: random, told once, kept only as a digest. Plain Python."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 24  # 192 bits: nobody guesses it, and a link stays short


def new_token() -> tuple[str, str]:
    """Return a token to give away and the digest to keep."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
