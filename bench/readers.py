"""What reading the lists costs, beside the bare cost of opening the same files, in the same run.

    python -m bench.readers [FOLDER]

Bare is for Word lists to unzip them and walk their XML, for PDF lists to have pdfplumber extract their tables. The
lists are those anywhere below FOLDER; files there that are no such list are left out. Without it, made-up rows are
read.
"""

from __future__ import annotations

import io
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pdfplumber
from lxml import etree

from filings.sources import algorithm, cancellations, deep_synthesis, genai
from filings.sources.base import LayoutChanged, ReadList
from filings.sources.generative_list import FILING
from tests.builders import deep_rows, make_deep_docx
from tests.sources.pdfs import list_pdf

WORD_RUNS, PDF_RUNS = 5, 3

Reader = Callable[[bytes], list[ReadList]]
Lists = list[tuple[Reader, bytes]]

WORD_READERS: tuple[Reader, ...] = (lambda data: [deep_synthesis.read(data)], lambda data: [algorithm.read(data)])
PDF_READERS: tuple[Reader, ...] = (
    lambda data: list(genai.read(data).values()),
    lambda data: [cancellations.read(data)],
)


def walk(data: bytes) -> int:
    """The yardstick for Word: inflate the document, parse it, touch each element once."""
    with ZipFile(io.BytesIO(data)) as archive:
        return sum(1 for _element in etree.fromstring(archive.read("word/document.xml")).iter())


def extract(data: bytes) -> int:
    """The yardstick for PDF: the tables of each page, which is let go before the next."""
    tables = 0
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            tables += len(page.extract_tables())
            page.close()
    return tables


def lists_below(folder: str, ending: str, readers: tuple[Reader, ...]) -> Lists:
    """Each file with the reader that knows its layout."""
    files = (path.read_bytes() for path in sorted(Path(folder).rglob(f"*{ending}")))
    return [(read, data) for data in files for read in readers if knows(read, data)]


def knows(read: Reader, data: bytes) -> bool:
    try:
        read(data)
    except LayoutChanged:
        return False
    return True


def made_up_words() -> Iterator[bytes]:
    return (make_deep_docx(deep_rows(780, first=1 + 780 * n)) for n in range(10))


def made_up_pdfs() -> Iterator[bytes]:
    for batch in range(4):
        yield list_pdf(FILING, [_generative_row(100 * batch + n) for n in range(100)])


def _generative_row(n: int) -> tuple[str, ...]:
    return (
        str(n),
        "北京市",
        f"示例{n:04d}号大模型",
        f"示例{n:04d}号科技有限公司",
        f"Beijing-ShiLi{n:04d}-20240428",
        "2024/5/13",
    )


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def compare(what: str, lists: Lists, yardstick: Callable[[bytes], int], runs: int, limit: float) -> None:
    """Both ways in turn, so that whatever else slows the machine down slows both down."""
    bare, readers = [], []
    for _run in range(runs):
        bare.append(seconds(lambda: [yardstick(data) for _read, data in lists]))
        readers.append(seconds(lambda: [read(data) for read, data in lists]))
    rows = sum(one.rows for read, data in lists for one in read(data))
    print(f"{what} lists {len(lists)}, rows {rows}, {sum(len(data) for _read, data in lists) / 1e6:.1f} MB packed")
    print(f"  bare      {statistics.median(bare):.3f} s  (median of {runs})")
    print(f"  readers   {statistics.median(readers):.3f} s  (median of {runs})")
    print(f"  ratio     {statistics.median(readers) / statistics.median(bare):.2f}  (at most {limit})")


def main(folder: str = "") -> None:
    if folder:
        words, pdfs = lists_below(folder, ".docx", WORD_READERS), lists_below(folder, ".pdf", PDF_READERS)
    else:
        words = [(WORD_READERS[0], data) for data in made_up_words()]
        pdfs = [(PDF_READERS[0], data) for data in made_up_pdfs()]
    if not words and not pdfs:
        sys.exit(f"no lists below {folder}")
    if words:
        compare("Word", words, walk, WORD_RUNS, 3)
    if pdfs:
        compare("PDF", pdfs, extract, PDF_RUNS, 1.5)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:2])
