"""What policies, their conditions and their promises are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from bihuan.flow.sla.calling import Who
from bihuan.flow.sla.choosing import Condition
from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Policy
from bihuan.front.workbench.words import CHANNELS, PROMISES

CONDITIONS: dict[str, Lazy] = {
    Condition.PRIORITY: pgettext_lazy("condition", "priority"),
    Condition.CATEGORY: pgettext_lazy("condition", "category"),
    Condition.CHANNEL: pgettext_lazy("condition", "channel"),
    Condition.DEPARTMENT: pgettext_lazy("condition", "department"),
    Condition.PERSON: pgettext_lazy("condition", "person"),
    Condition.VIP: pgettext_lazy("condition", "VIP"),
}
# What each promise means, beside its name.
ABOUT: dict[str, Lazy] = {
    Promise.FIRST_CONTACT: gettext_lazy(
        "Somebody of the desk has answered. Where nothing is set, the channel's own promise holds."
    ),
    Promise.ACCEPTANCE: gettext_lazy("The team that has it has taken it; each team has its own time."),
    Promise.WORKAROUND: gettext_lazy("It works again, somehow."),
    Promise.RESOLUTION: gettext_lazy("It is solved."),
    Promise.UPDATE: gettext_lazy("The person hears how it goes, so long after the last word."),
    Promise.HANDOVER: gettext_lazy("The first line hands it to the experts, or says why not."),
    Promise.VENDOR: gettext_lazy("A vendor answers, while the ticket waits for one."),
}
ORDER = tuple(ABOUT)
WHO: dict[str, Lazy] = {
    Who.HANDLER: pgettext_lazy("called", "Handler"),
    Who.LEADS: pgettext_lazy("called", "Team's leads"),
    Who.PROCESS: pgettext_lazy("called", "Process managers"),
    Who.MANAGEMENT: pgettext_lazy("called", "Management"),
}


def promise(name: str) -> Lazy:
    return PROMISES[name]


def asked(policy: Policy, priorities: Mapping[int, str]) -> Iterator[str]:
    """Yield what a policy asks, each in words; nothing for one that is for all."""
    if policy.priorities:
        yield _(", ").join(dict.fromkeys(priorities[one] for one in sorted(policy.priorities)))
    if policy.category:
        yield policy.category.path
    if policy.channels:
        yield _(", ").join(str(CHANNELS[one][0]) for one in CHANNELS if one in policy.channels)
    if policy.department:
        yield _("%(department)s and below") % {"department": policy.department.name}
    if policy.person:
        yield policy.person.name
    if policy.is_for_vips:
        yield _("VIPs")
