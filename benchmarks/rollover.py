"""年度更新 of a school: how long looking, doing and taking back take, and what the page weighs.

``python -m benchmarks.rollover [pupils]`` makes a primary school of that many pupils in 19 classes
in an empty SQLite database, and goes through its page as its administrator does: the proposal,
the whole form sent back to be looked at, done, and taken back. The seconds are CPU time, so that
a busy machine tells the same; the memory is that of the process at its highest. It fails where a
limit is not kept.
"""

import argparse
import gzip
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from app import clock
from app.classes.rules import school_year_of
from app.config import Settings
from app.db import transaction
from app.factory import create_app
from tests.factories.big_school import a_big_school
from tests.factories.identity import an_administrator, sign_in
from tests.page import Page

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
SECONDS = {"dry run": 2.0, "looked at again": 2.0, "applied": 4.0, "taken back": 4.0}
MEGABYTES, KILOBYTES = 200, 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pupils", nargs="?", type=int, default=600)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(not _measured(Path(folder), asked.pupils))


def _measured(folder: Path, pupils: int) -> bool:
    settings = Settings(
        secret_key="a secret for measuring only, long enough",  # noqa: S106  of a throw-away site
        database_url=f"sqlite:///{folder / 'bench.db'}",
        public_url="http://localhost:8000",
        instance_dir=folder,
        courses_dir=ROOT / "courses",
    )
    app = create_app(replace(settings, demo=True))  # a demo lets the day have come
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        client, at = _school(app, pupils)
    app.config["WTF_CSRF_ENABLED"] = False
    before = _memory()
    seconds: dict[str, float] = {}
    html = _timed(seconds, "dry run", lambda: client.get(at).get_data())
    sent = _form(html)
    look = _timed(seconds, "looked at again", lambda: client.post(at, data=sent).status_code)
    sent |= {"way": "apply"}
    done = _timed(seconds, "applied", lambda: client.post(at, data=sent).status_code)
    undo = at.replace("rollover?", "rollover/undo?")
    back = _timed(seconds, "taken back", lambda: client.post(undo).status_code)
    if (look, done, back) != (200, 303, 303):
        print(f"the page answered {look}, {done} and {back}")
        return False
    print(f"{pupils} pupils; a form of {len(sent)} fields")
    packed = len(gzip.compress(html, 6)) / 1024
    rows = [
        *((what, taken, SECONDS[what], "s") for what, taken in seconds.items()),
        ("the page, packed", packed, KILOBYTES, "KB"),
        ("memory at most", _memory(), MEGABYTES, "MB"),
    ]
    for what, figure, limit, unit in rows:
        print(f"{what:<18}{figure:8.2f} {unit} of {limit} {unit}")
    print(f"{'unpacked':<18}{len(html) / 1024:8.0f} KB; {before:.0f} MB before the first page")
    return all(figure < limit for _, figure, limit, _ in rows)


def _school(app: Flask, pupils: int) -> tuple[FlaskClient, str]:
    """Make the school of this year, and sign its administrator in."""
    with transaction() as session:
        year = school_year_of(clock.day_of(clock.now()))
        big = a_big_school(session, pupils=pupils, year=year)
        keeper = an_administrator(session, of=big.school)
        client = FlaskClient(app)
        sign_in(client, keeper)
        return client, f"/classes/rollover?school={big.school.id}"


def _form(html: bytes) -> dict[str, str]:
    """Return what the page's form sends as it stands."""
    sent: dict[str, str] = {}
    name = ""
    for one in Page(html.decode()).all("input", "textarea", "select", "option"):
        if one.tag == "option":
            if "selected" in one.attributes:
                sent[name] = one.get("value")
            continue
        name = one.get("name")
        if name and one.tag != "select":
            sent[name] = one.text if one.tag == "textarea" else one.get("value")
    return sent


def _timed(seconds: dict[str, float], what: str, job: Callable[[], T]) -> T:
    begun = time.process_time()
    result = job()
    seconds[what] = time.process_time() - begun
    return result


def _memory() -> float:
    """Return the most that this process has weighed, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
