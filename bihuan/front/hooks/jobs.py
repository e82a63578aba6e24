from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from bihuan.front.hooks.models import Delivery

KEPT_FOR = timedelta(days=30)  # what was sent tells of people


@app.periodic(cron="27 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_old_deliveries")
def forget_old_deliveries(timestamp: int) -> None:
    """Delete what was told long ago, or could not be."""
    Delivery.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
