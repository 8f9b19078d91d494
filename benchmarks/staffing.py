"""The search for people in a whole city: how long its pages take, and how much they ask.

``python -m benchmarks.staffing [people]`` makes the city of ``benchmarks.matrix`` (that many staff
in 72 sections, all of whom stand somewhere at each of 72 items) in an empty database
(``--engine postgresql`` for the other one) and looks for people as HR does, with three conditions
and more. It prints the milliseconds to the first byte, of these the processor's, the number of SQL
statements, and how the database answers the search. It fails where a page takes more than 100 ms
in the middle of its runs, more than eight statements, or where the database reads the whole
summary.
"""

import argparse
import contextlib
import re
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from unittest import mock

import sqlalchemy as sa
from flask.testing import FlaskClient
from flask_migrate import upgrade

from app.config import Settings
from app.db import db
from app.factory import create_app
from app.frameworks import queries as frameworks
from app.personnel.models import Employment
from app.personnel.rules import EmploymentKind
from app.staffing.models import Availability
from app.staffing.rules import Room
from benchmarks import matrix as city
from tests import postgres
from tests.factories.identity import APRIL, TODAY, sign_in

ROOT = Path(__file__).resolve().parent.parent
MILLISECONDS, STATEMENTS, RUNS = 100, 8, 15
THREE = "".join(f"&s={city.REF}/I{number}:2" for number in (3, 30, 60))
WHOLE = re.compile(r"(?i)(SCAN|Seq Scan on) skill_standing(?! USING COVERING)")
"""How either database says that it read the table from one end to the other."""

Asked = list[tuple[str, object]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="?", type=int, default=3000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(mock.patch.object(frameworks, "_DATA", city.with_72_items(folder)))
        url = f"sqlite:///{folder / 'bench.db'}"
        if asked.engine == "postgresql":
            cluster = postgres.start()
            stack.callback(cluster.stop)
            url = postgres.create(cluster.host, "bench")
        sys.exit(not _measured(folder, url, asked.people))


def _measured(folder: Path, url: str, people: int) -> bool:
    settings = Settings(
        secret_key="a secret for measuring only, long enough",  # noqa: S106  of a throw-away site
        database_url=url,
        public_url="http://localhost:8000",
        instance_dir=folder,
        courses_dir=ROOT / "courses",
    )
    app = create_app(settings)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        bureau, section, officer = city.a_whole_city(db.session(), people)
        _more_of_them()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")  # the server does so by itself, in its time
        client = app.test_client()
        sign_in(client, officer)
        page = f"/staffing/find?{THREE[1:]}"
        pages = {
            "three conditions": page,
            "any of the three, counted": f"{page}&how=any",
            "three, recent": f"{page}&months=12",
            "three, signed alone": f"{page}&proof=signed",
            "three, of a bureau, with room": f"{page}&d={bureau}&room=some",
            "three, of some kinds": f"{page}&kind=full_time&kind=fiscal_year",
            "a later page": f"{page}&page=9",
            "everybody of a section": f"/staffing/find?d={section}",
            "nobody, with what each costs": f"{page}&months=1&d={section}&proof=signed",
        }
        kept = [_opened(client, name, one) for name, one in pages.items()]
        kept.append(_by_index(client, pages["three, recent"]))
        db.session.remove()
        db.engine.dispose()
        return all(kept)


def _more_of_them() -> None:
    """Employ everybody, and let two in three say how much room they have."""
    session = db.session()
    posts = sa.text("SELECT user_id FROM post")
    people = [row[0] for row in session.execute(posts.columns(user_id=sa.Uuid()))]
    kinds, rooms = list(EmploymentKind), list(Room)
    session.execute(
        sa.insert(Employment),
        [
            {
                "user_id": one,
                "kind": kinds[number % len(kinds)],
                "hired_on": APRIL,
                "starts_on": APRIL,
            }
            for number, one in enumerate(people)
        ],
    )
    session.execute(
        sa.insert(Availability),
        [_said(one, rooms[number % 3]) for number, one in enumerate(people) if number % 3],
    )
    session.commit()


def _said(person_id: uuid.UUID, room: Room) -> dict[str, object]:
    return {
        "person_id": person_id,
        "room": room,
        "starts_on": APRIL,
        "until": TODAY.replace(year=TODAY.year + 1),
        "said_by_id": person_id,
        "said_on": APRIL,
    }


def _opened(client: FlaskClient, name: str, page: str) -> bool:
    taken: list[float] = []
    computed: list[float] = []
    asked: Asked = []
    for _ in range(RUNS):
        with _listening(asked):
            began, cpu = time.perf_counter(), time.process_time()
            response = client.get(page, buffered=False)
            next(iter(response.response))
            taken.append((time.perf_counter() - began) * 1000)
            computed.append((time.process_time() - cpu) * 1000)
            response.close()
        if response.status_code != HTTPStatus.OK:
            raise SystemExit(f"{page} answered {response.status}")
    middle = statistics.median(taken)
    print(
        f"{middle:6.0f} ms, at most {max(taken):.0f}, {statistics.median(computed):.0f} of the "
        f"processor  {len(asked)} statements  {name}"
    )
    return middle <= MILLISECONDS and len(asked) <= STATEMENTS


def _by_index(client: FlaskClient, page: str) -> bool:
    """Print how the database answers, and say whether it went by an index."""
    asked: Asked = []
    with _listening(asked):
        client.get(page)
    is_sqlite = db.engine.dialect.name == "sqlite"
    how = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)"
    is_whole = False
    with db.engine.connect() as connection:
        for statement, values in asked:
            if "skill_standing" not in statement:
                continue
            print(f"\n{' '.join(statement.split())[:100]} …")
            for row in connection.exec_driver_sql(f"{how} {statement}", values):  # type: ignore[arg-type]
                print(f"    {row[-1]}")
                is_whole = is_whole or bool(WHOLE.search(str(row[-1])))
    return not is_whole


@contextlib.contextmanager
def _listening(asked: Asked) -> Iterator[None]:
    """Leave in ``asked`` the statements of what happens meanwhile."""
    asked.clear()

    def note(*args: object) -> None:
        if "BEGIN" not in str(args[2]):
            asked.append((str(args[2]), args[3]))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


if __name__ == "__main__":
    main()
