from datetime import datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from bihuan.flow.sla.reaiming import aim_anew
from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp


@app.task(queue="upkeep", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def aim_clocks(*, by: int | None, at: str, why: str) -> None:
    """Aim all running clocks by the policies as they are; may run twice."""
    person = Person.objects.filter(pk=by).first() if by else None
    aim_anew(Stamp(by=person, at=datetime.fromisoformat(at), via="policy", why=why))
