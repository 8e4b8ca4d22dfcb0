"""What servers and workers load before they begin, so that nobody waits for it later."""

from __future__ import annotations

import gc

from django.template.loader import get_template
from django.urls import reverse

# What every page and every mail stands in.
TEMPLATES = ("base.html", "alerts/mail.txt", "alerts/mail.html")


def load() -> None:
    """The addresses of all pages with the code behind them, the jobs and the templates: half a second's work.

    None of it ever becomes garbage. To look for some in it again and again took a fifth of a sender's time.
    """
    import filings.jobs  # noqa: F401

    reverse("home")
    for name in TEMPLATES:
        get_template(name)
    gc.collect()
    gc.freeze()
