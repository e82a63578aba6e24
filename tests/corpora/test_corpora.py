"""The product against cases that nobody here wrote.

They are not part of this repository. They are looked for beside it and in BIHUAN_CORPORA; without them these tests
are skipped.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
CORPORA = Path(os.environ.get("BIHUAN_CORPORA", REPOSITORY.parent / "shared" / "corpora"))

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason=f"the collected cases are not there: {CORPORA}")

MAIL_FLOORS = {
    "survives": 1.0,
    "from_email": 0.95,
    "from_name": 0.93,
    "to": 0.96,
    "subject": 0.96,
    "message_id": 0.98,
    "body_text": 0.94,
    "charset_body": 0.91,
    "attachment_names": 0.97,
    "attachment_count": 0.98,
}
AUTO_FLOORS = {
    "human ALL": 1.0,
    "auto ALL": 1.0,
    "feedback ALL": 1.0,
    "not-bounce ALL": 1.0,
    "bounce ALL": 0.96,
}
# One process a case, since the checker's own way of calling a function breaks after its first exact case.
REPLY_COMMAND = (
    f"{sys.executable} -S -c 'import os, sys; from bihuan.ground.channels.email.reading.reply import trim_reply; "
    'sys.stdout.buffer.write(trim_reply(sys.stdin.buffer.read().decode(), html=os.environ["KIND"] == "html").encode())\''
)


def check(name: str, *arguments: str, also: str = "") -> str:
    """Run one checker on the product and return what it printed; `also` is a further folder to import from."""
    ran = subprocess.run(
        [sys.executable, str(CORPORA / f"check_{name}.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE,
        env={**os.environ, "PYTHONPATH": f"{REPOSITORY}:{also}", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def mail_scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """Return the share of right answers for each field over all mail cases."""
    report = tmp_path_factory.mktemp("scores") / "mail.json"
    check("mail", "--py", "adapters:mail", "--path", str(HERE), "--json", str(report))
    right: dict[str, list[int]] = {}
    for corpus in json.loads(report.read_text()).values():
        for field, (hits, cases) in corpus.items():
            total = right.setdefault(field, [0, 0])
            total[0], total[1] = total[0] + hits, total[1] + cases
    return {field: hits / cases for field, (hits, cases) in right.items()}


@pytest.mark.requirement("INT-02")
@pytest.mark.parametrize("field", MAIL_FLOORS)
def test_mail_is_read_as_others_read_it(field: str, mail_scores: dict[str, float]) -> None:
    assert mail_scores[field] >= MAIL_FLOORS[field]


@pytest.fixture(scope="module")
def auto_scores() -> dict[str, float]:
    """Return the share of right verdicts for each kind of mail."""
    printed = check("auto", "--py", "adapters:auto", "--path", str(HERE))
    rows = re.findall(r"^ +(.+?) +(\d+)/(\d+)$", printed, re.MULTILINE)
    return {kind: int(hits) / int(cases) for kind, hits, cases in rows}


@pytest.mark.requirement("INT-02")
@pytest.mark.parametrize("kind", AUTO_FLOORS)
def test_machines_mail_is_told_from_peoples(kind: str, auto_scores: dict[str, float]) -> None:
    assert auto_scores[kind] >= AUTO_FLOORS[kind]


@pytest.fixture(scope="module")
def reply_scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """Return the counts of cases, right ones and ones with lost words for each source."""
    report = tmp_path_factory.mktemp("scores") / "reply.json"
    check("reply", "--cmd", REPLY_COMMAND, "--json", str(report))
    scores: dict[str, dict[str, int]] = json.loads(report.read_text())
    return scores


@pytest.mark.requirement("INT-02")
def test_replies_are_trimmed_without_losing_the_writers_words(
    reply_scores: dict[str, dict[str, int]],
) -> None:
    cases, right, lost = (
        sum(row.get(key, 0) for row in reply_scores.values()) for key in ("n", "ok", "lost")
    )

    assert right / cases >= 0.70
    assert lost / cases <= 0.01


@pytest.mark.requirement("INT-02")
def test_chinese_replies_are_trimmed_and_nothing_is_lost(reply_scores: dict[str, dict[str, int]]) -> None:
    chinese = [row for source, row in reply_scores.items() if source.startswith("zh")]

    assert sum(row.get("ok", 0) for row in chinese) / sum(row["n"] for row in chinese) >= 15 / 19
    assert sum(row.get("lost", 0) for row in chinese) == 0


@pytest.fixture(scope="module")
def search_scores() -> dict[str, float]:
    """Return the share of titles that others gave an article and that find it among the first five, and the share of
    tickets that no article answers and for which none is found.
    """
    printed = check("zh", "--py", "adapters:search")
    first_five = re.search(r"@5 (\d+)/(\d+)", printed)
    nothing = re.search(r"without a suggestion (\d+)/(\d+)", printed)
    assert first_five, printed
    assert nothing, printed
    return {
        "first five": int(first_five[1]) / int(first_five[2]),
        "nothing": int(nothing[1]) / int(nothing[2]),
    }


@pytest.mark.requirement("KNO-02")
def test_articles_are_found_by_other_words_than_their_own(search_scores: dict[str, float]) -> None:
    assert search_scores["first five"] >= 0.90


@pytest.mark.requirement("KNO-02")
def test_where_no_article_answers_none_is_found(search_scores: dict[str, float]) -> None:
    assert search_scores["nothing"] == 1


@pytest.mark.requirement("INT-05")
def test_every_alert_is_read_and_a_recovery_closes_its_own() -> None:
    printed = check("alerts", "--py", "adapters:alerts", "-v", also=str(HERE))
    missed = re.findall(r"^ +MISS (.+?) (\S+\.json)", printed, re.MULTILINE)

    assert re.search(r"^accepted: (\d+)/\1$", printed, re.MULTILINE), printed
    assert [(what, file) for what, file in missed if _is_there(file)] == []


def _is_there(recovery: str) -> bool:
    """Tell whether the alert that a recovery closes is among the cases, and not one of those kept back."""
    cases = json.loads((CORPORA / "alerts" / "INDEX.json").read_text())
    closes = next(case["neutral"].get("closes", recovery) for case in cases if case["file"] == recovery)
    return (CORPORA / "alerts" / closes).exists()


@pytest.mark.requirement("INT-04")
def test_calls_of_chat_platforms_are_opened_and_checked_as_published() -> None:
    printed = check("im", "--py", "tests.corpora.adapters:im")
    right, cases = re.findall(r"^total (\d+)/(\d+)$", printed, re.MULTILINE)[0]

    assert right == cases, printed
