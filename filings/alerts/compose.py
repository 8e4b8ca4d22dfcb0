"""What a message says: subject, text and HTML in its readers' language, written once for all who get the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from filings.models import (
    ChangeSet,
    Event,
    EventKind,
    IdentityDecision,
    Message,
    Organization,
    Outcome,
    Poll,
    Product,
    Proof,
    Rhythm,
    Scope,
    Series,
    Source,
    Withdrawal,
)
from filings.noted import noted
from filings.text import collapse

from .groups import Group
from .lines import Line, day_text, lines_of, name_of
from .rules import Facts, Wish

# Programs get the whole of the longest list that ever was, and some more.
LINES_IN_DATA = 2000
# A batch of 700 is one message that can be read: the first lines in the mail, the rest behind a link.
LINES_SHOWN = 30
LONGEST_SUBJECT = 200
PERIODS = {Rhythm.DAILY.value: dt.timedelta(days=1), Rhythm.WEEKLY.value: dt.timedelta(days=7)}


def tell_set(change_set: ChangeSet, group: Group, wanted: Sequence[Facts], now: dt.datetime) -> Message:
    """What one change set means for this group: the events that it follows, one or hundreds."""
    with override(group.language):
        lines = _lines(wanted)
        single = lines[0] if len(wanted) == 1 else None
        headline = single.headline if single else _set_headline(change_set, group, lines[0], wanted)
        context = {
            "document": change_set.document,
            "snapshot": change_set.snapshot,
            "all_url": f"{settings.SITE_URL}/changes/?set={change_set.pk}",
        }
        data = {"type": "filings.changed", "change_set": change_set.pk}
        message = _message("event" if single else "several", headline, group, wanted, lines, context, data)
        return _save(message, now, change_set=change_set)


def tell_digest(group: Group, wanted: Sequence[Facts], now: dt.datetime) -> Message:
    """What gathered between two mornings; with nothing wanted, that it was quiet and how hard we looked."""
    with override(group.language):
        rhythm = group.row["rhythm"]
        period = _period_text(rhythm, group.row["zone"], now)
        said = counts_text(wanted) if wanted else _("nothing changed")
        headline = _("%(period)s: %(said)s") % {"period": period, "said": said}
        context = {"is_digest": True} if wanted else _diligence(now - PERIODS[rhythm])
        data = {"type": "filings.digest", "rhythm": rhythm}
        template = "several" if wanted else "quiet"
        return _save(_message(template, headline, group, wanted, _lines(wanted), context, data), now)


def tell_correction(withdrawal: Withdrawal, language: str, now: dt.datetime) -> Message:
    """That something we told is taken back, and why."""
    with override(language):
        (line,) = lines_of(Event.objects.filter(pk=withdrawal.event_id))
        headline = _("Taken back: %(headline)s") % {"headline": line.headline}
        context = {"headline": headline, "line": line, "reason": noted(withdrawal.reason)}
        message = Message(
            language=language,
            subject=headline[:LONGEST_SUBJECT],
            text=render_to_string("alerts/correction.txt", context),
            html=render_to_string("alerts/correction.html", context),
            why=_("You get this because we told you of it before."),
            data={"type": "filings.withdrawn", "reason": withdrawal.reason, "total": 1, "events": [line.data()]},
        )
        return _save(message, now, withdrawal=withdrawal)


def tell_joined(decision: IdentityDecision, language: str, now: dt.datetime) -> Message:
    """That what its receivers follow is part of something else from now on."""
    old, new = decision.product or decision.organization, decision.to_product or decision.to_organization
    assert old and new, "a merger has two sides"
    with override(language):
        headline = _("%(old)s is now part of %(new)s") % {"old": name_of(old).short, "new": name_of(new).short}
        url = f"{settings.SITE_URL}{new.get_absolute_url()}"
        context = {"headline": headline, "reason": noted(decision.reason), "url": url}
        data = {"type": "filings.joined", "old": old.slug, "new": new.slug, "url": url, "reason": decision.reason}
        message = Message(
            language=language,
            subject=headline[:LONGEST_SUBJECT],
            text=render_to_string("alerts/joined.txt", context),
            html=render_to_string("alerts/joined.html", context),
            why=_("You get this because you follow it."),
            data={**data, "total": 0, "events": []},
        )
        return _save(message, now)


def _message(
    template: str,
    headline: str,
    group: Group,
    wanted: Sequence[Facts],
    lines: Sequence[Line],
    context: dict[str, Any],
    data: dict[str, Any],
) -> Message:
    shown = lines[:LINES_SHOWN]
    context |= {"headline": headline, "lines": shown, "line": shown[0] if shown else None}
    context |= {"total": len(wanted), "more": len(wanted) - len(shown), "target": target_text(group.wish)}
    return Message(
        language=group.language,
        subject=headline[:LONGEST_SUBJECT],
        text=render_to_string(f"alerts/{template}.txt", context),
        html=render_to_string(f"alerts/{template}.html", context),
        why=why_text(group.wish, group.row.get("rhythm", Rhythm.AT_ONCE)),
        data=data | {"total": len(wanted), "events": [line.data() for line in lines]},
    )


def _save(message: Message, now: dt.datetime, **links: Any) -> Message:
    for name, value in links.items():
        setattr(message, name, value)
    message.created_at = now
    message.save()
    return message


def _lines(wanted: Sequence[Facts]) -> list[Line]:
    """All that programs are told; of these, people are shown the first."""
    ids = [one.event_id for one in wanted[:LINES_IN_DATA]]
    return lines_of(Event.objects.filter(pk__in=ids), in_full=len(wanted) == 1)


def _set_headline(change_set: ChangeSet, group: Group, first: Line, wanted: Sequence[Facts]) -> str:
    """Such as "Deep synthesis, July 2026: 705 filings listed", or with the name of whom it is about in front."""
    document = change_set.document
    series = str(Series(document.series).label) if document.series else ""
    batch = _("%(series)s, %(batch)s") % {"series": series, "batch": document.batch or document.label}
    about = batch if series else document.label
    if group.wish.scope in (Scope.PRODUCT, Scope.ORGANIZATION):
        about = target_text(group.wish)
    return collapse(_("%(about)s: %(said)s") % {"about": about, "said": counts_text(wanted)})


def counts_text(wanted: Sequence[Facts]) -> str:
    """How many of each kind; what the press or a company says is counted apart and named as such."""
    claims = sum(one.proof in (Proof.PRESS, Proof.COMPANY) for one in wanted)
    facts = [one.kind for one in wanted if one.proof not in (Proof.PRESS, Proof.COMPANY)]
    parts = [_kind_text(kind, n) for kind in EventKind if (n := facts.count(kind))]
    if claims:
        text = ngettext("%(n)d report that no list confirms", "%(n)d reports that no list confirms", claims)
        parts.append(text % {"n": claims})
    return _(", ").join(parts)


def _kind_text(kind: EventKind, n: int) -> str:
    text = {
        EventKind.LISTED: ngettext("%(n)d filing listed", "%(n)d filings listed", n),
        EventKind.AMENDED: ngettext("%(n)d row rewritten", "%(n)d rows rewritten", n),
        EventKind.CANCELLED: ngettext("%(n)d number cancelled", "%(n)d numbers cancelled", n),
        EventKind.RESTORED: ngettext("%(n)d cancellation taken back", "%(n)d cancellations taken back", n),
        EventKind.GONE: ngettext("%(n)d row gone", "%(n)d rows gone", n),
        EventKind.BACK: ngettext("%(n)d row back", "%(n)d rows back", n),
        EventKind.CORRECTED: ngettext("%(n)d correction", "%(n)d corrections", n),
    }.get(kind) or ngettext("%(n)d entry", "%(n)d entries", n)
    return str(text % {"n": n})


def target_text(wish: Wish) -> str:
    """What is followed, in the language of the message."""
    if wish.scope == Scope.PRODUCT:
        return name_of(Product.objects.get(pk=wish.target)).short
    if wish.scope == Scope.ORGANIZATION:
        return name_of(Organization.objects.get(pk=wish.target)).short
    if wish.scope == Scope.SERIES:
        return str(Series(wish.target).label)
    if wish.scope == Scope.SEARCH:
        return _("the search “%(query)s”") % {"query": wish.target}
    return str(wish.target or _("everything"))


def why_text(wish: Wish, rhythm: str) -> str:
    """Why its receivers get a message: what they follow, which kinds of change, on what proof."""
    kinds = _(", ").join(str(EventKind(kind).label) for kind in EventKind if kind in wish.kinds)
    parts = {
        "target": target_text(wish),
        "kinds": kinds or _("every kind of change"),
        "proof": Proof(wish.min_proof).label,
        "press": _("with press reports") if wish.with_press else _("without press reports"),
        "rhythm": Rhythm(rhythm).label,
    }
    return collapse(
        _("You follow %(target)s: %(kinds)s; proof at least: %(proof)s, %(press)s. How often: %(rhythm)s.") % parts
    )


def _period_text(rhythm: str, zone: str, now: dt.datetime) -> str:
    """The days that a digest covers, in its reader's zone."""
    end = now.astimezone(ZoneInfo(zone)).date()
    start = end - PERIODS[rhythm]
    if rhythm == Rhythm.DAILY:
        return day_text(start)
    return _("Week of %(start)s to %(end)s") % {"start": day_text(start), "end": day_text(end - dt.timedelta(days=1))}


def _diligence(since: dt.datetime) -> dict[str, Any]:
    """How often we looked in a quiet period, and how many sources were well."""
    polls = Poll.objects.filter(started_at__gte=since).exclude(outcome="")
    good = [outcome for outcome in Outcome if outcome.is_good]
    sources = Source.objects.filter(is_enabled=True)
    return {
        "checks": polls.count(),
        "good_checks": polls.filter(outcome__in=good).count(),
        "sources": sources.count(),
        "well": sources.filter(last_good_at__gte=since, failures=0).count(),
    }
