"""What only a person can answer: opened by the machine, once each, and closed by a person or by what comes later."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .registers import Product
from .sources import Document, Source


class QuestionKind(models.TextChoices):
    """What is asked."""

    NEW_SERIES = "new_series", _("A new series?")
    CONTRADICTION = "contradiction", _("Two sources contradict each other")


class QuestionQuerySet(models.QuerySet["Question"]):
    """The questions asked of questions."""

    def open(self) -> QuestionQuerySet:
        return self.filter(closed_at=None)


class Question(models.Model):
    """One open point. The key says what it is about, so that it is asked once."""

    key = models.CharField(max_length=200, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=QuestionKind)
    text = models.TextField(help_text=_("What was found, in words."))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="questions")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="questions")
    url = models.CharField(max_length=2000, blank=True, help_text=_("Where it was found."))
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="questions")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_by=None) | Q(closed_at__isnull=False), name="question_closed_once"
            ),
        ]
        indexes = [models.Index(fields=["closed_at", "kind"], name="question_open")]

    def __str__(self) -> str:
        return self.text
