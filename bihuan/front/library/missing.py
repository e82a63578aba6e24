"""Which knowledge is missing, for those who write it (KNO-06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from bihuan.front.library.views import framed
from bihuan.ground.people.audience import opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.rights import Right
from bihuan.kit.ui import forms
from bihuan.kit.ui.paging import address
from bihuan.practices.knowledge.gaps import bare_categories, failing_articles, missed_words
from bihuan.practices.knowledge.models import Article, Dismissal, GapKind
from bihuan.tickets.models import Ticket

PAGE_SIZE = 20
SPANS, USUAL = (7, 30, 90), 30  # days
MOST_DISMISSED = 50
LONGEST_SUBJECT = 60


@require_safe
@opens_to(Right.WRITE_KNOWLEDGE)
def gaps(request: DeskRequest) -> HttpResponse:
    """Three lists: words that found nothing, categories without an article, articles that fail. One is shown."""
    given = request.GET
    days = int(given["days"]) if given.get("days") in {str(n) for n in SPANS} else USUAL
    shown = GapKind(given["list"]) if given.get("list") in set(GapKind) else GapKind.WORDS
    now, today = request.stamp.at, localdate(request.stamp.at)
    since = now - timedelta(days=days)
    lists: dict[GapKind, Sequence[Any]] = {
        GapKind.WORDS: missed_words(localdate(since)),
        GapKind.CATEGORY: bare_categories(Ticket.objects.visible_to(request.user), since),
        GapKind.ARTICLE: failing_articles(
            Article.objects.visible_to(request.user).published().with_texts(), since
        ),
    }
    names = {
        GapKind.WORDS: _("Searches without a hit"),
        GapKind.CATEGORY: _("Tickets without an article"),
        GapKind.ARTICLE: _("Articles that fail"),
    }
    told = _paged(request, lists[shown]) | {
        "kind": shown,
        "tabs": [
            (name, address(request, list=kind, page=None), kind == shown, len(lists[kind]))
            for kind, name in names.items()
        ],
        "spans": [
            (
                ngettext("Last %(num)d day", "Last %(num)d days", n) % {"num": n},
                address(request, days=str(n), page=None),
                n == days,
            )
            for n in SPANS
        ],
        "dismissed": Dismissal.objects.filter(kind=shown)
        .select_related("by")
        .order_by("-at", "-pk")[:MOST_DISMISSED],
        "period": {"from": f"{localdate(since)}", "to": f"{today}"},
        "here": request.get_full_path(),
        "may_see_tickets": request.user.may(Right.SEE_FIGURES),
    }
    return render(request, "library/gaps.html", framed(request) | told)


@require_POST
@opens_to(Right.WRITE_KNOWLEDGE)
def dismissals(request: DeskRequest) -> HttpResponse:
    """Dismiss a gap, or with `again` bring it back."""
    kind, subject = forms.text(request, "kind"), forms.text(request, "subject")[:LONGEST_SUBJECT]
    if kind not in set(GapKind) or not subject:
        raise BadRequest("no such gap")
    if forms.text(request, "again"):
        Dismissal.take_back(GapKind(kind), subject)
    else:
        Dismissal.note(GapKind(kind), subject, request.stamp)
    back = forms.text(request, "back")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else reverse("knowledge-gaps"))


def _paged(request: DeskRequest, rows: Sequence[Any]) -> dict[str, Any]:
    """Return the rows of the page that the address asks for, the last one where it asks for more, and its neighbours."""
    asked = request.GET.get("page", "")
    last = max(0, (len(rows) - 1) // PAGE_SIZE)
    page = min(int(asked), last) if asked.isdecimal() and len(asked) < 5 else 0
    return {
        "rows": rows[page * PAGE_SIZE : (page + 1) * PAGE_SIZE],
        "later": address(request, page=str(page - 1)) if page else "",
        "earlier": address(request, page=str(page + 1)) if page < last else "",
    }
