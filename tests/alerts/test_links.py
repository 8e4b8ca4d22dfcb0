"""Links are signed as Django signs, so that those in mails of an earlier day still work."""

from __future__ import annotations

import pytest
from django.core import signing

from filings.alerts import links


@pytest.mark.parametrize("value", ["1", "苹果", "a:b", "J5xkOohRACJWUtrz"])
def test_a_signature_is_the_one_that_django_makes(value):
    assert links._signer("stop").sign(value) == signing.Signer(salt="stop").sign(value)
    assert links._signer("stop").unsign(signing.Signer(salt="stop").sign(value)) == value


def test_one_made_with_a_former_secret_still_counts():
    old = signing.Signer(salt="stop", key="former").sign("7")
    assert links._Signer(salt="stop", fallback_keys=["former"]).unsign(old) == "7"
    with pytest.raises(signing.BadSignature):
        links._signer("stop").unsign(old)
