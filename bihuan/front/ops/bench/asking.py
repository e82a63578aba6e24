"""Ask a desk for pages, one after the other, and time it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from statistics import median

from django.conf import settings
from django.test import Client

from bihuan.front.ops.bench.desk import Desk
from bihuan.ground.people.models import Person

WARM_UP = 40


def cookie_of(username: str) -> str:
    """Sign somebody in; return the cookie that shows it."""
    client = Client()
    client.force_login(Person.objects.get(username=username))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def medians_ms(
    desk: Desk, pages: Mapping[str, Sequence[str]], cookie: str, requests: int
) -> dict[str, float]:
    """Return how long each page takes, in the middle. They take turns, so that what else the machine does hits all alike.

    :param pages: name → the paths that are asked for in turn
    :raises RuntimeError: if one is not shown
    """
    connection = desk.connect()
    turns: dict[str, Iterator[str]] = {name: cycle(paths) for name, paths in pages.items()}
    took: dict[str, list[float]] = {name: [] for name in pages}
    for n in range(WARM_UP + requests):
        for name, paths in turns.items():
            path = next(paths)
            began = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status}")
            if n >= WARM_UP:
                took[name].append(time.perf_counter() - began)
    connection.close()
    return {name: median(times) * 1000 for name, times in took.items()}
