"""Who can be told of level 1, and by which ways, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.ground.people.rights import Role
from bihuan.practices.majors.models import Way

ROLES: dict[str, Promise] = {
    Role.PROCESS_MANAGER: _("Process managers"),
    Role.MANAGEMENT: _("Management"),
    Role.TEAM_LEAD: _("The leads of all teams"),
    Role.FIRST_LINE: _("Everybody of the first line"),
    Role.SECOND_LINE: _("Everybody of the second line"),
}
WAYS: dict[str, Promise] = {
    Way.BELL: _("By the bell on the page"),
    Way.MAIL: _("By mail"),
}
