"""The keys of this installation: given by the operator, or made once and kept beside the data."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from bihuan.config import env

SHORTEST_KEY = 32  # characters; what is made here has twice as many


def read_or_make(folder: Path, name: str) -> str:
    """Return the key called `name`: from the environment, else from its file in `folder`, else a new one.

    Several machines that share a database must be given the same keys through the environment.

    :raises ImproperlyConfigured: if the one that was given could be guessed
    """
    if given := env.secret(name):
        if len(given) < SHORTEST_KEY or "insecure" in given:
            raise ImproperlyConfigured(
                f"{name} is too easily guessed: {SHORTEST_KEY} random characters at least."
            )
        return given
    path = folder / f"{name.lower()}.txt"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def short_id(key: str) -> str:
    """Return a name for this installation that tells nothing of its key."""
    return hashlib.sha256(f"desk:{key}".encode()).hexdigest()[:16]


def _write_once(path: Path, key: str) -> None:
    """Create the file for its owner alone; where another process was faster, its key stands."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(key)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
