"""From a word in a chat to a confirmed ticket: the desk and the platforms each in processes of their own."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.asking import arrived, ask, ticket_numbered
from tests.journeys.hands import seated
from tests.running import Desk, until

pytestmark = [pytest.mark.needs("chromium")]
ROOT = Path(__file__).parents[2]


@dataclass
class Chats:
    """The simulated platforms, and what people do on them."""

    port: int
    desk: Desk
    doors: dict[str, str]

    def says(self, platform: str, text: str = "", account: str = "lin", **how: Any) -> list[int]:
        """Have somebody write, or press a button; return what the desk answered to each delivery."""
        door = f"http://127.0.0.1:{self.desk.port}{self.doors[platform]}"
        wish = {"platform": platform, "account": account, "text": text, "door": door, **how}
        statuses: list[int] = self._asked("POST", "/_/say", wish)["statuses"]
        return statuses

    def shows(self, platform: str, account: str = "lin") -> list[dict[str, Any]]:
        """Return what somebody sees in the chat with the desk."""
        sent = self._asked("GET", "/_/sent", {})["sent"]
        return [one for one in sent if (one["platform"], one["account"]) == (platform, account)]

    def wait_for(self, platform: str, words: str, account: str = "lin") -> dict[str, Any]:
        until(lambda: any(words in one["text"] for one in self.shows(platform, account)), 20)
        return next(one for one in self.shows(platform, account) if words in one["text"])

    def _asked(self, method: str, path: str, said: dict[str, Any]) -> dict[str, Any]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, json.dumps(said))
            told: dict[str, Any] = json.loads(connection.getresponse().read())
        return told


@pytest.fixture(scope="module")
def chats() -> Iterator[Chats]:
    folder = Path(tempfile.mkdtemp(prefix="bihuan-desk-"))
    folder.chmod(0o711)
    desk = Desk(folder, REACHABLE_NETWORKS="127.0.0.0/8")
    words = [sys.executable, "-m", "bihuan.ground.channels.tests.simulator"]
    platforms = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert platforms.stdout
        found = re.search(r"http://127\.0\.0\.1:(\d+)", platforms.stdout.readline())
        assert found
        desk.start_and_wait()
        environment = desk.environment | {"DATABASE_URL": desk.address, "PYTHONPATH": str(ROOT)}
        settled = subprocess.run(
            [sys.executable, "-m", "tests.journeys.chats", found[0]],
            env=environment, cwd=ROOT, check=True, timeout=60, capture_output=True, text=True,
        )  # fmt: skip
        yield Chats(int(found[1]), desk, json.loads(settled.stdout.splitlines()[-1]))
    finally:
        platforms.terminate()
        platforms.communicate(timeout=10)
        if not desk.has_ended():
            desk.end()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.requirement("INT-04", "INT-08", "INT-09", "CLS-01")
def test_what_is_written_in_a_chat_is_answered_solved_and_confirmed_there(
    chats: Chats, browser: Browser
) -> None:
    assert chats.says("wecom", "三楼打印机卡纸", id="1001", times=3) == [200, 200, 200]
    ticket = arrived(chats.desk, "三楼打印机卡纸")
    number = ticket["number"]
    receipt = chats.wait_for("wecom", number)
    assert "催办" in receipt["actions"]

    with seated(browser, chats.desk, "zh-hans") as chen:
        chen.sign_in("chen")
        chen.go(f"/desk/tickets/{number}")
        chen.press_key("t")
        until(lambda: ticket_numbered(chats.desk, number)["accepted_at"] is not None, 10)
        chen.send("/replies", text="请问是哪台打印机？")
        chats.wait_for("wecom", "请问是哪台打印机？")

        chats.says("wecom", "东侧那台M404", id="1002", times=2)
        chen.sees("东侧那台M404", "#story")
        chen.opens("/resolution", "s")
        chen.send("/resolution", solution="更换了搓纸轮。")
        question = chats.wait_for("wecom", "更换了搓纸轮。")

    chats.says("wecom", account="mary", action=question["actions"]["已解决"])
    chats.says("wecom", action=question["actions"]["已解决"], times=2)

    chats.wait_for("wecom", f"{number}已确认解决")
    assert ticket_numbered(chats.desk, number)["state"] == "confirmed"
    assert len(ask(chats.desk, "SELECT 1 FROM tickets_ticket WHERE channel = 'wecom'")) == 1
    assert len(ask(chats.desk, "SELECT 1 FROM tickets_entry WHERE kind = 'answer'")) == 2
    assert len([one for one in chats.shows("wecom") if one["text"] == receipt["text"]]) == 1
    assert chats.shows("wecom", "mary") == []


@pytest.mark.requirement("INT-04", "INT-09")
@pytest.mark.parametrize("platform", ["dingtalk", "feishu", "slack"])
def test_twice_late_or_forged_each_platform_s_word_is_one_ticket_or_none(chats: Chats, platform: str) -> None:
    assert chats.says(platform, "投影仪没信号", wrong_signature=True) == [403]
    assert chats.says(platform, "投影仪没信号", late_s=900) == [403]
    assert chats.says(platform, f"投影仪没信号{platform}", id="2001.1", times=2) == [200, 200]
    assert chats.says(platform, "四楼会议室", id="2000.1", late_s=120) == [200]  # written before, came after

    ticket = arrived(chats.desk, f"投影仪没信号{platform}")

    assert ticket["number"] in chats.wait_for(platform, ticket["number"])["text"]
    until(lambda: len(said_on(chats.desk, ticket["id"])) == 2, 10)
    assert len(ask(chats.desk, "SELECT 1 FROM tickets_ticket WHERE channel = %s", platform)) == 1


def said_on(desk: Desk, ticket: int) -> list[dict[str, Any]]:
    return ask(desk, "SELECT 1 FROM tickets_entry WHERE ticket_id = %s AND kind = 'answer'", ticket)
