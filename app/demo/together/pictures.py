"""What teams draw: small charts, made of numbers, and tables."""

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, LEFT, BOTTOM = 720, 400, 180, 40


def chart(title: str, bars: Sequence[tuple[str, int]], *, unit: str, color: str) -> bytes:
    """Return a bar chart as SVG: a label and a number a bar, the longest reaching the end."""
    most = max(number for _label, number in bars) or 1
    step = (HEIGHT - 90) / len(bars)
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fffdf8"/>',
        f'<text x="24" y="44" font-size="24" font-weight="700">{escape(title)}</text>',
    ]
    for place, (label, number) in enumerate(bars):
        top = 70 + place * step
        length = (WIDTH - LEFT - 110) * number / most
        middle, thick = f"{top + step / 2:.0f}", f"{step - 16:.0f}"
        box = f'x="{LEFT}" y="{top + 6:.0f}" width="{length:.0f}" height="{thick}"'
        end = f"{LEFT + length + 10:.0f}"
        parts += [
            f'<text x="24" y="{middle}" font-size="18">{escape(label)}</text>',
            f'<rect {box} rx="4" fill="{color}"/>',
            f'<text x="{end}" y="{middle}" font-size="18">{number}{escape(unit)}</text>',
        ]
    return ("".join(parts) + "</svg>").encode()


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """Return a table as CSV."""
    lines = [",".join(head), *(",".join(str(cell) for cell in row) for row in rows)]
    return ("\n".join(lines) + "\n").encode()
