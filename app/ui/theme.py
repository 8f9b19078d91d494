"""A city's theme: its mark, its five accents with a pattern each, and the style sheet they make.

A theme is a TOML file (``themes/``, read by ``theme_file``), so that another city swaps colors,
patterns and mark without a line of code. The setting THEME names it.

Decisions:

* The web application itself serves the theme, as ``/theme-<hash>.css``, and app.css holds no
  theme's value. Built into app.css it would save one request (a citizen's page takes three of the
  ten allowed, a staff page four), but then a city would need Node to change a color. Inside the
  page it would be sent again with every page, and the Content-Security-Policy (``style-src
  'self'``) lets no inline style in. The name carries a hash of the content, so it is kept for
  ever and needs no ETag. (2026-11)
* It is linked before app.css and fills the same layer, ``tokens``: what a reader chooses (high
  contrast) stands later, in tokens.css, and so wins over any theme. (2026-11)
* A theme that cannot be read by everybody never starts: every pair of ``theme_file.PAIRS`` is
  measured at the start, and one that falls short is a fault like a missing color. (2026-11)
* The school's name stays an interface string: it stands inside of sentences, which have readings
  and translations. (2026-11)
"""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote

from app.ui.drawings import NAMESPACE, Drawing

KEYS: Final[Mapping[str, str]] = {
    "create": "enji",
    "protect": "ai",
    "live": "oudo",
    "discern": "kusa",
    "connect": "murasaki",
}
"""What a field is for → its key in ``data-field`` and the style sheets; both may be written.

The keys are the names of Kaga's colors, where the school began; they name no color any more.
"""

USUAL: Final = "protect"
"""The field whose cloth a page wears that names none."""

CREST_PIXELS: Final = 148
"""The crest on which a pattern has its own size; on any other it grows and shrinks with it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One of the five accents, with its pattern: a field is never told by color alone.

    Attributes:
        purpose: A key of ``KEYS``.
        name: The color's own name, by language.
        solid: The cloth; white text and the crest's lines stand on it.
        soft: Its tint, a ground for text.
        ink: The color for small text.
        pattern: What is woven in, as an alpha mask.
    """

    purpose: str
    name: Mapping[str, str]
    solid: str
    soft: str
    ink: str
    pattern: Drawing

    @property
    def key(self) -> str:
        """The field's key in the style sheets."""
        return KEYS[self.purpose]


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line of the mark; ``width`` None: a filled shape. ``color`` is ``#rrggbb``."""

    d: str
    width: float | None
    color: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of the house: lines on a rounded ground of 40 × 40.

    Attributes:
        ground: Its color.
        strokes: As it stands beside the name.
        icon: As it stands on a browser's tab, where fine lines would be lost.
    """

    ground: str
    strokes: tuple[Stroke, ...]
    icon: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Pressed:
    """What children press: the accent of links and buttons on their pages."""

    primary: str
    dark: str
    soft: str
    line: str


@dataclass(frozen=True)
class Theme:
    """A theme that was read and found fit.

    Attributes:
        name: By language.
        mark: The mark.
        washi: The tinted paper, and its edge.
        child: The accent of children's pages; adults have the house's blue.
        fields: The five, in the order of the hem.
    """

    name: Mapping[str, str]
    mark: Mark
    washi: tuple[str, str]
    child: Pressed
    fields: tuple[Field, ...]

    @cached_property
    def css(self) -> bytes:
        """The style sheet."""
        return _stylesheet(self).encode()

    @cached_property
    def packed(self) -> bytes:
        """The style sheet, compressed; the same bytes in every process."""
        return gzip.compress(self.css, mtime=0)

    @cached_property
    def digest(self) -> str:
        """The hash in the style sheet's name."""
        return hashlib.sha256(self.css).hexdigest()[:10]

    @cached_property
    def icon(self) -> str:
        """The mark as a ``data:`` address, for the browser's tab."""
        ground, lines = self.mark.ground, "".join(map(_line, self.mark.icon))
        return "data:image/svg+xml," + quote(
            f"<svg xmlns='{NAMESPACE}' viewBox='0 0 40 40'>"
            f"<rect width='40' height='40' rx='9' fill='{ground}'/>{lines}</svg>",
            safe=" =:/,",
        )


def _line(stroke: Stroke) -> str:
    if stroke.width is None:
        return f"<path d='{stroke.d}' fill='{stroke.color}'/>"
    return (
        f"<path d='{stroke.d}' fill='none' stroke='{stroke.color}' stroke-width='{stroke.width}'/>"
    )


def _stylesheet(theme: Theme) -> str:
    washi, edge = theme.washi
    child = theme.child
    colors = "".join(
        f"--{field.key}{part}:{color};"
        for field in theme.fields
        for part, color in (("", field.solid), ("-soft", field.soft), ("-ink", field.ink))
    )
    return (
        "@layer tokens{"
        f":root{{--washi:{washi};--washi-line:{edge};{colors}}}"
        # tokens.css, which comes later, gives everybody the house's blue: this has to weigh more
        f":root[data-audience=child]{{--primary:{child.primary};--primary-dark:{child.dark};"
        f"--primary-soft:{child.soft};--primary-line:{child.line}}}"
        f"{''.join(map(_rule, theme.fields))}}}\n"
    )


def _rule(field: Field) -> str:
    key, tile = field.key, field.pattern
    names = f"[data-field={key}],[data-field={field.purpose}]"
    return (
        f"{':root,' if field.purpose == USUAL else ''}{names}{{"
        f"--c:var(--{key});--c-soft:var(--{key}-soft);--c-ink:var(--{key}-ink);"
        f'--pat:url("data:image/svg+xml,{_escaped(tile.svg)}");'
        f"--pw:{tile.width:g}px;--ph:{tile.height:g}px;"
        f"--kw:{_share(tile.width)};--kh:{_share(tile.height)}}}"
    )


def _escaped(svg: str) -> str:
    """Escape what a ``data:`` address cannot hold; quotation marks in a Drawing are single."""
    return "".join({c: quote(c) for c in '%#<>"'}.get(c, c) for c in svg)


def _share(pixels: float) -> str:
    return f"{pixels / CREST_PIXELS:.1%}"
