"""The door at which monitoring tools report: who may, what is kept, and what is answered."""

import json
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.flow.intake import views
from bihuan.flow.intake.signing import sign
from bihuan.flow.intake.tests.alerts import report
from bihuan.ground.channels.models import AlertSource, InboundMessage, SourceKind
from bihuan.ground.people.tests.cast import at

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.requirement("INT-05"),
    pytest.mark.urls("bihuan.flow.intake.urls"),
]
BODY = json.dumps(report()).encode()


@pytest.fixture
def tool() -> tuple[AlertSource, str]:
    return AlertSource.set_up(name="机房监控", kind=SourceKind.GENERIC, language="zh-hans", at=at("08:00"))


def post(source: AlertSource, body: bytes = BODY, slug: str = "", **headers: str):
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client().post(f"/in/alerts/{slug or source.slug}", body, "application/json", headers=sent)


def signed(secret: str, at: str, body: bytes = BODY) -> dict[str, str]:
    return {"X_Bihuan_Signature": sign(body, secret, at), "X_Bihuan_Timestamp": at}


@pytest.mark.requirement("INT-09")
def test_a_report_is_kept_before_its_sender_is_told(tool):
    source, secret = tool

    answer = post(source, Authorization=f"Bearer {secret}")

    kept = InboundMessage.objects.get()
    assert (answer.status_code, answer.json()) == (202, {"kept": kept.pk, "is_new": True})
    assert (bytes(kept.raw), kept.source, kept.state) == (BODY, source, "waiting")


def test_who_signs_need_not_show_the_secret(tool):
    source, secret = tool
    now = str(int(time.time()))
    grafana = {"X_Grafana_Alerting_Signature": sign(BODY, secret, now), "X_Grafana_Alerting_Timestamp": now}

    assert post(source, **signed(secret, now)).status_code == 202
    assert post(source, **grafana).status_code == 202


def test_who_cannot_prove_to_be_the_tool_learns_nothing(tool):
    source, secret = tool
    now = int(time.time())
    refused = [
        post(source),
        post(source, Authorization="Bearer "),
        post(source, Authorization="Bearer wrong"),
        post(source, Authorization=f"Basic {secret}"),
        post(source, slug="nothing-here", Authorization=f"Bearer {secret}"),
        post(source, **signed("wrong", str(now))),
        post(source, **signed(secret, str(now - 400))),
        post(source, **signed(secret, "")),
        post(source, **signed(secret, str(now), b"another body")),
        post(source, X_Bihuan_Signature="ü" * 64, X_Bihuan_Timestamp=str(now)),
    ]
    source.is_active = False
    source.save()
    refused.append(post(source, Authorization=f"Bearer {secret}"))

    assert {(answer.status_code, answer.content) for answer in refused} == {(401, refused[0].content)}
    assert InboundMessage.objects.count() == 0


def test_what_is_too_large_or_nothing_is_refused_in_words(tool):
    source, secret = tool

    large = post(source, b" " * (views.MOST_BYTES + 1), Authorization=f"Bearer {secret}")
    nothing = post(source, b" \n", Authorization=f"Bearer {secret}")

    assert (large.status_code, nothing.status_code) == (413, 400)
    assert "1 MB" in large.json()["refused"]
    assert InboundMessage.objects.count() == 0


def test_the_secret_before_opens_for_a_day_where_that_is_wanted(tool):
    source, first = tool
    second = source.new_secret(timezone.now(), old_opens=True)
    assert post(source, Authorization=f"Bearer {first}").status_code == 202

    third = source.new_secret(timezone.now() - timedelta(hours=25), old_opens=True)
    assert post(source, Authorization=f"Bearer {second}").status_code == 401

    source.new_secret(timezone.now())
    assert post(source, Authorization=f"Bearer {third}").status_code == 401
    assert first not in source.sealed_secret + source.sealed_old_secret
