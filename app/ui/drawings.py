"""Drawings of others, let in by an allow-list: a theme's patterns and mark, a course's pictures.

Whatever an SVG file may do besides drawing (script, links, styles, pictures from elsewhere,
entities) is refused by name. A pattern is written anew from what was understood, so that nothing
unread reaches a page; a picture is kept as its author wrote it, and shown as ``<img>``. Pure.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

LARGEST: Final = 6_000
"""Characters of an SVG text; the largest of ours has 731."""

MOST_ELEMENTS: Final = 200

LARGEST_PICTURE: Final = 40_000
"""Bytes of a course's picture: drawn by hand, not traced from a photograph."""

MOST_IN_A_PICTURE: Final = 600

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
    **dict.fromkeys(("viewBox", "points", "stroke-dasharray"), _NUMBERS),
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

Faults = Iterator[tuple[ET.Element, str, str]]
"""Where something is wrong, what, and how to mend it."""


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
        root, _ = _read(source.strip())
    except expat.ExpatError as error:
        place = f"{error.lineno}行目、{error.offset + 1}文字目"
        return [(f"SVGとして読めません（{place}）", _UNREADABLE)]
    if (count := sum(1 for _ in root.iter())) > MOST_ELEMENTS:
        return [(f"SVGに{count}個の図形があります", f"{MOST_ELEMENTS}個までにします。")]
    if faults := [*_outer_faults(root), *_tile_faults(root), *_faults(root)]:
        return [(message, mend) for _, message, mend in faults]
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    return Drawing(_written(root, root=True), width, height)


def picture_faults(data: bytes) -> list[tuple[int, str, str]]:
    """Find what keeps an SVG file from being a course's picture.

    Args:
        data: The file, which is kept and served as it is.

    Returns:
        (line from 1, what is wrong, how to mend it); empty when it does nothing but draw.
    """
    if len(data) > LARGEST_PICTURE:
        mend = f"{LARGEST_PICTURE}バイトまでの、図形だけの絵にします。"
        return [(1, f"SVGが{len(data)}バイトあります", mend)]
    declared = data.find(b"<!") if b"<!" in data else data.find(b"<?")
    if declared >= 0:
        mend = "<svg …> で始め、DOCTYPE などの宣言や、コメントは消します。"
        line = data.count(b"\n", 0, declared) + 1
        return [(line, "SVGに「<!」か「<?」があります", mend)]
    try:
        root, lines = _read(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return [(line, "UTF-8ではない文字があります", "文字コードを UTF-8 にして保存し直します。")]
    except expat.ExpatError as error:
        return [(error.lineno, "SVGとして読めません", _UNREADABLE)]
    if len(lines) > MOST_IN_A_PICTURE:
        mend = f"{MOST_IN_A_PICTURE}個までにします。"
        return [(1, f"SVGに{len(lines)}個の図形があります", mend)]
    found = (*_outer_faults(root), *_size_faults(root), *_faults(root))
    return [(lines[element], message, mend) for element, message, mend in found]


_UNREADABLE: Final = 'タグの閉じわすれや、" の閉じわすれを確かめます。'


def _read(source: str) -> tuple[ET.Element, Mapping[ET.Element, int]]:
    """Parse an SVG that declares nothing, so that it has no entities; tell each element's line.

    Raises:
        ExpatError: It is no XML.
    """
    builder = ET.TreeBuilder()
    lines: dict[ET.Element, int] = {}
    parser = expat.ParserCreate(namespace_separator="}")

    def start(name: str, given: dict[str, str]) -> None:
        element = builder.start(_braced(name), {_braced(key): text for key, text in given.items()})
        lines[element] = parser.CurrentLineNumber

    def end(name: str) -> None:
        builder.end(_braced(name))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.Parse(source.encode(), True)  # noqa: FBT003  expat's signature: all there is
    return builder.close(), lines


def _braced(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def _name(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def _outer_faults(root: ET.Element) -> Faults:
    if root.tag != f"{{{NAMESPACE}}}svg":
        mend = f'<svg xmlns="{NAMESPACE}" width="…" height="…"> で始めます。'
        yield root, f"いちばん外が <{_name(root)}> です", mend
    if not any(_name(element) in _SHAPES for element in root.iter()):
        yield root, "SVGに図形がありません", f"{'・'.join(sorted(_SHAPES))} のどれかで描きます。"


def _size_faults(root: ET.Element) -> Faults:
    """A picture has a size of its own, by which the page keeps its place free."""
    for name in ("viewBox", "width", "height"):
        if not root.get(name):
            mend = 'viewBox="0 0 720 400" width="720" height="400" のように、大きさを書きます。'
            yield root, f"SVGに {name} がありません", mend


def _tile_faults(root: ET.Element) -> Faults:
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
            yield root, f"SVGの {name} が「{given}」です", mend


def _faults(root: ET.Element) -> Faults:
    for element in root.iter():
        name = _name(element)
        if name not in _ELEMENTS:
            mend = f"図形（{'・'.join(sorted(_ELEMENTS))}）だけで描きます。"
            yield element, f"SVGの <{name}> は使えません", mend
            continue
        if (element.text or "").strip() or (element.tail or "").strip():
            mend = "文は消し、図形だけにします。"
            yield element, f"SVGの <{name}> のあたりに文があります", mend
        for attribute, value in element.attrib.items():
            pattern = _ATTRIBUTES.get(attribute)
            if pattern is None:
                mend = "その属性を消します（形と線の太さだけを書きます）。"
                yield element, f"SVGの <{name}> の {attribute} は使えません", mend
            elif not re.fullmatch(pattern, value, re.ASCII):
                mend = "数、パスのデータ、none、#000 のような決まった形だけを書きます。"
                yield element, f"SVGの <{name}> の {attribute} が「{value[:40]}」です", mend


def _written(element: ET.Element, *, root: bool = False) -> str:
    name = _name(element)
    given = {"xmlns": NAMESPACE, **element.attrib} if root else element.attrib
    told = "".join(f" {key}='{' '.join(value.split())}'" for key, value in given.items())
    inner = "".join(_written(child) for child in element)
    return f"<{name}{told}>{inner}</{name}>" if inner else f"<{name}{told}/>"
