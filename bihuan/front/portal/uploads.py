"""Files that come with a form: how many and how large they may be, and how they are kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.ground.people.http import DeskRequest
from bihuan.kit.files.models import File
from bihuan.tickets.models import Enclosed

MOST_FILES = 10
MB = 1024 * 1024


def sent_files(request: DeskRequest) -> list[UploadedFile[bytes]]:
    return list(request.FILES.getlist("files"))


def fault_of(files: list[UploadedFile[bytes]]) -> str:
    """Return what is wrong with the files, in words; nothing if they can be taken."""
    if len(files) > MOST_FILES:
        return ngettext("At most %(num)d file.", "At most %(num)d files.", MOST_FILES) % {"num": MOST_FILES}
    if large := [file.name or "" for file in files if (file.size or 0) > settings.MAX_FILE_BYTES]:
        told = {"files": _(", ").join(large), "mb": settings.MAX_FILE_BYTES // MB}
        return _("Too large, at most %(mb)d MB each: %(files)s") % told
    return ""


def hint() -> str:
    told = {"n": MOST_FILES, "mb": settings.MAX_FILE_BYTES // MB, "all": settings.MAX_REQUEST_BYTES // MB}
    return _("Up to %(n)d files of %(mb)d MB each, %(all)d MB in all.") % told


def kept(request: DeskRequest, files: list[UploadedFile[bytes]]) -> Iterator[Enclosed]:
    """Keep the files one by one, as whoever writes the entry asks for them: not before it is sure to be written."""
    for file in files:
        content = file.read()
        yield Enclosed(File.keep(file.name or "", content, by=request.user, at=request.stamp.at))


def size_in_words(size_bytes: int) -> str:
    if size_bytes < MB:
        return f"{max(1, round(size_bytes / 1024))} KB"
    return f"{size_bytes / MB:.1f} MB"
