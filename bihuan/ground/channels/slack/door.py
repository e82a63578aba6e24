"""A call of Slack: JSON for events, a form for buttons, each signed over its moment and its bytes. Plain Python."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from bihuan.ground.channels.chat.call import Call, Keys, Opened, as_json
from bihuan.ground.channels.chat.genuine import NotGenuine, require_fresh, require_signed
from bihuan.ground.channels.chat.said import name_at, word

VERSION = "v0"
FORM = "application/x-www-form-urlencoded"


def check_signature(secret: str, timestamp: str, body: bytes, signature: str, now: datetime) -> None:
    """Take a call that Slack has signed within the last minutes.

    :raises NotGenuine: if it has not
    """
    require_fresh(timestamp, now)
    require_signed(secret, f"{VERSION}:{timestamp}:".encode() + body, signature, prefix=f"{VERSION}=")


def open_call(call: Call, keys: Keys, now: datetime) -> Opened:
    """Open the check of the address, an event, or the press of a button.

    :raises NotGenuine: if it is not from the workspace and application that are set up
    """
    if call.method != "POST":
        raise NotGenuine("not asked so")
    timestamp = call.headers.get("x-slack-request-timestamp", "")
    signature = call.headers.get("x-slack-signature", "")
    check_signature(keys.get("signing_secret", ""), timestamp, call.body, signature, now)
    payload = _payload(call)
    said = as_json(payload)
    if said.get("type") == "url_verification":
        return Opened(answer=word(said, "challenge"))
    team = name_at(said, "team_id") or name_at(said, "team", "id")
    if keys.get("team_id") and team != keys["team_id"]:
        raise NotGenuine("another workspace")
    return Opened(payload, _key_of(said, payload), headers={"X-Slack-No-Retry": "1"})


def _payload(call: Call) -> bytes:
    if not call.headers.get("content-type", "").startswith(FORM):
        return call.body
    try:
        return parse_qs(call.body.decode(), max_num_fields=20)["payload"][0].encode()
    except (ValueError, KeyError):
        raise NotGenuine("nothing in it") from None


def _key_of(said: dict[str, Any], payload: bytes) -> str:
    """Return what tells a message from another. One that mentions the desk in a channel comes as two events, of which
    one is overheard; so the kind of the event belongs to it.
    """
    channel, moment = name_at(said, "event", "channel"), name_at(said, "event", "ts")
    if channel and moment:
        return f"{name_at(said, 'event', 'type')}:{channel}:{moment}"
    return name_at(said, "event_id") or name_at(said, "trigger_id") or hashlib.sha256(payload).hexdigest()
