"""The archived bytes, as they came, for whoever wants to check."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from filings.models import Snapshot
from filings.pipeline.archive import path_of


@require_safe
def snapshot(request: HttpRequest, sha256: str) -> FileResponse:
    """Always a download and never a page: these are bytes of somebody else's site.

    Those of articles and of an editor's evidence are kept, but only editors may have them: they belong to a publisher.
    """
    found = Snapshot.objects.filter(sha256=sha256).select_related("document").order_by("id").first()
    if found is None:
        raise Http404
    is_closed = found.document.is_closed
    if is_closed and not (isinstance(request.user, User) and request.user.is_staff):
        raise Http404
    try:
        file = path_of(found.sha256).open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    name = f"{found.sha256[:12]}.{found.media_type}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store" if is_closed else "public, max-age=31536000, immutable"
    return response
