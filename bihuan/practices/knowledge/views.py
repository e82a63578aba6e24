"""What agents do with knowledge on a ticket. The pages of the articles themselves are in `front`."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.ui import forms
from bihuan.practices.knowledge.models import Article, Outcome, Use
from bihuan.practices.knowledge.settling import draft_article, link_article, need_none
from bihuan.tickets.models import Knowledge, Resolution
from bihuan.tickets.views import changed, ticket_of


@require_POST
@opens_to(Right.WORK_TICKETS)
def settlement(request: DeskRequest, number: str) -> HttpResponse:
    """Settle what becomes of the knowledge: `knowledge` = linked (with `article`), drafted, none_needed (with `why`)."""
    ticket = ticket_of(request, number)
    resolution = get_object_or_404(Resolution.objects.standing(), ticket=ticket)
    resolution.ticket = ticket
    match forms.choice(request, "knowledge", Knowledge):
        case Knowledge.LINKED:
            visible = Article.objects.visible_to(request.user).published()
            article = get_object_or_404(visible, number=forms.text(request, "article"))
            link_article(resolution, article, request.stamp)
        case Knowledge.DRAFTED:
            draft_article(resolution, request.stamp)
        case _:
            need_none(resolution, forms.text(request, "knowledge_why"), request.stamp)
    return changed(request, ticket)


@require_POST
@opens_to(Right.WORK_TICKETS)
def use(request: DeskRequest, number: str, article: str) -> HttpResponse:
    """Note that an article was used on the ticket, and whether it helped."""
    ticket = ticket_of(request, number)
    found = get_object_or_404(Article.objects.visible_to(request.user), number=article)
    Use.note(found, ticket, request.stamp, forms.choice(request, "outcome", Outcome))
    return changed(request, ticket)
