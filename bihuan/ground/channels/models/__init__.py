from bihuan.ground.channels.models.channel import CHATS, Channel, ChannelKind, Chat, channels_by_kind
from bihuan.ground.channels.models.connection import ChatAccount, ChatConnection, open_doors
from bihuan.ground.channels.models.inbound import InboundMessage, InboundState
from bihuan.ground.channels.models.mailbox import Mailbox, Security, active_mailboxes, own_addresses
from bihuan.ground.channels.models.outbound import OutboundMessage, OutboundState, Purpose
from bihuan.ground.channels.models.source import AlertLevel, AlertRule, AlertSource, SourceKind

__all__ = [
    "CHATS",
    "AlertLevel",
    "AlertRule",
    "AlertSource",
    "Channel",
    "ChannelKind",
    "Chat",
    "ChatAccount",
    "ChatConnection",
    "InboundMessage",
    "InboundState",
    "Mailbox",
    "OutboundMessage",
    "OutboundState",
    "Purpose",
    "Security",
    "SourceKind",
    "active_mailboxes",
    "channels_by_kind",
    "open_doors",
    "own_addresses",
]
