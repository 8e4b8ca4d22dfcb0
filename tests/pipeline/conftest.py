"""What the tests of the pipeline share: the stand-in site, watched in place of the regulator's."""

from __future__ import annotations

import pytest

from filings.gate import limits
from tests.site import Site


@pytest.fixture
def watched(site: Site, settings, monkeypatch) -> Site:
    """The project's own stand-in, polled in place of the regulator's site; jobs run on the spot, without pauses."""
    settings.RQ_QUEUES = {}
    settings.CAC_BASE_URL = site.url
    settings.ALLOW_PRIVATE_HOSTS = [site.host]
    monkeypatch.setattr(limits, "RETRY_DELAYS_SECONDS", (0.01, 0.01))
    return site
