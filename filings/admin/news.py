"""The admin of what the press says: outlets, articles, and what people have decided about claims."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from filings import jobs
from filings.models import Article, Decision, Outlet
from filings.pipeline import added, review
from filings.sources.markup import web_address

from .base import EditorAdmin, ReadOnlyAdmin
from .render import link


@admin.register(Outlet)
class OutletAdmin(EditorAdmin):
    """How far the word of an outlet goes. The machine only adds hosts, as unlisted."""

    editor_fields = ("host", "name", "aliases", "tier", "group", "note")
    list_display = ("name", "host", "tier", "group")
    list_filter = ("tier",)
    list_select_related = ("group",)
    search_fields = ("name", "host", "aliases", "note")
    raw_id_fields = ("group",)


class AddressForm(forms.Form):
    """The address of an article, to be fetched."""

    url = forms.CharField(label=_("Address"), max_length=2000, widget=forms.URLInput(attrs={"size": 80}))

    def clean_url(self) -> str:
        url = web_address(self.cleaned_data["url"])
        if not url:
            raise forms.ValidationError(_("This is no address of the web."))
        return url


class TextForm(AddressForm):
    """The text of an article that only subscribers can read."""

    title = forms.CharField(label=_("Title"), max_length=500, widget=forms.TextInput(attrs={"size": 80}))
    published_on = forms.DateField(label=_("Published on"), help_text=_("In Beijing, such as 2025-02-11."))
    text = forms.CharField(label=_("Text"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 20, "cols": 100}))


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    """What was read. An editor adds an article by its address, or by pasting its text."""

    list_display = ("title", "outlet", "published_on", "dated", "cites", "is_teaser", "seen_at")
    list_select_related = ("outlet",)
    list_filter = ("outlet__tier", "language", "dated", "is_teaser")
    search_fields = ("title", "url", "text")
    fields = (
        "title",
        "public_page",
        "outlet",
        "document",
        "language",
        ("published_on", "precision", "published_at", "dated"),
        "url",
        "is_teaser",
        "original",
        "cites",
        ("added_by", "seen_at"),
        "text",
    )
    readonly_fields = ("public_page",)
    change_list_template = "admin/filings/article/change_list.html"

    @admin.display(description=_("Public page"))
    def public_page(self, article: Article) -> str:
        return link(article.get_absolute_url(), article.title)

    def get_urls(self) -> list[URLPattern]:
        mine = path("new/", self.admin_site.admin_view(self.add_article), name="filings_article_new")
        return [mine, *super().get_urls()]

    def add_article(self, request: HttpRequest) -> HttpResponse:
        """Two forms, one for an address and one for a text."""
        if not self.has_act_permission(request):
            return HttpResponse(status=403)
        pasted = "text" in request.POST
        data = request.POST if request.method == "POST" else None
        address, text = AddressForm(None if pasted else data), TextForm(data if pasted else None)
        form = text if pasted else address
        if data is not None and form.is_valid():
            return self._add(request, form.cleaned_data)
        context = {**self.admin_site.each_context(request), "address": address, "text": text, "opts": self.opts}
        return render(request, "admin/filings/article/add.html", context)

    def _add(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        now = timezone.now()
        if "text" in values:
            finding = added.add_text(**values, person=person_of(request), now=now)
            self.message_user(request, f"{finding.outcome.label}: {finding.message}", messages.SUCCESS)
            jobs.enqueue(jobs.send_alerts)
        else:
            document = added.add_address(values["url"], now)
            jobs.poll_now(document.source_id)
            self.message_user(request, _("The article is being read; its poll says what came of it."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:filings_article_changelist"))


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """What people have said of claims, and when, and why. Each can be taken back."""

    list_display = ("at", "by", "verdict", "status", "product", "reason", "undone_at", "undone_by")
    list_select_related = ("by", "undone_by", "product")
    list_filter = ("verdict", "status")
    search_fields = ("reason", "product__name", "by__username")
    actions = ("take_back",)

    @admin.action(description=_("Take back"), permissions=["act"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Decision]) -> None:
        now, person = timezone.now(), person_of(request)
        undone = sum(review.undo(pk, person, now) for pk in queryset.values_list("pk", flat=True))
        jobs.enqueue(jobs.send_alerts)
        said = ngettext("%(count)d decision taken back.", "%(count)d decisions taken back.", undone)
        self.message_user(request, said % {"count": undone}, messages.SUCCESS)


def person_of(request: HttpRequest) -> int:
    """The id of the editor."""
    person = request.user.pk
    assert person is not None, "only people who are logged in reach the admin"
    return person
