from django.utils import timezone
from procrastinate.contrib.django import app

from bihuan.flow.triage.lessons import learn_from_history


@app.periodic(cron="40 2 * * *")
@app.task(queue="upkeep", queueing_lock="learn_from_history")
def learn_from_tickets(timestamp: int) -> None:
    """Learn anew what tickets are about, and how much they matter, from those that a person judged or let stand."""
    learn_from_history(timezone.now())
