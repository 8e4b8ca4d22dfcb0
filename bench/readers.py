"""What reading the Word lists costs, beside the bare cost of unzipping them and walking their XML, in the same run.

    python -m bench.readers [FOLDER]

FOLDER holds .docx lists; files in it that are no such list are left out. Without it, lists of made-up rows are read.
"""

from __future__ import annotations

import io
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from filings.sources import deep_synthesis
from filings.sources.algorithm_list import read_algorithm_list
from filings.sources.base import LayoutChanged, ReadList
from tests.builders import deep_rows, make_deep_docx

RUNS = 5
ALGORITHM_HEADINGS = tuple("算法类别" if heading == "角色" else heading for heading in deep_synthesis.HEADINGS)
ALGORITHM_CLASSES = frozenset(
    {"生成合成类", "个性化推送类", "排序精选类", "检索过滤类", "信息检索类", "内容过滤类", "调度决策类"}
)

Reader = Callable[[bytes], ReadList]


def read_algorithms(data: bytes) -> ReadList:
    return read_algorithm_list(data, ALGORITHM_HEADINGS, ALGORITHM_CLASSES)


def walk(data: bytes) -> int:
    """The yardstick: inflate the document, parse it, touch each element once."""
    with ZipFile(io.BytesIO(data)) as archive:
        return sum(1 for _element in etree.fromstring(archive.read("word/document.xml")).iter())


def lists_among(files: Iterable[bytes]) -> list[tuple[Reader, bytes]]:
    """Each file with the reader that knows its layout."""
    found: list[tuple[Reader, bytes]] = []
    for data in files:
        for read in (deep_synthesis.read, read_algorithms):
            try:
                read(data)
            except LayoutChanged:
                continue
            found.append((read, data))
            break
    return found


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main(folder: str = "") -> None:
    made_up = (make_deep_docx(deep_rows(780, first=1 + 780 * n)) for n in range(10))
    lists = (
        lists_among(path.read_bytes() for path in sorted(Path(folder).glob("*.docx")))
        if folder
        else [(deep_synthesis.read, data) for data in made_up]
    )
    if not lists:
        sys.exit(f"no lists in {folder}")
    bare, readers = [], []
    for _run in range(RUNS):
        bare.append(seconds(lambda: [walk(data) for _read, data in lists]))
        readers.append(seconds(lambda: [read(data) for read, data in lists]))
    rows = sum(read(data).rows for read, data in lists)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"lists {len(lists)}, rows {rows}, {sum(len(data) for _read, data in lists) / 1e6:.1f} MB packed")
    print(f"bare unzip and walk   {statistics.median(bare):.3f} s  (median of {RUNS})")
    print(f"readers               {statistics.median(readers):.3f} s  (median of {RUNS})")
    print(f"ratio                 {statistics.median(readers) / statistics.median(bare):.2f}  (at most 3)")
    print(f"peak memory           {peak_mb:.0f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:2])
