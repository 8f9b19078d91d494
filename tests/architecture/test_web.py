"""What holds for the whole site: its addresses, its forms, and what its start loads."""

import difflib
import re
import subprocess
import sys

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Map, Rule

from app.factory import Address
from tests.architecture import routes
from tests.architecture.source import ROOT, modules

WORKER_ONLY = (
    *("pyld", "openbadgeslib", "lxml", "sudachipy", "openpyxl", "reportlab", "tincan"),
    *("PIL", "pypdf", "typst", "zxingcpp"),
)
"""Heavy libraries that belong to the worker, the commands, and processes of their own."""

WITHOUT_CSRF = ("/xapi", "/oauth", "/ims")
"""Addresses that carry their own token."""

START = """
import sys
from pathlib import Path
from app.config import Settings
from app.factory import create_app
environment = {"SECRET_KEY": "x" * 32, "DATABASE_URL": "sqlite://", "INSTANCE_DIR": sys.argv[1]}
create_app(Settings.from_env(environment, root=Path.cwd()))
print(*sorted(sys.modules))
"""


def test_no_address_appears_or_vanishes_unnoticed(app: Flask) -> None:
    kept = routes.KEPT.read_text() if routes.KEPT.exists() else ""
    change = difflib.unified_diff(
        kept.splitlines(), routes.listed(app).splitlines(), "kept", "now"
    )
    assert list(change) == [], "if this is meant: make routes"


def test_an_address_is_built_as_by_a_plain_rule() -> None:
    told = {"rule": "は い", "number": 7, "more": ["a", "b"]}
    ours, plain = (
        Map([kind("/<rule>/<int:number>/", endpoint="there")]).bind("localhost")
        for kind in (Address, Rule)
    )
    for _ in range(2):
        assert ours.build("there", told) == plain.build("there", told)
    assert ours.build("there", told, append_unknown=False) == "/%E3%81%AF%20%E3%81%84/7/"


def test_every_address_has_a_view_that_says_what_it_does(app: Flask) -> None:
    views = {name: view for name, view in app.view_functions.items() if name != "static"}
    silent = [name for name, view in views.items() if not view.__doc__]
    assert silent == []


def test_every_form_address_refuses_a_form_without_its_token(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    stranger = FlaskClient(app)
    taken = []
    for rule in app.url_map.iter_rules():
        if not {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set()):
            continue
        if rule.rule.startswith(WITHOUT_CSRF):
            continue
        url = re.sub(r"<uuid:\w+>", "6f0d4a3e-0000-4000-8000-000000000000", rule.rule)
        url = re.sub(r"<int:\w+>", "1", url)
        url = re.sub(r"<\w+:?\w*>", "x", url)
        with app.app_context():
            status = stranger.post(url, data={}).status_code
        if status != 400:
            taken.append(f"{rule.rule} answered {status}")
    assert taken == []


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the modules that a fresh web process has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(tmp_path_factory.mktemp("start"))],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_web_process_loads_none_of_the_workers_libraries(loaded: set[str]) -> None:
    assert sorted(loaded & set(WORKER_ONLY)) == []


def test_every_table_is_known_to_the_application(loaded: set[str]) -> None:
    rooms = {module.name for module in modules() if module.room == "models"}
    assert sorted(rooms - loaded) == [], "no migration would see these tables"
