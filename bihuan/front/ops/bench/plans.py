"""How the database answers the questions of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.front.ops.bench.pages import PLAIN, agent, agents_pages

FORBIDDEN = "Seq Scan on tickets_ticket"


@dataclass(frozen=True)
class Plan:
    page: str
    asked: str
    steps: str

    @property
    def reads_all_tickets(self) -> bool:
        return FORBIDDEN in self.steps

    def __str__(self) -> str:
        return f"-- {self.page}\n{self.asked}\n{self.steps}\n"


def plans_of_pages(address: str) -> Iterator[Plan]:
    """Draw each of the agent's pages once, and yield the plan of each question that it asks."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(agent())
    for page, paths in agents_pages().items():
        if page != PLAIN:
            with CaptureQueriesContext(connection) as asked:
                client.get(paths[0])
            # What a page asks on one way to the database stands in one text.
            questions = [one for query in asked for one in query["sql"].split(";\n")]
            yield from (_plan(address, page, one) for one in questions if one.startswith("SELECT"))


def _plan(address: str, page: str, asked: str) -> Plan:
    with psycopg.connect(address) as database:
        rows = database.execute(f"EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) {asked}".encode()).fetchall()
    return Plan(page, asked, "\n".join(row[0] for row in rows))
