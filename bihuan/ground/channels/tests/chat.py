"""A connection of the desk to a chat platform, and what people say by it."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.test import Client

from bihuan.ground.channels.chat.call import Call
from bihuan.ground.channels.models import ChatConnection
from bihuan.ground.channels.tests.calls import KEYS, MAKE

_numbers = count(1)
# What must never be shown: the rest may be seen.
SECRETS = frozenset(
    {
        "token",
        "encoding_aes_key",
        "secret",
        "app_secret",
        "encrypt_key",
        "verification_token",
        "signing_secret",
        "bot_token",
    }
)


def connection(platform: str = "wecom", **more: Any) -> ChatConnection:
    """Return the desk's connection to a platform, made on first call."""
    keys = KEYS[platform]
    facts = {name: value for name, value in keys.items() if name not in SECRETS}
    fields = {"name": platform, "door": ChatConnection.new_door(), "facts": facts} | more
    made, is_new = ChatConnection.objects.get_or_create(
        platform=platform, name=fields.pop("name"), defaults=fields
    )
    if is_new:
        made.set_secrets({name: value for name, value in keys.items() if name in SECRETS})
        made.save()
    return made


def new_id() -> str:
    return f"1759021200.{next(_numbers):06}"


def delivers(client: Client, call: Call, to: ChatConnection) -> Any:
    """Have a platform make its call."""
    address = f"/in/{to.platform}/{to.door}"
    headers = {name: value for name, value in call.headers.items() if name != "content-type"}
    if call.method == "GET":
        return client.get(address, call.query, headers=headers)
    kind = call.headers.get("content-type", "application/json")
    return client.post(address, call.body, content_type=kind, query_params=dict(call.query), headers=headers)


def says(
    client: Client, text: str, at: datetime, *, platform: str = "wecom", account: str = "lin", id: str = ""
) -> Any:
    """Have somebody write to the desk, by the wire that the platform speaks."""
    call = MAKE[platform](account, text, id or new_id(), at)
    return delivers(client, call, connection(platform))
