"""Send in 钉钉: a robot's message to a member. Plain Python."""

from __future__ import annotations

import json

from bihuan.ground.channels.chat.call import Keys, as_answer
from bihuan.ground.channels.chat.sending import JSON, NotSent, Outgoing, Request, Told, pass_of, problem_in

STALE = frozenset({"InvalidAuthentication", "Forbidden.AccessDenied.AccessTokenExpired"})


class DingTalk:
    address = "https://api.dingtalk.com"
    most_bytes = 15_000
    a_minute = 20

    def ask_for_pass(self, keys: Keys) -> Request:
        said = {"appKey": keys.get("app_key", ""), "appSecret": keys.get("app_secret", "")}
        return Request("POST", "/v1.0/oauth2/accessToken", json.dumps(said).encode(), JSON)

    def pass_in(self, told: Told) -> tuple[str, int]:
        return pass_of(told, "accessToken", "expireIn")

    def lasting_pass(self, keys: Keys) -> str:
        return ""

    def send(self, message: Outgoing, keys: Keys, given: str) -> Request:
        """A robot's message has no buttons that come back: the links in its words lead on."""
        said = {
            "robotCode": keys.get("robot_code", ""),
            "userIds": [message.account],
            "msgKey": "sampleText",
            "msgParam": as_answer({"content": message.text}),
        }
        headers = {**JSON, "x-acs-dingtalk-access-token": given}
        body = json.dumps(said, ensure_ascii=False).encode()
        return Request("POST", "/v1.0/robot/oToMessages/batchSend", body, headers)

    def sent_as(self, told: Told) -> str:
        if told.said.get("invalidStaffIdList"):
            raise NotSent("no such member", is_final=True)
        code = str(told.said.get("code", ""))
        if told.said.get("flowControlledStaffIdList") or told.status == 429 or "Throttling" in code:
            raise NotSent(problem_in(told), wait_s=told.wait_s or 60)
        if key := told.said.get("processQueryKey"):
            return str(key)
        raise NotSent(problem_in(told), is_stale=told.status == 401 or code in STALE)
