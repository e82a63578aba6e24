"""Every component in all its states, and four whole pages made of them: to look at, and for the browser tests."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.kit.ui import samples

PAGES = ("components", "queue", "ticket", "portal", "ask", "follow")


def gallery(request: HttpRequest, page: str = "components") -> HttpResponse:
    """One page of the gallery, for whoever runs the machine."""
    if page not in PAGES or not _may_look(request):
        raise Http404
    return render(request, f"ui/gallery/{page}.html", samples.context(page))


# Read by the matrix of roles and doors; the right's name is `people`'s, of which the kit knows nothing.
gallery.audience = "administer"  # type: ignore[attr-defined]


def people(request: HttpRequest) -> HttpResponse:
    """Answer the gallery's picker, as a real page does."""
    if not _may_look(request):
        raise Http404
    return render(request, "ui/gallery/_people.html", {"people": samples.people(request.GET.get("q", ""))})


people.audience = "administer"  # type: ignore[attr-defined]


def found(request: HttpRequest) -> HttpResponse:
    """Answer the gallery's palette."""
    if not _may_look(request):
        raise Http404
    return render(request, "ui/gallery/_found.html", {"rows": samples.tickets()[:4]})


found.audience = "administer"  # type: ignore[attr-defined]


def _may_look(request: HttpRequest) -> bool:
    if settings.DEBUG or getattr(settings, "SHOWS_GALLERY", False):
        return True
    person = getattr(request, "user", None)
    return bool(person and person.is_authenticated and person.may("administer"))
