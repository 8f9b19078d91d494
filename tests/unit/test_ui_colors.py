"""Every pair of text and ground in the tokens has the contrast WCAG 2.2 asks for, 4.5 : 1."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "frontend/css"

DESIGN_TOKENS = {  # of @digital-go-jp/design-tokens 1.1.9, as far as tokens.css names them
    "--color-neutral-white": "#ffffff",
    "--color-neutral-black": "#000000",
    "--color-neutral-solid-gray-420": "#949494",
    "--color-neutral-solid-gray-600": "#666666",
    "--color-neutral-solid-gray-700": "#4d4d4d",
    "--color-neutral-solid-gray-900": "#1a1a1a",
    "--color-primitive-blue-50": "#e8f1fe",
    "--color-primitive-blue-500": "#4979f5",
    "--color-primitive-blue-900": "#0017c1",
    "--color-primitive-blue-1000": "#00118f",
    "--color-primitive-green-50": "#e6f5ec",
    "--color-primitive-green-900": "#115a36",
    "--color-primitive-red-50": "#fdeeee",
    "--color-primitive-red-1000": "#a90000",
    "--color-primitive-yellow-300": "#ffd43d",
}

FIELDS = ("enji", "ai", "oudo", "kusa", "murasaki")
TEXTS = [
    *(
        (f"{'oudo-ink' if f == 'oudo' else f}", ground)
        for f in FIELDS
        for ground in ("paper", "washi", f"{f}-soft")
    ),
    *(("paper", field) for field in FIELDS),
    *(
        (tone, ground)
        for tone in ("good", "close", "stop")
        for ground in ("paper", f"{tone}-soft")
    ),
    *(
        (ink, ground)
        for ink in ("ink", "ink-soft", "ink-faint", "primary")
        for ground in ("paper", "paper-soft", "washi")
    ),
    ("primary", "primary-soft"),
    ("ink-soft", "paper-sunk"),
    ("close", "washi"),
    ("good", "washi"),
    ("paper", "primary"),
    ("paper", "primary-dark"),
    *(("ink", f"lv{n}") for n in (1, 2, 3)),
    *(("paper", f"lv{n}") for n in (4, 5)),
]


def the_colors(*, child: bool = False) -> dict[str, str]:
    text = (CSS / "tokens.css").read_text() + (CSS / "fields.css").read_text()
    root = "".join(re.findall(r"^:root \{(.*?)^\}", text, re.DOTALL | re.MULTILINE))
    if child:
        root += "".join(re.findall(r"^\[data-audience=child\] \{(.*)\}", text, re.MULTILINE))
    found = dict(re.findall(r"--([\w-]+): ([^;]+);", root))
    return {name: _resolved(value, found) for name, value in found.items()}


def _resolved(value: str, found: dict[str, str]) -> str:
    if name := re.fullmatch(r"var\((--[\w-]+)\)", value):
        return DESIGN_TOKENS.get(name[1]) or found.get(name[1][2:], value)
    return value


def contrast(one: str, other: str) -> float:
    """Return the ratio of WCAG 2.2, 1 to 21, of two hexadecimal colors."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(d * 2 for d in color[1:])
    channels = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("child", [False, True])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read_on_its_ground(text: str, ground: str, child: bool) -> None:  # noqa: FBT001
    colors = the_colors(child=child)
    assert contrast(colors[text], colors[ground]) >= 4.5


def test_each_field_names_its_own_pattern_once() -> None:
    text = (CSS / "fields.css").read_text()
    for field in FIELDS:
        assert len(re.findall(rf"\[data-field={field}\], \[data-field=\w+\] \{{", text)) == 1
    assert text.count("--pat: url(") == len(FIELDS)
