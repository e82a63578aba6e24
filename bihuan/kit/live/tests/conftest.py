from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from bihuan.kit.live.listening import session_address


@pytest.fixture
def whisper(transactional_db: None) -> Callable[[str], None]:
    """Return what announces a topic from another process, as far as PostgreSQL can tell."""

    def announce(topic: str) -> None:
        with psycopg.connect(session_address(), autocommit=True) as connection:
            connection.execute("SELECT pg_notify('desk', %s)", [topic])

    return announce
