"""Send in 飞书: a message of the application to a member. Plain Python."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bihuan.ground.channels.chat.call import Keys, as_answer
from bihuan.ground.channels.chat.sending import JSON, NotSent, Outgoing, Request, Told, pass_of, problem_in

STALE = frozenset({99991661, 99991663, 99991664, 99991668})
WANTS_REST = frozenset({99991400, 230020})
NEVER = frozenset({230001, 230013, 230029})  # no such member, or one who may not see the application


class Feishu:
    address = "https://open.feishu.cn"
    most_bytes = 100_000
    a_minute = 60

    def ask_for_pass(self, keys: Keys) -> Request:
        said = {"app_id": keys.get("app_id", ""), "app_secret": keys.get("app_secret", "")}
        path = "/open-apis/auth/v3/tenant_access_token/internal"
        return Request("POST", path, json.dumps(said).encode(), JSON)

    def pass_in(self, told: Told) -> tuple[str, int]:
        return pass_of(told, "tenant_access_token", "expire")

    def lasting_pass(self, keys: Keys) -> str:
        return ""

    def send(self, message: Outgoing, keys: Keys, given: str) -> Request:
        kind, content = (
            ("interactive", _card(message)) if message.buttons else ("text", {"text": message.text})
        )
        said = {
            "receive_id": message.account,
            "msg_type": kind,
            "content": as_answer(content),
            "uuid": hashlib.sha256(message.key.encode()).hexdigest()[:32],
        }
        headers = {**JSON, "Authorization": f"Bearer {given}"}
        body = json.dumps(said, ensure_ascii=False).encode()
        return Request("POST", "/open-apis/im/v1/messages?receive_id_type=open_id", body, headers)

    def sent_as(self, told: Told) -> str:
        code = told.said.get("code")
        if code == 0:
            data = told.said.get("data")
            return str(data.get("message_id", "")) if isinstance(data, dict) else ""
        if told.status == 429 or code in WANTS_REST:
            raise NotSent(problem_in(told), wait_s=told.wait_s or 10)
        raise NotSent(problem_in(told), is_final=code in NEVER, is_stale=code in STALE)


def _card(message: Outgoing) -> dict[str, Any]:
    buttons = [
        {
            "tag": "button",
            "text": {"tag": "plain_text", "content": one.words},
            "type": "default" if at else "primary",
            "value": {"action": one.action},
        }
        for at, one in enumerate(message.buttons)
    ]
    words = {"tag": "div", "text": {"tag": "plain_text", "content": message.text}}
    return {"elements": [words, {"tag": "action", "actions": buttons}]}
