"""A call of 钉钉: a robot's message signed in its headers, or an event in a sealed envelope. Plain Python.

The robot's signature covers the moment alone and not the words: it tells who calls, and TLS keeps the words whole.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from bihuan.ground.channels.chat.call import Call, Keys, Opened, as_answer, as_json
from bihuan.ground.channels.chat.envelope import Envelope
from bihuan.ground.channels.chat.genuine import NotGenuine, require_fresh, require_same
from bihuan.ground.channels.chat.said import name_at

MILLISECOND_S = 0.001


def open_call(call: Call, keys: Keys, now: datetime) -> Opened:
    """Open a robot's message, or an event.

    :raises NotGenuine: if it is not from the application that is set up
    """
    if call.method != "POST":
        raise NotGenuine("not asked so")
    if "sign" in call.headers:
        return _message(call, keys, now)
    return _event(call, keys, now)


def sign_of(timestamp: str, app_secret: str) -> str:
    """Return what stands in the header `sign` of a robot's message."""
    said = f"{timestamp}\n{app_secret}".encode()
    return base64.b64encode(hmac.new(app_secret.encode(), said, hashlib.sha256).digest()).decode()


def _message(call: Call, keys: Keys, now: datetime) -> Opened:
    timestamp, secret = call.headers.get("timestamp", ""), keys.get("app_secret", "")
    if not secret:
        raise NotGenuine("no secret is set")
    require_fresh(timestamp, now, unit_s=MILLISECOND_S)
    require_same(call.headers["sign"], sign_of(timestamp, secret), "signature")
    said = as_json(call.body)
    for name, ours in (("robotCode", keys.get("robot_code", "")), ("senderCorpId", keys.get("corp_id", ""))):
        if ours and name_at(said, name) not in ("", ours):
            raise NotGenuine(f"another {name}")
    return Opened(payload=call.body, key=name_at(said, "msgId") or hashlib.sha256(call.body).hexdigest())


def _event(call: Call, keys: Keys, now: datetime) -> Opened:
    """Open an event; the answer to it has to be sealed, too."""
    timestamp, nonce = call.query.get("timestamp", ""), call.query.get("nonce", "")
    require_fresh(timestamp, now, unit_s=MILLISECOND_S)
    envelope = Envelope(keys.get("token", ""), keys.get("encoding_aes_key", ""), keys.get("app_key", ""))
    sealed = as_json(call.body).get("encrypt")
    signature = call.query.get("msg_signature") or call.query.get("signature", "")
    text = envelope.open(
        sealed if isinstance(sealed, str) else "", signature=signature, timestamp=timestamp, nonce=nonce
    )
    answer, signed = envelope.seal("success", timestamp=timestamp, nonce=nonce)
    told = {"msg_signature": signed, "timeStamp": timestamp, "nonce": nonce, "encrypt": answer}
    is_check = name_at(as_json(text), "EventType") == "check_url"
    payload = b"" if is_check else text.encode()
    return Opened(payload, hashlib.sha256(payload).hexdigest(), as_answer(told), "application/json")
