"""The colours and icons of the style sheets, for pictures that must carry them along: badges elsewhere, PNG files.

The style sheets stay their one home. Pictures are drawn for light surfaces.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from django.conf import settings

FOLDER = settings.BASE_DIR / "static"
RULE = re.compile(r"([^{}]+){([^{}]*)}")
VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;]+);")
LIGHT_DARK = re.compile(r"light-dark\(\s*([^,()]+),[^()]*\)")
USE = re.compile(r"var\((--[\w-]+)(?:,\s*((?:[^()]|\([^()]*\))*))?\)")
MIX = re.compile(r"color-mix\(in \w+,\s*(#\w+|transparent)\s+(\d+)%,\s*(#\w+|transparent)\)")


@functools.cache
def variables() -> dict[str, str]:
    """The variables of every page, as on light surfaces."""
    sheet = _read("css/site.css")
    root = re.search(r":root\s*{([^}]*)}", sheet)
    return {name: LIGHT_DARK.sub(r"\1", value) for name, value in VARIABLE.findall(root[1] if root else "")}


@functools.cache
def look(name: str) -> dict[str, str]:
    """The variables that a badge of this look has by the style sheet: --icon, --tone, and --fill where it is filled."""
    found: dict[str, str] = {}
    for selectors, body in RULE.findall(_read("css/badges.css")):
        names = {selector.strip() for selector in selectors.split("*/")[-1].split(",")}
        if names & {".status", f".status-{name}"}:
            found |= dict(VARIABLE.findall(body if body.rstrip().endswith(";") else body + ";"))
    return {key: plain(value) for key, value in found.items()}


@functools.cache
def glyph(name: str) -> str:
    """The inside of the icon of a look."""
    file = re.search(r"img/status/\w+\.svg", look(name)["--icon"])
    found = re.search(r"<svg[^>]*>(.*)</svg>", _read(file[0] if file else "img/status/claim.svg"), re.DOTALL)
    return found[1] if found else ""


def plain(css: str, own: dict[str, str] | None = None) -> str:
    """Style without variables, schemes and mixtures, which programs other than browsers don't know."""
    known = variables() | (own or {})
    for _depth in range(4):
        css = USE.sub(lambda found: known.get(found[1], found[2] or "none"), css)
    return MIX.sub(_mixed, LIGHT_DARK.sub(r"\1", css))


def _mixed(found: re.Match[str]) -> str:
    one, share, other = found[1], int(found[2]) / 100, found[3]
    if "transparent" in (one, other):
        return "none"
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    digits = colour[1:] if len(colour) == 7 else "".join(letter * 2 for letter in colour[1:])
    return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))


def _read(name: str) -> str:
    return Path(FOLDER / name).read_text(encoding="utf-8")
