"""Colours and icons are taken from the style sheets, so that a picture elsewhere looks like the badge here."""

from __future__ import annotations

import pytest
from django.conf import settings

from filings.models import Status
from filings.web import palette


@pytest.mark.parametrize("look", [*Status, "none"])
def test_every_look_has_an_icon_and_a_colour(look: str) -> None:
    assert palette.glyph(look).startswith("<")
    known = palette.look(look)
    assert known.get("--fill", known["--tone"]).startswith("#")


def test_icons_in_pictures_are_those_of_the_style_sheet() -> None:
    file = settings.BASE_DIR / "static" / "img" / "status" / "waiting.svg"
    assert palette.glyph("delayed") in file.read_text(encoding="utf-8")
    assert palette.glyph("registered") != palette.glyph("filed")


def test_style_is_written_without_variables_schemes_and_mixtures() -> None:
    assert palette.plain("fill: var(--nothing, var(--ink))") == "fill: " + palette.variables()["--ink"]
    assert palette.plain("fill: light-dark(#fff, #000)") == "fill: #fff"
    assert palette.plain("fill: color-mix(in oklab, #000 50%, #fff)") == "fill: #808080"
    assert palette.plain("fill: var(--tone)", {"--tone": "#123456"}) == "fill: #123456"
