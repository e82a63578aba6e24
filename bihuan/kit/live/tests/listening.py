"""Somebody who listens to what the database whispers."""

from __future__ import annotations

from typing import Self

import psycopg
from django.db import connection

from bihuan.kit.live.publish import CHANNEL


class Listener:
    """A connection of its own to the database under test."""

    def __enter__(self) -> Self:
        told = connection.get_connection_params()
        told.pop("cursor_factory", None)
        told.pop("context", None)
        self._connection = psycopg.connect(**told, autocommit=True)
        self._connection.execute(f"LISTEN {CHANNEL}")
        return self

    def __exit__(self, *trouble: object) -> None:
        self._connection.close()

    def heard(self) -> list[str]:
        """Return the topics heard since the last time, in their order."""
        return [notice.payload for notice in self._connection.notifies(timeout=0.2)]
