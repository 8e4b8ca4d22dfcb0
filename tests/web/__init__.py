"""Room 6, the pages: one file per page."""

from __future__ import annotations
