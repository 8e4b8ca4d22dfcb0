"""Builders of small Word lists for tests: the same shape as the regulator's files, with as little XML as that takes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

DEEP_HEADINGS = ("序号", "算法名称", "角色", "主体名称", "应用产品", "主要用途", "备案编号", "备注")
TITLE = "境内深度合成服务算法备案清单（2023年8月）"
SAVED = datetime(2023, 8, 31, 2, 10, tzinfo=UTC)

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{}</dcterms:modified></cp:coreProperties>'
)


# The formatting that Word repeats in every cell, and most of what a reader of the real files has to step over.
FONT = '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312"/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr>'
PARAGRAPH_FORMAT = (
    '<w:pPr><w:widowControl/><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs>'
    '<w:spacing w:line="400" w:lineRule="exact"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>'
    f'<w:textAlignment w:val="center"/>{FONT}</w:pPr>'
)
CELL_FORMAT = '<w:tcPr><w:tcW w:w="1616" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'


def paragraph_xml(text: str) -> str:
    return f'<w:p>{PARAGRAPH_FORMAT}<w:r>{FONT}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def cell_xml(text: str) -> str:
    """A cell; each line of the text becomes a paragraph, as Word writes it when somebody presses Enter."""
    return f"<w:tc>{CELL_FORMAT}" + "".join(map(paragraph_xml, text.split("\n"))) + "</w:tc>"


def row_xml(cells: Iterable[str]) -> str:
    return "<w:tr>" + "".join(map(cell_xml, cells)) + "</w:tr>"


def table_xml(rows: Iterable[Sequence[str]]) -> str:
    return "<w:tbl>" + "".join(map(row_xml, rows)) + "</w:tbl>"


def make_package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of the given parts; the same parts always give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def make_word(body: str, *, saved: datetime | None = SAVED, doctype: str = "") -> bytes:
    """A Word file with this XML in its body; `saved` None leaves the core properties out."""
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'{declaration}{doctype}<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body>'
        "</w:document>",
    }
    if saved:
        parts["docProps/core.xml"] = CORE.format(saved.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return make_package(parts)


def make_deep_docx(
    rows: Iterable[Sequence[str]],
    *,
    headings: Sequence[str] = DEEP_HEADINGS,
    title: str = TITLE,
    saved: datetime | None = SAVED,
) -> bytes:
    """A deep-synthesis list with these rows below the headings; the cells stand in the order of the headings."""
    return make_word(paragraph_xml("附件") + paragraph_xml(title) + table_xml([headings, *rows]), saved=saved)


def deep_row(
    number: str = "网信算备110108823483901230031号",
    name: str = "云雀大模型算法",
    *,
    seq: str = "1",
    role: str = "服务提供者",
    organization: str = "北京抖音信息服务有限公司",
    products: str = "抖音短视频(APP)、西瓜视频(APP)、今日头条(APP)",
    purpose: str = "应用于智能对话、智能写作场景，根据用户输入的文本信息，生成相应的文本内容。",
    remark: str = "",
) -> tuple[str, ...]:
    """One row of a deep-synthesis list: that of Doubao as first published; name what a test needs otherwise."""
    return (seq, name, role, organization, products, purpose, number, remark)


def deep_rows(count: int, *, first: int = 1) -> list[tuple[str, ...]]:
    """So many different, plainly made-up rows with valid numbers; the same `first` always gives the same rows."""
    return [
        deep_row(
            f"网信算备110108{1000000 + n:07d}01230011号",
            f"示例{n:04d}号生成合成算法",
            seq=str(n),
            organization=f"示例{n:04d}号科技有限公司",
            products=f"示例{n:04d}号助手(APP)、示例{n:04d}号助手(网站)",
        )
        for n in range(first, first + count)
    ]
