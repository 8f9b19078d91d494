"""Every address × every reader × every thing, against the table: nothing is open by oversight."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.config import Settings
from app.ui.site import site
from tests.access.city import City, build
from tests.access.table import KEPT, Cell, Entry, read
from tests.access.walk import PLACE, Answer, Walker, filled
from tests.kept import Begin

TABLE = read(KEPT.read_text())
ANYBODY = (
    *("own child", "classmate", "other class", "other school", "high school"),
    *("colleague", "other clerk", "other citizen", "other guest"),
)
COURSES = {"for citizens": "tameshi", "for children": "kodomo", "for staff": "shokuin"}
SENT: Mapping[str, Mapping[str, Any]] = {
    "/classes/<uuid:class_id>/cards/print": {"what": "pictures:all"},
    "/authoring/<uuid:draft_id>/lessons": {"do": "add", "path": "010-jibun", "title": "あ"},
    "/authoring/<uuid:draft_id>/modules": {"do": "add", "title": "あ"},
    "/learn/<uuid:registration_id>/<lesson>/<int:step>/scenes/<scene>": {"to": "okuru"},
}
"""What has to be sent so that there is something to refuse."""
ASKED: Mapping[str, str] = {
    "/admin/organizations/new": "?below=<organization_id>",
    "/classes/new": "?school=<organization_id>",
    "/classes/rollover": "?school=<organization_id>",
    "/classes/rollover/undo": "?school=<organization_id>",
}
"""What an address asks for behind its question mark."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked of the site."""

    entry: Entry
    row: str
    address: str
    sent: Mapping[str, Any]
    cell: Cell

    def __str__(self) -> str:
        return f"{self.entry.method} {self.entry.path} [{self.row}] {self.address}"


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
        if rule.endpoint in app.view_functions  # tests share addresses, those of a few alone too
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
    for asked in questions(walker.city, reader):
        answer = walker.ask(reader, asked.entry.method, asked.address, asked.sent)
        found = cell_of(answer)
        if found not in {asked.cell, Cell.NOTHING}:
            wrong.append(f"{asked}: {found}, the table says {asked.cell}")
    assert not wrong, "\n".join(wrong)


def cell_of(answer: Answer) -> Cell:
    """Return what became of somebody who asked."""
    if answer.status == 302 and answer.to.startswith("/sign-in"):
        return Cell.SIGN_IN
    known = {401: Cell.KEY, 403: Cell.TOLD, 404: Cell.HIDDEN, 405: Cell.NOTHING}
    return known.get(answer.status, Cell.OPENS)


def questions(city: City, reader: str) -> Iterator[Question]:
    """Yield all that is asked as a reader: each address, for each thing of each row."""
    for number, entry in enumerate(TABLE.entries):
        for row, cells in entry.policy.rows.items():
            if cells[reader] is Cell.NOTHING:
                continue
            for values in things(city, entry, row, reader, number):
                address = filled(entry.path + ASKED.get(entry.path, ""), values)
                sent = SENT.get(entry.path) or sent_to(city, entry, values)
                yield Question(entry, row, address, sent, cells[reader])


def things(
    city: City, entry: Entry, row: str, reader: str, number: int
) -> Iterator[Mapping[str, str]]:
    """Yield what stands in an address, for each thing that a row speaks of."""
    common = {**city.common, **_in_its_place(city, entry, reader)}
    if row == "-":
        yield {**common, **city.personal.get(reader, {})}
    elif row == "anybody else":
        needed = set(PLACE.findall(entry.path)) & city.personal["own child"].keys()
        others = [one for one in ANYBODY if needed <= city.personal[one].keys()]
        for who in (others[0], others[1 + number % (len(others) - 1)]):
            yield {**common, **city.personal[who]}
    elif row in COURSES:
        yield {**common, "slug": COURSES[row]}
    elif row in city.places:
        there = city.places[row]
        yield {**common, **there, **_of_place(there, entry)}
    else:
        who = {"oneself": reader, "parent": "guardian"}.get(row, row)
        yield {**common, **city.personal[who]}


def _of_place(there: Mapping[str, str], entry: Entry) -> Mapping[str, str]:
    """Return what of a place means something else in another address."""
    if "media/files" in entry.path:
        return {"key": there["file"]}
    return {"import_id": there["roster_id"]} if entry.path.startswith("/admin/rosters") else {}


def _in_its_place(city: City, entry: Entry, reader: str) -> Mapping[str, str]:
    """Return what means something else in another address."""
    found = {
        "/g/class/": {"token": "class-0"},
        "/g/": {"token": city.tokens["letter"]},
        "/password/reset": {"token": city.tokens["reset"]},
        "/v/": {"token": city.tokens["share"]},
        "/learn/": {"lesson": "matome" if "scenes" in entry.path else "nani"},
        "/admin/consents": {"key": "photo"},
        "/sign-in/": {"slug": "jimu"},
        "/class/": {"token": "x", "user_id": str(city.people["own child"])},
        "/theme": {"digest": site().theme.digest},
        "/banks/": {"import_id": str(city.imports.get(reader, city.imports["city"]))},
    }
    return next((one for begin, one in found.items() if entry.path.startswith(begin)), {})


def sent_to(city: City, entry: Entry, values: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what is sent to an address that wants to know of something else as well."""
    if entry.path.startswith("/admin/accounts/close"):
        return {"who": [str(one) for one in city.people.values()]}  # whom one reaches are named
    if entry.path == "/banks/courses/<slug>" and "bank_id" in values:
        return {"bank": values["bank_id"], "key": "doko"}
    if entry.path == "/admin/rosters/export" and "organization_id" in values:
        return {"place": values["organization_id"], "form": "csv"}
    if entry.path == "/acting":
        return {"post": values.get("post_id", "")}
    return {}
