"""How a Chinese name is said, for readers of English: pinyin in words, each with a capital, pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin

from filings.text import HAN, PROVINCES, collapse

HAN_RUN = re.compile(f"[{HAN}]+")
# Up to here the syllables between known words are read as one word (豆包: Doubao); longer runs need spaces.
LONGEST_WORD = 4
# The words that names of organizations, algorithms and products are made of most often.
WORDS = """
    深圳 广州 杭州 成都 武汉 南京 厦门 苏州 青岛 西安 大连 长沙 合肥 郑州 宁波 济南 福州 无锡 珠海 东莞 中国
    有限 责任 公司 股份 集团 控股 合伙 企业 中心 研究院 研究所 大学 学院 医院 银行 保险 证券 基金
    科技 技术 信息 网络 互联网 智能 人工智能 软件 数字 数据 电子 商务 通信 通讯 计算机 计算 服务 开发 发展
    文化 传媒 传播 教育 健康 医疗 咨询 管理 产业 工业 汽车 能源 金融 投资 贸易 时代 未来 创新 智慧 系统
    算法 大模型 模型 语言 多模态 生成 合成 内容 文本 图像 图片 视频 语音 推荐 个性化 推送 检索 过滤 调度 决策
    问答 对话 助手 客服 识别 深度 数字人 服务类 平台 机器人 应用 手机
"""
KNOWN = re.compile("|".join(sorted({*PROVINCES.values(), *WORDS.split()}, key=len, reverse=True)))


def has_han(text: str) -> bool:
    return bool(HAN_RUN.search(text))


@lru_cache(maxsize=8192)
def reading(name: str) -> str:
    """The name in pinyin (北京豆包有限公司: "Beijing Doubao Youxian Gongsi"); empty when it holds nothing Chinese."""
    if not has_han(name):
        return ""
    spoken = HAN_RUN.sub(lambda run: f" {_words(run[0])} ", unicodedata.normalize("NFKC", name))
    return re.sub(r"\s+([)\],.])", r"\1", re.sub(r"([(\[])\s+", r"\1", collapse(spoken)))


def _words(run: str) -> str:
    """A run of characters as words: those that are known, and what stands between them."""
    said, end = list[str](), 0
    for known in KNOWN.finditer(run):
        said += _unknown(run[end : known.start()])
        said.append("".join(lazy_pinyin(known[0])))
        end = known.end()
    return " ".join(word.capitalize() for word in [*said, *_unknown(run[end:])])


def _unknown(run: str) -> list[str]:
    syllables: list[str] = lazy_pinyin(run)
    return ["".join(syllables)] if 0 < len(run) <= LONGEST_WORD else syllables
