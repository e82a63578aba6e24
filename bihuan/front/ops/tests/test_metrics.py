from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from bihuan.front.ops import metrics
from bihuan.kit.work.gauge import Gauge
from bihuan.kit.work.models import Heartbeat

pytestmark = pytest.mark.django_db


class Letters:
    name = "letters"
    rest_s = 5.0

    def work_one(self) -> bool:
        return False

    def waiting(self) -> int:
        return 3


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what shows gauges and drains on /metrics, until the test ends."""
    monkeypatch.setattr(metrics._house, "gauges", metrics._house.gauges)
    return metrics.connect


def figures(client: Client, **headers: str) -> dict[tuple[str, ...], float]:
    """Return the samples by name and the values of their labels, in the order of the labels' names."""
    text = client.get("/metrics", headers=headers).content.decode()
    families = text_string_to_metric_families(text)
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_requests_are_counted_by_route_and_method(client: Client) -> None:
    before = figures(client).get(("bihuan_request_seconds_count", "GET", "health", "5xx"), 0)

    client.get("/healthz")
    client.get("/healthz")

    assert figures(client)["bihuan_request_seconds_count", "GET", "health", "5xx"] == before + 2


def test_no_strangers_address_becomes_a_label(client: Client) -> None:
    client.get("/no/such/page/4711")
    client.generic("BREW", "/healthz")

    names = {label for sample in figures(client) for label in sample}
    assert not [name for name in names if "4711" in name or "BREW" in name]


def test_figures_of_the_house_are_shown(client: Client, shown: Any) -> None:
    Heartbeat.beat("worker", timezone.now())
    clocks = Gauge("bihuan_clocks", "Clocks.", "standing", lambda: {"fine": 5, "missed": 2})

    shown([clocks], [Letters()])
    seen = figures(client)

    assert seen["bihuan_clocks", "missed"] == 2
    assert seen["bihuan_waiting_rows", "letters"] == 3
    assert seen["bihuan_heartbeat_age_seconds", "worker"] < 60


def test_a_figure_that_fails_does_not_hide_the_others(client: Client, shown: Any, caplog: Any) -> None:
    def fail() -> dict[str, float]:
        raise ValueError("no such figure")

    shown([Gauge("bihuan_broken", "Broken.", "what", fail)], [Letters()])
    seen = figures(client)

    assert ("bihuan_waiting_rows", "letters") in seen
    assert "could not read gauge=bihuan_broken" in caplog.messages


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 404),
        ("", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}, 404),
        ("127.0.0.1", {"Forwarded": "for=10.0.0.7"}, 404),
        ("10.0.0.7", {"Authorization": "Bearer right"}, 200),
        ("10.0.0.7", {"Authorization": "bearer wrong"}, 404),
        ("10.0.0.7", {"Authorization": "Basic right"}, 404),
    ],
)
def test_metrics_are_for_this_machine_and_for_who_has_the_token(
    peer: str, headers: dict[str, str], status: int, client: Client, settings: Any
) -> None:
    settings.METRICS_TOKEN = "right"

    assert client.get("/metrics", REMOTE_ADDR=peer, headers=headers).status_code == status


def test_without_a_token_set_none_opens(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""

    answer = client.get("/metrics", REMOTE_ADDR="10.0.0.7", headers={"Authorization": "Bearer "})

    assert answer.status_code == 404
