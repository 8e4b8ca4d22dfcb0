"""What the machine has noted, in the reader's language; and that no sentence of it was forgotten."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from filings.alerts.outbox import DIED
from filings.gate.errors import BadStatus
from filings.noted import SENTENCES, known, noted
from filings.pipeline.archive import DROPPED
from filings.pipeline.pages import NOT_MODIFIED
from filings.sources.base import REPEATS
from filings.sources.generative_list import SWAPPED

HAN = re.compile("[\u4e00-\u9fff]")
PLACE = re.compile(r"%\(\w+\)s")

PLACES = ("gate/**/*.py", "sources/**/*.py", "pipeline/**/*.py", "alerts/**/*.py", "catalogue.py")
# Exceptions whose text stands on no page: they are caught, logged, or answered by a page of their own.
UNREAD = {"Unanswered", "ClaimLost", "BadLink", "TooMany"}
# A fault in words that are not ours; and what only a command answers.
UNSAID = {"7: 7", "this is neither a bounce nor a complaint", "it does not name a message of ours"}
# What a sentence is given to before it is shown or stored.
NAMES = {"message", "reason", "why", "answer", "nothing", "because", "text", "note", "last_error", "fault"}
CALLS = {
    "Finding",
    "of_list",
    "of_snapshot",
    "Rejection",
    "Likeness",
    "ask",
    "_close",
    "_wait",
    "tell",
    "_error",
    "_error_at",
}
# Functions that return a sentence, or nothing where all is well.
JUDGES = {
    "structural_fault", "_repetition", "_fault", "fault_of", "reason_to_hold", "_doubt_about_new_list",
    "doubt_about_new_list", "_doubt_about_numbering", "_doubt_about_total", "_why_not", "_why_it_waits",
    "_what_is_unclear", "_repetitions",
}  # fmt: skip


def template(node: ast.expr) -> str:
    """A sentence as the code has it, with 7 for what it fills in; "" for what is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return ""


def sentences_in(node: ast.AST) -> Iterator[str]:
    """The texts that stand for themselves: not those inside another, or given to a function on the way."""
    if isinstance(node, ast.IfExp):
        yield from (*sentences_in(node.body), *sentences_in(node.orelse))
    elif isinstance(node, ast.BoolOp | ast.List | ast.Tuple):
        for one in node.values if isinstance(node, ast.BoolOp) else node.elts:
            yield from sentences_in(one)
    elif isinstance(node, ast.Constant | ast.JoinedStr):
        yield template(node)


def said_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            if ast.unparse(node.exc.func).split(".")[-1] not in UNREAD:
                yield from sentences_in(node.exc.args[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in CALLS:
            for argument in node.args:
                yield from sentences_in(argument)
        elif isinstance(node, ast.Assign | ast.keyword):
            given = {node.arg} if isinstance(node, ast.keyword) else set(map(ast.unparse, node.targets))
            if given & NAMES:
                yield from sentences_in(node.value)
        elif isinstance(node, ast.FunctionDef) and node.name in JUDGES:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    yield from sentences_in(inner.value)


def all_said() -> dict[str, str]:
    root = Path(__file__).parents[1] / "filings"
    return {
        text: str(path.relative_to(root))
        for place in PLACES
        for path in sorted(root.glob(place))
        for text in said_in(ast.parse(path.read_text()))
        if " " in text.strip() and text not in UNSAID
    }


def test_every_sentence_of_the_machine_is_known() -> None:
    said = all_said()
    assert len(said) > 200
    with override("zh-hans"):
        assert {text: place for text, place in said.items() if known(text) is None} == {}


@pytest.mark.parametrize(
    "text", [NOT_MODIFIED, DIED, DROPPED, SWAPPED, f"{REPEATS}3", str(BadStatus(503, "a.example", 60))]
)
def test_so_are_those_that_are_put_together(text: str) -> None:
    with override("zh-hans"):
        assert known(text) is not None


def test_every_sentence_is_said_in_chinese() -> None:
    with override("zh-hans"):
        said = {sentence: gettext(sentence) for sentence in SENTENCES}
    assert {sentence for sentence, chinese in said.items() if not HAN.search(chinese)} == set()
    places = {sentence: set(PLACE.findall(sentence)) for sentence in said}
    assert {one for one, chinese in said.items() if set(PLACE.findall(chinese)) != places[one]} == set()
    assert len(said) == len(SENTENCES)


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("expected a table, found none", "应有表格，但没有找到"),
        ("only 12 rows, where 400 were accepted before", "只有 12 行，而此前已采纳 400 行"),
        # A sentence within a sentence, and one that is not ours at its end.
        (
            "3 of 9 rows were not understood; row 2: 5 cells instead of 7",
            "9 行中有 3 行无法识别；第 2 行：有 5 个单元格，应为 7 个",
        ),
        ("no connection to a.example (Connection refused)", "无法连接到 a.example（Connection refused）"),
        ("the same name: 豆包; filings: 3", "名称相同：豆包；备案数：3"),
        (
            "Only one independent outlet says so within 72 hours: Submitted.",
            "72 小时内只有一家独立媒体这样说：已提交。",
        ),
        (
            "expected a title and a day like 2024-04-03, found '%s' and 50%",
            "应有标题和形如 2024-04-03 的日期，但找到 '%s' 和 50%",
        ),
    ],
)
def test_a_sentence_in_chinese(text: str, chinese: str) -> None:
    with override("zh-hans"):
        assert noted(text) == chinese
    with override("en"):
        assert noted(text) == text


@pytest.mark.parametrize("text", ["SMTPDataError: (554, b'5.7.1 refused')", "", "七"])
def test_what_nobody_knows_stays_as_it_is(text: str) -> None:
    with override("zh-hans"):
        assert noted(text) == text
        assert known(text) is None


def test_a_long_text_costs_little() -> None:
    text = "expected a title and " * 500
    with override("zh-hans"):
        assert noted(text) == text
