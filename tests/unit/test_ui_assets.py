"""Built files are found by the manifest, and a page can do without them."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from fontTools.ttLib import TTFont
from kanji_lists import KYOIKU

from app.ui.assets import DIST, asset

FONT_BUDGET = 210
"""Kilobytes; only who wants the easy-to-read font loads it."""

BUDGETS = {"app.css": 10.5, "staff.css": 6, "app.js": 30}
"""Kilobytes over the wire; whole pages are weighed in tests/request/test_budgets.py."""


def test_a_built_file_is_served_under_its_hashed_name(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"app.css": "app-12ab.css"}))
    with Flask(__name__).test_request_context():
        assert asset("app.css", dist=tmp_path) == "/static/app-12ab.css"
        assert asset("other.css", dist=tmp_path) is None


def test_a_new_build_is_noticed(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    with Flask(__name__).test_request_context():
        assert asset("app.css", dist=tmp_path) is None
        manifest.write_text(json.dumps({"app.css": "app-1.css"}))
        assert asset("app.css", dist=tmp_path) == "/static/app-1.css"


def test_without_a_build_pages_go_unstyled(tmp_path: Path) -> None:
    assert asset("app.css", dist=tmp_path) is None


@pytest.mark.parametrize("name", sorted(BUDGETS))
def test_a_built_file_keeps_its_budget(name: str) -> None:
    manifest = DIST / "manifest.json"
    if not manifest.is_file():
        pytest.skip("nothing was built: run `node build.mjs` in frontend/")
    file = json.loads(manifest.read_text())[name]
    assert (DIST / f"{file}.gz").stat().st_size <= BUDGETS[name] * 1024


def test_the_cards_of_the_demo_are_drawn_by_what_every_page_loads() -> None:
    """The front door loads no sheet of its own: none of its classes may move into another."""
    manifest = DIST / "manifest.json"
    if not manifest.is_file():
        pytest.skip("nothing was built: run `node build.mjs` in frontend/")
    files = json.loads(manifest.read_text())
    css = "".join((DIST / files[name]).read_text() for name in ("app.css", "pages.css"))
    door = Path(__file__).parents[2] / "app/identity/templates/identity/demo.html"
    used = {
        name for held in re.findall(r'class="([^"]+)"', door.read_text()) for name in held.split()
    }
    assert "hero__in" in used
    assert sorted(name for name in used if not re.search(rf"\.{name}\b", css)) == []


def test_the_easy_font_keeps_its_budget_and_holds_kana_and_the_kanji_of_primary_school() -> None:
    found = list(DIST.glob("easy-*.woff2"))
    if not found:
        pytest.skip("nothing was built: run `make ready`")
    (font,) = found
    assert font.stat().st_size <= FONT_BUDGET * 1024
    held = TTFont(font).getBestCmap()
    kanji = [k for n in range(1, 7) for k in getattr(KYOIKU.REIWA2, f"GRADE{n}")]
    wanted = [*kanji, *"あんっゃアンーヴ、。「」・…A0az！？①★"]
    assert [one for one in wanted if ord(one) not in held] == []
    assert len(kanji) == 1026
