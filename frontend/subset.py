"""Cut the easy-to-read font to what pages need: ``python frontend/subset.py FONT.ttf OUT.woff2``.

The whole font weighs 4.5 MB and its kanji of daily use 0.4 MB; kana, signs and the kanji of
primary school fit into a page's budget of 210 KB. Other kanji come from the device's own fonts.
The font's names, copyright and license stay inside, as the SIL Open Font License asks.
"""

import sys
from pathlib import Path
from typing import Final

from fontTools import subset
from kanji_lists import KYOIKU

RANGES: Final = (
    ("\u0020", "\u007e"),  # ASCII
    ("\u00a0", "\u00ff"),  # Latin-1
    ("\u2010", "\u203b"),  # dashes, quotation marks, …, ※
    ("\u2190", "\u2193"),  # arrows
    ("\u2460", "\u2473"),  # ① to ⑳
    ("\u25a0", "\u25ef"),  # ■ to ◯
    ("\u2605", "\u2606"),  # ★ ☆
    ("\u3000", "\u3020"),  # 、。々〆「」〒
    ("\u3041", "\u30ff"),  # hiragana, katakana
    ("\uff01", "\uff5e"),  # full-width ASCII
)
GRADES: Final = range(1, 7)
FEATURES: Final = ("ccmp", "kern", "locl", "palt", "vert")
"""What pages use; the alternative forms of the rest would bring their glyphs along."""
NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 13, 14)
"""Copyright, names, version, license and its address."""


def characters() -> set[int]:
    """Return the code points that the subset holds."""
    signs = {code for first, last in RANGES for code in range(ord(first), ord(last) + 1)}
    kanji = {ord(one) for grade in GRADES for one in getattr(KYOIKU.REIWA2, f"GRADE{grade}")}
    return signs | kanji


def cut(font_path: Path, out_path: Path) -> None:
    """Write the subset of a font as WOFF2.

    Args:
        font_path: The whole font, TrueType.
        out_path: Where the subset goes.
    """
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False  # screens that need it have had this font for years
    options.layout_features = list(FEATURES)
    options.name_IDs = list(NAMES)
    options.drop_tables += ["meta"]
    font = subset.load_font(str(font_path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    out_path.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(out_path), options)


if __name__ == "__main__":
    cut(Path(sys.argv[1]), Path(sys.argv[2]))
