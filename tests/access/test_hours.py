"""No page and no file for managers or HR tells at which hour somebody learned."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC
from io import BytesIO

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.db import Base, UtcDateTime, db
from app.factory import create_app
from app.improvements.models import ImprovementMemo
from app.improvements.rules import State
from app.learning.models import Registration
from tests.access.asking import Question, questions
from tests.access.city import build
from tests.access.table import KEPT, Cell, Entry, read
from tests.access.walk import Answer, Walker
from tests.conftest import settings_for
from tests.factories.identity import TODAY
from tests.once import Compiled

TABLE = read(KEPT.read_text())
HOUR, MINUTE, SECOND = 12, 37, 41
"""In the evening in Japan: 21:37. No page of the house speaks of that minute."""
TOLD = re.compile(r"21:37|12:37|21時|午後9時|T\d\d:\d\d|\d\d:\d\d:\d\d")
READERS = ("hr", "chief")
FILES = {
    "/staff/file": ({"form": "csv"}, {"form": "xlsx"}),
    "/admin/rosters/export": ({"form": "csv"}, {"form": "xlsx"}),
}
"""Files that are asked for by sending something."""


@pytest.fixture(scope="module")
def walker(
    template: str, compiled: Compiled, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Walker]:
    """Return who walks through a city in which everything ever happened at 21:37."""
    folder = tmp_path_factory.mktemp("city")
    shutil.copy(template, folder / "terakoya.db")
    settings = settings_for(folder / "instance", f"sqlite:///{folder / 'terakoya.db'}")
    app = create_app(settings)
    app.testing = True
    app.jinja_env.bytecode_cache = compiled
    with app.app_context():
        city = build(db.session(), settings)
        _finish_everything()
        _set_clocks()
        db.session.commit()
        walker = Walker(app, city, folder)
    yield walker
    with app.app_context():
        db.engine.dispose()


def _finish_everything() -> None:
    """Let everybody have finished what they began, and every memo be confirmed."""
    for run in db.session.scalars(sa.select(Registration)):
        run.completed_at = run.last_active_at
    for memo in db.session.scalars(sa.select(ImprovementMemo)):
        memo.state, memo.confirmed_on = State.CONFIRMED, TODAY
    db.session.flush()


def _set_clocks() -> None:
    """Set every instant of the database to the telltale minute of its day."""
    connection = db.session.connection()
    for table in Base.metadata.sorted_tables:
        key = list(table.primary_key.columns)
        for column in table.columns:
            if not isinstance(column.type, UtcDateTime) or column.name == "expires_at":
                continue  # what ended would change what there is to see
            rows = connection.execute(sa.select(*key, column).where(column.is_not(None)))
            for *ids, at in rows.all():
                moved = at.astimezone(UTC).replace(hour=HOUR, minute=MINUTE, second=SECOND)
                mine = sa.and_(*(one == id_ for one, id_ in zip(key, ids, strict=True)))
                with suppress(IntegrityError), connection.begin_nested():  # a span of minutes
                    connection.execute(sa.update(table).where(mine).values({column.name: moved}))


def _is_about_staff(entry: Entry) -> bool:
    """Whether an address is open to HR or a manager and to no citizen."""
    cells = entry.policy.rows.values()
    return any(row[one] is Cell.OPENS for row in cells for one in READERS) and not any(
        row["citizen"] is Cell.OPENS for row in cells
    )


def _asked(walker: Walker, reader: str) -> Iterator[Question]:
    for one in questions(walker.city, TABLE, reader):
        is_open = one.entry.method == "GET" and one.cell is Cell.OPENS
        if is_open and _is_about_staff(one.entry):
            yield one


def _texts(answer: Answer) -> Iterator[str]:
    """Yield what an answer says: the page, or every part of a workbook."""
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(answer.data)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode(errors="replace")
    else:
        yield answer.data.decode(errors="replace")


def test_the_city_did_learn_at_that_hour(walker: Walker) -> None:
    with walker.app.app_context():
        hours = {
            (at.astimezone(UTC).hour, at.astimezone(UTC).minute)
            for at in db.session.scalars(sa.select(Registration.completed_at))
            if at is not None
        }
    assert hours == {(HOUR, MINUTE)}


@pytest.mark.parametrize("reader", READERS)
def test_no_page_or_file_about_staff_tells_an_hour(walker: Walker, reader: str) -> None:
    wrong, opened, files = [], 0, 0
    for asked in _asked(walker, reader):
        addresses = [asked.address]
        if "<form>" in asked.entry.path:
            addresses.append(re.sub("csv$", "xlsx", asked.address))
        for address in addresses:
            answer = walker.ask(reader, "GET", address)
            opened += answer.status == 200
            files += "attachment" in answer.headers.get("Content-Disposition", "")
            for text in _texts(answer):
                wrong += [
                    f"{address}: {text[one.start() - 60 : one.end() + 20]}"
                    for one in TOLD.finditer(text)
                ]
    assert wrong == []
    assert opened > 20
    assert files >= 2


def test_files_that_hr_sends_for_tell_no_hour(walker: Walker) -> None:
    for path, sent in FILES.items():
        for data in sent:
            answer = walker.ask("hr", "POST", path, data)
            assert answer.status == 200, path
            assert [text for text in _texts(answer) if TOLD.search(text)] == [], path
