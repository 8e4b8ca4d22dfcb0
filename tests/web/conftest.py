"""What every test of a page stands on: plain static files, a query budget, and pages read as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from django.test import Client

BUDGET = 12


@dataclass(frozen=True)
class Seen:
    """A page as its reader meets it."""

    status: int
    html: str

    @property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "lxml")

    @property
    def text(self) -> str:
        """What stands between the navigation and the foot, on one line."""
        main = self.soup.main
        assert main is not None, "every page has a main part"
        return " ".join(main.get_text(" ").split())

    def texts(self, selector: str) -> list[str]:
        return [" ".join(found.get_text(" ").split()) for found in self.soup.select(selector)]


Look = Callable[..., Seen]


@pytest.fixture(autouse=True)
def plain_static_files(settings) -> None:
    """Names without a hash, so that no test depends on `collectstatic`."""
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}


@pytest.fixture
def look(db: None, client: Client, django_assert_max_num_queries) -> Look:
    """Open a page, within the budget of queries that holds for every page."""

    def open_page(path: str, language: str = "en", **headers: str) -> Seen:
        with django_assert_max_num_queries(BUDGET):
            answer = client.get(path, headers={"accept-language": language, **headers})
        return Seen(answer.status_code, answer.content.decode())

    return open_page
