from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError

from bihuan.kit.work import drainer as drainers
from bihuan.kit.work.drainer import Drainer


class Letters:
    """A drain without a table: letters to be worked off, some of which fail at first."""

    name = "letters"

    def __init__(self, *rows: str, rest_s: float = 60.0) -> None:
        self.rows = list(rows)
        self.rest_s = rest_s
        self.done: list[str] = []
        self.failures: list[Exception] = []
        self.in_hand = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def work_one(self) -> bool:
        if not self.rows:
            return False
        self.in_hand.set()
        self.go_on.wait(10)
        if self.failures:
            raise self.failures.pop()
        self.done.append(self.rows.pop(0))
        return True

    def waiting(self) -> int:
        return len(self.rows)


@pytest.fixture
def at_work() -> Iterator[Callable[[Letters], Drainer]]:
    started: list[Drainer] = []

    def start(drain: Letters) -> Drainer:
        started.append(Drainer(drain))
        started[-1].start()
        return started[-1]

    yield start
    for drainer in started:
        drainer.end()
        drainer.join(5)
        assert not drainer.is_alive()


AtWork = Callable[[Letters], Drainer]


def test_what_waits_at_the_start_is_worked_off_in_its_order(at_work: AtWork) -> None:
    letters = Letters("a", "b", "c")

    at_work(letters)

    until(lambda: letters.done == ["a", "b", "c"])


def test_what_comes_later_is_worked_off_when_woken(at_work: AtWork) -> None:
    letters = Letters()
    drainer = at_work(letters)
    time.sleep(0.1)

    letters.rows.append("a")
    time.sleep(0.1)
    before = list(letters.done)
    drainer.wake()

    assert before == []
    until(lambda: letters.done == ["a"])


def test_who_is_not_woken_looks_after_a_rest(at_work: AtWork) -> None:
    letters = Letters(rest_s=0.2)
    at_work(letters)
    time.sleep(0.1)

    letters.rows.append("a")

    until(lambda: letters.done == ["a"])


def test_what_failed_is_tried_again(at_work: AtWork, caplog: pytest.LogCaptureFixture) -> None:
    letters = Letters("a")
    letters.failures = [ValueError("no such thing")]

    at_work(letters)

    until(lambda: letters.done == ["a"])
    assert [record.getMessage() for record in caplog.records] == ["could not work off drain=letters"]


def test_each_failure_makes_the_rest_longer_until_one_succeeds(
    at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drainers, "FIRST_REST_S", 0.05)
    letters = Letters("a")
    letters.failures = [ValueError() for _ in range(4)]

    began = time.monotonic()
    at_work(letters)
    until(lambda: letters.done == ["a"])

    assert time.monotonic() - began >= 0.05 + 0.1 + 0.2 + 0.4


def test_a_database_that_is_gone_is_said_without_a_trace(
    at_work: AtWork, caplog: pytest.LogCaptureFixture
) -> None:
    letters = Letters("a")
    letters.failures = [OperationalError("server closed the connection")]

    with caplog.at_level(logging.WARNING):
        at_work(letters)
        until(lambda: letters.done == ["a"])

    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)]


def test_who_is_asked_to_end_finishes_the_row_in_hand_and_takes_no_other(at_work: AtWork) -> None:
    letters = Letters("a", "b")
    letters.go_on.clear()
    drainer = at_work(letters)
    letters.in_hand.wait(5)

    drainer.end()
    letters.go_on.set()
    drainer.join(5)

    assert letters.done == ["a"]
    assert letters.rows == ["b"]


def until(holds: Callable[[], bool], within_s: float = 5.0) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
