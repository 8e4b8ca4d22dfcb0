"""A product's status as a badge to embed elsewhere, in the language that the address asks for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from filings.models import Product, Status
from filings.web import palette
from filings.web.badges import status_badge
from filings.web.charts.scale import text_width

SIZE = 11.5
ICON = 17


@require_safe
@cache_control(public=True, max_age=600)
def product_badge(request: HttpRequest, slug: str) -> HttpResponse:
    """`?lang=en` or `?lang=zh-hans`; without it, English: a page elsewhere has no language of its reader to offer."""
    found = get_object_or_404(Product.objects.select_related("merged_into"), slug=slug)
    wanted = request.GET.get("lang", "")
    with translation.override(wanted if wanted in dict(settings.LANGUAGES) else "en"):
        return render(request, "charts/badge.svg", _drawn(found.merged_into or found), content_type="image/svg+xml")


def _drawn(product: Product) -> dict[str, object]:
    badge = status_badge(Status(product.status))
    colours = palette.look(badge.look)
    left, right = _("China’s AI registers"), str(badge.label)
    left_width, right_width = text_width(left, SIZE) + 14, text_width(right, SIZE * 1.08) + ICON + 16
    is_filled = badge.weight == "filled"
    return {
        "badge": badge,
        "left": left,
        "right": right,
        "name": product.name,
        "left_width": left_width,
        "right_width": right_width,
        "width": left_width + right_width,
        "colour": colours["--fill"] if is_filled else colours["--tone"],
        "is_filled": is_filled,
    }
