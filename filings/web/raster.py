"""Pictures as PNG files, for those who need one: previews of links, slides."""

from __future__ import annotations

import functools

import resvg_py

# The first of these that the machine has; what it lacks of a script is taken from any other font that has it.
FAMILIES = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, "
    "WenQuanYi Zen Hei, DejaVu Sans, Liberation Sans, Noto Sans, Arial, Helvetica, sans-serif"
)
NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{}</svg>'


def png(svg: str, zoom: int = 2) -> bytes:
    """The picture on white, drawn with the fonts of this machine. Raises ValueError for what is no SVG."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, background="#ffffff", zoom=zoom))


@functools.cache
def can_draw(letter: str) -> bool:
    """Whether a font of this machine knows the letter: without one, a text would come out as nothing."""
    written = NOTHING.format(f'<text x="5" y="30" font-size="24" font-family="{FAMILIES}">{letter}</text>')
    return png(written, 1) != png(NOTHING.format(""), 1)
