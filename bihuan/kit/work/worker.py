"""The worker: does the jobs, works off the drains, and shows that it lives."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from asgiref.sync import sync_to_async
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections
from procrastinate import App
from procrastinate.contrib.django import app as house_app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.worker import Worker as Jobber

from bihuan.kit.live.hub import RESYNC, Hub
from bihuan.kit.work import stalled
from bihuan.kit.work.drain import Drain, topic_of
from bihuan.kit.work.drainer import Drainer
from bihuan.kit.work.models import WORKER, Heartbeat

ENDS_WITHIN_S = 10.0
BEAT_EVERY_S = 5.0
FIRST_REST_S, LONGEST_REST_S = 0.5, 10.0

log = logging.getLogger(__name__)


class Worker:
    """One worker process. What it has in hand when it is asked to end gets ENDS_WITHIN_S to be finished."""

    def __init__(self, drains: Sequence[Drain], concurrency: int) -> None:
        self._drainers = {topic_of(drain): Drainer(drain) for drain in drains}
        self._concurrency = concurrency
        self._jobber: Jobber | None = None
        self._jobs: asyncio.Task[None] | None = None  # what the jobber is at
        self._is_ending = False

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; then the process ends, and this never returns."""
        asyncio.run(self._run())

    async def _run(self) -> None:
        asked_to_end = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, asked_to_end.set)
        for drainer in self._drainers.values():
            drainer.start()
        unending = [asyncio.create_task(work) for work in (self._do_jobs(), self._wake_drainers(), _beat())]
        await asyncio.wait(
            [*unending, asyncio.create_task(asked_to_end.wait())], return_when=asyncio.FIRST_COMPLETED
        )
        failed = [task for task in unending if task.done()]
        for task in failed:
            log.error("a part of the worker failed", exc_info=task.exception())
        await self._end()
        # What is left holds nothing but connections. Cancelling it would take longer than leaving it and, where
        # Python 3.11's wait_for swallows the cancellation, for ever.
        _leave(1 if failed else 0)

    async def _end(self) -> None:
        """Have what is in hand finished, and nothing else begun."""
        self._is_ending = True
        timer = threading.Timer(ENDS_WITHIN_S, _leave, [0])
        timer.daemon = True  # what does not end until then is rolled back; a job is recovered
        timer.start()
        for drainer in self._drainers.values():
            drainer.end()
        while self._jobber and self._jobs and not self._jobs.done():
            self._jobber.stop()  # type: ignore[no-untyped-call]
            await asyncio.wait([self._jobs], timeout=0.1)  # one that only begins forgets that it was stopped
        await asyncio.to_thread(self._join_drainers)

    def _join_drainers(self) -> None:
        for drainer in self._drainers.values():
            drainer.join()

    async def _do_jobs(self) -> None:
        """Do jobs, and begin anew whenever the database was lost."""
        rest_s = FIRST_REST_S
        while not self._is_ending:
            try:
                # The house's own app goes on deferring jobs through Django's connection, as part of its transactions.
                app = house_app.with_connector(self._connector())
                async with app.open_async():
                    rest_s = FIRST_REST_S
                    await self._do_jobs_of(app)
            except (ConnectorException, DatabaseTrouble) as error:
                log.warning(
                    "lost the database, do jobs again in_s=%.1f error=%s", rest_s, type(error).__name__
                )
            await sync_to_async(close_old_connections)()
            await asyncio.sleep(rest_s)
            rest_s = min(rest_s * 2, LONGEST_REST_S)

    async def _do_jobs_of(self, app: App) -> None:
        """Do jobs, and recover those of killed workers, until the database is lost."""
        if self._is_ending:
            return
        self._jobber = self._new_jobber(app)
        self._jobs = asyncio.create_task(self._jobber.run())  # type: ignore[no-untyped-call]
        while not self._jobs.done():
            with suppress(ConnectorException):  # the jobber notices, too, and ends
                await stalled.recover(app)
            await asyncio.wait([self._jobs], timeout=stalled.STALLED_AFTER_S)
        await self._jobs

    def _new_jobber(self, app: App) -> Jobber:
        options = {
            **app.worker_defaults,
            "concurrency": self._concurrency,
            "delete_jobs": "successful",
            "install_signal_handlers": False,
            "shutdown_graceful_timeout": ENDS_WITHIN_S - 1,
            "update_heartbeat_interval": stalled.BEAT_EVERY_S,
            "stalled_worker_timeout": stalled.STALLED_AFTER_S,
        }
        app.perform_import_paths()  # type: ignore[no-untyped-call]
        return Jobber(app=app, **options)  # type: ignore[arg-type]  # a TypedDict that others filled, too

    def _connector(self) -> PsycopgConnector:
        return PsycopgConnector(
            kwargs=connector_params(), min_size=1, max_size=self._concurrency + 2, max_idle=60.0
        )

    async def _wake_drainers(self) -> None:
        with Hub().subscribe(self._drainers) as ear:
            while True:
                for topic in await ear.next():
                    for name, drainer in self._drainers.items():
                        if topic in {name, RESYNC}:
                            drainer.wake()


async def _beat() -> None:
    while True:
        try:
            await sync_to_async(_beat_once)()
        except DatabaseTrouble as error:
            log.warning("no heartbeat error=%s", type(error).__name__)
        await asyncio.sleep(BEAT_EVERY_S)


def _beat_once() -> None:
    close_old_connections()
    Heartbeat.beat(WORKER, datetime.now(UTC))


def _leave(status: int) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
