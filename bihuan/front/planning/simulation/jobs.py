from django.utils import timezone
from procrastinate.contrib.django import app

from bihuan.front.planning.simulation import running


@app.task(queue="planning")
def replay_month(*, what_if: int) -> None:
    running.run(what_if, timezone.now)
