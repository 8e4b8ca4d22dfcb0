"""A fresh installation: what it holds after `migrate`, and that its pages answer."""

from __future__ import annotations

from tests.journeys.installation import Installation
from tests.servers import request


def test_a_migrated_database_holds_the_bundled_sources_and_nothing_else(installation: Installation) -> None:
    assert installation.objects("sources", "--json")
    for table in ("filings", "products", "organizations", "events"):
        assert installation.run("export", table, "--format", "jsonl") == ""


def test_the_pages_answer(installation: Installation) -> None:
    with installation.web() as url:
        assert request(url, "/healthz/")[0] == 200
        assert request(url, "/nowhere/")[0] == 404
