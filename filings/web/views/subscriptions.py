"""A subscriber's own page. Looking changes nothing, because mail scanners follow links; only a POST stops the mails."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from filings.alerts.subscribe import stop
from filings.models import Subscription

DELIVERIES = 100


# One-click unsubscription (RFC 8058) is a POST from a mail program; the token in the address is the proof.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """A POST is answered with the page itself: RFC 8058 forbids a redirect."""
    found = get_object_or_404(Subscription.objects.select_related("product", "organization"), token=token)
    if request.method == "POST":
        stop(found)
    deliveries = list(found.deliveries.select_related("change_set__document").order_by("-sequence")[:DELIVERIES])
    context = {"subscription": found, "deliveries": deliveries, "was_asked": request.method == "POST"}
    response = render(request, "subscription.html", context)
    # The address is the key to the subscription, so it must not travel to other sites or into search engines.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
