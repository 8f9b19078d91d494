"""What a whole city is asked for: how long the pages of the plan take, and how much they ask.

``python -m benchmarks.workforce [people]`` makes the city of ``benchmarks.matrix``: that many
staff, all of whom stand somewhere at each of 72 items (``--engine postgresql`` for the other
database). A role asks all the 72 of everybody, another twelve of those in one bureau, a target
counts one of them, and ten items of the plan need six each. The pages are opened as HR does; it
prints the milliseconds to the first byte and the number of SQL statements, and fails where a page
takes more than 300 ms in the middle of its runs.
"""

import argparse
import contextlib
import sys
import tempfile
import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import sqlalchemy as sa
from flask_migrate import upgrade

from app.config import Settings
from app.db import db
from app.factory import create_app
from app.frameworks import queries as frameworks
from app.identity.models import User
from app.workforce.rules import Membership, Step
from app.workforce.service import plans
from app.workforce.service.plans import Entry
from benchmarks.matrix import ITEMS, REF, ROOT, a_whole_city, opened, with_72_items
from tests import postgres
from tests.factories.identity import NOW, sign_in
from tests.factories.workforce import GOAL, a_profile, a_target, told

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STATEMENTS = 12
"""HR's home tells of the week and of the targets; a person's page notes the look as well."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="?", type=int, default=3000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(mock.patch.object(frameworks, "_DATA", with_72_items(folder)))
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
        session = db.session()
        bureau, section, officer = a_whole_city(session, people)
        pages = _pages(session, bureau, section, officer)
        session.commit()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")  # the server does so by itself, in its time
        client = app.test_client()
        sign_in(client, officer)
        kept = [opened(client, name, one, most=STATEMENTS) for name, one in pages.items()]
        db.session.remove()
        db.engine.dispose()
        return all(kept)


def _pages(
    session: "Session", bureau: uuid.UUID, section: uuid.UUID, officer: User
) -> dict[str, str]:
    """Ask for much of everybody; return the pages that tell of it."""
    needs = {f"{REF}/I{n}": 1 + n % 3 for n in range(ITEMS)}
    some = dict(list(needs.items())[:12])
    inside = Membership(everyone=True, departments=(bureau,))
    whole = a_profile(session, told(needs, name="すべて"), by=officer.id)
    part = a_profile(session, told(some, name="局", membership=inside), by=officer.id)
    goal = replace(
        GOAL,
        item=(f"{REF}/I0", 2),
        steps=(Step(date(2026, 9, 30), 900), Step(date(2027, 3, 31), 1200)),
    )
    target = a_target(session, goal, by=officer.id)
    for number in range(10):
        wanted = [(f"{REF}/I{number * 7 + n}", 1 + n % 3) for n in range(6)]
        entry = Entry(
            code=f"{number}",
            title="計画の項目",
            field="",
            owner_id=bureau,
            from_year=2026,
            to_year=2028,
            text="",
            tags=(),
            needs=tuple(wanted),
            profiles=(str(part.id),),
        )
        item = plans.add(session, entry, by=officer.id, now=NOW)
    person = session.scalars(sa.select(User.id).where(User.login_id == "bench7")).one()
    role = f"/workforce/roles/{whole.id}"
    return {
        "HR's home": "/talent/",
        "the first page": "/workforce",
        "a role of 72 items": role,
        "a role on a day past": f"{role}?on=2026-09-30",
        "a role of a bureau": f"/workforce/roles/{part.id}",
        "people who lack an item": f"{role}/people?item={REF}/I2&department={section}",
        "a person": f"/workforce/people/{person}",
        "a target": f"/workforce/targets/{target.id}",
        "people of a target": f"/workforce/targets/{target.id}/people",
        "an item of a framework": f"/workforce/item?item={REF}/I2",
        "the plan": "/workforce/plan",
        "the whole plan": "/workforce/plan/whole",
        "an item of the plan": f"/workforce/plan/{item.id}",
        "memos and training": "/improvements",
    }


if __name__ == "__main__":
    main()
