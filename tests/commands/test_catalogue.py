"""`manage.py catalogue`: out and in again without loss; what an editor imports stays when the bundled one is loaded."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from filings.catalogue import FILE, bundled_catalogue
from filings.models import AuditEntry, Group, GroupEntity, Product, ProductName
from filings.pipeline.load_catalogue import load_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(module_db: None) -> None:
    load_catalogue(bundled_catalogue(), timezone.now())


def run(*args: Any) -> str:
    out = io.StringIO()
    call_command("catalogue", *map(str, args), stdout=out)
    return out.getvalue()


def edited(tmp_path: Path, *pairs: tuple[str, str]) -> Path:
    text = FILE.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "catalogue.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_bundled_one_comes_out_byte_for_byte(loaded):
    assert run("export") == FILE.read_text("utf-8")


def test_importing_what_is_there_changes_nothing(loaded):
    assert run("import", FILE) == "0 differences\n"
    assert not AuditEntry.objects.exists()


NEW = """
- slug: made-up-pie
  group: apple
  name: 苹果派
  english: Apple Pie
  listed_as: [苹果派]
  partners: [alibaba]
  sources: [list]
"""
FURTHER = "苹果电子产品商贸（北京）有限公司"
EDITS = (
    ("aliases: [蘋果, アップル,", "aliases: [蘋果, アップル, Pomme,"),
    (
        "entities: [苹果技术开发（上海）有限公司]",
        "entities: [苹果技术开发（上海）有限公司, 苹果电子产品商贸（北京）有限公司]",
    ),
    ("  name: Alibaba\n", "  name: Alibaba Group Holding\n"),
    ("\nproducts:\n", f"\nproducts:\n{NEW}"),
)


def test_an_import_says_first_what_it_would_change_and_then_comes_out_the_same(loaded, tmp_path):
    path = edited(tmp_path, *EDITS)
    said = run("import", path, "--dry-run")
    assert "group alibaba name: Alibaba → Alibaba Group Holding" in said
    assert Group.objects.get(slug="alibaba").name == "Alibaba"
    assert run("import", path) == said
    assert run("export") == path.read_text("utf-8")
    assert run("import", path) == "0 differences\n"
    pie = Product.objects.get(slug="made-up-pie")
    assert [partner.slug for partner in pie.partners.all()] == ["alibaba"]
    entry = AuditEntry.objects.get(model="group", after__name="Alibaba Group Holding")
    assert (entry.before, entry.action) == ({"name": "Alibaba"}, "import")


def test_what_was_imported_stays_when_the_bundled_one_is_loaded_again(loaded, tmp_path):
    path = edited(tmp_path, *EDITS)
    run("import", path)
    assert load_catalogue(bundled_catalogue(), timezone.now()) == 0
    assert run("export") == path.read_text("utf-8")


def test_what_was_taken_away_stays_away(loaded, tmp_path):
    path = edited(tmp_path, ("  entities: [苹果技术开发（上海）有限公司]\n", ""))
    run("import", path)
    load_catalogue(bundled_catalogue(), timezone.now())
    assert not GroupEntity.objects.filter(group__slug="apple")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("  chinese: 苹果\n", "  chinois: 苹果\n", "line 14, column 3: 'chinois' is unknown here"),
        ("aliases: [蘋果,", "aliases: [阿里巴巴,", "already belongs to"),
    ],
)
def test_of_a_wrong_file_nothing_is_imported(old, new, why, loaded, tmp_path):
    before = list(ProductName.objects.values()), list(Group.objects.values())
    with pytest.raises(CommandError, match=why):
        run("import", edited(tmp_path, (old, new), EDITS[2]))
    assert (list(ProductName.objects.values()), list(Group.objects.values())) == before


def test_bytes_that_are_no_text_are_refused_with_their_place(loaded, tmp_path):
    path = tmp_path / "catalogue.yaml"
    path.write_bytes(FILE.read_bytes().replace("苹果".encode(), "苹果".encode("gb18030"), 1))
    with pytest.raises(CommandError, match=r"nothing was imported: line \d+, column \d+: these bytes are not UTF-8"):
        run("import", path)
