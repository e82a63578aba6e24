from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

KEEP_HOURS = 14 * 24  # as long as somebody may still want to see why a job failed


@app.periodic(cron="17 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Delete jobs that ended long ago, however they ended."""
    await context.app.job_manager.delete_old_jobs(
        KEEP_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
