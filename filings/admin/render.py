"""Lists and tables for the detail pages of the admin; every cell is escaped, as it may come from a register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

NOTHING = "–"


def table(headings: Sequence[str | Promise], rows: Iterable[Sequence[object]]) -> SafeString:
    """A plain table; a cell that is already safe, such as a nested list, stays as it is."""
    body = [(format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in rows]
    if not body:
        return format_html("{}", NOTHING)
    head = format_html_join("", '<th scope="col">{}</th>', ((heading,) for heading in headings))
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        head,
        format_html_join("", "<tr>{}</tr>", body),
    )


def words(value: Any) -> str:
    """A value in words: a list joined, an empty one as a dash."""
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or NOTHING
    return NOTHING if value in (None, "") else str(value)


def changes_table(changes: Iterable[Mapping[str, Any]]) -> SafeString:
    """The changed fields of an event, each with its state before and after."""
    rows = ([change.get("field", ""), words(change.get("before")), words(change.get("after"))] for change in changes)
    return table([_("Field"), _("Before"), _("After")], rows)


def link(url: str, label: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, label)
