"""The agent's pages with few, many and very many tickets, against a page as simple as can be on the same server."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from bihuan.front.ops.bench.asking import cookie_of, medians_ms
from bihuan.front.ops.bench.desk import Desk, until
from bihuan.front.ops.bench.report import Figure
from bihuan.front.ops.bench.seeding import seed, tidy
from bihuan.front.ops.metrics import families
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Role
from bihuan.tickets.models import Ticket

PLAIN = "plain view"
MOST_TIMES_PLAIN, MOST_GROWTH = 2.5, 1.3
WORTH_A_LOOK_MS = 40.0
QUEUES = ("mine", "team", "open", "done")
JUDGED = ("queue mine", "queue team", "ticket")
TICKETS = 20
LOOK_AGAIN_S = 1.5


def agent() -> Person:
    """Return whose pages are asked for: the first line's first one."""
    return Person.objects.filter(grants__role=Role.FIRST_LINE, memberships__team__code="desk").earliest("pk")


def agents_pages() -> dict[str, Sequence[str]]:
    """Return the pages by name, each with the paths that are asked for in turn."""
    open_ones = Ticket.objects.open().filter(handler=agent()).order_by("-pk")
    numbers = open_ones.values_list("number", flat=True)[:TICKETS]
    queues: Mapping[str, Sequence[str]] = {
        f"queue {slug}": [reverse("queue", args=[slug])] for slug in QUEUES
    }
    return {
        PLAIN: ["/bench/rows"],
        **queues,
        "ticket": [reverse("ticket", args=[number]) for number in numbers],
        "search, a common word": [f"{reverse('search')}?{urlencode({'q': '打印机'})}"],
        "search, a rare one": [f"{reverse('search')}?{urlencode({'q': 'B-20260101'})}"],
    }


def measure_pages(desk: Desk, sizes: Sequence[int], requests: int) -> Iterator[Figure]:
    """Measure each page at each size, and how much slower the largest is than the smallest."""
    by_size: dict[int, dict[str, float]] = {}
    for size in sizes:
        began = time.monotonic()
        seed(desk.superusers_address, size)
        yield Figure(f"seeding {size:,} tickets", time.monotonic() - began, "s")
        until(_is_at_rest, 600, every_s=LOOK_AGAIN_S)
        tidy(desk.superusers_address)
        by_size[size] = medians_ms(desk, agents_pages(), cookie_of(agent().username), requests)
        yield from _told(size, by_size[size])
    smallest, largest = by_size[min(sizes)], by_size[max(sizes)]
    for name in largest if len(sizes) > 1 else ():
        most = MOST_GROWTH if name in JUDGED else None
        growth = largest[name] / smallest[name]
        yield Figure(f"{name}: {max(sizes):,} against {min(sizes):,}", growth, "×", most=most)


def _is_at_rest() -> bool:
    """Tell whether the desk has done what it found to do about the tickets that it was given: its piles stay as they are."""
    before = _piles()
    time.sleep(LOOK_AGAIN_S)
    return _piles() == before


def _piles() -> list[float]:
    waiting = next(family for family in families() if family.name == "bihuan_waiting_rows")
    return [sample.value for sample in waiting.samples]


def _told(size: int, took_ms: Mapping[str, float]) -> Iterator[Figure]:
    for name, ms in took_ms.items():
        note = "worth a look" if ms > WORTH_A_LOOK_MS else ""
        yield Figure(f"{name} at {size:,}", ms, "ms", note=note)
        if name != PLAIN:
            most = MOST_TIMES_PLAIN if name in JUDGED else None
            yield Figure(f"{name} at {size:,}, against the plain view", ms / took_ms[PLAIN], "×", most=most)
