"""Proof of life of the clock, so that a stopped one is seen without any worker running."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """When a part of the system last did its work."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
