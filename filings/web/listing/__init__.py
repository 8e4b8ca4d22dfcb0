"""Lists of the record that are filtered, sorted, paged and taken away as CSV, with their whole state in the address."""

from __future__ import annotations

from .facets import Chip, ChipRow, Facet
from .keyset import Order
from .page import Asked, Listing, ListPage, Scope, csv_of, page_of

__all__ = ["Asked", "Chip", "ChipRow", "Facet", "ListPage", "Listing", "Order", "Scope", "csv_of", "page_of"]
