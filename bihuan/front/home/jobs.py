from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from bihuan.front.home import letters


@app.task(queue="mail", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def send_reset_link(*, email: str) -> None:
    """Write to whoever has that address how to set a new password; to nobody, if nobody has it."""
    letters.send_reset_link(email, timezone.now())
