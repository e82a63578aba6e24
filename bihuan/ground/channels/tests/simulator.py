"""The chat platforms as the desk meets them, for tests and to try the desk by hand: `python -m … 8099`.

It answers what the desk asks of 企业微信, 钉钉, 飞书 and Slack in their own wire formats, and calls the desk's doors as
they do: sealed, signed, and if so wished twice, late, in another order or with a wrong signature. Whoever sits before it
posts to `/_/…`; nobody needs the internet.
"""

from __future__ import annotations

import json
import secrets
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from bihuan.ground.channels.chat.call import Call
from bihuan.ground.channels.tests.calls import KEYS, MAKE, click

Answer = tuple[int, dict[str, Any], dict[str, str]]


@dataclass
class Platforms:
    """What was asked of them, and what they are told to do to the next that ask."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    passes: list[str] = field(default_factory=list)  # given out, the last one good
    faults: list[str] = field(default_factory=list)  # rest | stale | gone | broken, one for each call
    delay_s: float = 0.0
    port: int = 0

    def answer(self, path: str, headers: Any, said: dict[str, Any]) -> Answer:
        time.sleep(self.delay_s)
        where = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(where.query).items()}
        match where.path:
            case "/cgi-bin/gettoken":
                return self._wecom_pass(query)
            case "/v1.0/oauth2/accessToken":
                is_known = said.get("appSecret") == KEYS["dingtalk"]["app_secret"]
                return _or_refused(is_known, {"accessToken": self._new_pass(), "expireIn": 7200})
            case "/open-apis/auth/v3/tenant_access_token/internal":
                is_known = said.get("app_secret") == KEYS["feishu"]["app_secret"]
                told = {"code": 0, "tenant_access_token": self._new_pass(), "expire": 7200}
                return _or_refused(is_known, told)
            case "/cgi-bin/message/send":
                return self._wecom(query.get("access_token", ""), said)
            case "/v1.0/robot/oToMessages/batchSend":
                return self._dingtalk(headers.get("x-acs-dingtalk-access-token", ""), said)
            case "/open-apis/im/v1/messages":
                return self._feishu(headers.get("Authorization", "").removeprefix("Bearer "), said)
            case "/api/chat.postMessage":
                return self._slack(headers.get("Authorization", "").removeprefix("Bearer "), said)
        return 404, {}, {}

    def _new_pass(self) -> str:
        self.passes.append(secrets.token_hex(8))
        return self.passes[-1]

    def _fault(self) -> str:
        return self.faults.pop(0) if self.faults else ""

    def _is_good(self, given: str) -> bool:
        return bool(self.passes) and given == self.passes[-1]

    def _note(self, platform: str, account: str, text: str, said: dict[str, Any], **more: Any) -> str:
        self.sent.append({"platform": platform, "account": account, "text": text, "said": said, **more})
        return f"{1759030000 + len(self.sent)}.000100"

    def _wecom_pass(self, query: dict[str, str]) -> Answer:
        keys = KEYS["wecom"]
        if (query.get("corpid"), query.get("corpsecret")) != (keys["corp_id"], keys["secret"]):
            return 200, {"errcode": 40001, "errmsg": "invalid credential"}, {}
        told = {"errcode": 0, "errmsg": "ok", "access_token": self._new_pass(), "expires_in": 7200}
        return 200, told, {}

    def _wecom(self, given: str, said: dict[str, Any]) -> Answer:
        fault = self._fault()
        if fault == "stale" or not self._is_good(given):
            return 200, {"errcode": 42001, "errmsg": "access_token expired"}, {}
        if fault == "rest":
            return 200, {"errcode": 45009, "errmsg": "reach max api daily quota limit"}, {}
        if fault == "gone":
            return 200, {"errcode": 0, "errmsg": "ok", "invaliduser": said["touser"]}, {}
        card = said.get("template_card", {})
        text = (
            said.get("text", {}).get("content", "")
            or f"{card['main_title']['title']}\n{card['sub_title_text']}"
        )
        actions = {one["text"]: one["key"] for one in card.get("button_list", ())}
        message_id = self._note("wecom", said["touser"], text, said, actions=actions)
        return 200, {"errcode": 0, "errmsg": "ok", "msgid": message_id}, {}

    def _dingtalk(self, given: str, said: dict[str, Any]) -> Answer:
        fault = self._fault()
        if fault == "stale" or not self._is_good(given):
            return 401, {"code": "InvalidAuthentication", "message": "不合法的access_token"}, {}
        if fault == "rest":
            return 200, {"processQueryKey": "q", "flowControlledStaffIdList": said["userIds"]}, {}
        if fault == "gone":
            return 200, {"processQueryKey": "q", "invalidStaffIdList": said["userIds"]}, {}
        text = json.loads(said["msgParam"])["content"]
        return 200, {"processQueryKey": self._note("dingtalk", said["userIds"][0], text, said)}, {}

    def _feishu(self, given: str, said: dict[str, Any]) -> Answer:
        fault = self._fault()
        if fault == "stale" or not self._is_good(given):
            return 400, {"code": 99991663, "msg": "Invalid access token for authorization"}, {}
        if fault == "rest":
            return 429, {"code": 99991400, "msg": "request trigger frequency limit"}, {"Retry-After": "7"}
        if fault == "gone":
            return 400, {"code": 230013, "msg": "Bot has NO availability to this user"}, {}
        content = json.loads(said["content"])
        elements = content.get("elements", ())
        text = content.get("text") or elements[0]["text"]["content"]
        pressed = elements[1]["actions"] if elements else ()
        actions = {one["text"]["content"]: one["value"]["action"] for one in pressed}
        message_id = self._note("feishu", said["receive_id"], text, said, actions=actions)
        return 200, {"code": 0, "data": {"message_id": message_id}}, {}

    def _slack(self, given: str, said: dict[str, Any]) -> Answer:
        fault = self._fault()
        if given != KEYS["slack"]["bot_token"]:
            return 200, {"ok": False, "error": "invalid_auth"}, {}
        if fault == "rest":
            return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "7"}
        if fault == "gone":
            return 200, {"ok": False, "error": "channel_not_found"}, {}
        pressed = said["blocks"][1]["elements"] if "blocks" in said else ()
        actions = {one["text"]["text"]: one["value"] for one in pressed}
        return (
            200,
            {"ok": True, "ts": self._note("slack", said["channel"], said["text"], said, actions=actions)},
            {},
        )


def _or_refused(is_known: bool, told: dict[str, Any]) -> Answer:
    return (200, told, {}) if is_known else (400, {"code": 10003, "msg": "invalid app_secret"}, {})


def make(wish: dict[str, Any]) -> Call:
    """Return the call that a platform makes of a wish: `platform`, `account`, and `text` or `action`."""
    at = datetime.now(UTC) - timedelta(seconds=wish.get("late_s", 0))
    platform, account = wish["platform"], wish["account"]
    message_id = wish.get("id") or f"{at.timestamp():.6f}"
    if action := wish.get("action"):
        call = click(platform, account, action, at)
    else:
        call = MAKE[platform](account, wish["text"], message_id, at)
    return _forged(call) if wish.get("wrong_signature") else call


def _forged(call: Call) -> Call:
    names = {"msg_signature", "sign", "x-lark-signature", "x-slack-signature"}
    return replace(
        call,
        query={name: "0" if name in names else value for name, value in call.query.items()},
        headers={name: "0" if name in names else value for name, value in call.headers.items()},
    )


def deliver(call: Call, door: str) -> int:
    """Make a call at a door of the desk; return the status of the answer."""
    where = urlsplit(door)
    with closing(HTTPConnection(where.hostname or "", where.port, timeout=10)) as desk:
        desk.request("POST", f"{where.path}?{urlencode(call.query)}", call.body, dict(call.headers))
        return desk.getresponse().status


def say(wish: dict[str, Any]) -> list[int]:
    """Do as wished: `times` deliveries at `door`, each sealed anew; return the statuses."""
    return [deliver(make(wish), wish["door"]) for _ in range(wish.get("times", 1))]


class Handler(BaseHTTPRequestHandler):
    platforms: Platforms

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or b"{}"))

    def _answer(self, said: dict[str, Any]) -> None:
        match self.path:
            case "/_/sent":
                status, told, headers = 200, {"sent": self.platforms.sent}, {}
            case "/_/say":
                status, told, headers = 200, {"statuses": say(said)}, {}
            case _:
                status, told, headers = self.platforms.answer(self.path, self.headers, said)
        body = json.dumps(told).encode()
        self.send_response(status)
        for name, value in (
            {"Content-Length": str(len(body)), "Content-Type": "application/json"} | headers
        ).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def server(platforms: Platforms, port: int = 0) -> ThreadingHTTPServer:
    made = ThreadingHTTPServer(("127.0.0.1", port), type("Here", (Handler,), {"platforms": platforms}))
    made.daemon_threads = True
    platforms.port = made.server_address[1]
    return made


@contextmanager
def running() -> Iterator[Platforms]:
    """Run the platforms in a thread of this process."""
    platforms = Platforms()
    served = server(platforms)
    threading.Thread(target=served.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield platforms
    finally:
        served.shutdown()
        served.server_close()


if __name__ == "__main__":
    alone = server(Platforms(), int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    print(f"the platforms listen: http://127.0.0.1:{alone.server_address[1]}", flush=True)  # noqa: T201
    alone.serve_forever()
