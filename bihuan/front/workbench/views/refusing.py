"""Turn a ticket away with a word to the person, and an article where one helps (TRI-05)."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.front.workbench.refusing import article_for, with_article
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.ui import forms
from bihuan.practices.knowledge.models import Use
from bihuan.tickets.models import RefusalReason, turn_away
from bihuan.tickets.views import changed, ticket_of


@require_POST
@opens_to(Right.WORK_TICKETS)
def refusal(request: DeskRequest, number: str) -> HttpResponse:
    """Turn the ticket away (不受理): `template` says why, `text` is the word to the person, `article` goes along."""
    ticket = ticket_of(request, number)
    reason = forms.choice(request, "template", RefusalReason)
    chosen = forms.text(request, "article")
    article = article_for(ticket, chosen)
    if chosen and article is None:
        raise forms.refused("article", _("an article that the person may read"))
    words = with_article(forms.text(request, "text"), article, ticket)
    with transaction.atomic():
        handed = article.number if article else ""
        turn_away(ticket, words=words, reason=reason, article=handed, stamp=request.stamp)
        if article:
            Use.note(article, ticket, request.stamp)
    return changed(request, ticket)
