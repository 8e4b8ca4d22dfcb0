"""What extracting claims costs, beside one bare Aho-Corasick pass over the same text, in the same run.

    python -m bench.claims [ARTICLES.jsonl]

Bare is to run an automaton of all names over the text and touch each find. With a file, its articles are measured as
they are (`title`, `text`); without, made-up ones of 3,000 characters: as in a feed, most of them are about something
else, and those that are not tell of a status in some of their sentences.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

import ahocorasick

from filings.claims import Actor, Article, Lexicon, extract
from filings.claims.fold import fold

NAMES, ARTICLES, LENGTH, RUNS = 10_000, 300, 3_000, 5
FACTOR, PER_SECOND = 3, 300

# The names of a register begin with many different characters.
BEGINNINGS = tuple(chr(code) for code in range(0x4E00, 0x9FA0, 21))
FORMS = (
    "科技有限公司",
    "信息技术有限公司",
    "智能客服算法",
    "大模型",
    "网络科技有限公司",
    "内容生成算法",
    "数据服务有限公司",
    "助手",
)

TELLING = {
    "en": (
        "Apple and Alibaba have submitted the features to the Cyberspace Administration of China for approval.",
        "The company is still waiting for approval from Chinese regulators.",
        "Chinese regulators approved AI services from Baidu, Tencent and SenseTime on Tuesday.",
        "Samsung's assistant for China has been held up by the regulator amid trade tensions.",
    ),
    "zh": (
        "据知情人士透露，苹果与阿里巴巴已将共同开发的人工智能功能提交国家网信办审批。",
        "7月8日，月之暗面、智谱和百川智能的大模型通过生成式人工智能服务备案。",
        "双方仍在等待监管部门批准，上线时间因此推迟。",
        "特斯拉车机语音大模型在上海完成备案，接入豆包与DeepSeek。",
    ),
}
OTHER = {
    "en": (
        "The company said revenue in the quarter rose by eleven percent on stronger demand for cloud services.",
        "Analysts at the bank kept their rating and pointed to higher spending on data centres.",
        "A new version of the browser brings vertical tabs and a quieter start page.",
        "Researchers described a battery that keeps most of its capacity after three thousand cycles.",
        "The phone has a brighter display, a larger sensor and a price that has not changed since last year.",
        "Huawei and Xiaomi presented folding phones with thinner hinges at the fair in Barcelona.",
        "The court will hear both sides in October before it decides about the fine.",
        "Developers can try the models through an interface that bills by the number of tokens.",
        "Shares of the chip maker fell after it warned of weaker orders from car makers.",
        "The museum opens a show about the history of computing with machines from six decades.",
        "Engineers moved the service to a new region within a weekend and told nobody until it was done.",
        "The minister said the country needs more engineers and fewer forms.",
    ),
    "zh": (
        "公司第三季度营收同比增长百分之十一，云服务需求是主要原因。",
        "分析师维持评级，并指出数据中心投入仍在增加。",
        "新版浏览器带来竖排标签页，启动页也更加简洁。",
        "研究人员介绍了一种循环三千次后仍能保持大部分容量的电池。",
        "这款手机屏幕更亮，传感器更大，价格与去年持平。",
        "华为与小米在展会上展示了铰链更薄的折叠屏手机。",
        "法院将于十月听取双方意见，之后再作出裁决。",
        "开发者可以通过接口试用模型，按用量计费。",
        "受车企订单减少影响，芯片厂商股价下跌。",
        "博物馆举办计算机历史展，展出六十年来的机器。",
        "工程师用一个周末把服务迁移到了新的区域。",
        "部长表示，国家需要更多工程师，更少的表格。",
    ),
}
# One article in so many is about our matter, and of its sentences one in so many tells of a status.
ABOUT, SAYING = 3, 12


def made_up_names() -> list[str]:
    """Names like those of a register, of companies and of their algorithms."""
    return ["".join(part) for part in product(BEGINNINGS, "星云", FORMS)][:NAMES]


def made_up_articles() -> Iterator[Article]:
    chance = random.Random(20260708)
    for number in range(ARTICLES):
        language = "zh" if number % 2 else "en"
        text, about = "", number % ABOUT == 0
        while len(text) < LENGTH:
            telling = about and chance.randrange(SAYING) == 0
            text += chance.choice((TELLING if telling else OTHER)[language]) + (
                "\n" if chance.randrange(4) == 0 else " "
            )
        yield Article(f"Report {number}", text[:LENGTH], language, date(2026, 7, 16))


def articles_in(path: Path) -> list[Article]:
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [Article(line.get("title", ""), line["text"], line.get("lang", "")) for line in lines]


def automaton_of(names: list[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(fold(name), name)
    automaton.make_automaton()
    return automaton


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def main(path: str = "") -> None:
    articles = articles_in(Path(path)) if path else list(made_up_articles())
    names = made_up_names()
    automaton, lexicon = automaton_of(names), Lexicon(register=[Actor(name, (name,)) for name in names])
    bare, ours = [], []
    for _run in range(RUNS):
        bare.append(seconds(lambda: [sum(1 for _ in automaton.iter(article.text)) for article in articles]))
        ours.append(seconds(lambda: [extract(article, lexicon) for article in articles]))
    claims = sum(len(extract(article, lexicon)) for article in articles)
    characters = sum(len(article.whole) for article in articles)
    one, other = statistics.median(bare), statistics.median(ours)
    print(
        f"claims {claims} in {len(articles)} articles of {characters // len(articles)} characters, {len(names)} names"
    )
    print(f"  bare      {one:.3f} s  (median of {RUNS})")
    print(f"  extract   {other:.3f} s  (median of {RUNS})")
    print(f"  articles  {len(articles) / other:.0f} a second  (at least {PER_SECOND})")
    print(f"  ratio     {other / one:.2f}  (at most {FACTOR})")


if __name__ == "__main__":
    main(*sys.argv[1:2])
