"""Whether receivers can tell that our mails are ours: SPF, DKIM and DMARC of the sender's domain, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from filings.gate import names


@dataclass(frozen=True)
class Finding:
    """One thing looked at: good, bad, or None where it can't be known."""

    name: str
    is_good: bool | None
    text: str
    record: str = ""


@dataclass(frozen=True)
class Report:
    domain: str
    findings: list[Finding]

    @property
    def is_good(self) -> bool:
        return all(finding.is_good for finding in self.findings)


def check() -> Report:
    """Ask the DNS about the domain of MAIL_FROM, and of BOUNCES_TO for SPF."""
    domain = _domain(settings.DEFAULT_FROM_EMAIL)
    envelope = _domain(settings.BOUNCES_TO) or domain
    return Report(domain, [_spf(envelope), _dkim(domain), _dmarc(domain), _headers()])


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2].lower()


def _look(name: str, address: str, prefix: str, judge: Callable[[list[str]], Finding]) -> Finding:
    """Judge the records of one kind under a name, or say that nothing is known."""
    try:
        found = [text for text in names.texts(address) if text.lower().replace(" ", "").startswith(prefix)]
    except names.Unanswered as error:
        return Finding(name, None, _("Not known: %(why)s.") % {"why": error})
    return judge(found)


def _spf(domain: str) -> Finding:
    def judge(found: list[str]) -> Finding:
        if len(found) != 1:
            text = _("There must be exactly one SPF record under %(domain)s; there are %(n)d.")
            return Finding("SPF", False, text % {"domain": domain, "n": len(found)})
        record = found[0]
        if record.split()[-1].lower() in ("-all", "~all"):
            return Finding("SPF", True, _("It names who may send, and asks receivers to doubt all others."), record)
        return Finding("SPF", False, _("It doesn't end in -all or ~all, so it says nothing about others."), record)

    return _look("SPF", domain, "v=spf1", judge)


def _dkim(domain: str) -> Finding:
    if not settings.DKIM_SELECTOR:
        text = _("Not known: set DKIM_SELECTOR to the name under which the mail server's key is published.")
        return Finding("DKIM", None, text)

    def judge(found: list[str]) -> Finding:
        keys = [
            tag.partition("=")[2] for record in found for tag in record.replace(" ", "").split(";") if tag[:2] == "p="
        ]
        if not keys:
            return Finding("DKIM", False, _("No key is published under this selector."))
        if not any(keys):
            return Finding("DKIM", False, _("The key is empty, which means that it was revoked."), found[0])
        return Finding("DKIM", True, _("A key is published. The mail server must sign with it."), found[0])

    return _look("DKIM", f"{settings.DKIM_SELECTOR}._domainkey.{domain}", "", judge)


def _dmarc(domain: str) -> Finding:
    def judge(found: list[str]) -> Finding:
        if len(found) != 1:
            return Finding("DMARC", False, _("There is no single DMARC record, so receivers are told no policy."))
        tags = dict(tag.partition("=")[::2] for tag in found[0].replace(" ", "").split(";") if tag)
        if tags.get("p") in ("quarantine", "reject"):
            return Finding("DMARC", True, _("Receivers are asked to refuse or set aside what fails."), found[0])
        return Finding("DMARC", False, _("The policy is none: forged mails are let through."), found[0])

    return _look("DMARC", f"_dmarc.{domain}", "v=dmarc1", judge)


def _headers() -> Finding:
    text = _(
        "The signature must cover List-Unsubscribe and List-Unsubscribe-Post (h= of DKIM), or no button is shown. "
        "Only a received mail tells: look at its source."
    )
    return Finding(_("One-click header"), None, text)
