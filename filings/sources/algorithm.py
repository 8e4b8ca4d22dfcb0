"""Reader of the algorithm lists (境内互联网信息服务算法备案清单): one page since 2022, a Word file per period."""

from __future__ import annotations

from filings.sources.algorithm_list import read_algorithm_list
from filings.sources.base import ReadList

READER_VERSION = "algorithm/1"
HEADINGS = ("序号", "算法名称", "算法类别", "主体名称", "应用产品", "主要用途", "备案编号", "备注")
# 检索过滤类 and 生成合成类 are the provisions' own names; the lists also print the halves of the former by themselves.
CLASSES = frozenset(
    {"生成合成类", "个性化推送类", "排序精选类", "检索过滤类", "信息检索类", "内容过滤类", "调度决策类"}
)


def read(data: bytes) -> ReadList:
    return read_algorithm_list(data, HEADINGS, CLASSES)
