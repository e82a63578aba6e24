"""What the portal promises, in words, and who is there to keep it (INT-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.ground.calendars.worktime import is_open
from bihuan.ground.channels.models import Channel, ChannelKind
from bihuan.ground.duty.models import on_duty
from bihuan.ground.people.models import Team
from bihuan.kit.ui import clock


@dataclass(frozen=True)
class PortalPromise:
    """By when somebody will have answered, whether the desk is open now, and how many are there."""

    answers_by: datetime
    answers_within: timedelta
    is_open: bool
    on_duty: int

    @classmethod
    def made_at(cls, at: datetime, team: Team | None) -> PortalPromise:
        """Return what is promised at a moment to who asks this team."""
        channel = Channel.objects.select_related("calendar__region").get(kind=ChannelKind.PORTAL)
        return cls(
            answers_by=channel.promises_by(at),
            answers_within=channel.answers_within,
            is_open=is_open(channel.calendar.work_calendar(), at),
            on_duty=len(on_duty(team, at)) if team else 0,
        )

    @property
    def words(self) -> str:
        """Return the promise as one reads it before asking."""
        if not self.is_open:
            by = clock.moment(self.answers_by).striptags()
            return _("The desk is closed at the moment; you hear from us by %(by)s.") % {"by": by}
        said = _("You hear from us %(within)s.") % {"within": clock.within(self.answers_within)}
        if not self.on_duty:
            return said
        there = ngettext("%(num)d colleague is on duty.", "%(num)d colleagues are on duty.", self.on_duty)
        return _("%(promise)s %(there)s") % {"promise": said, "there": there % {"num": self.on_duty}}
