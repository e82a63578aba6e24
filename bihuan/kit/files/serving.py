"""Hand out a kept file: as a download, or, a raster picture only, to be shown inside one of our pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from bihuan.kit.files.models import File

# Whatever a browser thinks the bytes are, it may neither run nor load anything from them.
POLICY = "default-src 'none'; sandbox"


def serve(file: File) -> HttpResponse:
    """Answer with the bytes. Neither the query nor the sender decides the type or the disposition."""
    response = HttpResponse(bytes(file.blob.content))
    response["Content-Type"] = f"image/{file.kind}" if file.is_picture else "application/octet-stream"
    disposition = content_disposition_header(as_attachment=not file.is_picture, filename=file.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
