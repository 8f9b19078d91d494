"""Every address × every reader × every thing, against the table: nothing is open by oversight."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.config import Settings
from app.ui.site import site
from tests.access.city import City, build
from tests.access.table import KEPT, Cell, Entry, read
from tests.access.walk import Answer, Walker, filled
from tests.kept import Begin

TABLE = read(KEPT.read_text())
ANYBODY = (
    *("own child", "classmate", "other class", "other school", "high school"),
    *("colleague", "other clerk", "other citizen", "other guest"),
)
COURSES = {"for citizens": "tameshi", "for children": "kodomo", "for staff": "shokuin"}
SENT: Mapping[str, Mapping[str, Any]] = {
    "/authoring/<uuid:draft_id>/lessons": {"do": "add", "path": "010-jibun", "title": "あ"},
    "/authoring/<uuid:draft_id>/modules": {"do": "add", "title": "あ"},
    "/learn/<uuid:registration_id>/<lesson>/<int:step>/scenes/<scene>": {"to": "okuru"},
}
"""What has to be sent so that there is something to refuse."""


@pytest.fixture
def walker(
    app: Flask, begin: Begin, session: Session, settings: Settings, tmp_path: Path
) -> Walker:
    city = begin("city", lambda: build(session, settings))
    return Walker(app, city, tmp_path)


@pytest.fixture
def _errors_undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no page of an error: most answers are one, and they took two thirds of the time."""
    monkeypatch.setattr("app.ui.errors.render_template", lambda *_args, **_told: "")


def test_every_address_stands_in_the_table_and_the_table_names_no_other(app: Flask) -> None:
    there = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    listed = [(entry.method, entry.path) for entry in TABLE.entries]
    assert sorted(there - set(listed)) == [], "add them to tests/access/table.txt"
    assert sorted(set(listed) - there) == [], "take them out of tests/access/table.txt"
    assert len(listed) == len(set(listed)), "an address has two policies"


@pytest.mark.usefixtures("_errors_undrawn")
@pytest.mark.parametrize("reader", TABLE.readers)
def test_each_address_opens_for_whom_the_table_says_and_for_nobody_else(
    walker: Walker, reader: str
) -> None:
    wrong = []
    for number, entry in enumerate(TABLE.entries):
        for row, cells in entry.policy.rows.items():
            if cells[reader] is Cell.NOTHING:
                continue
            for values in things(walker.city, entry, row, reader, number):
                address = filled(entry.path, values)
                sent = SENT.get(entry.path) or sent_to(entry, values)
                found = cell_of(walker.ask(reader, entry.method, address, sent))
                if found not in {cells[reader], Cell.NOTHING}:
                    what = f"{entry.method} {entry.path} [{row}]"
                    wrong.append(f"{what}: {found}, the table says {cells[reader]} ({address})")
    assert not wrong, "\n".join(wrong)


def cell_of(answer: Answer) -> Cell:
    """Return what became of somebody who asked."""
    if answer.status >= 500:
        raise AssertionError(f"answered {answer.status}")
    if answer.status == 302 and answer.to.startswith("/sign-in"):
        return Cell.SIGN_IN
    known = {401: Cell.KEY, 403: Cell.TOLD, 404: Cell.HIDDEN, 405: Cell.NOTHING}
    return known.get(answer.status, Cell.OPENS)


def things(
    city: City, entry: Entry, row: str, reader: str, number: int
) -> Iterator[Mapping[str, str]]:
    """Yield what stands in an address, for each thing that a row speaks of."""
    common = {**city.common, "token": city.tokens["reset" if "reset" in entry.path else "share"]}
    common["import_id"] = str(city.imports.get(reader, city.imports["city"]))
    if "scenes" in entry.path:
        common["lesson"] = "matome"
    if entry.path.startswith("/theme"):
        common["digest"] = site().theme.digest
    if row == "-":
        yield common
    elif row == "anybody else":
        for who in ("own child", ANYBODY[1 + number % (len(ANYBODY) - 1)]):
            yield {**common, **city.personal[who]}
    elif row in COURSES:
        yield {**common, "slug": COURSES[row]}
    elif row in city.places:
        file = city.places[row]["file"]
        more = {"key": file} if "media/files" in entry.path else {}
        yield {**common, **city.places[row], **more}
    else:
        who = {"oneself": reader, "parent": "guardian"}.get(row, row)
        yield {**common, **city.personal[who]}


def sent_to(entry: Entry, values: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what is sent to an address that wants to know of something else as well."""
    if entry.path == "/banks/courses/<slug>" and "bank_id" in values:
        return {"bank": values["bank_id"], "key": "doko"}
    return {}
