"""Questions to the database of a running desk: what a test may know and no page shows."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.rows import dict_row

from tests.running import Desk, until


def ask(desk: Desk, question: str, *values: object) -> list[dict[str, Any]]:
    with psycopg.connect(desk.address, row_factory=dict_row) as connection:
        return connection.execute(question, values).fetchall()


def tickets_titled(desk: Desk, title: str) -> list[dict[str, Any]]:
    return ask(desk, "SELECT * FROM tickets_ticket WHERE title = %s", title)


def ticket_numbered(desk: Desk, number: str) -> dict[str, Any]:
    return ask(desk, "SELECT * FROM tickets_ticket WHERE number = %s", number)[0]


def arrived(desk: Desk, title: str, within_s: float = 10) -> dict[str, Any]:
    until(lambda: bool(tickets_titled(desk, title)), within_s)
    return tickets_titled(desk, title)[0]
