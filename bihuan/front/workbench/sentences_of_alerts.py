"""What monitoring says of a ticket, in a sentence each."""

from __future__ import annotations

from django.utils.translation import gettext as _
from markupsafe import Markup

from bihuan.flow.intake.events import AlertRecovered, AlertReturned
from bihuan.front.workbench.saying import Happened, Known, Sentence, say


def _recovered(event: Happened, known: Known) -> Markup:
    return say(_("Recovered, says the monitoring: %(name)s"), name=event.facts["name"])


def _returned(event: Happened, known: Known) -> Markup:
    facts = event.facts
    return say(
        _("It fires again, for the %(times)s. time: %(name)s"), name=facts["name"], times=facts["times"]
    )


OF_ALERTS: dict[str, tuple[str, Sentence]] = {
    AlertRecovered.kind: ("circle-check", _recovered),
    AlertReturned.kind: ("siren", _returned),
}
