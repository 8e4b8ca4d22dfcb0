"""The grammar of names, products and filing numbers: width, whitespace, pinyin, and what a number says by itself."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

ZERO_WIDTH = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
BLANK = re.compile(rf"[\s{ZERO_WIDTH}]+")
INVISIBLE = re.compile(rf"[{ZERO_WIDTH}]+")

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇"
SPOKEN = re.compile(rf"([{HAN}]+)|([!-~]+)")

OPENING, CLOSING = "(（", ")）"
TRAILING_BRACKET = re.compile(r"^(.*?)\s*[(（]([^()（）]*)[)）]$", re.DOTALL)
FORM = re.compile(r"APP|H5|网站|其他|公众账?号|智能硬件|微信|抖音|快手|支付宝|QQ|百度|\w*小程序", re.IGNORECASE)

NUMBER_PREFIX = "网信算备"
ALGORITHM_NUMBER = re.compile(rf"{NUMBER_PREFIX}([0-9]+)号?")
ALGORITHM_DIGITS = re.compile(r"(\d{6})(\d{7})(\d{2})(\d{2})(\d{4})")
ALGORITHM_DIGIT_COUNT = 21
# 01 generation and synthesis, 02 push, 03 ranking, 04 retrieval, 05 filtering, 06 dispatch.
CATEGORY_CODES = frozenset({"01", "02", "03", "04", "05", "06"})

# The first two digits of GB/T 2260, which every region code of a filing number begins with.
PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古",
    "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东",
    "41": "河南", "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南",
    "50": "重庆", "51": "四川", "52": "贵州", "53": "云南", "54": "西藏",
    "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆",
    "71": "台湾", "81": "香港", "82": "澳门",
}  # fmt: skip

# The first word of a generative-AI number, as it is mostly written; 国资委 stands for the companies it owns (中央企业).
PREFIXES = {
    "Beijing": "北京", "Tianjin": "天津", "Hebei": "河北", "Shanxi": "山西", "Neimenggu": "内蒙古",
    "Liaoning": "辽宁", "Jilin": "吉林", "Heilongjiang": "黑龙江",
    "Shanghai": "上海", "Jiangsu": "江苏", "Zhejiang": "浙江", "Anhui": "安徽", "Fujian": "福建", "Jiangxi": "江西",
    "Shandong": "山东",
    "Henan": "河南", "Hubei": "湖北", "Hunan": "湖南", "Guangdong": "广东", "Guangxi": "广西", "Hainan": "海南",
    "Chongqing": "重庆", "Sichuan": "四川", "Guizhou": "贵州", "Yunnan": "云南", "Xizang": "西藏",
    "Shaanxi": "陕西", "Gansu": "甘肃", "Qinghai": "青海", "Ningxia": "宁夏", "Xinjiang": "新疆",
    "Taiwan": "台湾", "Xianggang": "香港", "Aomen": "澳门",
    "ZhongYangQiYe": "国资委",
}  # fmt: skip
FOLDED_PREFIXES = {prefix.casefold(): prefix for prefix in PREFIXES}

# The name may hold hyphens, dots and digits. One official number breaks off behind the hyphen that follows the name.
GENERATIVE_NUMBER = re.compile(r"([A-Za-z]+)-(.+)-(?:([0-9]{8})(?:(S?)([0-9]{4}))?)?")
GENERATIVE_START = re.compile(r"[A-Za-z]+-")

PRINTED_DATE = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?(\(补登\))?")


@dataclass(frozen=True, slots=True)
class ProductName:
    """A product as a list names it, apart from the form it comes in (APP, 网站, 小程序 …)."""

    name: str
    form: str


@dataclass(frozen=True, slots=True)
class AlgorithmNumber:
    """The parts of a filing number; `entity_key` stays with a company when its name changes."""

    region: str
    entity_key: str
    category: str
    year: str
    serial: str


@dataclass(frozen=True, slots=True)
class GenerativeNumber:
    """The parts of a generative-AI number. `hand_in` is when the papers were handed in, not when they were filed."""

    prefix: str
    name: str
    hand_in: date | None
    serial: str
    is_registration: bool


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A day as a list prints it; a late entry (补登) was left out of the list of its time."""

    day: date
    is_late_entry: bool


