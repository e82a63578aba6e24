from __future__ import annotations

import asyncio

import pytest
from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app as house_app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from bihuan.kit.work import stalled

pytestmark = pytest.mark.django_db(transaction=True)


def begin_job(*, seconds_since_heartbeat: int | None) -> int:
    """Return a job in the hands of a worker that was last heard of so long ago, or that is forgotten."""
    with connection.cursor() as cursor:
        worker = None
        if seconds_since_heartbeat is not None:
            heard = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 s') RETURNING id"
            cursor.execute(heard, [seconds_since_heartbeat])
            worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, attempts)"
            " VALUES ('reactions', 'some.task', '{}', 'doing', %s, 0) RETURNING id",
            [worker],
        )
        job: int = cursor.fetchone()[0]
    return job


def recover() -> None:
    async def run() -> None:
        app: App = house_app.with_connector(
            PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=2)
        )
        async with app.open_async():
            await stalled.recover(app)

    asyncio.run(run())


def test_jobs_of_a_killed_worker_wait_to_be_done_again() -> None:
    killed = begin_job(seconds_since_heartbeat=16)
    forgotten = begin_job(seconds_since_heartbeat=None)

    recover()

    assert status_of(killed) == "todo"
    assert status_of(forgotten) == "todo"


def test_jobs_of_a_worker_that_lives_stay_in_its_hands() -> None:
    job = begin_job(seconds_since_heartbeat=5)

    recover()

    assert status_of(job) == "doing"


def status_of(job: int) -> str:
    status: str = ProcrastinateJob.objects.values_list("status", flat=True).get(pk=job)
    return status
