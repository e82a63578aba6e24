"""Send in 企业微信: an application's message to a member. Plain Python."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import urlencode

from bihuan.ground.channels.chat.call import Keys
from bihuan.ground.channels.chat.sending import JSON, NotSent, Outgoing, Request, Told, pass_of, problem_in

STALE = frozenset({40001, 40014, 42001})
WANTS_REST = {45009: 60, 45033: 10, -1: 10}
NEVER = frozenset({40003, 60111, 81013, 45002})  # no such member, or nobody of these may see the application
SAME_FOR_S = 1800


class WeCom:
    address = "https://qyapi.weixin.qq.com"
    most_bytes = 2000  # 2048 with what is around
    a_minute = 30

    def ask_for_pass(self, keys: Keys) -> Request:
        query = {"corpid": keys.get("corp_id", ""), "corpsecret": keys.get("secret", "")}
        return Request("GET", f"/cgi-bin/gettoken?{urlencode(query)}")

    def pass_in(self, told: Told) -> tuple[str, int]:
        return pass_of(told, "access_token", "expires_in")

    def lasting_pass(self, keys: Keys) -> str:
        return ""

    def send(self, message: Outgoing, keys: Keys, given: str) -> Request:
        agent = keys.get("agent_id", "")
        said: dict[str, Any] = {
            "touser": message.account,
            "agentid": int(agent) if agent.isdigit() else 0,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": SAME_FOR_S,
            **(_card(message) if message.buttons else _text(message)),
        }
        path = f"/cgi-bin/message/send?{urlencode({'access_token': given})}"
        return Request("POST", path, json.dumps(said, ensure_ascii=False).encode(), JSON)

    def sent_as(self, told: Told) -> str:
        code = told.said.get("errcode")
        if code == 0 and not told.said.get("invaliduser"):
            return str(told.said.get("msgid", ""))
        if code == 0:
            raise NotSent("the member cannot see the application", is_final=True)
        if told.status == 429 or code in WANTS_REST:
            raise NotSent(problem_in(told), wait_s=told.wait_s or WANTS_REST.get(code or 0, 10))
        raise NotSent(problem_in(told), is_final=code in NEVER, is_stale=code in STALE)


def _text(message: Outgoing) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": message.text}}


def _card(message: Outgoing) -> dict[str, Any]:
    """Return a card with buttons; its task is the same whenever the message is sent again."""
    title, _, rest = message.text.partition("\n")
    buttons = [
        {"text": one.words, "style": 1 + at, "key": one.action} for at, one in enumerate(message.buttons)
    ]
    card = {
        "card_type": "button_interaction",
        "main_title": {"title": title[:36], "desc": ""},
        "sub_title_text": rest.strip()[:500],
        "task_id": hashlib.sha256(message.key.encode()).hexdigest()[:32],
        "button_list": buttons,
    }
    return {"msgtype": "template_card", "template_card": card}
