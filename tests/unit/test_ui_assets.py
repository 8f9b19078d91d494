"""Built files are found by the manifest, and a page can do without them."""

import json
from pathlib import Path

import pytest
from flask import Flask

from app.ui.assets import DIST, asset

BUDGETS = {"app.css": 15, "staff.css": 5, "app.js": 30}
"""Kilobytes over the wire; a learner's page loads app.css and app.js."""


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
