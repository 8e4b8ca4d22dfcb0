"""The subscriber's own page behind a signed link: what is followed and was sent, to change, pause, leave or delete."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from filings import jobs
from filings.alerts import channels, chat, links, subscribe
from filings.alerts.lines import lines_of
from filings.models import Channel, ChannelKind, Delivery, Event, Subscriber, Subscription
from filings.web import wishes

from .subscribe import bad_link, preview, private

DELIVERIES = 50
LINES = 2000

View = Callable[..., HttpResponse]


def own(view: View) -> View:
    """Hand the view the subscriber whose signed key stands in the address, or say that the link is not good."""

    @never_cache
    @wraps(view)
    def with_subscriber(request: HttpRequest, token: str, **given: Any) -> HttpResponse:
        try:
            subscriber = links.subscriber_of(token)
        except links.BadLink as error:
            return bad_link(request, error)
        return private(view(request, subscriber, **given))

    return with_subscriber


def back(subscriber: Subscriber) -> HttpResponse:
    return redirect("subscriber", links.page_token(subscriber))


def _mine(subscriber: Subscriber, number: int) -> Subscription:
    return get_object_or_404(Subscription.objects.of(subscriber), pk=number)


@own
def page(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    deliveries = Delivery.objects.filter(subscription__channel__subscriber=subscriber).order_by("-created_at", "-pk")
    related = ("message", "subscription__channel", "subscription__product", "subscription__organization")
    context = {
        "subscriber": subscriber,
        "token": links.page_token(subscriber),
        "subscriptions": list(Subscription.objects.of(subscriber).order_by("state", "pk")),
        "channels": list(subscriber.channels.order_by("pk")),
        "page": Paginator(deliveries.select_related(*related), DELIVERIES).get_page(request.GET.get("page")),
        "channel_form": wishes.ChannelForm(),
        "has_chat": chat.is_available(),
    }
    return render(request, "subscribe/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def terms(request: HttpRequest, subscriber: Subscriber, number: int) -> HttpResponse:
    """Change what one subscription tells and how often, with the same preview as at its beginning."""
    found = _mine(subscriber, number)
    old = subscribe.terms_of(found)
    form = wishes.TermsForm(request.POST or None, initial=old.__dict__)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        subscribe.change(found, wishes.terms_of_form(form), timezone.now())
        return back(subscriber)
    wanted = wishes.terms_of_form(form) if form.is_bound else old
    context = {"form": form, "token": links.page_token(subscriber), "subscription": found}
    return render(request, "subscribe/terms.html", context | preview(subscribe.target_of(found), wanted))


@require_POST
@own
def act(request: HttpRequest, subscriber: Subscriber, number: int) -> HttpResponse:
    """One button of one subscription: pause, resume, stop, or tell another channel the same."""
    found, now = _mine(subscriber, number), timezone.now()
    wanted = request.POST.get("act")
    if wanted == "pause":
        subscribe.pause(found)
    elif wanted == "resume":
        subscribe.resume(found, now)
    elif wanted == "stop":
        subscribe.stop(Subscription.objects.filter(pk=found.pk), "by the subscriber", now)
    elif wanted == "copy":
        channel = get_object_or_404(subscriber.channels, pk=wishes.number(request.POST.get("channel")))
        subscribe.follow_elsewhere(found, channel, now)
    return back(subscriber)


@require_POST
@own
def leave(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    subscribe.stop(Subscription.objects.of(subscriber), "by the subscriber", timezone.now())
    return back(subscriber)


@require_POST
@own
def renew(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """A new link, so that whoever else has the old one is shut out."""
    subscribe.renew_key(subscriber)
    return back(subscriber)


@own
def message(request: HttpRequest, subscriber: Subscriber, number: int) -> HttpResponse:
    """One past message, as it was sent, with every event that it told of."""
    mine = Delivery.objects.filter(subscription__channel__subscriber=subscriber)
    found = get_object_or_404(mine.select_related("message", "subscription__channel"), pk=number)
    told = Event.objects.filter(pk__in=found.lines.values("event")[:LINES])
    context = {"delivery": found, "token": links.page_token(subscriber), "lines": lines_of(told)}
    return render(request, "subscribe/message.html", context)


@own
def data(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    answer = JsonResponse(subscribe.all_data(subscriber), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="alerts.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@own
def delete(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Forget everything; the page before the button says what that means."""
    if request.method == "POST":
        subscribe.delete(subscriber)
        return render(request, "subscribe/deleted.html")
    return render(request, "subscribe/delete.html", {"subscriber": subscriber, "token": links.page_token(subscriber)})


@require_POST
@own
def add_channel(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    form = wishes.ChannelForm(request.POST)
    if not form.is_valid():
        context = {"channel_form": form, "token": links.page_token(subscriber), "has_chat": chat.is_available()}
        return render(request, "subscribe/channel.html", context, status=400)
    subscribe.add_channel(subscriber, form.cleaned_data["kind"], form.cleaned_data["address"])
    return back(subscriber)


@require_POST
@own
def act_on_channel(request: HttpRequest, subscriber: Subscriber, number: int) -> HttpResponse:
    """One button of one webhook or chat: test it, or switch it on again."""
    elsewhere = subscriber.channels.exclude(kind=ChannelKind.EMAIL)
    found: Channel = get_object_or_404(elsewhere, pk=number)
    if request.POST.get("act") == "test":
        jobs.test_channel(found.pk)
    elif request.POST.get("act") == "on":
        channels.switch_on(found)
    return back(subscriber)


# One-click unsubscription (RFC 8058) is a POST from a mail program; the token in the address is the proof.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A POST is answered with the page itself: RFC 8058 forbids a redirect. Looking changes nothing."""
    try:
        found = links.subscription_of(token)
    except links.BadLink as error:
        return bad_link(request, error)
    if request.method == "POST":
        subscribe.stop(Subscription.objects.filter(pk=found.pk), "by one click", timezone.now())
        found.refresh_from_db()
    return private(render(request, "subscribe/stop.html", {"subscription": found, "token": token}))
