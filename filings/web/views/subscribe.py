"""Following without an account: the form with its preview, and the confirmation behind the link in the mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from filings import jobs
from filings.alerts import history, links, signup
from filings.alerts.compose import target_text, why_text
from filings.alerts.subscribe import Target, Terms
from filings.web import wishes
from filings.web.visitors import address_of


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The form. "Preview" shows what would have been told; "Follow" writes to the address and stores nothing else."""
    target = wishes.target_from(request.GET)
    start = {"language": get_language() or "en"}
    form = wishes.FollowForm(request.POST) if request.method == "POST" else wishes.FollowForm(initial=start)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        return _ask(request, form, target)
    terms = wishes.terms_of_form(form) if form.is_bound else Terms()
    if "preview" in request.POST:
        # A preview needs no address yet.
        form.errors.pop("email", None)
    return render(request, "subscribe/follow.html", {"form": form, **preview(target, terms)})


def _ask(request: HttpRequest, form: wishes.FollowForm, target: Target) -> HttpResponse:
    email = form.cleaned_data["email"]
    try:
        signup.ask(email, target, wishes.terms_of_form(form), address_of(request), timezone.now())
    except signup.TooMany:
        return too_many(request)
    jobs.send_letters()
    return render(request, "subscribe/asked.html", {"email": email})


def preview(target: Target, terms: Terms) -> dict[str, object]:
    """What following this by these terms would have brought in the last twelve months."""
    wish = target.wish(terms)
    return {
        "target": target_text(wish),
        "why": why_text(wish, terms.rhythm),
        "feed_url": wishes.feed_url(target),
        "backtest": history.backtest(wish, terms.rhythm, terms.zone, timezone.now()),
    }


def too_many(request: HttpRequest) -> HttpResponse:
    answer = render(request, "subscribe/too_many.html", status=429)
    answer["Retry-After"] = "3600"
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, because mail scanners follow links; the button confirms."""
    try:
        _email, target, terms, _at = signup.asked(token)
        if request.method == "POST":
            subscription = signup.confirm(token, timezone.now())
            return private(redirect("subscriber", links.page_token(subscription.channel.subscriber)))
    except links.BadLink as error:
        return bad_link(request, error)
    wish = target.wish(terms)
    context = {"target": target_text(wish), "why": why_text(wish, terms.rhythm)}
    return private(render(request, "subscribe/confirm.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """For whoever has lost the link to their page. The answer is the same whether the address is known or not."""
    form = wishes.AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            signup.ask_for_link(email, get_language() or "en", address_of(request), timezone.now())
        except signup.TooMany:
            return too_many(request)
        jobs.send_letters()
        return render(request, "subscribe/link_asked.html", {"email": email})
    return render(request, "subscribe/link.html", {"form": form})


def bad_link(request: HttpRequest, error: links.BadLink) -> HttpResponse:
    context = {"is_expired": error.is_expired}
    return private(render(request, "subscribe/bad_link.html", context, status=410 if error.is_expired else 404))


def private(answer: HttpResponse) -> HttpResponse:
    """The address is a key: it must not travel to other sites, into search engines or caches.

    "no-referrer" would go too far: browsers then send the origin of our own forms as "null", which is refused.
    """
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    answer["Cache-Control"] = "no-store, private"
    return answer
