"""A call of 企业微信 to a self-built application: XML in a sealed envelope. Plain Python."""

from __future__ import annotations

import hashlib
from datetime import datetime

from bihuan.ground.channels.chat.call import Call, Keys, Opened
from bihuan.ground.channels.chat.envelope import Envelope
from bihuan.ground.channels.chat.genuine import NotGenuine, require_fresh
from bihuan.ground.channels.wecom.xml import fields_of


def open_call(call: Call, keys: Keys, now: datetime) -> Opened:
    """Open a call: the check of the address, whose text goes back as it is, or a message.

    :raises NotGenuine: if it is not from the company and application that are set up
    """
    timestamp = call.query.get("timestamp", "")
    require_fresh(timestamp, now)
    sealed = call.query.get("echostr", "") if call.method == "GET" else _sealed(call.body)
    envelope = Envelope(keys.get("token", ""), keys.get("encoding_aes_key", ""), keys.get("corp_id", ""))
    text = envelope.open(
        sealed,
        signature=call.query.get("msg_signature", ""),
        timestamp=timestamp,
        nonce=call.query.get("nonce", ""),
    )
    if call.method == "GET":
        return Opened(answer=text)
    return Opened(payload=text.encode(), key=_key_of(text))  # an empty answer: words go out by the API


def _sealed(body: bytes) -> str:
    try:
        return fields_of(body.decode())["Encrypt"]
    except (UnicodeDecodeError, KeyError):
        raise NotGenuine("nothing sealed in it") from None


def _key_of(text: str) -> str:
    """Return what tells a message from another when it is delivered again: its id, or who did what and when."""
    fields = fields_of(text)
    if message_id := fields.get("MsgId"):
        return message_id
    told = [fields.get(name, "") for name in ("FromUserName", "CreateTime", "Event", "EventKey", "TaskId")]
    return hashlib.sha256(("\x1f".join(told) if any(told) else text).encode()).hexdigest()
