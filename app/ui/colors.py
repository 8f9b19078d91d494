"""Colors, and how well one is told from another, as WCAG 2.2 measures it. Pure."""

import re
from typing import Final

TEXT: Final = 4.5
"""The least contrast of text with its ground (WCAG 2.2, 1.4.3, level AA)."""

GRAPHIC: Final = 3.0
"""The least contrast of large text, signs and borders that carry meaning (1.4.3, 1.4.11)."""

HOUSE: Final = {
    "ink": "#1a1a1a",
    "ink-soft": "#4d4d4d",
    "ink-faint": "#666666",
    "paper": "#ffffff",
    "primary": "#0017c1",
    "good": "#115a36",
    "close": "#8b4500",
    "stop": "#a90000",
}
"""The colors of frontend/css/tokens.css that no theme changes and that stand on a theme's grounds.

A theme is checked against them at the start of a site, where no style sheet is read; a test holds
the two together (tests/unit/test_ui_colors.py).
"""

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_KNEE = 0.04045


def is_color(text: str) -> bool:
    """Whether ``text`` is a color as themes write it: ``#9b2335``."""
    return _COLOR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors.

    Args:
        one: A color, ``#rrggbb``.
        other: Another, whichever is lighter.

    Returns:
        1.0 (the same) to 21.0 (black and white), not rounded.

    Source:
        WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[n : n + 2], 16) / 255) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= _KNEE else ((channel + 0.055) / 1.055) ** 2.4)
