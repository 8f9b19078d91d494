"""What teams draw: small charts, made of numbers, and tables."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

SIZE: Final = (1200, 675)
LEFT, RIGHT, TOP = 320, 1040, 130
ROOT: Final = Path(__file__).resolve().parents[3]
FONT: Final = ROOT / "frontend/node_modules/@expo-google-fonts/biz-udpgothic/700Bold"
INK, GROUND = "#1a1a1c", "#fffdf8"


def chart(title: str, bars: Sequence[tuple[str, int]], *, unit: str, color: str) -> bytes:
    """Return a bar chart as PNG: a label and a number a bar, the longest reaching the end."""
    picture = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(picture)
    large, small = _font(44), _font(32)
    pen.text((48, 40), title, fill=INK, font=large)
    most = max(number for _label, number in bars) or 1
    step = (SIZE[1] - TOP - 40) / len(bars)
    for place, (label, number) in enumerate(bars):
        top = TOP + place * step
        end = LEFT + (RIGHT - LEFT) * number / most
        pen.text((48, top + step / 2), label, fill=INK, font=small, anchor="lm")
        pen.rounded_rectangle((LEFT, top + 12, end, top + step - 12), radius=8, fill=color)
        words = f"{number}{unit}"
        pen.text((end + 20, top + step / 2), words, fill=INK, font=small, anchor="lm")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """Return a table as CSV."""
    lines = [",".join(head), *(",".join(str(cell) for cell in row) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(next(FONT.glob("*.ttf")), size)
