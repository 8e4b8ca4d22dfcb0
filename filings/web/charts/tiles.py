"""China as tiles: each province a square near where it lies, the darker the more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .picture import Picture, Rect, Shape, Word
from .scale import text_width

SIDE = 58.0
# Column and row of each province. Hong Kong, Macao and Taiwan keep no lists of this kind.
PLACES: dict[str, tuple[int, int]] = {
    "黑龙江": (8, 0), "新疆": (0, 1), "内蒙古": (6, 1), "吉林": (8, 1), "甘肃": (2, 2), "宁夏": (3, 2), "山西": (5, 2),
    "河北": (6, 2), "北京": (7, 2), "辽宁": (8, 2), "青海": (1, 3), "陕西": (4, 3), "河南": (5, 3), "山东": (6, 3),
    "天津": (7, 3), "西藏": (1, 4), "四川": (2, 4), "重庆": (3, 4), "湖北": (5, 4), "安徽": (6, 4), "江苏": (7, 4),
    "上海": (8, 4), "云南": (2, 5), "贵州": (3, 5), "湖南": (4, 5), "江西": (5, 5), "福建": (6, 5), "浙江": (7, 5),
    "广西": (4, 6), "广东": (5, 6), "海南": (5, 7),
}  # fmt: skip
SHADES = 6


@dataclass(frozen=True)
class Tile:
    """A province with its value."""

    name: str
    value: int
    title: str
    href: str = ""


def draw_tiles(tiles: Mapping[str, Tile], width: float) -> Picture:
    """The map, as wide as wanted; provinces without a tile stay pale."""
    side = width / 9
    most = max((tile.value for tile in tiles.values()), default=0)
    shapes: list[Shape] = []
    for province, (column, row) in PLACES.items():
        tile = tiles.get(province, Tile(province, 0, province))
        x, y = column * side, row * side
        shade = shade_of(tile.value, most)
        inner = side - 3
        shapes.append(Rect(f"tile shade-{shade}", tile.href, tile.title, x + 1.5, y + 1.5, inner, inner))
        look = "on-dark" if shade >= 4 else ""
        fits = text_width(tile.name, 11) <= side - 4
        name = tile.name if fits else tile.name[: max(1, int((side - 4) / 6.6))]
        shapes.append(Word(f"tile-name {look}".strip(), x=x + side / 2, y=y + side / 2 - 2, text=name, anchor="middle"))
        value = f"{tile.value:,}"
        shapes.append(
            Word(f"tile-value {look}".strip(), x=x + side / 2, y=y + side / 2 + 13, text=value, anchor="middle")
        )
    return Picture(width, side * 8, shapes)


def shade_of(value: int, most: int) -> int:
    """0 for nothing, then 1 to 5, each for three times as much as the one before: provinces differ a thousandfold."""
    if not value:
        return 0
    shade, bound = SHADES - 1, most / 2
    while shade > 1 and value < bound:
        shade, bound = shade - 1, bound / 3
    return shade
