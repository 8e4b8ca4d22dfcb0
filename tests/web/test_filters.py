"""The filters above a list, which are drawn once and kept while they read the same."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests import factories as make

from .conftest import Look


def chips(page) -> list[str]:
    return page.texts(".facets .chip")


def test_the_counts_are_those_of_the_record_as_it_is(look: Look) -> None:
    make.make_event(make.make_filing("1"))
    make.make_event(make.make_filing("2", series="genai_filing"))
    assert "Deep synthesis 1" in chips(look("/filings/"))
    make.make_event(make.make_filing("3"))
    assert "Deep synthesis 2" in chips(look("/filings/"))


def test_each_state_has_its_own(look: Look) -> None:
    make.make_event(make.make_filing("1"))
    make.make_event(make.make_filing("2", series="genai_filing"))
    addresses = [
        "/filings/",
        "/filings/?series=genai_filing",
        "/filings/?series=deep_synthesis",
        "/filings/?series=genai_filing&sort=number",
        "/changes/?kind=listed",
    ]
    asked = [(address, language) for address in addresses for language in ("en", "zh-hans")]
    kept = {one: str(look(*one).soup.select_one("#facets")) for one in asked}
    assert len(set(kept.values())) == len(asked)
    for one, facets in kept.items():
        cache.clear()
        assert str(look(*one).soup.select_one("#facets")) == facets


@pytest.mark.parametrize("state", ["q=one", "organization=douyin", "status=filed&series=deep_synthesis"])
def test_what_few_ask_for_is_not_kept(look: Look, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make.make_event(make.make_filing("1", "one", organization=make.make_organization(slug="douyin")))
    kept: list[str] = []

    def keep(template: str, *_: object) -> str:
        kept.append(template)
        return ""

    monkeypatch.setattr("filings.templatetags.lists.drawn", keep)
    look("/filings/")
    assert "_filters.html" in kept
    kept.clear()
    look(f"/filings/?{state}")
    assert "_filters.html" not in kept
