"""The connection on which PostgreSQL tells that something happened: a session of its own, never a pooled one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

# Without them a connection that a firewall dropped in silence is never missed.
KEEPALIVE = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
LIBPQ = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
OURS_ALONE = {"options", "pool", "server_side_binding", "isolation_level", "assume_role"}


def session_address() -> str:
    """Return how to reach the database itself, past a pooler that lends connections between statements."""
    if settings.DIRECT_ADDRESS:
        return make_conninfo(**settings.DIRECT_ADDRESS)
    found = connections["default"].settings_dict
    options = {name: str(value) for name, value in found["OPTIONS"].items() if name not in OURS_ALONE}
    return make_conninfo(
        **options | {theirs: str(found[ours]) for theirs, ours in LIBPQ.items() if found[ours]}
    )


@asynccontextmanager
async def listening(channel: str) -> AsyncIterator[psycopg.AsyncConnection[tuple[str, ...]]]:
    """Listen on a channel for as long as the block runs.

    :raises psycopg.OperationalError: if the database cannot be reached, or no longer
    """
    address = make_conninfo(
        session_address(), connect_timeout=10, application_name="bihuan-listen", **KEEPALIVE
    )
    connection = await psycopg.AsyncConnection.connect(address, autocommit=True)
    async with connection:
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        yield connection
