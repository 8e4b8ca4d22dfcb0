"""What can be wrong with an answer of the regulator's site: each fault turns a good answer into a bad one."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

BOMB_BYTES = 256 << 20
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = "word/document.xml"


@dataclass(frozen=True)
class Answer:
    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    # How the bytes go out: "whole", "never", "drip" (one byte at a time), "broken" (half of them) or "endless".
    delivery: str = "whole"

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.content_type.startswith("text/html")

    @property
    def is_document(self) -> bool:
        return self.body.startswith(b"PK")


def spoil(fault: str, answer: Answer) -> Answer:
    return FAULTS[fault](answer) if fault else answer


def blocked(_answer: Answer) -> Answer:
    return Answer("<html><title>知道创宇云防御</title><body>浏览器安全检查中，请稍候</body></html>".encode())


def http503(_answer: Answer) -> Answer:
    return Answer(b"<html><body>503</body></html>", status=503, headers={"Retry-After": "120"})


def empty(answer: Answer) -> Answer:
    return replace(answer, body=b"")


def redirect(target: str) -> Callable[[Answer], Answer]:
    return lambda _answer: Answer(b"", status=302, headers={"Location": target})


def deliver(how: str) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, delivery=how)


def truncated(answer: Answer) -> Answer:
    """Half a file, correctly announced; of a page, half of what was announced."""
    if answer.is_document:
        return replace(answer, body=answer.body[: len(answer.body) // 2])
    return replace(answer, delivery="broken")


def gbk(answer: Answer) -> Answer:
    if not answer.is_page:
        return answer
    text = answer.body.decode().replace("utf-8", "gb2312")
    return replace(answer, body=text.encode("gb18030"), content_type="text/html; charset=gb2312")


def redesign(answer: Answer) -> Answer:
    if not answer.is_page:
        return answer
    text = answer.body.decode()
    for landmark in ("BodyLabel", "pubtime", "loadingInfoPage", "main-content"):
        text = text.replace(landmark, f"new-{len(landmark)}")
    return replace(answer, body=text.encode())


def etag_lies(answer: Answer) -> Answer:
    """The same ETag whatever the content; `tests.site` answers 304 to whoever sends it back."""
    return replace(answer, headers={"ETag": '"always"'}) if answer.is_page else answer


def on_document(edit: Callable[[bytes], bytes]) -> Callable[[Answer], Answer]:
    """A fault inside the XML of a Word document; other answers stay as they are."""

    def spoiled(answer: Answer) -> Answer:
        return replace(answer, body=rewrite(answer.body, edit)) if answer.is_document else answer

    return spoiled


def rewrite(document: bytes, edit: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, edit(data) if name == DOCUMENT else data)
    return out.getvalue()


def first_rows(xml: bytes) -> bytes:
    """The header and five rows."""
    root = etree.fromstring(xml)
    for row in list(root.iter(f"{{{WORD}}}tr"))[6:]:
        row.getparent().remove(row)
    return etree.tostring(root)


def rows_twice(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    for row in list(root.iter(f"{{{WORD}}}tr"))[1:]:
        row.getparent().append(etree.fromstring(etree.tostring(row)))
    return etree.tostring(root)


def with_entity(xml: bytes) -> bytes:
    """The document with an entity that reads a file of the machine, in each of its texts."""
    root = etree.fromstring(xml)
    for text in root.iter(f"{{{WORD}}}t"):
        text.text = f"LEAK{text.text or ''}"
    declared = b'<!DOCTYPE document [<!ENTITY leak SYSTEM "file:///etc/hostname">]>'
    return declared + etree.tostring(root).replace(b"LEAK", b"&leak;")


@functools.cache
def bomb() -> bytes:
    """A small document that inflates to more than a reader should take."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(DOCUMENT, "w") as stream:
        stream.write(f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>'.encode())
        for _ in range(BOMB_BYTES >> 20):
            stream.write(b" " * (1 << 20))
        stream.write(b"</w:t></w:r></w:p></w:body></w:document>")
    return out.getvalue()


def zipbomb(answer: Answer) -> Answer:
    return replace(answer, body=bomb()) if answer.is_document else answer


FAULTS: dict[str, Callable[[Answer], Answer]] = {
    "blocked": blocked,
    "http503": http503,
    "timeout": deliver("never"),
    "truncated": truncated,
    "empty": empty,
    "gbk": gbk,
    "redesign": redesign,
    "shrunk": on_document(first_rows),
    "duplicated": on_document(rows_twice),
    "redirect_loop": redirect("?again"),
    "redirect_private": redirect("http://169.254.169.254/latest/meta-data/"),
    "huge": deliver("endless"),
    "slow": deliver("drip"),
    "zipbomb": zipbomb,
    "xxe": on_document(with_entity),
    "etag_lies": etag_lies,
}
