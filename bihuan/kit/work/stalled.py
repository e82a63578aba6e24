"""Jobs whose worker was killed while it did them: done again, since every job may run twice."""

from __future__ import annotations

import logging

from procrastinate import App
from procrastinate.exceptions import ConnectorException

BEAT_EVERY_S = 5.0
STALLED_AFTER_S = 15.0

log = logging.getLogger(__name__)


async def recover(app: App) -> None:
    """Put the jobs of silent workers back into their queue.

    No job of its own: one that stalls must not keep the others from being recovered.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
        try:
            await app.job_manager.retry_job(job)
        except ConnectorException:
            log.info("job=%s was recovered by another worker, or ended", job.id)
        else:
            log.warning("recovered job=%s task=%s", job.id, job.task_name)
