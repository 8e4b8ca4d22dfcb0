"""The dates that a sentence names, in four scripts, with as much precision as the words carry."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from filings.claims.base import Precision

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTH_NUMBER = {name[:length]: number for number, name in enumerate(MONTHS, 1) for length in (3, len(name))} | {
    "sept": 9
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HAN_WEEKDAYS = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    "月": 0,
    "火": 1,
    "水": 2,
    "木": 3,
    "金": 4,
    "土": 5,
}

FIGURE = re.compile("[0-9]")
WORDS = (
    *MONTHS,
    "day",
    "week",
    "month",
    "year",
    "tonight",
    "this morning",
    *"年月日周曜",
    "星期",
    "礼拜",
    "今天",
    "昨天",
    "前天",
    "今早",
    "今晨",
    "今晚",
    "昨晚",
    "きょう",
    "きのう",
)
YEAR = r"(?P<year>20\d\d)"
MONTH = r"(?P<month>1[0-2]|0?[1-9])"
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
# "may" and "march" are months only beside a number or behind a word that makes them one.
NAMED = rf"(?P<name>{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\.?"
AFTER_IN = r"(?:in|of|from|last|this|early|late|mid|throughout|during)"


@dataclass(frozen=True, slots=True)
class Published:
    """The day an article came out, as precisely as it is known."""

    day: date | None
    precision: Precision

    @property
    def is_exact(self) -> bool:
        return self.day is not None and self.precision == "day"


@dataclass(frozen=True, slots=True)
class Told:
    """A date as told, at its place in the text: the first day of the time that it names."""

    start: int
    end: int
    day: date
    precision: Precision

    @property
    def last_day(self) -> date:
        if self.precision == "day":
            return self.day
        month = 12 if self.precision == "year" else self.day.month
        return date(self.day.year, month, monthrange(self.day.year, month)[1])


Reader = Callable[[re.Match[str], Published], tuple[date, Precision] | None]


def find_dates(folded: str, start: int, end: int, published: Published) -> list[Told]:
    """The dates between two places of a folded text, from left to right; what can't be a date is left out."""
    found: list[Told] = []
    if not _may_hold(folded[start:end]):
        return found
    for match in PATTERN.finditer(folded, start, end):
        read = READERS[match.lastgroup or ""]
        try:
            told = read(INNER[match.lastgroup or ""].match(folded, match.start(), match.end()), published)  # type: ignore[arg-type]
        except (ValueError, OverflowError):
            continue
        if told:
            found.append(Told(match.start(), match.end(), *told))
    return found


def _may_hold(text: str) -> bool:
    """Whether there is a figure or a word without which there is no date."""
    return bool(FIGURE.search(text)) or any(map(text.__contains__, WORDS))


def _full(match: re.Match[str], published: Published) -> tuple[date, Precision]:
    return date(int(match["year"]), _month(match), int(match["day"])), "day"


def _year_month(match: re.Match[str], published: Published) -> tuple[date, Precision]:
    return date(int(match["year"]), _month(match), 1), "month"


def _month_day(match: re.Match[str], published: Published) -> tuple[date, Precision] | None:
    """A day without its year is the last one before the article, or the next few days."""
    if not published.day:
        return None
    latest = published.day + timedelta(days=2) if published.is_exact else _end_of(published)
    for year in (latest.year, latest.year - 1):
        day = date(year, _month(match), int(match["day"]))
        if day <= latest:
            return day, "day"
    return None


def _bare_month(match: re.Match[str], published: Published) -> tuple[date, Precision] | None:
    if not published.day:
        return None
    month = _month(match)
    return date(published.day.year - (month > published.day.month), month, 1), "month"


def _day_of_month(match: re.Match[str], published: Published) -> tuple[date, Precision] | None:
    """ "15日": of this month, or of the last."""
    if not published.day:
        return None
    number, latest = int(match["day"]), published.day + timedelta(days=1) if published.is_exact else _end_of(published)
    first = published.day.replace(day=1)
    for month in (first, (first - timedelta(days=1)).replace(day=1)):
        if number <= monthrange(month.year, month.month)[1] and month.replace(day=number) <= latest:
            return month.replace(day=number), "day"
    return None


def _year(match: re.Match[str], published: Published) -> tuple[date, Precision]:
    return date(int(match["year"]), 1, 1), "year"


def _weekday(match: re.Match[str], published: Published) -> tuple[date, Precision] | None:
    """The last such day up to the article; where only the article's month is known, no more than that."""
    if not published.is_exact or not published.day:
        return _this_month(published)
    name = match["weekday"]
    wanted = WEEKDAYS.index(name) if name in WEEKDAYS else HAN_WEEKDAYS[name]
    back = (published.day.weekday() - wanted) % 7
    if match["week"] in {"上", "先"} and back <= published.day.weekday():
        back += 7
    return published.day - timedelta(days=back), "day"


DAYS_BACK = {
    "today": 0,
    "今天": 0,
    "今日": 0,
    "本日": 0,
    "同日": 0,
    "当日": 0,
    "yesterday": 1,
    "昨天": 1,
    "昨日": 1,
    "前天": 2,
    "きょう": 0,
    "きのう": 1,
    "tonight": 0,
    "this morning": 0,
    "今早": 0,
    "今晨": 0,
    "今晚": 0,
    "昨晚": 1,
}


def _near_day(match: re.Match[str], published: Published) -> tuple[date, Precision] | None:
    if not published.is_exact or not published.day:
        return _this_month(published)
    return published.day - timedelta(days=DAYS_BACK[match[0]]), "day"


