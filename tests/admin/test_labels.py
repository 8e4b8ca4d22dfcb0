"""What tables and columns are called: all of ours have a name for people, in both languages, and none is left over."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.urls import reverse
from django.utils.translation import override

from filings.admin.labels import LABELS
from tests.admin.records import make_one_of_each

HAN = re.compile(r"[\u4e00-\u9fff]")
# What is written like this in every language.
INTERNATIONAL = {"SHA-256", "HTML", "ETag", "robots.txt"}


def tables():
    models = apps.get_app_config("filings").get_models()
    return [model for model in models if not str(model._meta.model_name).startswith("historical")]


def labels():
    for model in tables():
        yield from (model._meta.verbose_name, model._meta.verbose_name_plural)
        yield from (field.verbose_name for field in (*model._meta.concrete_fields, *model._meta.many_to_many))


def test_every_label_is_in_both_languages():
    with override("zh-hans"):
        assert {str(label) for label in labels() if not HAN.search(str(label))} <= INTERNATIONAL
    with override("en"):
        assert not any(HAN.search(str(label)) for label in labels())


def test_no_label_is_left_over():
    assert {str(label) for label in labels()} == {str(label) for label in LABELS.values()}


@pytest.mark.django_db
def test_the_first_page_speaks_chinese_throughout(admin_client):
    page = BeautifulSoup(
        admin_client.get(reverse("admin:index"), headers={"accept-language": "zh-hans"}).content, "html.parser"
    )
    captions = [one.get_text(strip=True) for one in page.select("#content-main caption, #content-main th[scope=row] a")]
    assert len(captions) > 20
    assert {caption for caption in captions if not HAN.search(caption)} == set()


@pytest.mark.django_db
def test_a_page_of_a_row_speaks_chinese(admin_client):
    page = reverse("admin:filings_filing_change", args=[make_one_of_each().filing_id])
    text = admin_client.get(page, headers={"accept-language": "zh-hans"}).content.decode()
    assert "发布日期" in text
    assert "Published on" not in text
