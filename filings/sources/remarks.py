"""Reader of the remarks (备注) in algorithm lists: what the regulator says it changed in a row it had published.

There is no form for them. What is understood becomes an amendment with what stood there before and after, as far as the
remark says; the rest of the text is kept as an amendment of an unnamed kind, so that nothing gets lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from filings.sources.base import CANCELLED_MARK
from filings.text import collapse, split_products

# A subject, and the field of the row that it stands for.
SUBJECTS = (
    (r"(《算法安全自评估报告》中)?原?主体(名称)?", "organization"),
    (r"原?算法名称原?", "name"),
    (r"(原|关联)?产品(名称|服务形式)?", "products"),
)
SUBJECT = "|".join(f"(?P<{field}>{pattern})" for pattern, field in SUBJECTS)
END = r"(?=$|[，,；;。、《\s])"
QUOTED = r"[“\"](?P<before>[^”\"]*)[”\"]变更为[“\"](?P<after>[^”\"]*)[”\"]"
PLAIN = r"(?P<before>[^“”\"，,；;。《》]+?)变更为(?P<after>[^“”\"，,；;。《》]+)"
RENAMED = re.compile(rf"(?:(?:{SUBJECT})(?:由|原)*)?{QUOTED}{END}")
RENAMED_PLAINLY = re.compile(rf"(?:{SUBJECT})(?:由|原)*{PLAIN}{END}")
ADDED = re.compile(rf"新增(?P<what>(?:关联|算法使用)?产品)?[：:]?(?P<names>[^，,；;。]*){END}")
DROPPED = re.compile(rf"删除(?:关联)?(?:产品)?(?P<names>[^，,；;。]+){END}")
REPLACED = re.compile(rf"产品变更为(?P<names>[^，,；;。]+){END}")
PRODUCTS = re.compile(r"产品变更|更新应用产品")
PURPOSE = re.compile(r"变更主要用途[^，,；;。“]*(“[^”]*”)?")
ORGANIZATION = re.compile(r"更新备案主体名称")
MONTH = re.compile(r"(?P<year>20\d\d)年(?:\d{1,2}月、)*(?P<month>1[0-2]|0?[1-9])月[，,]?")
PREAMBLE = re.compile(r"变更内容[：:]")
WITH_FORM = re.compile(r"[(（][^()（）]+[)）][”\"]?$|网站|小程序|APP", re.IGNORECASE)
OLD_NAME_ALONE = re.compile(r"原算法名称[“\"](?P<before>[^”\"]+)[”\"]")
SEPARATORS = "，,；;。、 "
# Where 、 or a blank parts two clauses, rather than two names of a list.
PARTING = re.compile(r"[、\s](?=原|变更|算法(?:名称|安全|输|模型)|输[入出]模态|主体|产品(?:变更|名称)|新增|删除|增加)")


@dataclass(frozen=True, slots=True)
class Amendment:
    """One thing that a remark says was changed. `field` is that of the row, "" where it is none of its columns.

    `month` is like "2024-08", "" where the remark does not date it. A product that was added has no `before`, one that
    was dropped no `after`; both are empty where only the fact is told. `text` is the clause.
    """

    field: str
    text: str
    before: str = ""
    after: str = ""
    month: str = ""


def read_remark(remark: str) -> tuple[Amendment, ...]:
    """What a remark says was changed, in its order. The mark of a cancelled number is no amendment."""
    text = PARTING.sub("，", PREAMBLE.sub("，", collapse(remark.replace(CANCELLED_MARK, ""))))
    found: list[Amendment] = []
    for month, clauses in _by_month(text):
        found += _amendments(clauses, month)
    return tuple(found)


def _by_month(text: str) -> Iterator[tuple[str, str]]:
    """The clauses behind each month, and those before the first; a month without clauses shares the next one's."""
    start, month = 0, ""
    for stamp in MONTH.finditer(text):
        yield month, text[start : stamp.start()]
        start, month = stamp.end(), f"{stamp['year']}-{int(stamp['month']):02d}"
    yield month, text[start:]


def _amendments(clauses: str, month: str) -> Iterator[Amendment]:
    """Each clause in turn; what no pattern knows is told as it stands."""
    place, subject = 0, ""
    while place < len(clauses):
        if clauses[place] in SEPARATORS:
            place += 1
            continue
        end, amendment = _clause_at(clauses, place, subject, month)
        subject = amendment.field or subject
        place = end
        yield amendment


def _clause_at(clauses: str, place: int, subject: str, month: str) -> tuple[int, Amendment]:
    if renamed := RENAMED.match(clauses, place) or RENAMED_PLAINLY.match(clauses, place):
        return renamed.end(), _renamed(renamed, subject, month)
    if replaced := REPLACED.match(clauses, place):
        return replaced.end(), Amendment("products", replaced[0], after=_bare(replaced["names"]), month=month)
    if (added := ADDED.match(clauses, place)) and _names_products(added):
        return added.end(), Amendment("products", added[0], after=_bare(added["names"]), month=month)
    if dropped := DROPPED.match(clauses, place):
        return dropped.end(), Amendment("products", dropped[0], before=_bare(dropped["names"]), month=month)
    if alone := OLD_NAME_ALONE.match(clauses, place):
        return alone.end(), Amendment("name", alone[0], before=alone["before"], month=month)
    for pattern, field in ((PRODUCTS, "products"), (PURPOSE, "purpose"), (ORGANIZATION, "organization")):
        if told := pattern.match(clauses, place):
            return told.end(), Amendment(field, told[0], month=month)
    end = next((stop for stop in range(place, len(clauses)) if clauses[stop] in "，,；;。"), len(clauses))
    return end, Amendment("", clauses[place:end], month=month)


def _renamed(found: re.Match[str], subject: str, month: str) -> Amendment:
    """A pair without a subject of its own goes on with the one before it, unless its names show it to be products."""
    before, after = collapse(found["before"]), collapse(found["after"])
    named = next((field for _, field in SUBJECTS if found[field] is not None), "")
    if not named and (WITH_FORM.search(before) or subject == "products"):
        named = "products"
    return Amendment(named or subject, found[0], before, after, month)


def _names_products(added: re.Match[str]) -> bool:
    """Functions and models are added too; a product is called one, or comes in a form such as (APP)."""
    return bool(added["what"] or WITH_FORM.search(added["names"]))


def _bare(names: str) -> str:
    """The product cell without the quotation marks around its names."""
    return re.sub(r"[“”\"]", "", names).strip() if split_products(names) else ""
