"""The channels that a desk begins with and what they promise: the process documents' own figures (INT-08)."""

from __future__ import annotations

from datetime import timedelta

from bihuan.ground.calendars.delivering import HOTLINE, OFFICE
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.channels.models import Channel, ChannelKind

IN_A_CHAT = timedelta(minutes=10)
CHANNELS = {
    ChannelKind.PHONE: ("电话", "Phone", timedelta(), HOTLINE),
    ChannelKind.PORTAL: ("门户", "Portal", timedelta(minutes=15), OFFICE),
    ChannelKind.EMAIL: ("邮件", "E-mail", timedelta(minutes=30), OFFICE),
    ChannelKind.WECOM: ("企业微信", "WeCom", IN_A_CHAT, OFFICE),
    ChannelKind.DINGTALK: ("钉钉", "DingTalk", IN_A_CHAT, OFFICE),
    ChannelKind.FEISHU: ("飞书", "Feishu", IN_A_CHAT, OFFICE),
    ChannelKind.SLACK: ("Slack", "Slack", IN_A_CHAT, OFFICE),
}


def deliver() -> None:
    calendars = {calendar.code: calendar for calendar in Calendar.objects.all()}
    for kind, (name_zh, name_en, answers_within, code) in CHANNELS.items():
        Channel.objects.get_or_create(
            kind=kind,
            defaults={
                "name_zh": name_zh,
                "name_en": name_en,
                "answers_within": answers_within,
                "calendar": calendars[code],
            },
        )
