"""Before and after: what of a field was taken away and what was put in."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from filings.models import Series
from filings.text import name_key, split_products

# The columns of the lists: what they are called here, and the regulator's own heading.
FIELDS: dict[str, tuple[str | Promise, str]] = {
    "name": (_("Algorithm name"), "算法名称"),
    "organization": (_("Entity"), "主体名称"),
    "role": (_("Role"), "角色"),
    "products": (_("Products"), "应用产品"),
    "purpose": (_("Purpose"), "主要用途"),
    "remark": (_("Remark"), "备注"),
    "number": (_("Number"), "备案编号"),
    "province": (_("Province"), "属地"),
    "category": (_("Category"), "算法类别"),
    "filed_on": (_("Filing date"), "备案时间"),
    "scenario": (_("Scope"), "适用场景"),
    "row": (_("Row"), "行"),
}
# Where other lists call the same column otherwise.
GENERATIVE = {"name": (_("Name"), "模型名称"), "organization": (_("Entity"), "备案单位")}
REGISTERED = {
    "name": (_("Name"), "应用/功能名称"),
    "organization": (_("Entity"), "登记单位"),
    "number": (_("Number"), "上线编号"),
    "filed_on": (_("Registration date"), "登记时间"),
}


def heading(field: str, series: str) -> tuple[str | Promise, str]:
    """What a column is called here, and by the regulator in the lists of that series."""
    own = {
        Series.GENAI_FILING: GENERATIVE,
        Series.ON_DEVICE: GENERATIVE,
        Series.GENAI_REGISTRATION: REGISTERED,
    }.get(Series(series), {})
    return own.get(field) or FIELDS[field]


@dataclass(frozen=True)
class Segment:
    """A run of text: the "same" on both sides, taken out ("del"), put in ("ins"), or put in and later out ("both")."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    """One changed field. Products are compared as a list of names, everything else as one text.

    A partial one names only the products that came or went, as a remark does, and not the whole list.
    """

    label: str | Promise
    heading: str
    before: list[Segment]
    after: list[Segment]
    is_list: bool
    is_partial: bool = False

    @property
    def dropped(self) -> int:
        return sum(segment.kind == "del" for segment in self.before)

    @property
    def added(self) -> int:
        return sum(segment.kind == "ins" for segment in self.after)


def field_change(change: Mapping[str, str], *, from_remark: bool = False) -> FieldChange:
    """A change as the pipeline records it: field, before, after."""
    name, before, after = change["field"], change["before"] or "", change["after"] or ""
    label, heading = FIELDS.get(name, (name, ""))
    is_list = name == "products"
    old, new = marked(before, None, after, is_list), marked(after, before, None, is_list)
    return FieldChange(label, heading, old, new, is_list, is_partial=is_list and from_remark)


def marked(text: str, before: str | None, after: str | None, is_list: bool) -> list[Segment]:
    """The text in segments: what is not in the one before is put in, what is not in the one after is taken out."""
    return _marked_products(text, before, after) if is_list else _marked_text(text, before, after)


def _marked_text(text: str, before: str | None, after: str | None) -> list[Segment]:
    put_in, taken_out = _difference(text, before), _difference(text, after)
    cuts = sorted({0, len(text), *put_in, *taken_out})
    return [
        Segment(_kind(_covers(put_in, start), _covers(taken_out, start)), text[start:end])
        for start, end in itertools.pairwise(cuts)
    ]


def _difference(text: str, other: str | None) -> tuple[int, int]:
    """From where the two begin to differ to where they cease to: one mark per side, never confetti."""
    if other is None:
        return 0, 0
    head = _agreeing(text, other)
    tail = _agreeing(reversed(text[head:]), reversed(other[head:]))
    return head, len(text) - tail


def _agreeing(text: Iterable[str], other: Iterable[str]) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(text, other, strict=False)))


def _covers(span: tuple[int, int], position: int) -> bool:
    return span[0] <= position < span[1]


def _kind(put_in: bool, taken_out: bool) -> str:
    if put_in:
        return "both" if taken_out else "ins"
    return "del" if taken_out else "same"


def _marked_products(cell: str, before: str | None, after: str | None) -> list[Segment]:
    """The products in their printed order."""
    old = None if before is None else product_names(before)
    new = None if after is None else product_names(after)
    return [
        Segment(_kind(old is not None and key not in old, new is not None and key not in new), shown)
        for key, shown in product_names(cell).items()
    ]


def product_names(cell: str) -> dict[str, str]:
    """The products of a cell as shown, by what makes two of them the same."""
    shown: dict[str, str] = {}
    for product in split_products(cell):
        text = f"{product.name}（{product.form}）" if product.form else product.name
        shown[name_key(text)] = text
    return shown