def _near_month(match: re.Match[str], published: Published) -> tuple[date, Precision] | None:
    if not published.day:
        return None
    first = published.day.replace(day=1)
    if match[0] in {"last month", "上月", "上个月", "先月"}:
        first = (first - timedelta(days=1)).replace(day=1)
    return first, "month"


def _last_week(match: re.Match[str], published: Published) -> tuple[date, Precision] | None:
    """Its month, unless it lies in two."""
    if not published.is_exact or not published.day:
        return _this_month(published)
    monday = published.day - timedelta(days=published.day.weekday() + 7)
    sunday = monday + timedelta(days=6)
    return (monday.replace(day=1), "month") if monday.month == sunday.month else None


YEARS_BACK = {"this year": 0, "今年": 0, "last year": 1, "去年": 1, "昨年": 1, "前年": 2, "本年": 0}


def _near_year(match: re.Match[str], published: Published) -> tuple[date, Precision] | None:
    back = YEARS_BACK[match["near_year"]]
    if not published.day:
        return None
    year = published.day.year - back
    if month := match.groupdict().get("month"):
        return date(year, int(month), 1), "month"
    return (date(year, 1, 1), "year") if back else None


def _this_month(published: Published) -> tuple[date, Precision] | None:
    return (
        (published.day.replace(day=1), "month") if published.day and published.precision in {"day", "month"} else None
    )


def _end_of(published: Published) -> date:
    assert published.day
    return Told(0, 0, published.day, published.precision).last_day


def _month(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return MONTH_NUMBER[groups["name"]] if groups.get("name") else int(groups["month"])


# By the character that a date begins with, so that most places of a text are passed by at once. Of the kinds of one
# beginning, those that say more come first.
KINDS: dict[str, dict[str, tuple[str, Reader]]] = {
    "[0-9]": {
        "iso": (rf"(?<!\d){YEAR}(?:[-/.]|\s?年\s?){MONTH}(?:[-/.]|\s?月\s?){DAY}(?!\d)(?:\s?[日号])?", _full),
        "day_month_year": (rf"\b{DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{NAMED},?\s+{YEAR}\b", _full),
        "han_year_month": (rf"(?<!\d){YEAR}\s?年\s?{MONTH}\s?月", _year_month),
        "iso_month": (rf"(?<!\d){YEAR}[-/]{MONTH}(?![\d/-])", _year_month),
        "han_month_day": (rf"(?<!\d){MONTH}\s?月\s?{DAY}\s?[日号]", _month_day),
        "day_month": (rf"\b{DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{NAMED}(?![a-z])", _month_day),
        "han_month": (rf"(?<!\d){MONTH}\s?月(?:份|初|底|末|上旬|中旬|下旬)?(?!\s?\d)", _bare_month),
        "han_year": (rf"(?<!\d){YEAR}\s?年(?!\d|前|间|代)", _year),
        "han_day": (rf"(?<![\d月.]){DAY}\s?日(?!元|本|均|前|后|内|间|经)", _day_of_month),
    },
    "[a-z]": {
        "month_day_year": (rf"\b{NAMED}\s+{DAY}(?:st|nd|rd|th)?,?\s+{YEAR}\b", _full),
        "month_year": (rf"\b{NAMED},?\s+(?:of\s+)?{YEAR}\b", _year_month),
        "month_day": (rf"\b{NAMED}\s+{DAY}(?:st|nd|rd|th)?\b(?!\s*(?:%|million|billion))", _month_day),
        "near_year": (r"\b(?P<near_year>last year|this year)\b", _near_year),
        "last_week": (r"\blast week\b", _last_week),
        "near_month": (r"\b(?:last|this) month\b", _near_month),
        "weekday": (rf"\b(?:(?P<week>last|this|on|early|late)\s+)?(?P<weekday>{'|'.join(WEEKDAYS)})\b", _weekday),
        "month": (rf"\b{AFTER_IN}[\s-]+(?P<name>{'|'.join(MONTHS)})\b(?!\s+\d)", _bare_month),
        "year": (rf"\b(?:in|of|during|late|early|mid)\s+{YEAR}\b", _year),
        "near_day": (r"\b(?:today|yesterday|tonight|this morning)\b", _near_day),
    },
    "[今去昨前本上这先周星礼月火水木金土日同当き]": {
        "han_near_year": (rf"(?P<near_year>今年|去年|昨年|前年|本年)(?:\s?{MONTH}\s?月(?:份)?(?!\s?\d))?", _near_year),
        "han_weekday": (r"(?P<week>上|本|这|今|先)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?!年|期)", _weekday),
        "ja_weekday": (r"(?P<week>先)?(?P<weekday>[月火水木金土日])曜", _weekday),
        "han_near_day": (r"今天|今日|本日|同日|当日|昨天|昨日|前天|今早|今晨|今晚|昨晚|きょう|きのう", _near_day),
        "han_near_month": (r"上个?月|本月|先月|今月", _near_month),
        "han_last_week": (r"上周|上星期|先周", _last_week),
    },
}
READERS = {kind: reader for kinds in KINDS.values() for kind, (_pattern, reader) in kinds.items()}
INNER = {kind: re.compile(pattern) for kinds in KINDS.values() for kind, (pattern, _reader) in kinds.items()}


def _joined(kinds: dict[str, tuple[str, Reader]]) -> str:
    """One pattern for several, each with the name of its kind and without those of its groups."""
    bare = ((kind, re.sub(r"[(][?]P<[a-z_]+>", "(?:", pattern)) for kind, (pattern, _reader) in kinds.items())
    return "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in bare)


PATTERN = re.compile("|".join(f"(?={beginning})(?:{_joined(kinds)})" for beginning, kinds in KINDS.items()))
