"""Read what a form sent: a value that is not what the field takes is a refusal that names the field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext as _

from bihuan.kit.events.refused import Refused

Choice = TypeVar("Choice", bound=StrEnum)
LARGEST = 2**31 - 1


class FormIncomplete(Refused):
    """Something in a form is missing or is not what the field takes."""

    code = "form-incomplete"
    status = 422


def text(request: HttpRequest, name: str) -> str:
    """Return a text without the blanks around it and without what no database keeps."""
    return request.POST.get(name, "").replace("\x00", "").strip()


def whole(
    request: HttpRequest, name: str, *, least: int = 0, most: int = LARGEST, default: int | None = None
) -> int:
    """Return a whole number between `least` and `most`; `default`, if given, for an empty field."""
    given = text(request, name)
    if not given and default is not None:
        return default
    if not given.isascii() or not given.isdigit() or not least <= int(given[:12]) <= most:
        raise refused(name, _("a whole number from %(least)d to %(most)d") % {"least": least, "most": most})
    return int(given)


def choice(request: HttpRequest, name: str, among: type[Choice]) -> Choice:
    try:
        return among(text(request, name))
    except ValueError:
        raise refused(name, _("one of the choices")) from None


def moment(request: HttpRequest, name: str) -> datetime | None:
    """Return a moment as a browser's field sends it, on the reader's clock; None for an empty field."""
    given = text(request, name)
    if not given:
        return None
    read = read_moment(given)
    if read is None:
        raise refused(name, _("a day and a time"))
    return read


def read_moment(given: str) -> datetime | None:
    """Return the moment that a text names, on the reader's clock where it names no zone; None for any other text."""
    try:
        read = parse_datetime(given)
    except ValueError:
        return None
    return make_aware(read, get_current_timezone()) if read and not read.tzinfo else read


def files(request: HttpRequest, name: str, most_bytes: int) -> Iterable[tuple[str, bytes]]:
    """Yield name and bytes of each file sent.

    :raises FormIncomplete: if one is larger than `most_bytes`
    """
    for sent in request.FILES.getlist(name):
        if (sent.size or 0) > most_bytes:
            raise refused(name, _("files of at most %(n)d MB each") % {"n": most_bytes // 2**20})
        yield sent.name or "", sent.read()


def refused(name: str, wanted: str) -> FormIncomplete:
    return FormIncomplete(_("Please check the form: %(wanted)s.") % {"wanted": wanted}, {name: wanted})
