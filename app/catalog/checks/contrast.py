"""Whether the shapes of a drawing stand out from what lies below them. Pure.

Only what can be computed is judged: a shape without transformation, in full color, over one
single shape that covers it, or over the white of the page. Everything else is counted as unknown,
and so are photographs.

Source: the ratio and the 3:1 for graphics are those of WCAG 2.2, 1.4.11.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree import ElementTree as ET

from app.catalog.checks.alternatives import pictures_of
from app.catalog.checks.finding import Finding, Job, Weight
from app.ui.colors import GRAPHIC, HOUSE, contrast
from app.ui.drawings import picture_faults

if TYPE_CHECKING:
    from app.catalog.sources.course import CourseSource

_SHAPES: Final = frozenset({"path", "circle", "ellipse", "rect", "line", "polyline", "polygon"})
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_INHERITED: Final = ("fill", "stroke")
_UNSURE: Final = frozenset({"transform", "opacity", "fill-opacity", "stroke-opacity"})
_MEND: Final = (
    "大事な形なら、ふちに濃い線を付けるか、色を濃くします。かざりなら、このままでかまいません。"
)
_LOOK: Final = "写っているものと地の色の差は、目で確かめます。白黒で印刷すると分かります。"


class Box(NamedTuple):
    """A rectangle around a shape, in the units of its drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box") -> bool:
        """Whether another lies inside."""
        inside = self.left <= other.left and self.top <= other.top
        return inside and self.right >= other.right and self.bottom >= other.bottom


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured in a drawing.

    Attributes:
        faint: The contrast of each shape that stands out by less than WCAG asks for.
        unknown: How many shapes cannot be measured.
    """

    faint: tuple[float, ...]
    unknown: int


def contrast_findings(source: "CourseSource") -> Iterator[Finding]:
    """Find drawings with faint shapes, and say of which pictures nothing is known."""
    files, seen, photographs = dict(source.files), set[str](), dict[str, tuple[str, int]]()
    for picture in pictures_of(source):
        if picture.file in seen or picture.file not in files:
            continue
        seen.add(picture.file)
        if not picture.file.endswith(".svg"):
            photographs[picture.file] = picture.line.place
            continue
        found = measured(files[picture.file])
        if found is not None and found.faint:
            unknown = f"。ほかの{found.unknown}個は、ここでは分かりません" if found.unknown else ""
            message = (
                f"地の色との差が小さい形が{len(found.faint)}個あります"
                f"（{min(found.faint):.1f}：1、めやすは{GRAPHIC:g}：1{unknown}）: {picture.file}"
            )
            yield Finding.of(Weight.KNOW, Job.CONTRAST, picture.line.place, (message, _MEND))
    if photographs:
        shown = "・".join(sorted(photographs)[:3]) + ("など" if len(photographs) > 3 else "")  # noqa: PLR2004  enough to find them by
        message = f"写真などの色の差は、ここでは分かりません（{len(photographs)}枚: {shown}）"
        place = min(photographs.values())
        yield Finding.of(Weight.KNOW, Job.CONTRAST, place, (message, _LOOK))


def measured(data: bytes) -> Measured | None:
    """Measure a drawing; None for one that is not sound (a fault of the course).

    Args:
        data: An SVG as courses may have it.
    """
    if picture_faults(data):
        return None
    below: list[tuple[str, Box, str]] = []
    faint: list[float] = []
    unknown = 0
    for name, given in _shapes(ET.fromstring(data.decode()), {}):  # noqa: S314  declares nothing: see picture_faults
        box, paints = _box(name, given), _paints(name, given)
        ground = None if box is None or _UNSURE & set(given) else _ground(box, below)
        if ground is None:
            unknown += 1
        elif paints and (best := max(contrast(ground, paint) for paint in paints)) < GRAPHIC:
            faint.append(best)
        filled = _color(given.get("fill", "black"))
        if box is not None and filled and name not in {"line", "polyline"}:
            below.append((name if "transform" not in given else "path", box, filled))
    return Measured(tuple(faint), unknown)


def _shapes(
    element: ET.Element, above: Mapping[str, str]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield every shape with its attributes, and those of the groups around it that count."""
    name = element.tag.rpartition("}")[2]
    kept = {key: text for key, text in above.items() if key in {*_INHERITED, *_UNSURE}}
    given = {**kept, **element.attrib}
    if name in _SHAPES:
        yield name, given
    for child in element:
        yield from _shapes(child, given)


def _ground(box: Box, below: list[tuple[str, Box, str]]) -> str | None:
    """Return the color that lies below a shape, None where it is not one for sure."""
    for name, other, color in reversed(below):
        if other.holds(box):
            if name == "rect":
                return color
            return color if name in {"circle", "ellipse"} and _is_within(box, other) else None
        apart = other.right <= box.left or other.left >= box.right
        if not (apart or other.bottom <= box.top or other.top >= box.bottom):
            return None
    return HOUSE["paper"]


def _is_within(box: Box, ellipse: Box) -> bool:
    middle_x, middle_y = (ellipse.left + ellipse.right) / 2, (ellipse.top + ellipse.bottom) / 2
    wide, high = (ellipse.right - ellipse.left) / 2, (ellipse.bottom - ellipse.top) / 2
    corners = ((x, y) for x in (box.left, box.right) for y in (box.top, box.bottom))
    return all(
        ((x - middle_x) / wide) ** 2 + ((y - middle_y) / high) ** 2 <= 1 for x, y in corners
    )


def _paints(name: str, given: Mapping[str, str]) -> list[str]:
    """Return the colors in which a shape is drawn."""
    fill = None if name == "line" else _color(given.get("fill", "black"))
    return [color for color in (fill, _color(given.get("stroke", "none"))) if color]


def _color(written: str) -> str | None:
    named = {"black": "#000000", "currentColor": "#000000", "white": "#ffffff"}
    if written.startswith("#"):
        digits = written[1:]
        return "#" + (digits if len(digits) == 6 else "".join(2 * one for one in digits))  # noqa: PLR2004  #rrggbb
    return named.get(written)


def _box(name: str, given: Mapping[str, str]) -> Box | None:
    """Return the box of a shape; None where it takes more than reading numbers."""

    def number(attribute: str, otherwise: str = "0") -> float:
        return float(given.get(attribute, otherwise))

    if name == "rect":
        left, top = number("x"), number("y")
        return Box(left, top, left + number("width"), top + number("height"))
    if name in {"circle", "ellipse"}:
        wide = number("r") if name == "circle" else number("rx")
        high = number("r") if name == "circle" else number("ry")
        x, y = number("cx"), number("cy")
        return Box(x - wide, y - high, x + wide, y + high) if wide > 0 and high > 0 else None
    if name == "line":
        across, down = sorted((number("x1"), number("x2"))), sorted((number("y1"), number("y2")))
        return Box(across[0], down[0], across[1], down[1])
    if name == "path":
        return _box_of_path(given.get("d", ""))
    return _around([float(one) for one in _NUMBER.findall(given.get("points", ""))])


def _box_of_path(data: str) -> Box | None:
    """Return the box of a path of absolute points; curves stay inside of their control points."""
    if re.search(r"[^MLCSQTZ0-9eE.,+\-\s]", data):
        return None
    return _around([float(one) for one in _NUMBER.findall(data)])


def _around(numbers: list[float]) -> Box | None:
    across, down = numbers[::2], numbers[1::2]
    if not down or len(across) != len(down):
        return None
    return Box(min(across), min(down), max(across), max(down))
