"""Calls as each platform makes them, sealed and signed by the platform's own rules."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bihuan.ground.channels.chat.call import Call
from bihuan.ground.channels.chat.envelope import Envelope
from bihuan.ground.channels.wecom.xml import xml_of

AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
KEYS: dict[str, dict[str, str]] = {
    "wecom": {
        "corp_id": "ww1",
        "agent_id": "1000002",
        "token": "tok",
        "encoding_aes_key": AES_KEY,
        "secret": "a-secret-of-the-application",
    },
    "dingtalk": {
        "robot_code": "ding1",
        "app_key": "ding1",
        "corp_id": "corp1",
        "app_secret": "a-secret-of-the-application",
    },
    "feishu": {
        "app_id": "cli_1",
        "app_secret": "a-secret-of-the-application",
        "encrypt_key": "ek",
        "verification_token": "vt",
    },
    "slack": {"team_id": "T1", "signing_secret": "ss", "bot_token": "xoxb-1"},
}
Make = Callable[[str, str, str, datetime], Call]


def wecom(account: str, text: str, message_id: str, at: datetime) -> Call:
    fields = {"ToUserName": "ww1", "FromUserName": account, "CreateTime": str(int(at.timestamp()))}
    return wecom_xml(
        fields | {"MsgType": "text", "Content": text, "MsgId": message_id, "AgentID": "1000002"}, at
    )


def wecom_xml(fields: dict[str, str], at: datetime) -> Call:
    timestamp, nonce = str(int(at.timestamp())), secrets.token_hex(5)
    keys = KEYS["wecom"]
    envelope = Envelope(keys["token"], keys["encoding_aes_key"], keys["corp_id"])
    sealed, signature = envelope.seal(xml_of(fields), timestamp=timestamp, nonce=nonce)
    query = {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}
    body = xml_of({"ToUserName": "ww1", "AgentID": "1000002", "Encrypt": sealed}).encode()
    return Call("POST", query, {"content-type": "text/xml"}, body)


def dingtalk(account: str, text: str, message_id: str, at: datetime) -> Call:
    said = {
        "msgId": message_id, "msgtype": "text", "text": {"content": f" {text}"}, "senderStaffId": account,
        "senderNick": "林晓", "senderCorpId": "corp1", "robotCode": "ding1", "conversationType": "1",
        "conversationId": "cid1", "createAt": int(at.timestamp() * 1000),
    }  # fmt: skip
    timestamp, secret = str(int(at.timestamp() * 1000)), KEYS["dingtalk"]["app_secret"]
    mac = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    headers = {
        "timestamp": timestamp,
        "sign": base64.b64encode(mac).decode(),
        "content-type": "application/json",
    }
    return Call("POST", {}, headers, json.dumps(said).encode())


def feishu(account: str, text: str, message_id: str, at: datetime) -> Call:
    event = {
        "sender": {"sender_id": {"open_id": account}, "sender_type": "user", "tenant_key": "t1"},
        "message": {
            "message_id": message_id, "chat_type": "p2p", "chat_id": "oc_1", "message_type": "text",
            "content": json.dumps({"text": f"@_user_1 {text}"}), "mentions": [{"key": "@_user_1"}],
        },
    }  # fmt: skip
    return feishu_event("im.message.receive_v1", event, at)


def feishu_event(kind: str, event: dict[str, Any], at: datetime) -> Call:
    keys = KEYS["feishu"]
    head = {"event_id": secrets.token_hex(8), "event_type": kind, "token": keys["verification_token"]}
    head |= {"app_id": keys["app_id"], "tenant_key": "t1"}
    return feishu_signed({"schema": "2.0", "header": head, "event": event}, at)


def feishu_signed(said: dict[str, Any], at: datetime) -> Call:
    key, text = KEYS["feishu"]["encrypt_key"], json.dumps(said).encode()
    vector, pad = secrets.token_bytes(16), 16 - len(text) % 16
    cipher = Cipher(algorithms.AES(hashlib.sha256(key.encode()).digest()), modes.CBC(vector)).encryptor()
    locked = cipher.update(text + bytes([pad]) * pad) + cipher.finalize()
    body = json.dumps({"encrypt": base64.b64encode(vector + locked).decode()}).encode()
    timestamp, nonce = str(int(at.timestamp())), secrets.token_hex(5)
    signature = hashlib.sha256((timestamp + nonce + key).encode() + body).hexdigest()
    headers = {
        "x-lark-signature": signature,
        "x-lark-request-timestamp": timestamp,
        "x-lark-request-nonce": nonce,
    }
    return Call("POST", {}, headers | {"content-type": "application/json"}, body)


def slack(account: str, text: str, message_id: str, at: datetime) -> Call:
    event = {
        "type": "message",
        "channel_type": "im",
        "channel": "D1",
        "user": account,
        "text": text,
        "ts": message_id,
    }
    said = {"type": "event_callback", "team_id": "T1", "event_id": secrets.token_hex(8), "event": event}
    return slack_signed(json.dumps(said).encode(), at, "application/json")


def slack_signed(body: bytes, at: datetime, content_type: str) -> Call:
    timestamp, secret = str(int(at.timestamp())), KEYS["slack"]["signing_secret"]
    mac = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "x-slack-signature": f"v0={mac}",
        "x-slack-request-timestamp": timestamp,
        "content-type": content_type,
    }
    return Call("POST", {}, headers, body)


MAKE: dict[str, Make] = {"wecom": wecom, "dingtalk": dingtalk, "feishu": feishu, "slack": slack}


def click(platform: str, account: str, action: str, at: datetime) -> Call:
    """Return the call that a platform makes when somebody presses a button."""
    if platform == "wecom":
        fields = {
            "FromUserName": account,
            "MsgType": "event",
            "Event": "template_card_event",
            "EventKey": action,
        }
        return wecom_xml(fields | {"CreateTime": str(int(at.timestamp())), "TaskId": "t"}, at)
    if platform == "feishu":
        event = {"operator": {"open_id": account}, "action": {"value": {"action": action}}}
        return feishu_event("card.action.trigger", event, at)
    said = {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": account},
        "actions": [{"value": action}],
    }
    body = urlencode({"payload": json.dumps(said | {"trigger_id": secrets.token_hex(8)})}).encode()
    return slack_signed(body, at, "application/x-www-form-urlencoded")
