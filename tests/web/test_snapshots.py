"""The download of archived bytes."""

from __future__ import annotations

import pytest
from django.test import Client

from filings.models import Document, DocumentKind
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_bytes_come_as_they_were_and_only_as_a_download(client: Client, data_dir) -> None:
    data = b"<html><script>alert(1)</script>"
    snapshot = make.make_snapshot(make.make_document(), data, media_type="html")
    answer = client.get(f"/snapshots/{snapshot.sha256}/")
    assert answer.getvalue() == data
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{snapshot.sha256[:12]}.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_bytes_that_were_seen_twice_are_one_download(client: Client, data_dir) -> None:
    document = make.make_document()
    make.make_snapshot(document, b"same")
    snapshot = make.make_snapshot(document, b"same")
    assert client.get(f"/snapshots/{snapshot.sha256}/").status_code == 200


@pytest.mark.parametrize("name", ["0" * 64, "..", "%2e%2e%2fsecret_key", "secret_key"])
def test_only_what_the_record_knows_is_served(client: Client, data_dir, name: str) -> None:
    (data_dir / "secret_key").write_text("secret")
    assert client.get(f"/snapshots/{name}/").status_code == 404


def test_bytes_that_are_missing_from_the_archive_are_not_found(client: Client, data_dir) -> None:
    snapshot = make.make_snapshot(make.make_document())
    assert client.get(f"/snapshots/{snapshot.sha256}/").status_code == 404


def test_nothing_but_reading_is_allowed(client: Client, data_dir) -> None:
    snapshot = make.make_snapshot(make.make_document(), b"data")
    assert client.post(f"/snapshots/{snapshot.sha256}/").status_code == 405


@pytest.mark.parametrize("kind", [DocumentKind.ARTICLE, DocumentKind.EVIDENCE])
def test_what_belongs_to_a_publisher_is_for_editors(client: Client, admin_client: Client, data_dir, kind: str) -> None:
    document = make.make_document()
    Document.objects.update(kind=kind)
    snapshot = make.make_snapshot(document, b"data")
    assert client.get(f"/snapshots/{snapshot.sha256}/").status_code == 404
    assert admin_client.get(f"/snapshots/{snapshot.sha256}/").status_code == 200
