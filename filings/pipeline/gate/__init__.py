"""The parts of the network gate: addresses, turns, robots.txt, one exchange. `filings.pipeline.fetch` is its door."""

from __future__ import annotations
