from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bihuan.kit.work.models import Heartbeat

NOW = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)
A_WHILE_AGO, LONG_AGO = NOW - timedelta(seconds=19), NOW - timedelta(seconds=21)

pytestmark = pytest.mark.django_db


def test_what_beats_is_not_missed() -> None:
    Heartbeat.beat("worker", LONG_AGO)
    Heartbeat.beat("worker", A_WHILE_AGO)

    assert Heartbeat.silent(NOW) == []


def test_what_stopped_beating_is_missed_by_name() -> None:
    Heartbeat.beat("worker", A_WHILE_AGO)
    Heartbeat.beat("mailbox:3", LONG_AGO)

    assert Heartbeat.silent(NOW) == ["mailbox:3"]


def test_the_worker_is_missed_before_it_ever_beat() -> None:
    assert Heartbeat.silent(NOW) == ["worker"]


def test_what_is_expected_is_missed_until_its_first_beat() -> None:
    Heartbeat.beat("worker", NOW)
    Heartbeat.expect("mailbox:3")
    missed = Heartbeat.silent(NOW)

    Heartbeat.beat("mailbox:3", NOW)
    Heartbeat.expect("mailbox:3")

    assert missed == ["mailbox:3"]
    assert Heartbeat.silent(NOW) == []


def test_what_was_taken_away_is_missed_no_more() -> None:
    Heartbeat.beat("worker", NOW)
    Heartbeat.beat("mailbox:3", LONG_AGO)

    Heartbeat.forget("mailbox:3")

    assert Heartbeat.silent(NOW) == []
