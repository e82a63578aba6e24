"""What joins a ticket to others that report the same fault, or makes it one of level 1, in a sentence each."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from bihuan.front.workbench.saying import Happened, Known, Sentence, plain, say, who_did
from bihuan.front.workbench.words import WAYS
from bihuan.practices.majors.events import MajorAcknowledged, MajorOpened, MajorStoodDown, MajorTold
from bihuan.tickets import events


def _joined(event: Happened, known: Known) -> Markup:
    return say(
        _("%(who)s joined it to %(parent)s, which reports the same"),
        who=who_did(event),
        parent=event.facts["parent"],
    )


def _reported_again(event: Happened, known: Known) -> Markup:
    facts = event.facts
    message = ngettext(
        "%(ticket)s reports the same: %(num)s person by now",
        "%(ticket)s reports the same: %(num)s persons by now",
        facts["reporters"],
    )
    return say(message, ticket=facts["ticket"], num=facts["reporters"])


def _parted(event: Happened, known: Known) -> Markup:
    return say(_("%(who)s parted it from %(parent)s again"), who=who_did(event), parent=event.facts["parent"])


def came_along(event: Happened) -> Markup:
    """Tell from which ticket a reply was passed on, and where the person got it, if not on this one."""
    facts = event.facts
    said = say(_("Came with the answer on %(parent)s"), parent=facts["with_parent"])
    if not facts.get("told_on"):
        return said
    return said + say(_(", sent to the person on %(number)s"), number=facts["told_on"])


def _major_told(event: Happened, known: Known) -> Markup:
    facts = event.facts
    ways = _(", ").join(str(WAYS[way]) for way in facts["channels"])
    message = ngettext(
        "Round %(round)s: %(num)s person told (%(ways)s)",
        "Round %(round)s: %(num)s persons told (%(ways)s)",
        facts["persons"],
    )
    return say(message, round=facts["round"], num=facts["persons"], ways=ways)


OF_FAULTS: dict[str, tuple[str, Sentence]] = {
    events.Joined.kind: ("link", _joined),
    events.ReportedAgain.kind: ("users", _reported_again),
    events.Parted.kind: ("undo-2", _parted),
    MajorOpened.kind: ("siren", plain(lambda: _("Level 1: the emergency plan was opened"))),
    MajorTold.kind: ("megaphone", _major_told),
    MajorAcknowledged.kind: (
        "user-check",
        plain(lambda: _("%(who)s acknowledged level 1: nobody is told again")),
    ),
    MajorStoodDown.kind: (
        "circle-check",
        plain(lambda: _("Stood down: nobody is told of level 1 any more")),
    ),
}
