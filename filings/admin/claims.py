"""The review queue: a claim in its article, what it would change, and one key for each thing to say of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from filings import jobs
from filings.models import Claim, ClaimState, ClaimStatus, Precision, Product
from filings.noted import noted
from filings.passages import whole
from filings.pipeline import review
from filings.pipeline.match import create_for_group
from filings.pipeline.record import Overtaken
from filings.pipeline.review import Ruling, Undecidable

from .base import ReadOnlyAdmin
from .news import person_of

WAITING_FIRST = Case(When(state=ClaimState.PENDING, then=Value(0)), default=Value(1))
NOTHING_MEANT = _("Say which product is meant, by the last part of its address.")


class RulingForm(forms.Form):
    """What a person says of a claim. Everything begins as it was read."""

    product = forms.CharField(
        label=_("Product"),
        max_length=100,
        required=False,
        help_text=_("The last part of the address of its page."),
        widget=forms.TextInput(attrs={"list": "products", "size": 40}),
    )
    new_product = forms.CharField(
        label=_("Or a new product"), max_length=200, required=False, help_text=_("Its name, where no list has it yet.")
    )
    status = forms.ChoiceField(label=_("Status"), choices=ClaimStatus)
    happened_on = forms.DateField(label=_("Happened on"), required=False)
    precision = forms.ChoiceField(label=_("Precision"), choices=[("", "–"), *Precision.choices], required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.TextInput(attrs={"size": 60})
    )

    def clean_product(self) -> Product | None:
        slug = self.cleaned_data["product"].strip()
        if not slug:
            return None
        product = Product.objects.filter(slug=slug).select_related("merged_into").first()
        if product is None:
            raise forms.ValidationError(_("No product has this address."))
        return product.merged_into or product

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("happened_on") and not values.get("precision"):
            values["precision"] = Precision.DAY
        return values


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    """What articles say, the waiting ones first."""

    ordering = (WAITING_FIRST, "-id")  # type: ignore[assignment]
    noted = ("because",)
    list_display = ("actor", "product", "status", "denies", "state", "outlet", "published_on", "because", "quote")
    list_select_related = ("article__outlet", "product")
    list_filter = ("state", "status", "denies", "role", "article__outlet__tier")
    search_fields = ("actor", "quote", "article__title", "product__name")
    change_form_template = "admin/filings/claim/change_form.html"
    actions = ("accept", "reject", "take_back")

    @admin.display(description=_("Outlet"))
    def outlet(self, claim: Claim) -> str:
        return claim.article.outlet.name

    @admin.display(description=_("Published on"))
    def published_on(self, claim: Claim) -> dt.date:
        return claim.article.published_on

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/", view, name="filings_claim_decide"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        claim = Claim.objects.for_review().filter(pk=object_id if object_id.isdecimal() else 0).first()
        context = self._context(request, claim) if claim else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def _context(self, request: HttpRequest, claim: Claim) -> dict[str, Any]:
        first = {
            "product": claim.product.slug if claim.product else "",
            "status": claim.status,
            "happened_on": claim.happened_on,
            "precision": claim.precision,
        }
        others = Product.objects.filter(group=claim.group, merged_into=None) if claim.group else Product.objects.none()
        return {
            "claim": claim,
            "passages": whole(claim.article.whole, [claim]),
            "outlook": review.outlook(claim),
            "ruling": RulingForm(initial=first),
            "products": others.order_by("name")[:100],
            "may_decide": self.has_act_permission(request),
            "next": _next(claim),
        }

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a person's word, then show the next claim that waits."""
        if not self.has_act_permission(request):
            return HttpResponse(status=403)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        claim = get_object_or_404(Claim.objects.for_review(), pk=pk)
        following = _next(claim)
        try:
            said = self._take_word(request, claim)
        except (Undecidable, Overtaken) as error:
            self.message_user(request, noted(str(error)), messages.WARNING)
            return HttpResponseRedirect(_address(claim))
        jobs.enqueue(jobs.send_alerts)
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(_address(following))

    def _take_word(self, request: HttpRequest, claim: Claim) -> str:
        form, now, person = RulingForm(request.POST), timezone.now(), person_of(request)
        if "undo" in request.POST:
            if claim.decision_id is not None:
                review.undo(claim.decision_id, person, now)
            return str(_("The decision was taken back."))
        if not form.is_valid():
            raise Undecidable(" ".join(str(message) for field in form.errors.values() for message in field))
        values = form.cleaned_data
        if "reject" in request.POST:
            review.reject(claim.pk, values["reason"], person, now)
            return str(_("Rejected, and remembered."))
        review.accept(claim.pk, _ruling(claim, values), person, now)
        return str(_("Accepted, and remembered."))

    @admin.action(description=_("Accept as read"), permissions=["act"])
    def accept(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        def one(claim: Claim) -> None:
            review.accept(claim.pk, review.as_read(claim), person_of(request), timezone.now())

        self._each(request, queryset, one)

    @admin.action(description=_("Reject"), permissions=["act"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        self._each(request, queryset, lambda claim: review.reject(claim.pk, "", person_of(request), timezone.now()))

    @admin.action(description=_("Take back"), permissions=["act"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        def one(claim: Claim) -> None:
            if claim.decision_id is None or not review.undo(claim.decision_id, person_of(request), timezone.now()):
                raise Undecidable(f"nobody has decided about it: {claim}")

        self._each(request, queryset, one)

    def _each(self, request: HttpRequest, queryset: QuerySet[Claim], verb: Any) -> None:
        """Say it of each of the chosen claims, oldest first, and what could not be said."""
        done = 0
        for pk in list(queryset.order_by("pk").values_list("pk", flat=True)):
            try:
                verb(Claim.objects.for_review().get(pk=pk))
                done += 1
            except (Undecidable, Overtaken) as error:
                self.message_user(request, noted(str(error)), messages.WARNING)
        if done:
            jobs.enqueue(jobs.send_alerts)
            said = ngettext("%(count)d claim decided.", "%(count)d claims decided.", done) % {"count": done}
            self.message_user(request, said, messages.SUCCESS)


def _ruling(claim: Claim, values: dict[str, Any]) -> Ruling:
    product = values["product"] or claim.product
    if product is None and values["new_product"] and claim.group:
        product = create_for_group(claim.group, values["new_product"])
    if product is None:
        raise Undecidable(str(NOTHING_MEANT))
    day = values["happened_on"]
    return Ruling(product, ClaimStatus(values["status"]), day, values["precision"] if day else "", values["reason"])


def _next(claim: Claim) -> Claim | None:
    """The next one that waits, older ones first after this one, else from the newest again."""
    waiting = Claim.objects.pending().exclude(pk=claim.pk).exclude(key=claim.key)
    return waiting.filter(pk__lt=claim.pk).order_by("-pk").first() or waiting.order_by("-pk").first()


def _address(claim: Claim | None) -> str:
    if claim is None:
        return reverse("admin:filings_claim_changelist")
    return reverse("admin:filings_claim_change", args=[claim.pk])
