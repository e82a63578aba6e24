"""Hostile messages cost little, in a process that could not cost much."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bihuan.ground.channels.email.reading.limited import LimitedReader
from bihuan.ground.channels.email.reading.limits import MIB
from bihuan.ground.channels.email.tests.poison import SHAPES


@pytest.fixture(scope="module")
def reader() -> Iterator[LimitedReader]:
    with LimitedReader(memory_bytes=512 * MIB, cpu_s=10, wall_s=60) as reader:
        reader.read(b"")
        yield reader


@pytest.mark.requirement("SEC-076", "SEC-077")
@pytest.mark.requirement("INT-09")
@pytest.mark.parametrize("make", SHAPES.values(), ids=SHAPES)
def test_a_hostile_message_costs_at_most_half_its_limits(
    make: Callable[[], bytes], reader: LimitedReader
) -> None:
    raw = make()
    before_s = _cpu_s(reader)

    letter = reader.read(raw)

    assert not [problem for problem in letter.problems if problem.startswith("unreadable")]
    assert _cpu_s(reader) - before_s <= 5
    assert _highest_rss_mb(reader) <= 400


def _cpu_s(reader: LimitedReader) -> float:
    fields = Path(f"/proc/{reader.child_pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _highest_rss_mb(reader: LimitedReader) -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{reader.child_pid}/status").read_text())
    assert found
    return int(found[1]) / 1024
