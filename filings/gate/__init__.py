"""The network gate, below the rooms that use it: addresses, turns, robots.txt, one exchange.

It has two doors: `filings.pipeline.fetch` asks for pages and files, `filings.alerts.post` hands over messages.
"""

from __future__ import annotations
