"""A record of any size, far larger than the real one too, written straight into PostgreSQL."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model

from filings import models as m
from filings.text import PREFIXES, pinyin


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows of each kind."""

    filings: int
    events: int
    lists: int = 400

    @property
    def products(self) -> int:
        return self.filings * 3 // 4

    @property
    def organizations(self) -> int:
        return self.filings // 5


PAGES = Size(filings=200_000, events=1_000_000)
SERIES = ["algorithm", "deep_synthesis", "deep_synthesis", "deep_synthesis", "genai_filing", "genai_registration"]
WORDS = [
    "智能",
    "语音",
    "图像",
    "豆包",
    "大模型",
    "对话",
    "生成",
    "翻译",
    "推荐",
    "数字人",
    "客服",
    "文本",
    "视频",
    "星火",
]
SPOKEN = {word: pinyin(word) for word in WORDS}
NOW = dt.datetime(2026, 9, 21, 2, 0, tzinfo=dt.UTC)
ASPECTS = [" name ", " organization ", " products ", " remark ", " purpose ", " products remark "]
KINDS = ["amended"] * 940 + ["cancelled"] * 50 + ["restored"] * 5 + ["back"] * 4 + ["gone"]
STATUS = {"amended": "amended", "cancelled": "cancelled", "restored": "filed", "back": "filed", "gone": "unlisted"}


def build(size: Size) -> None:
    """Fill an empty, migrated database."""
    chance = random.Random(1)
    source = m.Source.objects.order_by("pk")[0]
    days = sorted(dt.date(2022, 8, 12) + dt.timedelta(days=chance.randrange(1490)) for _ in range(size.lists))
    copy(m.Document, documents(source.pk, days))
    copy(m.Organization, organizations(chance, size))
    copy(m.Product, products(chance, days, size))
    copy(m.Filing, filings(chance, days, size))
    copy(m.Version, versions(size))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE filings_filing SET current_id = id")
    links = ({"filing_id": i, "product_id": 1 + i % size.products} for i in range(1, size.filings + 1))
    copy(m.FilingProduct, links)
    sets = list(change_sets(chance, size))
    copy(m.ChangeSet, (row for row, _ in sets))
    copy(m.Event, events(chance, days, sets, size.lists))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def copy(model: type[Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows of a model by COPY, each with an id, the model's defaults and what is given."""
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    defaults = {field.attname: field.get_default() for field in fields}
    json_names = {field.attname for field in fields if isinstance(field, JSONField)}
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as out:
        for number, row in enumerate(rows, start=1):
            values = {**defaults, "id": number, **row}
            out.write_row([json.dumps(value) if name in json_names else value for name, value in values.items()])


def documents(source: int, days: list[dt.date]) -> Iterator[dict[str, Any]]:
    for number, day in enumerate(days):
        series = SERIES[number % len(SERIES)]
        label = f"清单 {number}"
        yield {
            "source_id": source, "kind": "list", "key": f"list:{number}", "series": series,
            "batch": f"{day:%Y-%m}", "label": label, "published_on": day,
        }  # fmt: skip


def named(chance: random.Random, number: int, tail: str) -> tuple[str, str]:
    """A name, and how it is looked for."""
    words = [chance.choice(WORDS) for _ in range(3)]
    name = f"{''.join(words)}{number}{tail}"
    return name, f"{name}\n{''.join(SPOKEN[word] for word in words)}{number}"


def organizations(chance: random.Random, size: Size) -> Iterator[dict[str, Any]]:
    provinces = list(PREFIXES.values())
    for number in range(1, size.organizations + 1):
        name, search = named(chance, number, "科技有限公司")
        yield {"name": name, "slug": f"o-{number}", "province": chance.choice(provinces), "search_text": search}


def products(chance: random.Random, days: list[dt.date], size: Size) -> Iterator[dict[str, Any]]:
    for number in range(1, size.products + 1):
        name, search = named(chance, number, "")
        status = chance.choices(["filed", "registered", "cancelled", "submitted"], [80, 15, 4, 1])[0]
        listed_on = None if status == "submitted" else chance.choice(days)
        yield {
            "name": name, "slug": f"p-{number}", "key": name, "search_text": search, "status": status,
            "organization_id": 1 + number % size.organizations, "listed_on": listed_on,
        }  # fmt: skip


def filings(chance: random.Random, days: list[dt.date], size: Size) -> Iterator[dict[str, Any]]:
    provinces = list(PREFIXES.values())
    for number in range(1, size.filings + 1):
        name, search = named(chance, number, "算法")
        place = number % size.lists
        state = chance.choices(["listed", "cancelled", "gone"], [970, 29, 1])[0]
        yield {
            "series": SERIES[place % len(SERIES)], "number": f"网信算备{number:021d}号", "name": name,
            "document_id": 1 + place, "organization_id": 1 + int(size.organizations * chance.random() ** 3),
            "province": chance.choice(provinces), "state": state, "published_on": days[place],
            "search_text": f"{search}\n网信算备{number:021d}号",
        }  # fmt: skip


def versions(size: Size) -> Iterator[dict[str, Any]]:
    for number in range(1, size.filings + 1):
        role = "服务技术支持者" if number % 4 == 0 else "服务提供者"
        yield {
            "filing_id": number, "ordinal": 1, "name": f"算法{number}", "organization_name": "公司", "role": role,
            "number_raw": f"网信算备{number:021d}号", "row": 1 + number // size.lists,
        }  # fmt: skip


def change_sets(chance: random.Random, size: Size) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """One for each list with all its filings, then small ones until there are enough events."""
    written = 0
    for place in range(size.lists):
        members = [number for number in range(place, size.filings + 1, size.lists) if number]
        yield _change_set(place, len(members), "baseline"), members
        written += len(members)
    while written < size.events:
        rows_each = range(1, size.filings // size.lists)
        count = min(chance.randrange(1, 40), size.events - written, len(rows_each))
        place = chance.randrange(size.lists)
        members = [place + size.lists * at for at in chance.sample(rows_each, count)]
        yield _change_set(place, count, "regulator"), members
        written += count


def _change_set(place: int, size: int, cause: str) -> dict[str, Any]:
    state = {"cause": cause, "state": "released", "event_count": size, "created_at": NOW, "decided_at": NOW}
    return {"document_id": 1 + place, "is_silent": cause != "regulator", **state}


def events(
    chance: random.Random, days: list[dt.date], sets: list[tuple[dict[str, Any], list[int]]], lists: int
) -> Iterator[dict[str, Any]]:
    for number, (change_set, members) in enumerate(sets, start=1):
        for filing in members:
            listed = change_set["cause"] == "baseline"
            kind = "listed" if listed else chance.choice(KINDS)
            day = days[filing % lists] if listed else dt.date(2023, 1, 1) + dt.timedelta(days=chance.randrange(1350))
            change = {"field": "name", "before": "云雀大模型算法", "after": "豆包大模型算法"}
            yield {
                "change_set_id": number, "filing_id": filing, "version_id": filing, "kind": kind,
                "series": SERIES[filing % lists % len(SERIES)],
                "status": STATUS.get(kind, "filed"), "proof": 4, "cause": change_set["cause"],
                "changes": [change] if kind == "amended" else [],
                "aspects": chance.choice(ASPECTS) if kind == "amended" else "",
                "published_on": day if listed else None, "seen_at": NOW, "timeline_on": day,
            }  # fmt: skip
