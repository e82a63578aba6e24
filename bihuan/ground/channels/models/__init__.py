from bihuan.ground.channels.models.channel import Channel, ChannelKind, channels_by_kind
from bihuan.ground.channels.models.inbound import InboundMessage, InboundState
from bihuan.ground.channels.models.mailbox import Mailbox, Security, active_mailboxes, own_addresses
from bihuan.ground.channels.models.outbound import OutboundMessage, OutboundState, Purpose
from bihuan.ground.channels.models.source import AlertLevel, AlertRule, AlertSource, SourceKind

__all__ = [
    "AlertLevel",
    "AlertRule",
    "AlertSource",
    "Channel",
    "ChannelKind",
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
    "own_addresses",
]
