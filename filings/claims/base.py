"""What goes into the room and what comes out of it: articles, actors, claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year", ""]
Role = Literal["event", "background"]

# In the order in which a product usually passes through them.
STATUSES = (
    "announced",
    "submitted",
    "under_review",
    "delayed",
    "rejected",
    "approved",
    "registered",
    "launched",
    "suspended",
    "withdrawn",
)


@dataclass(frozen=True, slots=True)
class Actor:
    """An organization, or one of its products, and what the press calls it in any language.

    `partners` are names of organizations that are known to have a part in the product. `abroad` marks a company from
    outside mainland China, whose AI reaches China through a partner and a permission.
    """

    organization: str
    names: tuple[str, ...]
    product: str = ""
    partners: tuple[str, ...] = ()
    abroad: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `precision` says how much of `published_on` is known; without a day, both are empty."""

    title: str
    text: str
    language: str = ""
    published_on: date | None = None
    precision: Precision = "day"

    @property
    def whole(self) -> str:
        """Title and text with a line break between them: what the offsets of claims and quotes refer to."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says about the status of an organization's product.

    `quote` is `article.whole[start:end]`, verbatim. `happened_on` is the first day of what `precision` says is known.
    `role` is background where the sentence tells of what was so before. `hedge` is empty for a plain statement, else
    "reported" or "rumoured"; `attribution` names whom the sentence cites. A claim that `denies` says that the status is
    not so. `reasons` tell how the claim was understood, for the person who reviews it.
    """

    organization: str
    status: str
    quote: str
    start: int
    end: int
    role: Role = "event"
    partners: tuple[str, ...] = ()
    product: str = ""
    happened_on: date | None = None
    precision: Precision = ""
    hedge: str = ""
    attribution: str = ""
    denies: bool = False
    reasons: tuple[str, ...] = ()
