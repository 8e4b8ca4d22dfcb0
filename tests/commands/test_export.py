"""manage.py export: every field, in a stable order, streamed within few queries, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from filings import exports
from filings.exports import EXPORTS
from filings.models import EntityKey, Filing, FilingProduct, OrganizationName, Version
from tests.admin.records import (
    NUMBER,
    SEEN,
    SEEN_AGAIN,
    make_change_set,
    make_document,
    make_event,
    make_filing,
    make_organization,
    make_product,
    make_snapshot,
)
from tests.factories import make_group

pytestmark = pytest.mark.django_db

PROJECT = Path(exports.__file__).parent.parent


def export(what, *options):
    out = io.StringIO()
    call_command("export", what, *options, stdout=out)
    return out.getvalue()


def jsonl(what):
    return [json.loads(line) for line in export(what).splitlines()]


def rows_of_csv(what):
    return list(csv.DictReader(io.StringIO(export(what, "--format", "csv"))))


@pytest.fixture
def doubao():
    """A filing whose row was rewritten once: seen first in one snapshot, now in another."""
    document = make_document()
    first = make_snapshot(document, "aa" * 32, last_seen_at=SEEN)
    second = make_snapshot(document, "bb" * 32, first_seen_at=SEEN_AGAIN)
    organization = make_organization()
    products = [make_product(organization), make_product(organization, "小悟空", "xiaowukong")]
    filing = make_filing(document, organization, products, snapshot=first, remark="", flags=["region:99"])
    newer = Version.objects.create(
        filing=filing,
        ordinal=2,
        name=filing.name,
        role="服务提供者",
        organization_name=organization.name,
        remark="2024-05 变更",
        number_raw=NUMBER,
        row=7,
        first_snapshot=second,
        last_snapshot=second,
    )
    Filing.objects.update(current=newer)
    return filing


def test_filings(doubao):
    assert jsonl("filings") == [
        {
            "series": "deep_synthesis",
            "number": NUMBER,
            "copy": 1,
            "name": "豆包大模型算法",
            "organization": "北京抖音信息服务有限公司",
            "province": "北京",
            "role": "服务提供者",
            "category": "生成合成类",
            "products": ["豆包", "小悟空"],
            "batch": "2023-08",
            "row": 7,
            "filed_on": None,
            "published_on": "2023-09-01",
            "cancelled_on": None,
            "state": "listed",
            "remark": "2024-05 变更",
            "first_seen_at": "2026-07-20T03:00:00+00:00",
            "last_seen_at": "2026-11-20T03:00:00+00:00",
            "snapshot_sha256": "bb" * 32,
            "imported_at": None,
            "flags": ["region:99"],
        }
    ]


def test_an_imported_filing_was_never_seen():
    make_filing(make_document(), make_organization(), [], imported_at=SEEN)
    (row,) = jsonl("filings")
    assert (row["first_seen_at"], row["last_seen_at"], row["snapshot_sha256"]) == (None, None, None)
    assert row["imported_at"] == "2026-07-20T03:00:00+00:00"
    assert row["remark"] is None


def test_products_that_a_row_no_longer_names_are_left_out(doubao):
    FilingProduct.objects.filter(product__slug="doubao").update(is_current=False)
    assert jsonl("filings")[0]["products"] == ["小悟空"]
    assert [row["filings"] for row in jsonl("products")] == [[], [NUMBER]]


def test_products(doubao):
    doubao.products.filter(slug="doubao").update(name_en="Doubao", aliases="Dou Bao\nCici")
    assert jsonl("products")[0] == {
        "slug": "doubao",
        "name": "豆包",
        "name_en": "Doubao",
        "aliases": ["Dou Bao", "Cici"],
        "organization": "北京抖音信息服务有限公司",
        "status": "filed",
        "proof": "national",
        "listed_on": "2023-09-01",
        "filings": [NUMBER],
    }


def test_organizations():
    organization = make_organization(group=make_group())
    OrganizationName.objects.create(organization=organization, name="北京字节跳动", key="北京字节跳动")
    EntityKey.objects.create(organization=organization, key="8234839")
    assert jsonl("organizations") == [
        {
            "slug": "douyin",
            "name": "北京抖音信息服务有限公司",
            "name_en": "",
            "group": "ByteDance",
            "province": "北京",
            "former_names": ["北京字节跳动"],
            "entity_keys": ["8234839"],
        }
    ]


def test_events(doubao):
    change_set = make_change_set(doubao.document, snapshot=doubao.document.snapshots.first())
    event = make_event(change_set, doubao, happened_on=dt.date(2024, 5, 1), precision="month")
    assert jsonl("events") == [
        {
            "id": event.pk,
            "kind": "amended",
            "status": "amended",
            "proof": "national",
            "cause": "regulator",
            "series": "deep_synthesis",
            "number": NUMBER,
            "name": "豆包大模型算法",
            "organization": "北京抖音信息服务有限公司",
            "changes": [{"field": "name", "before": "云雀大模型算法", "after": "豆包大模型算法"}],
            "happened_on": "2024-05-01",
            "precision": "month",
            "published_on": None,
            "seen_at": "2026-07-20T03:00:00+00:00",
            "snapshot_sha256": "bb" * 32,
            "row": 1,
            "document": "境内深度合成服务算法备案清单（2023年8月）",
        }
    ]


def test_an_event_keeps_the_names_of_its_moment(doubao):
    make_event(make_change_set(doubao.document), doubao)
    Filing.objects.update(name="豆包新算法")
    assert jsonl("events")[0]["name"] == "豆包大模型算法"


def test_csv_joins_lists_and_keeps_structures(doubao):
    make_event(make_change_set(doubao.document), doubao)
    assert rows_of_csv("filings")[0]["products"] == "豆包、小悟空"
    assert rows_of_csv("filings")[0]["filed_on"] == ""
    assert json.loads(rows_of_csv("events")[0]["changes"])[0]["after"] == "豆包大模型算法"


@pytest.mark.parametrize("what", EXPORTS)
def test_csv_has_its_heading_even_without_rows(what):
    assert export(what, "--format", "csv") == ",".join(EXPORTS[what].fields) + "\n"
    assert export(what) == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_csv_defuses_formulas_and_jsonl_does_not(start):
    name = f'{start}cmd|"/c calc"!A1'
    make_filing(make_document(), make_organization(), [], name=name)
    assert rows_of_csv("filings")[0]["name"] == f"'{name}"
    assert jsonl("filings")[0]["name"] == name


def test_csv_keeps_line_breaks_and_quotes_within_a_cell():
    make_filing(make_document(), make_organization(), [], remark='第一行\n"第二行"')
    assert rows_of_csv("filings")[0]["remark"] == '第一行\n"第二行"'


@pytest.fixture
def many(monkeypatch):
    """Three chunks of everything, with the chunks made small."""
    monkeypatch.setattr(exports, "CHUNK", 10)
    document = make_document()
    snapshot, change_set = make_snapshot(document), make_change_set(document)
    for number in range(30):
        organization = make_organization(f"示例{number}", f"o{number}")
        product = make_product(organization, f"示例{number}", f"p{number}")
        filing = make_filing(document, organization, [product], snapshot=snapshot, number=f"n{99 - number}")
        make_event(change_set, filing)


@pytest.mark.parametrize("what", EXPORTS)
def test_rows_come_in_chunks_within_few_queries(what, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(3 * 3):
        text = export(what)
    assert len(text.splitlines()) == 30


def test_the_first_row_comes_before_the_last_chunk_is_read(many, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert next(iter(EXPORTS["filings"]))["number"] == "n99"


def test_order_is_that_of_recording(many):
    assert [row["number"] for row in jsonl("filings")] == [f"n{99 - number}" for number in range(30)]


def test_unknown_tables_and_formats_are_refused():
    with pytest.raises(CommandError, match="invalid choice"):
        export("secrets")
    with pytest.raises(CommandError, match="invalid choice"):
        export("filings", "--format", "xml")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_reader_that_leaves_early_hears_no_complaint(many, tmp_path):
    """A real process, a real pipe, and a locale that is not UTF-8."""
    command = [sys.executable, "manage.py", "export", "filings", "--skip-checks"]
    environment = {
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "x",
        "PYTHONIOENCODING": "ascii",
    }
    pipes: dict[str, Any] = {"cwd": PROJECT, "env": environment, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    whole = subprocess.run(command, timeout=60, **pipes)
    assert (whole.returncode, whole.stderr) == (0, b"")
    assert len(whole.stdout.decode("utf-8").splitlines()) == 30
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def database_url():
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
