"""A call of 飞书: JSON, sealed and signed (event subscription 2.0). Plain Python."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from bihuan.ground.channels.chat.call import Call, Keys, Opened, as_answer, as_json
from bihuan.ground.channels.chat.genuine import NotGenuine, require_fresh, require_same
from bihuan.ground.channels.chat.said import name_at, word
from bihuan.ground.channels.feishu.codec import signature_of, unseal

JSON = "application/json"


def open_call(call: Call, keys: Keys, now: datetime) -> Opened:
    """Open the check of the address, or an event. Without an Encrypt Key nothing is taken at all.

    :raises NotGenuine: if it is not from the application that is set up
    """
    if call.method != "POST":
        raise NotGenuine("not asked so")
    is_signed = _check_signature(call, keys, now)
    text = unseal(word(as_json(call.body), "encrypt"), keys.get("encrypt_key", ""))
    said = as_json(text)
    if reply := challenge_reply(said, keys.get("verification_token", "")):
        return Opened(answer=as_answer(reply), answer_type=JSON)
    if not is_signed:
        raise NotGenuine("not signed")
    require_same(name_at(said, "header", "token"), keys.get("verification_token", ""), "token")
    if name_at(said, "header", "app_id") != keys.get("app_id", ""):
        raise NotGenuine("another application")
    return Opened(text.encode(), _key_of(said, text), as_answer({}), JSON)


def challenge_reply(said: dict[str, Any], verification_token: str) -> dict[str, str] | None:
    """Return what is answered to the check of an address; None for anything else.

    :raises NotGenuine: if whoever asks does not know the token
    """
    if said.get("type") != "url_verification":
        return None
    require_same(word(said, "token"), verification_token, "token")
    return {"challenge": word(said, "challenge")}


def _check_signature(call: Call, keys: Keys, now: datetime) -> bool:
    """Check the signature where there is one: the check of an address comes without."""
    signature = call.headers.get("x-lark-signature", "")
    if not signature:
        return False
    timestamp = call.headers.get("x-lark-request-timestamp", "")
    nonce = call.headers.get("x-lark-request-nonce", "")
    require_fresh(timestamp, now)
    right = signature_of(timestamp, nonce, keys.get("encrypt_key", ""), call.body)
    require_same(signature, right, "signature")
    return True


def _key_of(said: dict[str, Any], text: str) -> str:
    """Return what tells an event from another: a message is pushed again under another event's id."""
    message_id = name_at(said, "event", "message", "message_id")
    return message_id or name_at(said, "header", "event_id") or hashlib.sha256(text.encode()).hexdigest()
