"""Who is told about leave and swaps: who was asked, who asked, and the leads of the team."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from bihuan.ground.duty.models import LeaveRequest, Swap, SwapState
from bihuan.ground.notices.models import NoticeKind
from bihuan.ground.notices.telling import tell
from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.text import moments

MINE, LEAVE = "/desk/planning/rosters/mine", "/desk/planning/rosters/leave"


def tell_of_swap(swap: Swap, stamp: Stamp) -> None:
    """Tell the other one; of what was agreed, or set aside, the leads, too."""
    people = {one.pk: one for one in (swap.giver, swap.taker)}
    if swap.state in (SwapState.AGREED, SwapState.WITHDRAWN):
        people |= {lead.pk: lead for lead in swap.team.leads()}
    by = stamp.by.pk if stamp.by else None
    for person in (one for pk, one in people.items() if pk != by):
        with override(person.language):
            told = {"giver": swap.giver.name, "taker": swap.taker.name, "day": _day(swap)}
            words = {
                SwapState.ASKED: _("%(giver)s asks you to take the turn of %(day)s"),
                SwapState.AGREED: _("%(taker)s takes the turn of %(giver)s on %(day)s"),
                SwapState.DECLINED: _("%(taker)s does not take your turn of %(day)s"),
                SwapState.WITHDRAWN: _("%(giver)s keeps the turn of %(day)s"),
            }
            title = words[SwapState(swap.state)] % told
        tell(person, NoticeKind.ROSTER, title=title, text=swap.words, path=MINE, at=stamp.at)


def tell_leads_of_leave(asked: LeaveRequest, leads: Iterable[Person], stamp: Stamp) -> None:
    for lead in leads:
        with override(lead.language):
            title = _("%(name)s asks for leave") % {"name": asked.person.name}
        tell(lead, NoticeKind.ROSTER, title=title, text=asked.reason, path=LEAVE, at=stamp.at)


def tell_of_decision(asked: LeaveRequest, stamp: Stamp) -> None:
    person = asked.person
    with override(person.language):
        title = _("Your leave was granted") if asked.is_granted else _("Your leave was not granted")
    tell(person, NoticeKind.ROSTER, title=title, path=MINE, at=stamp.at)


def _day(swap: Swap) -> str:
    return moments.day_and_weekday(swap.gives_on, get_language() or "zh-hans")
