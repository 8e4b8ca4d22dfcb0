"""What the tests of the pipeline share: the stand-in site, watched in place of the regulator's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from filings.gate import limits
from filings.models import Tier
from tests.site import Site

from .press import Paper, paper


@pytest.fixture
def watched(site: Site, one_source, settings, monkeypatch) -> Site:
    """The project's own stand-in, polled in place of the regulator's site; jobs run on the spot, without pauses."""
    settings.RQ_QUEUES = {}
    settings.CAC_BASE_URL = site.url
    settings.ALLOW_PRIVATE_HOSTS = [site.host]
    monkeypatch.setattr(limits, "RETRY_DELAYS_SECONDS", (0.01, 0.01))
    return site


@pytest.fixture
def newsstand(settings, data_dir, monkeypatch) -> Iterator[Callable[..., Paper]]:
    """Opens papers on hosts of their own; nothing but their feeds is polled."""
    settings.RQ_QUEUES = {}
    settings.ALLOW_PRIVATE_HOSTS = []
    monkeypatch.setattr(limits, "RETRY_DELAYS_SECONDS", (0.01, 0.01))
    with ExitStack() as stack:

        def open_paper(name: str, tier: Tier = Tier.FIRST, **outlet: Any) -> Paper:
            opened = stack.enter_context(paper(name, tier, **outlet))
            settings.ALLOW_PRIVATE_HOSTS.append(opened.web.name)
            return opened

        yield open_paper
