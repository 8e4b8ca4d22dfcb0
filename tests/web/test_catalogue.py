"""The Chinese texts: complete, certain, and with the same blanks as the English ones."""

from __future__ import annotations

import re

from babel.messages.pofile import read_po

from tests.servers import ROOT

CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
BLANK = re.compile(r"%\((\w+)\)[sd]")
with CATALOGUE.open("rb") as file:
    MESSAGES = [message for message in read_po(file, locale="zh_Hans") if message.id]


def texts(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def test_every_text_is_translated_and_none_is_a_guess() -> None:
    assert len(MESSAGES) > 400
    assert [message.id for message in MESSAGES if not (found := texts(message.string)) or not all(found)] == []
    assert [message.id for message in MESSAGES if message.fuzzy] == []


def test_a_translation_fills_in_what_the_original_does() -> None:
    wrong = []
    for message in MESSAGES:
        blanks = [set(BLANK.findall(text)) for text in texts(message.id)]
        needed, allowed = set.intersection(*blanks), set.union(*blanks)
        wrong += [text for text in texts(message.string) if not needed <= set(BLANK.findall(text)) <= allowed]
    assert wrong == []
