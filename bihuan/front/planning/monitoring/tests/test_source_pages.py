from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.flow.intake.drains import take_next_report
from bihuan.flow.intake.models import Fault
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import AlertSource, InboundMessage, SourceKind
from bihuan.ground.people.tests.cast import at, person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-05")]


@pytest.fixture
def zhou(db: None) -> Client:
    client = Client()
    client.force_login(person("周"))
    return client


@pytest.fixture
def tool(db: None) -> AlertSource:
    return AlertSource.set_up(name="机房监控", kind=SourceKind.ZABBIX, language="zh-hans", at=at("08:00"))[0]


def typed(**more: object) -> dict[str, object]:
    return {
        "name": "机房监控", "asset_label": "host", "calm_for": "10m", "storm_from": "20", "impact": "3", "urgency": "3",
        "is_active": "1", "severity-0": "High", "impact-0": "1", "urgency-0": "1",
    } | more  # fmt: skip


@pytest.mark.parametrize("kind", SourceKind)
def test_a_new_source_shows_its_secret_once_within_what_to_put_into_the_tool(
    zhou: Client, kind: SourceKind
) -> None:
    made = zhou.post("/desk/planning/sources/new", {"name": "机房监控", "kind": kind}).content.decode()
    source = AlertSource.objects.get()
    [secret] = set(re.findall(r'data-copy="([\w-]{43})"', made))

    assert source.secrets_at(timezone.now()) == [secret]
    assert made.count(secret) >= 3  # by itself, in the lines for the tool, and where these are copied
    assert f"/in/alerts/{source.slug}" in made
    assert secret not in zhou.get(f"/desk/planning/sources/{source.pk}").content.decode()
    [event] = DeskEvent.objects.all()
    assert (event.said.did, event.said.name) == ("set_up", "机房监控")
    assert secret not in json.dumps(event.facts)


def test_a_source_without_name_and_kind_is_not_made(zhou: Client) -> None:
    answer = zhou.post("/desk/planning/sources/new", {"name": " ", "kind": "nagios"})

    assert answer.status_code == 422
    assert answer.content.decode().count("field-error") == 2
    assert AlertSource.objects.count() == 0


def test_what_is_saved_holds_for_the_next_alert_and_stands_in_the_book(
    zhou: Client, tool: AlertSource
) -> None:
    data = Category.objects.create(code="data", name_zh="数据库", name_en="Database")
    rule = {"label-0": "host", "value-0": "db-*", "of-0": data.pk, "resolves": "1"}

    assert zhou.post(f"/desk/planning/sources/{tool.pk}", typed(**rule)).status_code == 302

    tool.refresh_from_db()
    assert (tool.calm_for, tool.storm_from, tool.resolves) == (timedelta(minutes=10), 20, True)
    assert list(tool.levels.values_list("severity", "impact", "urgency")) == [("high", 1, 1)]
    assert list(tool.rules.values_list("label", "value", "category")) == [("host", "db-*", data.pk)]
    changes = DeskEvent.objects.get().said.changes
    assert (changes["calm_for"], changes["rules"]) == (["5m", "10m"], ["", "host=db-* data"])
    assert zhou.get("/desk/settings/record").status_code == 200

    zhou.post(f"/desk/planning/sources/{tool.pk}", typed(**rule))
    assert DeskEvent.objects.count() == 1  # nothing differs


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_saved(zhou: Client, tool: AlertSource) -> None:
    wrong = typed(name="", calm_for="soon", storm_from="1", impact="9") | {
        "severity-1": "high",
        "label-0": "host",
    }

    answer = zhou.post(f"/desk/planning/sources/{tool.pk}", wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    for field in ("name", "calm_for", "storm_from", "impact", "severity-1", "value-0", "of-0"):
        assert f'id="e-{field}"' in page, field
    assert DeskEvent.objects.count() == 0


def test_a_new_secret_is_told_once_and_only_that_it_changed_is_recorded(
    zhou: Client, tool: AlertSource
) -> None:
    [before] = tool.secrets_at(timezone.now())

    page = zhou.post(f"/desk/planning/sources/{tool.pk}/secret", {"old_opens": "1"}).content.decode()

    tool.refresh_from_db()
    now, old = tool.secrets_at(timezone.now())
    assert (old, now in page, before in page) == (before, True, False)
    assert DeskEvent.objects.get().said.changes == {"secret": ["", "changed"]}


@pytest.mark.parametrize("kind", SourceKind)
def test_a_test_alert_goes_the_whole_way_and_recovers(zhou: Client, kind: SourceKind) -> None:
    tool, _secret = AlertSource.set_up(name="机房监控", kind=kind, language="zh-hans", at=at("08:00"))
    for told in ("fire", "recover"):
        zhou.post(f"/desk/planning/sources/{tool.pk}/test", {told: "1"})
        take_next_report(timezone.now())

    fault = Fault.objects.get()
    assert (fault.times, fault.is_firing, InboundMessage.objects.count()) == (1, False, 2)
    assert "并无故障" in fault.ticket.title
    assert "并无故障" in zhou.get(f"/desk/planning/sources/{tool.pk}").content.decode()
