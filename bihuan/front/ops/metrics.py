"""What is counted while the desk runs, in the text form of Prometheus.

Requests are counted by each web process in a file of its own, under PROMETHEUS_MULTIPROC_DIR; whichever process is
asked adds them up. All else is read from the database at that moment.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from django.conf import settings
from django.db.models import Count, F
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from procrastinate.contrib.django.models import ProcrastinateJob
from prometheus_client import REGISTRY, CollectorRegistry, Histogram, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from bihuan.kit.work.drain import Drain
from bihuan.kit.work.gauge import Gauge
from bihuan.kit.work.models import Heartbeat

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
REQUESTS = Histogram(
    "bihuan_request_seconds",
    "How long requests took until their answer began.",
    ["route", "method", "status"],
    buckets=(0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24),
)

log = logging.getLogger(__name__)


class CountRequests:
    """Times each request under the name of its route, so that no stranger's address becomes a label."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        method = request.method if request.method in METHODS else "other"
        labels = (_route_of(request), str(method), f"{response.status_code // 100}xx")
        REQUESTS.labels(*labels).observe(time.perf_counter() - began)
        return response


def connect(gauges: Iterable[Gauge], drains: Sequence[Drain]) -> None:
    """Show these, beside the jobs and the heartbeats."""
    waiting = Gauge(
        "bihuan_waiting_rows",
        "Rows that wait to be worked off.",
        "drain",
        lambda: {drain.name: drain.waiting() for drain in drains},
    )
    _house.gauges = (*OWN_GAUGES, waiting, *gauges)


def exposition() -> bytes:
    """Return all metrics of all web processes of this machine, and the figures of the house."""
    counted: CollectorRegistry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # registers itself
    figures = CollectorRegistry()
    figures.register(_house)
    return generate_latest(counted) + generate_latest(figures)


def families() -> Iterator[Metric]:
    """Read the figures of the house now, those of this process' requests left out."""
    return _house.collect()


class _House(Collector):
    """Reads the gauges; one that fails is left out and said in the log, the others still stand."""

    def __init__(self) -> None:
        self.gauges: tuple[Gauge, ...] = ()

    def collect(self) -> Iterator[Metric]:
        for gauge in self.gauges:
            try:
                values = gauge.read()
            except Exception:
                log.exception("could not read gauge=%s", gauge.name)
                continue
            family = GaugeMetricFamily(gauge.name, gauge.says, labels=[gauge.label])
            for value, figure in values.items():
                family.add_metric([value], figure)
            yield family


def _jobs() -> Mapping[str, float]:
    return dict(ProcrastinateJob.objects.values_list("status").annotate(Count("id")))


def _heartbeats() -> Mapping[str, float]:
    """Return how long ago each heart beat; one that never did is left out, and /healthz says so."""
    aged = Heartbeat.objects.exclude(at=None).annotate(age=Now() - F("at"))
    return {name: age.total_seconds() for name, age in aged.values_list("name", "age")}


OWN_GAUGES = (
    Gauge("bihuan_jobs", "Jobs, by status. Those that succeeded are not kept.", "status", _jobs),
    Gauge("bihuan_heartbeat_age_seconds", "Time since the last sign of life.", "name", _heartbeats),
)
_house = _House()


def _route_of(request: HttpRequest) -> str:
    if request.resolver_match:
        return request.resolver_match.view_name
    return "static" if request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/") else "none"
