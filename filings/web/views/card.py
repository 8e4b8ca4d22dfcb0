"""The picture that other sites show beside a link to a product: name, status, who says so, since when."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from filings.models import Product, Proof, Status
from filings.web import names, palette, raster
from filings.web.badges import status_badge
from filings.web.charts.scale import shortened, text_width
from filings.web.dates import day_text

WIDTH = 1200
NAME_SIZES = (84, 64, 48)


@require_safe
@cache_control(public=True, max_age=3600)
def product_card(request: HttpRequest, slug: str) -> HttpResponse:
    """1200 × 630 pixels, as networks ask for. There is none on a machine without any font."""
    found = get_object_or_404(Product.objects.select_related("organization", "group"), slug=slug)
    if not raster.can_draw("A"):
        raise Http404
    return HttpResponse(raster.png(drawn(found), zoom=1), content_type="image/png")


def drawn(product: Product) -> str:
    """The card as SVG."""
    name = _drawable(product.name, product.name_en)
    size = next((size for size in NAME_SIZES if text_width(name, size) < WIDTH - 160), NAME_SIZES[-1])
    badge = status_badge(product.status)
    colours = palette.look(badge.look)
    context = {
        "name": shortened(name, WIDTH - 160, size),
        "size": size,
        "owner": shortened(_owner(product), WIDTH - 160, 34),
        "badge": badge,
        "is_filled": badge.weight == "filled",
        "badge_width": text_width(str(badge.label), 44) + 130,
        "colour": colours["--fill"] if badge.weight == "filled" else colours["--tone"],
        "proof": Proof(product.proof),
        "levels": [(level <= product.proof, 14 * (level - 1), 8 * level) for level in Proof],
        "since": _("in the lists since %(day)s") % {"day": day_text(product.listed_on)} if product.listed_on else "",
        "meaning": shortened(str(Status(product.status).explanation), WIDTH - 160, 30),
        "day": day_text(timezone.localdate()),
        "families": raster.FAMILIES,
    }
    return render_to_string("charts/card.svg", context)


def _owner(product: Product) -> str:
    if product.group:
        return str(product.group)
    return _drawable(product.organization.name, product.organization.name_en) if product.organization else ""


def _drawable(name: str, english: str) -> str:
    """The name itself, or in English or pinyin where no font of this machine has its letters."""
    if not names.has_han(name) or raster.can_draw("国"):
        return name
    return english or names.reading(name)
