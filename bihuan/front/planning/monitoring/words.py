"""What the tools that report are called, and what to do in each."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.front.ops.words import CAME, problem
from bihuan.front.workbench.words import IMPACTS, URGENCIES
from bihuan.ground.channels.models import SourceKind

__all__ = ["CAME", "IMPACTS", "KINDS", "STEPS", "URGENCIES", "problem"]

KINDS: dict[str, tuple[str | Promise, Promise]] = {
    SourceKind.ALERTMANAGER: ("Prometheus Alertmanager", _("A receiver in its configuration file.")),
    SourceKind.GRAFANA: ("Grafana", _("A contact point of the kind Webhook.")),
    SourceKind.ZABBIX: ("Zabbix", _("A media type of the kind Webhook.")),
    SourceKind.GENERIC: (
        pgettext_lazy("source", "Any other program"),
        _("Whatever can send JSON: a script, a cloud, a tool of your own."),
    ),
}
STEPS: dict[str, Promise] = {
    SourceKind.ALERTMANAGER: _("Put this into alertmanager.yml and have Alertmanager load it anew."),
    SourceKind.GRAFANA: _(
        "Put this into provisioning/alerting, or fill in the same in a contact point of the kind Webhook. "
        "A signature by HMAC is taken, too: with the same secret and the timestamp header X-Grafana-Alerting-Timestamp."
    ),
    SourceKind.ZABBIX: _(
        "Make a media type of the kind Webhook with these parameters and this script, give it to a user, and have an action "
        "send problems and recoveries by it."
    ),
    SourceKind.GENERIC: _(
        "Send a title and a status; the key tells that a recovery belongs to its alert. Instead of showing the secret, a "
        "program may sign what it sends: HMAC-SHA256 over seconds since 1970, a colon and the body, as hexadecimal digits "
        "in X-Bihuan-Signature, the seconds in X-Bihuan-Timestamp."
    ),
}
