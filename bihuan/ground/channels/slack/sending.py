"""Send in Slack: a message of the application to a member. Plain Python."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from bihuan.ground.channels.chat.call import Keys
from bihuan.ground.channels.chat.sending import JSON, NotSent, Outgoing, Request, Told, problem_in

NEVER = frozenset({"channel_not_found", "user_not_found", "user_disabled", "is_archived", "msg_too_long"})


class Slack:
    address = "https://slack.com"
    most_bytes = 2900  # a block takes 3,000 characters
    a_minute = 30

    def ask_for_pass(self, keys: Keys) -> None:
        return None

    def pass_in(self, told: Told) -> tuple[str, int]:
        raise NotSent("there is no such pass")

    def lasting_pass(self, keys: Keys) -> str:
        return keys.get("bot_token", "")

    def send(self, message: Outgoing, keys: Keys, given: str) -> Request:
        text = escape(message.text, quote=False)
        said: dict[str, Any] = {"channel": message.account, "text": text, "unfurl_links": False}
        if message.buttons:
            said["blocks"] = _blocks(message, text)
        headers = {**JSON, "Authorization": f"Bearer {given}"}
        return Request(
            "POST", "/api/chat.postMessage", json.dumps(said, ensure_ascii=False).encode(), headers
        )

    def sent_as(self, told: Told) -> str:
        if told.said.get("ok") is True:
            return str(told.said.get("ts", ""))
        error = told.said.get("error")
        if told.status == 429 or error == "ratelimited":
            raise NotSent(problem_in(told), wait_s=told.wait_s or 30)
        raise NotSent(problem_in(told), is_final=error in NEVER)


def _blocks(message: Outgoing, text: str) -> list[dict[str, Any]]:
    buttons = [
        {
            "type": "button",
            "text": {"type": "plain_text", "text": one.words},
            "value": one.action,
            "action_id": f"button-{at}",
        }
        for at, one in enumerate(message.buttons)
    ]
    words = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return [words, {"type": "actions", "elements": buttons}]
