"""Every address × every reader × every thing, against the table: nothing is open by oversight."""

import shutil
from collections.abc import Iterator, Sequence
from urllib.parse import quote

import pytest
from flask import Flask

from app.db import db
from app.factory import create_app
from app.ui.navigation import nav
from app.ui.reader import reader as asking_reader
from tests.acceptance import acceptance
from tests.access.asking import (
    Question,
    below_nothing,
    crossed,
    ids_of,
    nowhere,
    questions,
)
from tests.access.city import build
from tests.access.table import KEPT, Cell, read
from tests.access.telling import Words, bare, difference
from tests.access.walk import Answer, Walker, filled
from tests.conftest import settings_for
from tests.once import Compiled, compile_statements

TABLE = read(KEPT.read_text())
NAMED_ALIKE = ("あさひ", "ひなた", "zz-")
"""Of everybody in the city: the beginning of a name, or of what one signs in with."""
BY_NAME = (
    "/admin/people?q=",
    "/authoring/<uuid:draft_id>/members?name=",
    "/classes/<uuid:class_id>/join/student?q=",
    "/classes/<uuid:class_id>/join/teacher?q=",
    "/records/?who=",
)
BY_ID = "/records/?person="
UNTOLD = frozenset({Cell.HIDDEN, Cell.SIGN_IN, Cell.KEY})
"""Who is answered so must not learn from it whether the thing is there."""


@pytest.fixture(scope="module")
def walker(
    template: str, compiled: Compiled, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Walker]:
    """Return who walks through one city; whatever they change there is put back at once."""
    folder = tmp_path_factory.mktemp("city")
    shutil.copy(template, folder / "terakoya.db")
    settings = settings_for(folder / "instance", f"sqlite:///{folder / 'terakoya.db'}")
    app = create_app(settings)
    app.testing = True
    app.jinja_env.bytecode_cache = compiled
    with app.app_context():
        compile_statements(db.engine)
        city = build(db.session(), settings)
        db.session.commit()
        walker = Walker(app, city, folder)
    yield walker
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def _errors_undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell what a page of an error would be drawn of, and draw none.

    Most answers are one, and to draw them took two thirds of the time.
    """
    monkeypatch.setattr(
        "app.ui.errors.render_template",
        lambda name, **told: f"{name} {told} {asking_reader()} {nav().items}",
    )


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


@acceptance("11e")
@pytest.mark.usefixtures("_errors_undrawn")
@pytest.mark.parametrize("reader", TABLE.readers)
def test_each_address_opens_for_whom_the_table_says_and_names_and_tells_nobody_more(
    walker: Walker, reader: str
) -> None:
    """One walk, and three things of each answer: its cell, who is named, what a denial tells."""
    wrong, words = [], Words(walker.city, TABLE, reader)
    of_ids: dict[tuple[str, str], list[tuple[Question, Answer]]] = {}
    for asked in questions(walker.city, TABLE, reader):
        answer = walker.ask(reader, *asked.sending)
        found = cell_of(answer)
        if found not in {asked.cell, Cell.NOTHING}:
            wrong.append(f"{asked}: {found}, the table says {asked.cell}")
        named = words.beyond(asked.entry.path, set(asked.values.values()), answer)
        wrong += [f"{asked}: names {one}" for one in named]
        if ids_of(asked.entry):
            of_ids.setdefault((asked.entry.method, asked.entry.path), []).append((asked, answer))
    for answers in of_ids.values():
        wrong += denials_that_tell(walker, reader, answers)
    assert not wrong, "\n".join(wrong)


def denials_that_tell(
    walker: Walker, reader: str, answers: Sequence[tuple[Question, Answer]]
) -> Iterator[str]:
    """Yield where somebody else's thing is answered otherwise than what is not there at all."""
    first, _ = answers[0]
    if any(reader in one.readers for one in TABLE.told if one.is_of(first.entry)):
        return
    told: dict[str, dict[str, str]] = {}
    for asked, given, gone in _pairs(walker, reader, answers):
        answer = given or walker.ask(reader, *asked.sending)
        if gone.address not in told:
            told[gone.address] = bare(gone, walker.ask(reader, *gone.sending))
        if differs := difference(bare(asked, answer), told[gone.address]):
            yield f"{asked}: {differs}, where there is nothing"


def _pairs(
    walker: Walker, reader: str, answers: Sequence[tuple[Question, Answer]]
) -> Iterator[tuple[Question, Answer | None, Question]]:
    """Yield what a reader is denied, its answer if there is one, and what is nowhere."""
    denied = [(asked, answer) for asked, answer in answers if asked.cell in UNTOLD]
    known = next((asked for asked, _ in answers if asked.cell is Cell.OPENS), None)
    for asked, answer in denied:
        yield asked, answer, nowhere(walker.city, denied[0][0])
        mixed = known and crossed(walker.city, known, asked)
        if known and mixed:
            yield mixed, None, below_nothing(walker.city, known)


def test_whoever_may_be_opened_may_be_named() -> None:
    rows = [
        (entry.policy.name, {"parent": "guardian"}.get(row, row), cells)
        for entry in TABLE.entries
        if entry.policy.name in {"person", "record", "sheet", "child", "pupil"}
        for row, cells in entry.policy.rows.items()
        if row != "oneself"
    ]
    wrong = {
        f"{policy}, {row}: {reader}"
        for policy, row, cells in rows
        for reader, cell in cells.items()
        if cell is Cell.OPENS and TABLE.named[row][reader] is Cell.HIDDEN
    }
    assert rows
    assert wrong == set()


@pytest.mark.parametrize("reader", ["teacher", "office", "school", "board"])
def test_nobody_is_found_who_may_not_be_named(walker: Walker, reader: str) -> None:
    city, words, wrong = walker.city, Words(walker.city, TABLE, reader), []
    places = {**city.places["of school"], **city.places["of own class"]}
    by_name = [(path, one) for path in BY_NAME for one in NAMED_ALIKE]
    by_id = [(BY_ID, str(one)) for one in city.people.values()]
    for path, said in by_name + by_id:
        answer = walker.ask(reader, "GET", filled(path, places) + quote(said))
        named = words.beyond(path.partition("?")[0], {said}, answer)
        wrong += [f"{path}{said}: names {one}" for one in named]
    assert not wrong, "\n".join(wrong)


def cell_of(answer: Answer) -> Cell:
    """Return what became of somebody who asked."""
    if answer.status == 302 and answer.to.startswith("/sign-in"):
        return Cell.SIGN_IN
    known = {401: Cell.KEY, 403: Cell.TOLD, 404: Cell.HIDDEN, 405: Cell.NOTHING}
    return known.get(answer.status, Cell.OPENS)
