from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models

from bihuan.ground.calendars.models import Calendar, Region
from bihuan.ground.calendars.worktime import due
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.text.languages import in_two_languages


class ChannelKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    PORTAL = "portal"
    MONITORING = "monitoring"  # a program reports; nobody waits for an answer
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    SLACK = "slack"


class Chat(StrEnum):
    """The channels on which people chat: each is a platform of its own."""

    WECOM = ChannelKind.WECOM
    DINGTALK = ChannelKind.DINGTALK
    FEISHU = ChannelKind.FEISHU
    SLACK = ChannelKind.SLACK


CHATS = frozenset(Chat)


class Channel(models.Model):
    """A way on which people reach the desk, what it promises, and when somebody sits there (INT-08)."""

    kind = models.CharField(max_length=10, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    answers_within = models.DurationField(
        help_text="working time of `calendar` until a first answer is promised"
    )
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")

    name = in_two_languages("name")

    class Meta:
        constraints = [one_of("kind", ChannelKind, name="channel_kind_known")]

    def __str__(self) -> str:
        return self.name

    def promises_by(self, came_at: datetime) -> datetime:
        """Return by when somebody will have answered what came at `came_at`. Reads `calendar` and its region."""
        return due(self.calendar.work_calendar(), came_at, self.answers_within or timedelta())


def _by_kind() -> dict[str, Channel]:
    return {channel.kind: channel for channel in Channel.objects.select_related("calendar__region")}


channels_by_kind = Kept(_by_kind, Channel, Calendar, Region)
