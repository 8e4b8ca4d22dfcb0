"""The words of the record: every closed list of values, with its labels and, where needed, a plain explanation."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Series(models.TextChoices):
    """The official series. They are never added up."""

    ALGORITHM = "algorithm", _("Algorithms")
    DEEP_SYNTHESIS = "deep_synthesis", _("Deep synthesis")
    GENAI_FILING = "genai_filing", _("Generative AI, filed")
    GENAI_REGISTRATION = "genai_registration", _("Generative AI, registered")
    ON_DEVICE = "on_device", _("On-device")
    PROVINCIAL_GUANGDONG = "provincial_guangdong", _("Guangdong")
    PROVINCIAL = "provincial", _("Other provinces")

    @property
    def chinese(self) -> str:
        """The regulator's own word for the series."""
        return _CHINESE_SERIES[self]

    @property
    def explanation(self) -> Promise:
        """One plain line: what the series lists."""
        return _SERIES_EXPLAINED[self]

    @property
    def is_provincial(self) -> bool:
        """Whether a province keeps it, whose word is not yet the national one."""
        return self in (Series.PROVINCIAL_GUANGDONG, Series.PROVINCIAL)


_CHINESE_SERIES = {
    Series.ALGORITHM: "算法备案",
    Series.DEEP_SYNTHESIS: "深度合成服务算法备案",
    Series.GENAI_FILING: "生成式人工智能服务备案",
    Series.GENAI_REGISTRATION: "生成式人工智能服务登记",
    Series.ON_DEVICE: "手机端侧生成式人工智能服务备案",
    Series.PROVINCIAL_GUANGDONG: "广东省生成式人工智能服务备案",
    Series.PROVINCIAL: "其他省份生成式人工智能服务备案",
}


_SERIES_EXPLAINED: dict[Series, Promise] = {
    Series.ALGORITHM: _("Recommendation and similar algorithms of services that can move public opinion."),
    Series.DEEP_SYNTHESIS: _(
        "Algorithms that generate or alter text, images, sound or scenes: of the provider of a service, or of the"
        " technical supporter behind it."
    ),
    Series.GENAI_FILING: _(
        "Generative services on an own or fine-tuned model, filed (备案) through the province with the national office."
    ),
    Series.GENAI_REGISTRATION: _("Applications that call somebody’s filed model, registered (登记) in the province."),
    Series.ON_DEVICE: _("Generative services that run on phones, listed nationally since July 2026."),
    Series.PROVINCIAL_GUANGDONG: _(
        "What the province of Guangdong lists by itself, often earlier than the national list."
    ),
    Series.PROVINCIAL: _("What other provinces list by themselves, where we read their pages."),
}


class Outcome(models.TextChoices):
    """How one poll ended. The first two are good."""

    RECORDED = "RECORDED", _("Recorded")
    UNCHANGED = "UNCHANGED", _("Unchanged")
    HELD = "HELD", _("Held for a person")
    SUSPICIOUS = "SUSPICIOUS", _("Suspicious")
    BLOCKED = "BLOCKED", _("Blocked")
    UNREACHABLE = "UNREACHABLE", _("Unreachable")
    FAILED = "FAILED", _("Failed")

    @property
    def is_good(self) -> bool:
        return self in (Outcome.RECORDED, Outcome.UNCHANGED)


