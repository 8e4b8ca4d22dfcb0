"""What an installation watches after `migrate`, and that it points where the settings say."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.utils import timezone

from filings.models import Source
from filings.pipeline.documents import index_document
from filings.pipeline.history import CHANNEL as SOURCE

pytestmark = pytest.mark.django_db


def test_a_migrated_database_holds_the_bundled_sources_and_the_number_of_messages():
    counts = {model.__name__: model._default_manager.count() for model in apps.get_app_config("filings").get_models()}
    assert {name: count for name, count in counts.items() if count} == {"Source": 3, "Sequence": 1}
    assert SOURCE == "cac-notices"
    assert {source.key for source in Source.objects.all()} == {SOURCE, "beian-notices", "guangdong-genai"}


def test_they_are_enabled_and_due_at_once():
    assert set(Source.objects.due(timezone.now())) == set(Source.objects.filter(is_enabled=True))


def test_their_addresses_follow_the_settings(settings):
    settings.CAC_BASE_URL = "http://127.0.0.1:8765"
    source = Source.objects.get(key=SOURCE)
    assert source.url == "http://127.0.0.1:8765/cms/JsonList?channelCode=A093702&perPage=20"
    assert source.page_url == "http://127.0.0.1:8765/wxzw/wxfb/A093702index_1.htm"
    assert index_document(source, 3).url == f"{source.url}&pageno=3"
    assert index_document(source, 0).url == source.page_url
    settings.CAC_BASE_URL = "https://www.cac.gov.cn"
    assert index_document(source, 3).url.startswith("https://www.cac.gov.cn/")
