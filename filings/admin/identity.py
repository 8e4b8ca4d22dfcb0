"""The admin of who is who: decisions, which can be taken back, what they give, and what likeness proposes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from filings.models import Assignment, IdentityDecision, Proposal, ProposalState
from filings.noted import noted
from filings.pipeline.proposals import decide

from .base import ReadOnlyAdmin
from .editing import UNDO
from .verbs import Act, Verb, WithVerbs


@admin.register(IdentityDecision)
class IdentityDecisionAdmin(WithVerbs, ReadOnlyAdmin):
    """What was joined, separated or given, by whom and why; and the way back."""

    verbs = (UNDO,)
    noted = ("reason",)
    list_display = ("id", "kind", "subject", "target", "reason", "by", "at", "undone_at")
    list_select_related = (
        "product",
        "to_product",
        "organization",
        "to_organization",
        "group",
        "by",
    )
    list_filter = ("kind", ("undone_at", admin.EmptyFieldListFilter))
    search_fields = ("product__name", "to_product__name", "organization__name", "to_organization__name", "reason")

    @admin.display(description=_("What"))
    def subject(self, decision: IdentityDecision) -> str:
        return str(decision.product or decision.organization)

    @admin.display(description=_("To"))
    def target(self, decision: IdentityDecision) -> str:
        return str(decision.to_product or decision.to_organization or decision.group or "–")


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    """A filing that a person gave to another product than its words lead to."""

    list_display = ("filing", "product", "to_product", "decision")
    list_select_related = ("filing", "product", "to_product", "decision")
    search_fields = ("filing__number", "product__name", "to_product__name")


class MaybeReasonForm(forms.Form):
    """A reason, if there is more to say than what is alike."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000)

    def __init__(self, *args: Any, row: Proposal, **more: Any) -> None:
        super().__init__(*args, **{**more, "auto_id": False})


def _say(state: ProposalState, said: Any) -> Any:
    def run(proposal: Proposal, values: dict[str, Any], act: Act) -> Any:
        decide(proposal, state, person=act.person, now=act.now, reason=values["reason"])
        return said

    return run


WAITING = (ProposalState.OPEN, ProposalState.LATER)
WAITING_FIRST = Case(
    When(state=ProposalState.OPEN, then=Value(0)), When(state=ProposalState.LATER, then=Value(1)), default=Value(2)
)


def _waits(proposal: Proposal) -> bool:
    return proposal.state in WAITING


@admin.register(Proposal)
class ProposalAdmin(WithVerbs, ReadOnlyAdmin):
    """The queue of what looks alike: both sides, why, and one key for yes, no and later."""

    change_form_template = "admin/filings/proposal.html"
    verbs = (
        Verb(
            "yes", _("Yes"), "filings.change_proposal", MaybeReasonForm,
            _say(ProposalState.YES, _("Done.")), applies=_waits, key="y",
        ),
        Verb(
            "no", _("No"), "filings.change_proposal", MaybeReasonForm,
            _say(ProposalState.NO, _("Remembered: this is not proposed again.")), applies=_waits, key="n",
        ),
        Verb(
            "later", _("Later"), "filings.change_proposal", MaybeReasonForm,
            _say(ProposalState.LATER, _("Put off.")), applies=lambda proposal: proposal.state == ProposalState.OPEN,
            key="l",
        ),
    )  # fmt: skip
    ordering = (WAITING_FIRST, "-score", "id")  # type: ignore[assignment]
    list_display = ("__str__", "kind", "score", "because", "state", "decided_by", "decided_at")
    list_filter = ("state", "kind")
    search_fields = ("filing__number", "product__name", "to_product__name", "organization__name", "group__name")
    fields = ("kind", "score", "because", "state", "made_at", "decided_by", "decided_at", "decision")
    readonly_fields = ("because",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        """With all that the page shows of both sides."""
        sides = ("filing__organization", "filing__current", "product", "to_product__group", "organization", "group")
        return super().get_queryset(request).select_related(*sides, "decided_by", "decision")

    @admin.display(description=_("Reasons"))
    def because(self, proposal: Proposal) -> str:
        return noted("; ".join(proposal.reasons))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        proposal = self.get_object(request, object_id)
        sides = {"proposal": proposal, "next": self._next(proposal) if proposal else None}
        return super().change_view(request, object_id, form_url, {**sides, **(extra_context or {})})

    def _next(self, proposal: Proposal) -> Proposal | None:
        return Proposal.objects.waiting().exclude(pk=proposal.pk).first()

    def after(self, row: Proposal, verb: Verb) -> str:
        following = self._next(row)
        if following is None:
            return reverse("admin:filings_proposal_changelist")
        return reverse("admin:filings_proposal_change", args=[following.pk])
