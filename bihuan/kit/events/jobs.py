from django.apps import apps
from django.utils.module_loading import import_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from bihuan.kit.events.models import Event


@app.task(queue="reactions", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def react_later(*, reaction: str, event: str) -> None:
    """Run one reaction to one event. A reaction may run twice and so does the same thing twice."""
    label, pk = event.split(":")
    found = apps.get_model(label)._default_manager.get(pk=pk)
    assert isinstance(found, Event)
    import_string(reaction)(found, found.said)
