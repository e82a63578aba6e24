from bihuan.ground.channels.models.channel import Channel, ChannelKind
from bihuan.ground.channels.models.inbound import InboundMessage, InboundState
from bihuan.ground.channels.models.mailbox import Mailbox, Security
from bihuan.ground.channels.models.outbound import OutboundMessage, OutboundState, Purpose

__all__ = [
    "Channel",
    "ChannelKind",
    "InboundMessage",
    "InboundState",
    "Mailbox",
    "OutboundMessage",
    "OutboundState",
    "Purpose",
    "Security",
]
