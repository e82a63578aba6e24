"""What kinds, states and visibilities of articles are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bihuan.practices.knowledge.models import ArticleKind, ArticleState, Outcome, Visibility

KINDS = {
    ArticleKind.HOWTO: _("How-to"),
    ArticleKind.FAQ: _("FAQ"),
    ArticleKind.KNOWN_ERROR: _("Known error"),
    ArticleKind.ERROR_CODES: _("Error codes"),
}
STATES = {
    ArticleState.PUBLISHED: (_("Published"), "good", "circle-check"),
    ArticleState.DRAFT: (_("Draft"), "warn", "pencil"),
    ArticleState.RETIRED: (_("Retired"), "plain", "archive"),
}
VISIBILITIES = {
    Visibility.PUBLIC: (_("Everybody"), _("All colleagues find it in the portal.")),
    Visibility.STAFF: (_("Agents only"), _("Only those who work at the desk find it.")),
}
OUTCOMES = {
    Outcome.USED: _("Used, outcome open"),
    Outcome.HELPED: _("Used and helped"),
    Outcome.FAILED: _("Used and did not help"),
}
LANGUAGES = {"zh-hans": "中文", "en": "English"}
