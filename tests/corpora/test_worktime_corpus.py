"""Working time against the cases that other projects test theirs with."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from json import loads
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPORA = Path(os.environ.get("BIHUAN_CORPORA", ROOT.parent / "shared" / "corpora"))
FACTS = ROOT / "bihuan" / "ground" / "calendars" / "facts" / "cn.json"

pytestmark = [
    pytest.mark.requirement("SLA-03"),
    pytest.mark.skipif(
        not (CORPORA / "check_time.py").exists(), reason="the corpora are not here: set BIHUAN_CORPORA"
    ),
]


@pytest.mark.requirement("SLA-04")
def test_all_cases_of_others_come_out_the_same():
    checker = [
        sys.executable,
        str(CORPORA / "check_time.py"),
        "--py",
        "adapters:time",
        "--path",
        str(ROOT / "tests/corpora"),
    ]

    judged = subprocess.run(
        [*checker, "-v"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    right, cases = map(int, re.search(r"ALL\s+(\d+)/(\d+)", judged.stdout).groups())
    assert cases >= 100
    assert right == cases, judged.stdout


def test_chinese_working_days_are_the_ones_that_others_keep():
    facts = {
        day["date"]: day["kind"] for year in loads(FACTS.read_text("utf-8"))["years"] for day in year["days"]
    }
    kept = loads((CORPORA / "cn_holidays.json").read_text("utf-8"))

    for year, theirs in kept.items():
        ours = {
            kind: [day for day in facts if day.startswith(year) and facts[day] == kind]
            for kind in ("off", "work")
        }
        assert ours == {"off": theirs["holidays"], "work": theirs["makeup_workdays"]}, year
