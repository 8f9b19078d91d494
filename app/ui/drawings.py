"""Drawings that come with a theme: a pattern's SVG and a mark's lines, let in by an allow-list.

Whatever an SVG file may do besides drawing (script, links, styles, pictures from elsewhere,
entities) is refused by name; what is let in is written anew from what was understood, so that
nothing unread reaches a page. Pure.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LARGEST: Final = 6_000
"""Characters of an SVG text; the largest of ours has 731."""

MOST_ELEMENTS: Final = 200

NAMESPACE: Final = "http://www.w3.org/2000/svg"

_NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
_NUMBERS = rf"\s*{_NUMBER}(?:[\s,]+{_NUMBER})*\s*"
_PATH = r"\s*[Mm][MmLlHhVvCcSsQqTtAaZz0-9eE.,+\-\s]*"
_MOVE = rf"(?:translate|rotate|scale|skewX|skewY|matrix)\({_NUMBERS}\)"
_PAINT = r"none|black|white|currentColor|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}"

_ATTRIBUTES: Final = {
    **dict.fromkeys(("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry"), _NUMBER),
    **dict.fromkeys(("width", "height", "stroke-width", "stroke-miterlimit"), _NUMBER),
    **dict.fromkeys(("opacity", "fill-opacity", "stroke-opacity"), _NUMBER),
    **dict.fromkeys(("viewBox", "points"), _NUMBERS),
    **dict.fromkeys(("fill", "stroke"), _PAINT),
    **dict.fromkeys(("fill-rule", "clip-rule"), "nonzero|evenodd"),
    "d": _PATH,
    "transform": rf"\s*(?:{_MOVE}\s*)+",
    "stroke-linecap": "butt|round|square",
    "stroke-linejoin": "miter|round|bevel",
}
"""What may stand in an SVG, and what in it: never a URL, a quotation mark or a tag."""

_SHAPES: Final = frozenset({"path", "circle", "ellipse", "rect", "line", "polyline", "polygon"})
_ELEMENTS: Final = _SHAPES | {"svg", "g"}

_SMALLEST_TILE, _LARGEST_TILE = 4.0, 200.0

Faults = Iterator[tuple[str, str]]
"""What is wrong, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One tile of a pattern.

    Attributes:
        svg: The whole SVG, on one line; its quotation marks are single.
        width: CSS pixels.
        height: CSS pixels.
    """

    svg: str
    width: float
    height: float


def is_path(text: str) -> bool:
    """Whether ``text`` is the data of an SVG path (``M6 16c…``) and nothing else."""
    return len(text) <= LARGEST and re.fullmatch(_PATH, text, re.ASCII) is not None


def read_drawing(source: str) -> Drawing | list[tuple[str, str]]:
    """Read the SVG of a pattern's tile.

    Args:
        source: The text of the SVG.

    Returns:
        The drawing; or everything that is wrong with it, each with how to mend it.
    """
    if len(source) > LARGEST:
        return [(f"SVGが{len(source)}文字あります", f"{LARGEST}文字までの、小さな図にします。")]
    if "<!" in source or "<?" in source:
        return [
            ("SVGに「<!」か「<?」があります", "<svg …> で始め、DOCTYPE などの宣言は消します。")
        ]
    try:
        # S314: without a document type there are no entities, and the size is limited above
        root = ET.fromstring(source.strip())  # noqa: S314
    except ET.ParseError as error:
        return [
            (
                f"SVGとして読めません（{error.position[0]}行目、{error.position[1] + 1}文字目）",
                'タグの閉じわすれや、" の閉じわすれを確かめます。',
            )
        ]
    if (count := sum(1 for _ in root.iter())) > MOST_ELEMENTS:
        return [(f"SVGに{count}個の図形があります", f"{MOST_ELEMENTS}個までにします。")]
    if faults := [*_outer_faults(root), *_faults(root)]:
        return faults
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    return Drawing(_written(root, root=True), width, height)


def _name(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def _outer_faults(root: ET.Element) -> Faults:
    if root.tag != f"{{{NAMESPACE}}}svg":
        yield (
            f"いちばん外が <{_name(root)}> です",
            f'<svg xmlns="{NAMESPACE}" width="…" height="…"> で始めます。',
        )
    for name in ("width", "height"):
        given = root.get(name, "")
        fits = (
            re.fullmatch(_NUMBER, given, re.ASCII)
            and _SMALLEST_TILE <= float(given) <= _LARGEST_TILE
        )
        if not fits:
            mend = (
                f"模様の1枚の大きさを、{_SMALLEST_TILE:g}から{_LARGEST_TILE:g}までの数で書きます。"
            )
            yield (f"SVGの {name} が「{given}」です", mend)
    if not any(_name(element) in _SHAPES for element in root.iter()):
        yield ("SVGに図形がありません", f"{'・'.join(sorted(_SHAPES))} のどれかで描きます。")


def _faults(root: ET.Element) -> Faults:
    for element in root.iter():
        name = _name(element)
        if name not in _ELEMENTS:
            yield (
                f"SVGの <{name}> は使えません",
                f"図形（{'・'.join(sorted(_ELEMENTS))}）だけで描きます。",
            )
            continue
        if (element.text or "").strip() or (element.tail or "").strip():
            yield (f"SVGの <{name}> のあたりに文があります", "文は消し、図形だけにします。")
        for attribute, value in element.attrib.items():
            pattern = _ATTRIBUTES.get(attribute)
            if pattern is None:
                yield (
                    f"SVGの <{name}> の {attribute} は使えません",
                    "その属性を消します（形と線の太さだけを書きます）。",
                )
            elif not re.fullmatch(pattern, value, re.ASCII):
                yield (
                    f"SVGの <{name}> の {attribute} が「{value[:40]}」です",
                    "数、パスのデータ、none、#000 のような決まった形だけを書きます。",
                )


def _written(element: ET.Element, *, root: bool = False) -> str:
    name = _name(element)
    given = {"xmlns": NAMESPACE, **element.attrib} if root else element.attrib
    told = "".join(f" {key}='{' '.join(value.split())}'" for key, value in given.items())
    inner = "".join(_written(child) for child in element)
    return f"<{name}{told}>{inner}</{name}>" if inner else f"<{name}{told}/>"