class Status(models.TextChoices):
    """What is known of a product, from a mere announcement to an entry in a national list."""

    ANNOUNCED = "announced", _("Announced")
    SUBMITTED = "submitted", _("Submitted")
    UNDER_REVIEW = "under_review", _("Under review")
    DELAYED = "delayed", _("Delayed")
    REPORTED_APPROVED = "reported_approved", _("Reported approved")
    REPORTED_REJECTED = "reported_rejected", _("Reported rejected")
    PROVINCIALLY_LISTED = "provincially_listed", _("Provincially listed")
    REGISTERED = "registered", _("Registered")
    FILED = "filed", _("Filed")
    AMENDED = "amended", _("Amended")
    SUSPENDED = "suspended", _("Suspended")
    CANCELLED = "cancelled", _("Cancelled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAUNCHED = "launched", _("Launched")
    UNLISTED = "unlisted", _("No longer listed")
    NOT_FOUND = "not_found", _("On no list")

    @property
    def explanation(self) -> Promise:
        """One plain line: what the status means."""
        return _EXPLANATIONS[self][0]

    @property
    def usually_next(self) -> Promise:
        """One plain line: what usually comes next."""
        return _EXPLANATIONS[self][1]


_EXPLANATIONS: dict[Status, tuple[Promise, Promise]] = {
    Status.ANNOUNCED: (
        _("Somebody says that the product is meant for China."),
        _("A report that it was handed to the regulator, or nothing for a long time."),
    ),
    Status.SUBMITTED: (
        _("Said to have been handed to the regulator. No list confirms a hand-in."),
        _("An entry in a provincial or national list, some months later. Nobody publishes who waits."),
    ),
    Status.UNDER_REVIEW: (
        _("Said to be waiting for a decision. The regulator publishes no list of waiting products."),
        _("An entry in a list, or a report of delay."),
    ),
    Status.DELAYED: (
        _("Said to be held up. The regulator has not said so itself."),
        _("No pattern is known."),
    ),
    Status.REPORTED_APPROVED: (
        _("The press says that it passed, and no list shows it yet."),
        _("An entry in the next list, if the report is right."),
    ),
    Status.REPORTED_REJECTED: (
        _("The press says that it was refused. No official list of refusals exists."),
        _("Often a new attempt, months later."),
    ),
    Status.PROVINCIALLY_LISTED: (
        _("A province lists it; the national list does not, or not yet."),
        _("An entry in the next national list."),
    ),
    Status.REGISTERED: (
        _("On the national list as an application of somebody's filed model (登记)."),
        _("Rewritten rows when the product or its company changes."),
    ),
    Status.FILED: (
        _("On a national list under its own number (备案)."),
        _("Rewritten rows when names or products change; a cancellation when the service ends."),
    ),
    Status.AMENDED: (
        _("The regulator rewrote a row that was already published."),
        _("Nothing in particular."),
    ),
    Status.SUSPENDED: (
        _("An authority ordered the service to stop, for a time."),
        _("A return after changes, or a cancellation."),
    ),
    Status.CANCELLED: (
        _("The regulator marks the number as cancelled (注销)."),
        _("Nothing: a cancelled number does not come back; a new service needs a new number."),
    ),
    Status.WITHDRAWN: (
        _("The company took the product, or its request, back."),
        _("No pattern is known."),
    ),
    Status.LAUNCHED: (
        _("Said to be open to the public in mainland China. No list says this."),
        _("An entry in a list, if it has none."),
    ),
    Status.UNLISTED: (
        _("It stood in a list and no longer does, and a person has confirmed that. The regulator gave no reason."),
        _("Nobody knows: a row can come back, and absence is not a cancellation."),
    ),
    Status.NOT_FOUND: (
        _("No list that we have read has it under its names. It does not mean that it was refused."),
        _("A report that it was handed to the regulator, or an entry in a list."),
    ),
}


class Proof(models.IntegerChoices):
    """Who says so. A higher number is the stronger proof."""

    PRESS = 1, _("Press report")
    COMPANY = 2, _("Company statement")
    PROVINCIAL = 3, _("Provincial list")
    NATIONAL = 4, _("National list")

    @property
    def explanation(self) -> Promise:
        """One plain line: whose word it is."""
        return _PROOFS_EXPLAINED[self]


_PROOFS_EXPLAINED: dict[Proof, Promise] = {
    Proof.PRESS: _("A news article, with its quote."),
    Proof.COMPANY: _("The company itself, or somebody in its name."),
    Proof.PROVINCIAL: _("A list of a provincial cyberspace administration. The national list may follow."),
    Proof.NATIONAL: _("A list of the Cyberspace Administration of China."),
}


class Precision(models.TextChoices):
    """How exactly a date in the world is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Cause(models.TextChoices):
    """Why an entry of the timeline exists."""

    REGULATOR = "regulator", _("the regulator published or edited it")
    BASELINE = "baseline", _("already there when we first read the list")
    IMPORT = "import", _("imported with the bundled history")
    READER = "reader", _("our reader of the files was changed")
    PRESS = "press", _("the press, or a company, said so")
    EDITOR = "editor", _("an editor entered it")


class EventKind(models.TextChoices):
    """What happened to a filing."""

    LISTED = "listed", _("Listed")
    AMENDED = "amended", _("Amended")
    CANCELLED = "cancelled", _("Cancelled")
    RESTORED = "restored", _("Cancellation mark removed")
    GONE = "gone", _("Gone from the list")
    BACK = "back", _("Back on the list")
    REPORTED = "reported", _("Reported")
    DENIED = "denied", _("Denied")
    STATED = "stated", _("Entered by an editor")
    CORRECTED = "corrected", _("Corrected by an editor")
