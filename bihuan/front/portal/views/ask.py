"""Ask for something (提单): choose what it is, fill in the form that fits, and read when one hears."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from bihuan.front.home.shell import portal_shell
from bihuan.front.portal import uploads
from bihuan.front.portal.asking import Asking
from bihuan.front.portal.offers import Offer, by_branch, matching, offers
from bihuan.front.portal.own import own_ticket
from bihuan.front.portal.promises import PortalPromise
from bihuan.ground.catalogue.models import Category, categories_by_code
from bihuan.ground.channels.models import ChannelKind
from bihuan.ground.people.audience import SIGNED_IN, opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person
from bihuan.kit.text.html import from_markdown
from bihuan.practices.knowledge.beside import articles_beside
from bihuan.practices.knowledge.models import Article, Avoided
from bihuan.tickets.models import Ticket, file_ticket

HELPING = 3
SHORTEST_TITLE = 2  # characters: two of Chinese say something


@require_safe
@opens_to(SIGNED_IN)
def choose(request: DeskRequest) -> HttpResponse:
    """Choose what to ask for: from the tree, or by typing what it is about."""
    words = request.GET.get("q", "").strip()[:100]
    known = offers()
    told = {"words": words, "matching": matching(known, words) if words else [], "branches": by_branch(known)}
    if request.headers.get("HX-Request") == "true":
        return render(request, "portal/_offers.html", told)
    return render(
        request, "portal/choose.html", told | {"shell": portal_shell(request.user, request.stamp.at, "ask")}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(SIGNED_IN)
def ask(request: DeskRequest, code: str) -> HttpResponse:
    """The form of a category. What is wrong with it is said all at once; sent twice, it files one ticket."""
    category = _category(code)
    if request.method != "POST":
        title = request.GET.get("title", "").strip()
        return _show(request, Asking.blank(category, request.user, title))
    asking = Asking.read(category, request.user, request.POST, request.stamp.at)
    files = uploads.sent_files(request)
    if fault := uploads.fault_of(files):
        asking.errors["files"] = fault
    if asking.errors:
        return _show(request, asking)
    ticket = file_ticket(
        person=request.user,
        channel=ChannelKind.PORTAL,
        title=asking.typed["title"],
        text=asking.text,
        files=uploads.kept(request, files),
        category=category,
        impact=asking.impact,
        urgency=asking.urgency,
        answers=asking.answers,
        happened_at=asking.happened_at,
        submission=asking.submission,
        stamp=request.stamp,
    )
    return _lead_to(request, reverse("portal-receipt", args=[ticket.number]))


@require_safe
@opens_to(SIGNED_IN)
def receipt(request: DeskRequest, number: str) -> HttpResponse:
    """It has arrived, its number, and by when somebody will have answered (INT-08)."""
    ticket = own_ticket(request.user, number)
    promise = PortalPromise.made_at(ticket.filed_at, None)
    shell = portal_shell(request.user, request.stamp.at, "tickets")
    return render(request, "portal/receipt.html", {"ticket": ticket, "promise": promise, "shell": shell})


@require_safe
@opens_to(SIGNED_IN)
def help_with(request: DeskRequest, code: str) -> HttpResponse:
    """Offer articles that may solve it while the title is typed (KNO-03)."""
    title = request.GET.get("title", "").strip()[:200]
    return render(request, "portal/_help.html", {"articles": _helping(_category(code), title, request.user)})


@require_POST
@opens_to(SIGNED_IN)
def solved_by(request: DeskRequest, number: str) -> HttpResponse:
    """An article has solved it: a request less (KNO-03)."""
    article = get_object_or_404(Article.objects.visible_to(request.user).published(), number=number)
    Avoided.note(article, request.stamp)
    return redirect("portal-helped")


@require_safe
@opens_to(SIGNED_IN)
def helped(request: DeskRequest) -> HttpResponse:
    shell = portal_shell(request.user, request.stamp.at, "ask")
    return render(request, "portal/helped.html", {"shell": shell})


def _category(code: str) -> Category:
    """Return a category that can be asked for; any other is none."""
    category = categories_by_code().get(code)
    if category is None or not category.is_active or category.team is None:
        raise Http404
    if category.parent and not category.parent.is_active:
        raise Http404
    return category


def _helping(category: Category, title: str, person: Person) -> list[tuple[Article, Markup]]:
    """Return articles that may solve it, with their text: by the title, or by what is asked for before there is one."""
    about = Ticket(title=title if len(title) >= SHORTEST_TITLE else category.name, category=category)
    return [
        (article, from_markdown(article.text.body))
        for article in articles_beside(about, person, limit=HELPING)
    ]


def _show(request: DeskRequest, asking: Asking) -> HttpResponse:
    is_fragment = request.headers.get("HX-Request") == "true"
    if request.FILES and not is_fragment:  # a script keeps what was chosen
        asking.errors.setdefault("files", _("Please choose the files again; the browser has let go of them."))
    told = {
        "asking": asking,
        "articles": _helping(asking.category, asking.typed["title"], request.user),
        "offer": Offer(asking.category),
        "file_hint": uploads.hint(),
        "most_files": uploads.MOST_FILES,
        "most_bytes": settings.MAX_FILE_BYTES,
    }
    if not is_fragment:
        told["promise"] = PortalPromise.made_at(request.stamp.at, asking.category.team)
        told["shell"] = portal_shell(request.user, request.stamp.at, "ask")
    page = "portal/_form.html" if is_fragment else "portal/ask.html"
    return render(request, page, told, status=422 if asking.errors else 200)


def _lead_to(request: DeskRequest, address: str) -> HttpResponse:
    """Lead the whole page there, also where a script sent the form."""
    if request.headers.get("HX-Request") != "true":
        return redirect(address)
    answer = HttpResponse()
    answer["HX-Redirect"] = address
    return answer