def squeeze(text: str) -> str:
    """The text without any whitespace, visible or not."""
    return BLANK.sub("", text)


def collapse(text: str) -> str:
    """The text on one line, with single spaces and nothing invisible in it."""
    return " ".join(INVISIBLE.sub("", text).split())


def name_key(text: str) -> str:
    """Equal for two spellings of a name that differ only in width, case and whitespace."""
    return unicodedata.normalize("NFC", squeeze(_folded(text)))


def split_products(cell: str) -> tuple[ProductName, ...]:
    """The products of a cell such as "豆包(APP)、豆包(网站)", each once, in the order of first mention."""
    forms: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for part in _split_outside_brackets(re.sub(r"(?<=[)）])等$", "", collapse(cell))):
        name, part_forms = _without_form(part)
        if any(character.isalnum() for character in name):
            key = name_key(name)
            names.setdefault(key, name)
            forms.setdefault(key, []).extend(part_forms)
    return tuple(ProductName(name, "、".join(dict.fromkeys(forms[key]))) for key, name in names.items())


def product_name_of_algorithm(name: str) -> str:
    """What to call the product of a technical supporter, whose row names none: "文心大模型算法-2" is 文心大模型."""
    return re.sub(r"算法[-－_ ]?\d*$", "", collapse(name)).rstrip(" -－_") or collapse(name)


def product_name_of_model(name: str) -> str:
    """What to call the product of a generative-AI row: its model, without the form and a glued-on note."""
    bare = _without_form(collapse(name).partition("注：")[0])[0]
    return bare or collapse(name)


def parse_algorithm_number(raw: str) -> AlgorithmNumber | None:
    """The parts of an algorithm's filing number, or None where it has not the 21 digits it should have."""
    parts = ALGORITHM_DIGITS.fullmatch(_digits(raw))
    if not parts:
        return None
    region, entity_key, category, year, serial = parts.groups()
    return AlgorithmNumber(region, entity_key, category, f"20{year}", serial)


def number_key(raw: str) -> str:
    """The one spelling under which a number is known, whatever spaces, colons and widths it is printed with."""
    squeezed = squeeze(unicodedata.normalize("NFKC", raw))
    digits = _digits(raw)
    return f"{NUMBER_PREFIX}{digits}号" if digits else squeezed


def parse_generative_number(raw: str) -> GenerativeNumber | None:
    """The parts of a number like Beijing-DeepseekChat-202404280016, or None where it is not built like one.

    A number that breaks off behind its name has no date, and does not tell whether it is a registration's.
    """
    parts = GENERATIVE_NUMBER.fullmatch(_plain(raw))
    if not parts:
        return None
    prefix, name, day, letter, serial = parts.groups()
    return GenerativeNumber(prefix, name, _day(day[:4], day[4:6], day[6:]) if day else None, serial or "", bool(letter))


def printed_date(raw: str) -> PrintedDate | None:
    """The date in a cell such as "2026/5/1（补登）"; None for anything else."""
    parts = PRINTED_DATE.fullmatch(_plain(raw))
    day = _day(*parts.groups()[:3]) if parts else None
    return PrintedDate(day, bool(parts and parts[4])) if day else None


def number_flags(raw: str, province: str = "") -> tuple[str, ...]:
    """What is odd about a filing number; official numbers are flagged, never refused.

    `province` is what the list prints beside a generative-AI number (属地), and which the number may contradict.
    """
    if GENERATIVE_START.match(_plain(raw)):
        return _generative_flags(raw, province)
    digits = _digits(raw)
    flags = []
    if digits and len(digits) != ALGORITHM_DIGIT_COUNT:
        flags.append(f"digits:{len(digits)}")
    if digits and not province_of_region(digits):
        flags.append(f"region:{digits[:2]}")
    number = parse_algorithm_number(raw)
    if number and number.category not in CATEGORY_CODES:
        flags.append(f"class:{number.category}")
    return tuple(flags)


