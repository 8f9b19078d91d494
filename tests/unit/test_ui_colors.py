"""Every pair of text and ground has the contrast of WCAG 2.2, in the tokens and in each theme."""

import re
from pathlib import Path

import pytest

from app.ui import theme_file
from app.ui.colors import HOUSE, TEXT, contrast
from app.ui.theme import KEYS

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

TEXTS = [
    *(
        (tone, ground)
        for tone in ("good", "close", "stop")
        for ground in ("paper", f"{tone}-soft")
    ),
    *(
        (ink, ground)
        for ink in ("ink", "ink-soft", "ink-faint", "primary")
        for ground in ("paper", "paper-soft")
    ),
    ("primary", "primary-soft"),
    ("ink-soft", "paper-sunk"),
    ("paper", "primary"),
    ("paper", "primary-dark"),
    *(("ink", f"lv{n}") for n in (1, 2, 3)),
    *(("paper", f"lv{n}") for n in (4, 5)),
]
"""Pairs of the house alone; those on a theme's colors are ``theme_file.PAIRS``."""

THEMES = theme_file.shipped()


def the_tokens() -> dict[str, str]:
    text = (CSS / "tokens.css").read_text()
    root = "".join(re.findall(r"^:root \{(.*?)^\}", text, re.DOTALL | re.MULTILINE))
    found = dict(re.findall(r"--([\w-]+): ([^;]+);", root))
    return {name: _resolved(value, found) for name, value in found.items()}


def _resolved(value: str, found: dict[str, str]) -> str:
    if name := re.fullmatch(r"var\((--[\w-]+)\)", value):
        return DESIGN_TOKENS.get(name[1]) or found.get(name[1][2:], value)
    return value


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    tokens = the_tokens()
    assert contrast(tokens[text], tokens[ground]) >= TEXT


def test_a_theme_is_measured_against_the_tokens_as_they_are() -> None:
    tokens = the_tokens()
    assert {name: tokens[name] for name in HOUSE} == HOUSE


@pytest.mark.parametrize("name", THEMES)
def test_a_shipped_theme_has_no_fault_and_every_pair_is_measured(name: str) -> None:
    reading = theme_file.read(theme_file.SHIPPED / f"{name}.toml")
    assert reading.faults == ()
    assert [one.pair for one in reading.measured] == list(theme_file.PAIRS)
    assert all(one.is_enough for one in reading.measured)


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_gives_each_field_its_own_pattern_once(name: str) -> None:
    theme = theme_file.read(theme_file.SHIPPED / f"{name}.toml").theme
    assert theme is not None
    sheet = theme.css.decode()
    for purpose, key in KEYS.items():
        assert sheet.count(f"[data-field={key}],[data-field={purpose}]{{") == 1
    assert sheet.count("--pat:url(") == len(KEYS)
    assert len({field.pattern.svg for field in theme.fields}) == len(KEYS)


def test_no_style_sheet_of_the_house_names_a_color_of_a_theme() -> None:
    """Another city swaps them by its theme's file alone."""
    reading = theme_file.read(theme_file.SHIPPED / "kaga.toml")
    assert reading.theme is not None
    of_themes = {color for f in reading.theme.fields for color in (f.solid, f.soft, f.ink)}
    of_themes |= {*reading.theme.washi, reading.theme.child.primary}
    texts = {p.name: p.read_text() for p in CSS.rglob("*.css")}
    assert [(name, c) for name, text in texts.items() for c in of_themes if c in text] == []
