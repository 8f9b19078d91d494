"""The picture of an achievement: a crest on two ribbons, drawn from what the achievement is. Pure.

The same name, kind and field under the same theme give the same bytes. The field gives color,
pattern and motif, the kind the rim, and the name the ring of beads, so that no two achievements of
one field look quite alike. There is no text in it: a viewer has our fonts or not, and what the
badge is called stands beside the picture wherever it is shown. Every color is an attribute and
nothing is referred to outside of the file, so that any viewer, and a program that makes a PNG of
it, draws the same.
"""

import hashlib
import math
import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from app.ui.crests import motif
from app.ui.drawings import NAMESPACE

if TYPE_CHECKING:
    from app.ui.drawings import Drawing
    from app.ui.theme import Field, Theme

SIDE: Final = 400
"""Units of the square; a viewer draws it at any size."""

PETALS: Final = {"Course": 18, "LearningProgram": 12, "CommunityService": 8, "Award": 24}
"""How many petals the rim of each ``achievementType`` has; any other has those of a course."""

BEADS: Final = 24
_CENTER, _EDGE, _RIM, _CLOTH = (200, 172), 168, 138, 112


def draw(name: str, *, kind: str, field: str, theme: "Theme") -> str:
    """Return the SVG of an achievement's picture.

    Args:
        name: Of the achievement; becomes the picture's title.
        kind: Its ``achievementType``.
        field: Of its course ("protect", "create", …); an unknown one is drawn as the first.
        theme: The city's.
    """
    cloth = next((f for f in theme.fields if field in {f.purpose, f.key}), theme.fields[0])
    x, y = _CENTER
    return (
        f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" height="{SIDE}">'
        f"<title>{escape(name)}</title>{_defined(cloth)}{_ribbons(cloth)}"
        f'<g fill="{cloth.solid}">{_petals(PETALS.get(kind, PETALS["Course"]))}'
        f'<circle cx="{x}" cy="{y}" r="{_RIM}"/></g>'
        f'<circle cx="{x}" cy="{y}" r="{_RIM - 4}" fill="{cloth.soft}"/>'
        f"{_beads(name, cloth)}"
        f'<circle cx="{x}" cy="{y}" r="{_CLOTH}" fill="{cloth.solid}"/>'
        f'<circle cx="{x}" cy="{y}" r="{_CLOTH}" fill="url(#p)"/>'
        f'<circle cx="{x}" cy="{y}" r="{_CLOTH - 7}" fill="none" stroke="#fff" stroke-width="3"/>'
        f'<circle cx="{x}" cy="{y}" r="76" fill="{cloth.solid}" fill-opacity=".88"/>'
        f'<g transform="translate({x - 140} {y - 140}) scale(2.8)" fill="none" stroke="#fff"'
        f' stroke-linecap="round">{motif(cloth.purpose)}</g></svg>'
    )


def tile(pattern: "Drawing", color: str) -> str:
    """Return what a pattern's tile holds, every line and shape of it in one color."""
    inner = pattern.svg.partition(">")[2].removesuffix("</svg>")
    painted = re.sub(r" (fill|stroke)='(?!none')[^']*'", rf" \1='{color}'", inner)
    return f"<g fill='{color}'>{painted}</g>"


def frame(width: int, height: int, band: float, *, cloth: "Field", scale: float) -> str:
    """Return the band of pattern around a sheet of paper, with its lines.

    Args:
        width: Millimeters, as are ``height`` and ``band``, the band's breadth.
        height: Of the whole.
        band: Of the band.
        cloth: The field whose color and pattern it has.
        scale: How large the pattern is, in millimeters a unit of its tile.
    """
    tiled = cloth.pattern
    inner = f"M{band} {band}v{height - 2 * band}h{width - 2 * band}V{band}z"

    def ruled(inset: float, weight: float) -> str:
        size = f'width="{width - 2 * inset:.2f}" height="{height - 2 * inset:.2f}"'
        return (
            f'<rect x="{inset}" y="{inset}" {size} fill="none" stroke="{cloth.solid}"'
            f' stroke-width="{weight}"/>'
        )

    return (
        f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {width} {height}"><defs>'
        f'<pattern id="p" width="{tiled.width:g}" height="{tiled.height:g}"'
        f' patternUnits="userSpaceOnUse" patternTransform="scale({scale})">'
        f'<g opacity=".75">{tile(tiled, cloth.solid)}</g></pattern></defs>'
        f'<path fill="url(#p)" fill-rule="evenodd" d="M0 0h{width}v{height}H0z{inner}"/>'
        f"{ruled(0.2, 0.35)}{ruled(band, 0.6)}{ruled(band + 1.6, 0.2)}</svg>"
    )


def _defined(cloth: "Field") -> str:
    pattern = cloth.pattern
    size = f'width="{pattern.width:g}" height="{pattern.height:g}"'
    units = 'patternUnits="userSpaceOnUse"'
    return (
        f'<defs><pattern id="p" {size} {units} patternTransform="translate(90 62) scale(1.05)">'
        f'<g opacity=".24">{tile(pattern, "#fff")}</g></pattern>'
        f'<pattern id="q" {size} {units} patternTransform="scale(.6)">'
        f'<g opacity=".3">{tile(pattern, "#fff")}</g></pattern></defs>'
    )


def _ribbons(cloth: "Field") -> str:
    """Return two tails that hang from behind the crest, the right one over the left."""
    tails = (
        "M128 262L196 290 166 392 138 358 96 370z",
        "M272 262L204 290 234 392 262 358 304 370z",
    )
    return "".join(
        f'<path d="{tail}" fill="{cloth.ink}"/><path d="{tail}" fill="url(#q)"/>'
        f'<path d="{tail}" fill="none" stroke="#fff" stroke-width="3" stroke-linejoin="round"/>'
        for tail in tails
    )


def _petals(count: int) -> str:
    radius = math.pi * _RIM / count
    return "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
        for x, y in _around(count, _EDGE - radius)
    )


def _beads(name: str, cloth: "Field") -> str:
    """Return the ring between rim and cloth; each bead is full or hollow, as the name has it."""
    bits = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])
    drawn = []
    for number, (x, y) in enumerate(_around(BEADS, (_RIM - 4 + _CLOTH) / 2)):
        fill = cloth.solid if bits >> number & 1 else "none"
        drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{fill}"/>')
    return f'<g stroke="{cloth.solid}" stroke-width="2">{"".join(drawn)}</g>'


def _around(count: int, radius: float) -> list[tuple[float, float]]:
    """Return points on a circle around the crest's middle, the first one at the top."""
    x, y = _CENTER
    turns = (2 * math.pi * number / count for number in range(count))
    return [(x + radius * math.sin(turn), y - radius * math.cos(turn)) for turn in turns]
