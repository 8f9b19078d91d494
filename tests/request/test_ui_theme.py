"""The theme over HTTP: served for ever under a name of its content; another city by a setting."""

import gzip
from pathlib import Path

import pytest
from flask import Flask

from app.config import SettingsError
from app.factory import create_app
from app.ui import theme_file
from app.ui.site import site
from tests.client import PageClient
from tests.conftest import settings_for

KAGA = (theme_file.SHIPPED / "kaga.toml").read_text(encoding="utf-8")


def test_every_page_links_the_theme_before_the_built_style_sheets(client: PageClient) -> None:
    page = client.see("/")
    sheets = [e.get("href") for e in page.elements if e.get("rel") == "stylesheet"]
    assert sheets[0] == f"/theme-{site().theme.digest}.css"
    assert len(sheets) <= 3


def test_the_theme_is_kept_for_ever_and_nobody_is_looked_up_for_it(client: PageClient) -> None:
    address = f"/theme-{site().theme.digest}.css"
    response = client.get(address)
    assert response.mimetype == "text/css"
    assert response.get_data() == site().theme.css
    assert "immutable" in response.headers["Cache-Control"]
    assert "Set-Cookie" not in response.headers
    assert client.queries == []
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.get_data()) == site().theme.css


def test_a_theme_of_before_is_not_there(client: PageClient) -> None:
    response = client.get("/theme-0123456789.css")
    assert response.status_code == 404
    assert "immutable" not in response.headers["Cache-Control"]


def test_another_city_swaps_colors_patterns_and_mark_by_a_setting_alone(tmp_path: Path) -> None:
    pages = {}
    for name in ("kaga", "minato"):
        app = create_app(settings_for(tmp_path / name, "sqlite://", theme=name))
        with app.test_request_context("/"):
            render = app.jinja_env.from_string("{{ ui.hem() }}{{ ui.logo() }}").render
            pages[name] = render(), site().theme.css, site().theme.icon
    for kaga, minato in zip(pages["kaga"], pages["minato"], strict=True):
        assert kaga != minato
    assert b"#9b2335" in pages["kaga"][1]
    assert "9b2335" not in str(pages["minato"])


def test_a_theme_of_the_instance_folder_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "instance" / "themes"
    folder.mkdir(parents=True)
    (folder / "machi.toml").write_text(KAGA.replace("#e7dfd0", "#abcdef"), encoding="utf-8")
    app = create_app(settings_for(tmp_path / "instance", "sqlite://", theme="themes/machi.toml"))
    with app.app_context():
        assert site().theme.washi[1] == "#abcdef"


def test_no_application_is_made_with_a_faulty_theme(tmp_path: Path) -> None:
    (tmp_path / "machi.toml").write_text(KAGA.replace("#165e83", "blue"), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"THEME の machi\.toml"):
        create_app(settings_for(tmp_path, "sqlite://", theme="machi.toml"))


def test_the_command_measures_every_pair(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["theme", "check"])
    assert result.exit_code == 0
    assert result.output.count("✓") == len(theme_file.PAIRS)
    assert "✓  4.72（4.5 以上）  白 ／ fields.live.solid" in result.output


def test_the_command_tells_the_faults_of_a_file(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "machi.toml"
    path.write_text(KAGA.replace("#eff3e5", "#8fa070"), encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["theme", "check", str(path)])
    assert result.exit_code == 1
    assert "△" in result.output
    assert "machi.toml:56: リンクの青" in result.output
    assert app.test_cli_runner().invoke(args=["theme", "check", "edo"]).exit_code == 1
