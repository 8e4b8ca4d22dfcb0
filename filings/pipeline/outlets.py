"""Outlets and feeds: the bundled ones, and whoever else publishes something. The one writer of outlets, tiers apart."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from filings.models import Group, Outlet, Site, Source, SourceKind, Tier

FILE = Path(__file__).resolve().parents[1] / "data" / "news.yaml"
RECHECK_HOURS = 24
# A report is told of with these words near the name of who had it first.
CITING = r"according to|reports?|reported|citing|cited|told|says|said|wrote|per|via|first|exclusive"
CITING_CHINESE = r"报道|報道|報導|消息|援引|引述|据|據|獲悉|获悉|が報じ|によると|によれば"
REACH = 40


def load_bundled() -> tuple[int, int]:
    """Add the outlets and feeds of the data file that are not there yet. Returns how many of each were new.

    What is there already is the editor's. An outlet's group is known once the catalogue is loaded.
    """
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    groups = dict(Group.objects.values_list("slug", "pk"))
    outlets = sum(_load_outlet(values, groups) for values in data["outlets"])
    feeds = sum(_load_feed(values) for values in data["feeds"])
    return outlets, feeds


def _load_outlet(values: dict[str, Any], groups: dict[str, int]) -> bool:
    group = groups.get(values.get("group", ""))
    aliases = "\n".join(values.get("aliases", ()))
    defaults = {"name": values["name"], "tier": values["tier"], "aliases": aliases, "group_id": group}
    outlet, is_new = Outlet.objects.get_or_create(host=values["host"], defaults=defaults)
    if not is_new and outlet.group_id is None and group is not None and not outlet.history.exists():
        Outlet.objects.filter(pk=outlet.pk).update(group_id=group)
    return is_new


def _load_feed(values: dict[str, Any]) -> bool:
    defaults = {
        "name": values["name"],
        "kind": SourceKind.FEED,
        "site": Site.OTHER,
        "path": values["url"],
        "interval_minutes": values["minutes"],
        "recheck_hours": RECHECK_HOURS,
        "is_enabled": "off" not in values,
        "note": values.get("off", ""),
    }
    return Source.objects.get_or_create(key=values["key"], defaults=defaults)[1]


def host_of(url: str) -> str:
    """The host of an address, with its port where it is not the usual one, without www."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{host}:{parts.port}" if parts.port and parts.port != usual else host


def outlet_of(url: str, name: str = "") -> Outlet:
    """The outlet of an address: the one listed for its host or for a host above it, else a new one that is unlisted."""
    host = host_of(url)
    labels = host.split(".")
    above = [".".join(labels[at:]) for at in range(len(labels) - 1)] or [host]
    known = {outlet.host: outlet for outlet in Outlet.objects.filter(host__in=[host, *above])}
    for candidate in (host, *above):
        if candidate in known:
            return known[candidate]
    return Outlet.objects.get_or_create(host=host, defaults={"name": name or host, "tier": Tier.UNLISTED})[0]


def cited_in(text: str, outlet: Outlet) -> str:
    """The host of the listed outlet whose report an article tells, by the first that it cites; "" for none."""
    listed = Outlet.objects.exclude(tier=Tier.UNLISTED).exclude(pk=outlet.pk).exclude(name=outlet.name)
    found = [(match.start(), one.host) for one in listed if (match := _citation(tuple(one.names)).search(text))]
    return min(found)[1] if found else ""


@lru_cache(maxsize=512)
def _citation(names: tuple[str, ...]) -> re.Pattern[str]:
    """The names of an outlet near a word that tells of a report, on either side."""
    latin = "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names if name.isascii())
    whole = "|".join(filter(None, ("|".join(re.escape(name) for name in names if not name.isascii()), latin)))
    parts = [rf"(?:{whole})[^。\n]{{0,12}}?(?:{CITING_CHINESE})|(?:{CITING_CHINESE})[^。\n]{{0,12}}?(?:{whole})"]
    if latin:
        gap = rf"[^.\n]{{0,{REACH}}}?"
        parts.append(rf"(?:{latin}){gap}\b(?i:{CITING})\b|\b(?i:{CITING})\b{gap}(?:{latin})")
    return re.compile("|".join(parts))
