"""The chat platforms: how a call of each is opened and read. Another one is a folder, and a line here. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.ground.channels.chat.call import Call, Keys, Opened
from bihuan.ground.channels.chat.said import Said
from bihuan.ground.channels.chat.sending import Sender
from bihuan.ground.channels.dingtalk import door as dingtalk_door
from bihuan.ground.channels.dingtalk import reading as dingtalk_reading
from bihuan.ground.channels.dingtalk.sending import DingTalk
from bihuan.ground.channels.feishu import door as feishu_door
from bihuan.ground.channels.feishu import reading as feishu_reading
from bihuan.ground.channels.feishu.sending import Feishu
from bihuan.ground.channels.slack import door as slack_door
from bihuan.ground.channels.slack import reading as slack_reading
from bihuan.ground.channels.slack.sending import Slack
from bihuan.ground.channels.wecom import door as wecom_door
from bihuan.ground.channels.wecom import reading as wecom_reading
from bihuan.ground.channels.wecom.sending import WeCom


@dataclass(frozen=True)
class Platform:
    """`open_call` raises `NotGenuine`; `read` takes the payload that it returned.

    `facts` and `secrets` name what has to be set up; `options` are those that may be left out. `goes_out` is the secret
    that the platform itself is told, so that it goes nowhere else.
    """

    open_call: Callable[[Call, Keys, datetime], Opened]
    read: Callable[[bytes], Said]
    sender: Sender
    facts: tuple[str, ...]
    secrets: tuple[str, ...]
    goes_out: str
    options: frozenset[str] = frozenset()


PLATFORMS: Mapping[str, Platform] = {
    "wecom": Platform(
        wecom_door.open_call,
        wecom_reading.read,
        WeCom(),
        facts=("corp_id", "agent_id"),
        secrets=("secret", "token", "encoding_aes_key"),
        goes_out="secret",
    ),
    "dingtalk": Platform(
        dingtalk_door.open_call,
        dingtalk_reading.read,
        DingTalk(),
        facts=("app_key", "robot_code", "corp_id"),
        secrets=("app_secret", "token", "encoding_aes_key"),
        goes_out="app_secret",
        options=frozenset({"corp_id", "token", "encoding_aes_key"}),
    ),
    "feishu": Platform(
        feishu_door.open_call,
        feishu_reading.read,
        Feishu(),
        facts=("app_id",),
        secrets=("app_secret", "encrypt_key", "verification_token"),
        goes_out="app_secret",
    ),
    "slack": Platform(
        slack_door.open_call,
        slack_reading.read,
        Slack(),
        facts=("team_id",),
        secrets=("signing_secret", "bot_token"),
        goes_out="bot_token",
    ),
}
