"""Where each role begins, the reader's language, and the bell."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from bihuan.front.home.paging import page_of
from bihuan.front.home.shell import bell_of, desk_shell, portal_shell, unread_by
from bihuan.ground.notices.models import Notice, NoticeKind, Preference
from bihuan.ground.people.audience import ANYONE, SIGNED_IN, opens_to
from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.kit.ui.shell import Shell

NOTICES_A_PAGE = 30


@require_safe
@opens_to(SIGNED_IN)
def home(request: DeskRequest) -> HttpResponse:
    """Lead to where the work of one's role begins."""
    if request.user.may(Right.WORK_TICKETS):
        return redirect("queue", "mine")
    if request.user.may(Right.SEE_FIGURES):
        return redirect("figures")
    return redirect("settings" if request.user.may(Right.ADMINISTER) else "portal")


@require_POST
@opens_to(ANYONE)
def language(request: DeskRequest) -> HttpResponse:
    """Speak another language from now on: in this browser, and to this person in mails and elsewhere."""
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES) and request.user.is_authenticated:
        Person.objects.filter(pk=request.user.pk).update(language=wanted)
    return set_language(request)


@require_safe
@opens_to(SIGNED_IN)
def notices(request: DeskRequest) -> HttpResponse:
    page = page_of(Notice.objects.of(request.user), request, NOTICES_A_PAGE)
    days = [(day, list(told)) for day, told in groupby(page.rows, key=_day)]
    return render(request, "home/notices.html", {"days": days, "page": page, **_frame(request)})


@require_safe
@opens_to(SIGNED_IN)
def notice(request: DeskRequest, pk: int) -> HttpResponse:
    """Follow a notice to its page; whoever does has seen it."""
    found = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    found.see(request.stamp.at)
    return redirect(found.path)


@require_POST
@opens_to(SIGNED_IN)
def seen(request: DeskRequest) -> HttpResponse:
    Notice.see_all(request.user, request.stamp.at)
    return redirect("notices")


@require_safe
@opens_to(SIGNED_IN)
def bell(request: DeskRequest) -> HttpResponse:
    told = Person.objects.filter(pk=request.user.pk).values_list(unread_by(request.user), flat=True)
    return render(request, "home/_bell.html", {"bell": bell_of(request.user, told.get())})


@require_http_methods(["GET", "HEAD", "POST"])
@opens_to(SIGNED_IN)
def preferences(request: DeskRequest) -> HttpResponse:
    if request.method == "POST":
        wanted = set(request.POST.getlist("by_mail"))
        Preference.choose(request.user, [kind for kind in NoticeKind if kind in wanted])
        messages.success(request, _("Saved."))
        return redirect("notice-preferences")
    chosen = Preference.chosen_by(request.user)
    return render(
        request, "home/preferences.html", {"by_mail": chosen, "kinds": NoticeKind, **_frame(request)}
    )


def _day(told: Notice) -> date:
    return localtime(told.at).date()


def _frame(request: DeskRequest) -> dict[str, str | Shell]:
    """Return the frame of those who work here or of those who ask, with its skeleton."""
    if request.user.roles:
        return {"skeleton": "ui/desk.html", "shell": desk_shell(request.user, request.stamp.at, "notices")}
    return {"skeleton": "ui/portal.html", "shell": portal_shell(request.user, request.stamp.at)}