def province_of_region(region: str) -> str:
    """The province of a region code, "" where it begins like none."""
    return PROVINCES.get(region[:2], "")


def province_of_prefix(prefix: str) -> str:
    """The province, or 国资委, that the first word of a generative-AI number stands for; "" for an unknown one."""
    return PREFIXES.get(FOLDED_PREFIXES.get(prefix.casefold(), ""), "")


def province_of_name(name: str) -> str:
    """The short name of a province that a list prints: "广西壮族自治区" is 广西, 国资委 stays; "" for anything else."""
    bare = squeeze(name)
    return next((short for short in PREFIXES.values() if bare.startswith(short)), "")


@lru_cache(maxsize=50_000)
def pinyin(text: str) -> str:
    """The text in ASCII words: 豆包 is "doubao", AI绘画 is "ai huihua"."""
    return " ".join(_spoken(text, Style.NORMAL))


def pinyin_initials(text: str) -> str:
    """The first letter of each Chinese character, ASCII as it is: 豆包 is "db"."""
    return "".join(_spoken(text, Style.FIRST_LETTER))


def slugify_name(text: str) -> str:
    """A piece of an address for this name: at most 60 ASCII characters, never empty."""
    slug = re.sub(r"[^a-z0-9]+", "-", pinyin(text)).strip("-")[:60].rstrip("-")
    return slug or f"x-{hashlib.sha1(text.encode()).hexdigest()[:8]}"


def search_key(query: str) -> str:
    """A query, spelt as `search_text` spells what it is looked for in."""
    return collapse(_folded(query))


def search_text(*parts: str) -> str:
    """All the ways to type these names, a line each: as printed, in pinyin, and in pinyin without spaces."""
    lines: dict[str, None] = {}
    for part in filter(None, map(search_key, parts)):
        spoken = pinyin(part)
        lines.update(dict.fromkeys((part, spoken, spoken.replace(" ", ""))))
    return "\n".join(filter(None, lines))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _plain(raw: str) -> str:
    return squeeze(unicodedata.normalize("NFKC", raw))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _generative_flags(raw: str, province: str) -> tuple[str, ...]:
    number = parse_generative_number(raw)
    if not number:
        return ("malformed",)
    meant = province_of_prefix(number.prefix)
    flags = []
    if not number.hand_in:
        flags.append("cut_off" if _plain(raw).endswith("-") else "impossible_date")
    if not meant:
        flags.append("prefix_typo")
    elif number.prefix not in PREFIXES:
        flags.append("prefix_case")
    if meant and province and province_of_name(province) != meant:
        flags.append("prefix_contradicts_province")
    return tuple(flags)


def _digits(raw: str) -> str:
    """The digits of an algorithm's filing number, "" for anything else."""
    number = ALGORITHM_NUMBER.fullmatch(_plain(raw).replace(":", ""))
    return number[1] if number else ""


def _spoken(text: str, style: Style) -> list[str]:
    """Each run of Chinese characters or of ASCII, in ASCII; accents are dropped, other scripts left out."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [
        "".join(lazy_pinyin(chinese, style=style, errors="ignore")) if chinese else ascii_run.lower()
        for chinese, ascii_run in SPOKEN.findall(plain)
    ]


def _split_outside_brackets(cell: str) -> list[str]:
    """The parts between 、, except where it stands in brackets: "阿里巴巴（APP、网站）" is one product."""
    parts, depth = [""], 0
    for character in cell:
        depth += (character in OPENING) - (character in CLOSING)
        if character == "、" and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts if depth == 0 else cell.split("、")


def _without_form(part: str) -> tuple[str, list[str]]:
    """The name, and the forms in the brackets behind it: "AI外呼（网站）(网站)" is AI外呼, a 网站."""
    name, forms = part.strip(), list[str]()
    while (bracket := TRAILING_BRACKET.match(name)) and bracket[1]:
        pieces = [piece.strip() for piece in bracket[2].split("、")]
        if not all(FORM.fullmatch(piece) for piece in pieces):
            break
        name, forms = bracket[1], pieces + forms
    return name, forms
