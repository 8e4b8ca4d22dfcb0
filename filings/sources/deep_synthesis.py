"""Reader of the deep-synthesis lists (境内深度合成服务算法备案清单), one Word file per batch since June 2023."""

from __future__ import annotations

from filings.sources.algorithm_list import read_algorithm_list
from filings.sources.base import ReadList

READER_VERSION = "deep_synthesis/1"
HEADINGS = ("序号", "算法名称", "角色", "主体名称", "应用产品", "主要用途", "备案编号", "备注")
ROLES = frozenset({"服务提供者", "服务技术支持者"})


def read(data: bytes) -> ReadList:
    return read_algorithm_list(data, HEADINGS, ROLES)
