"""The skills matrix of a whole city: how long its pages take, and how much they ask.

``python -m benchmarks.matrix [people]`` makes a city of that many staff in 72 sections in an empty
database (``--engine postgresql`` for the other one), all of whom stand somewhere at each of the 72
items of one made-up framework, and opens the pages as HR does. It prints the milliseconds to the
first byte, of these the processor's, the number of SQL statements, and how the database answers
the two large questions. It fails where a page takes more than 300 ms in the middle of its runs, or
more than eight statements. The whole as a file is timed too, without a goal.
"""

import argparse
import contextlib
import random
import shutil
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from unittest import mock

import sqlalchemy as sa
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.db import db
from app.factory import create_app
from app.frameworks import queries as frameworks
from app.identity.models import Organization, Post, Role, User
from app.identity.service import ensure_installation
from app.talent import standings
from app.talent.models import SkillAttestation
from app.talent.rules import Source
from tests import postgres
from tests.factories.identity import APRIL, NOW, a_city, an_organization, sign_in
from tests.factories.talent import an_hr_officer

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "app" / "frameworks" / "data"
MILLISECONDS, STATEMENTS, ITEMS, RUNS = 300, 8, 72, 9
REF = "bench@1"
HEAD = """
id = "bench"
version = "1"
title = { ja = "72の項目", en = "72 items" }
publisher = { ja = "なし", en = "Nobody" }
source = "なし"
source_url = "https://example.org/"
license_note = "なし"
level_note = "なし"
levels = [
  { number = 1, ja = "1", en = "1" },
  { number = 2, ja = "2", en = "2" },
  { number = 3, ja = "3", en = "3" },
]
groups = [{ key = "all", ja = "すべて", en = "All", field = "ai" }]
"""
ITEM = """
[[items]]
code = "I{0}"
group = "all"
ja = {{ text = "項目{0}", source = "working", verified = false }}
en = {{ text = "Item {0}", source = "working", verified = false }}
"""

Asked = list[tuple[str, object]]


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


def with_72_items(folder: Path) -> Path:
    """Return where the frameworks lie, with a made-up one beside them."""
    data = Path(shutil.copytree(DATA, folder / "frameworks"))
    items = "".join(ITEM.format(n) for n in range(ITEMS))
    (data / f"{REF}.toml").write_text(HEAD + items, encoding="utf-8")
    return data


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
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")  # the server does so by itself, in its time
        client = app.test_client()
        sign_in(client, officer)
        page = f"/talent/matrix?framework={REF}"
        pages = {
            "the matrix": page,
            "the matrix from level 2": f"{page}&min=2",
            "an open section": f"{page}&department={section}",
            "an open bureau": f"{page}&department={bureau}",
            "a later page of it": f"{page}&department={bureau}&page=3",
            "signed proofs alone": f"{page}&proofs=signed",
            "fresh and signed, a section": f"{page}&proofs=signed&fresh=90&department={section}",
            "full-time staff": f"{page}&kind=full_time",
        }
        kept = [opened(client, name, one) for name, one in pages.items()]
        for form in ("xlsx", "csv", "pdf"):
            _taken_out(client, f"/talent/matrix/files/{form}?framework={REF}", form)
        _explain(client, pages["an open bureau"])
        db.session.remove()
        db.engine.dispose()
        return all(kept)


def opened(client: FlaskClient, name: str, page: str, *, most: int = STATEMENTS) -> bool:
    """Open a page some times; say how long it takes, and whether it keeps the limits."""
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
    cpu = statistics.median(computed)
    print(
        f"{middle:6.0f} ms, at most {max(taken):.0f}, {cpu:.0f} of the processor  "
        f"{len(asked)} statements  {name}"
    )
    return middle <= MILLISECONDS and len(asked) <= most


def _taken_out(client: FlaskClient, address: str, form: str) -> None:
    asked: Asked = []
    began = time.perf_counter()
    with _listening(asked):
        response = client.get(address)
    if response.status_code != HTTPStatus.OK:
        raise SystemExit(f"{address} answered {response.status}")
    seconds, size = time.perf_counter() - began, len(response.data) / 1e6
    print(f"{seconds:6.1f} s, {size:.1f} MB, {len(asked)} statements  the whole as {form}")


def _explain(client: FlaskClient, page: str) -> None:
    asked: Asked = []
    with _listening(asked):
        client.get(page)
    is_sqlite = db.engine.dialect.name == "sqlite"
    how = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)"
    with db.engine.connect() as connection:
        for statement, values in asked:
            if "skill_standing" not in statement:
                continue
            print(f"\n{' '.join(statement.split())[:100]} …")
            for row in connection.exec_driver_sql(f"{how} {statement}", values):  # type: ignore[arg-type]
                print(f"    {row[-1]}")


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


def a_whole_city(session: Session, people: int) -> tuple[uuid.UUID, uuid.UUID, User]:
    """Return a bureau, a section and an officer of HR."""
    ensure_installation(session, "http://localhost", NOW)
    city, now = a_city(session), clock.now()
    bureaus = [an_organization(session, f"{n}局", parent=city) for n in range(12)]
    sections = [
        an_organization(session, f"{n}課", parent=one) for one in bureaus for n in range(6)
    ]
    officer = an_hr_officer(session, sections[0])
    users = [
        {
            "id": uuid.uuid4(),
            "login_id": f"bench{n}",
            "family_name": f"職員{n}",
            "name_order": f"{n:06}",
            "created_at": now,
        }
        for n in range(people)
    ]
    session.execute(sa.insert(User), users)
    session.execute(sa.insert(Post), [_post(one, sections, n) for n, one in enumerate(users)])
    chance = random.Random(7)  # noqa: S311  the same city each time
    today = clock.day_of(now)
    for start in range(0, people, 200):
        attestations = [
            {
                "person_id": one["id"],
                "framework_ref": REF,
                "item_ref": f"{REF}/I{n}",
                "level": chance.randint(1, 3),
                "source": chance.choice([Source.ENDORSEMENT, Source.EXTERNAL_TRAINING]),
                "ground_id": uuid.uuid4(),
                "attested_on": today - timedelta(days=chance.randint(0, 900)),
                "expires_on": today + timedelta(days=chance.randint(1, 900)),
            }
            for one in users[start : start + 200]
            for n in range(ITEMS)
        ]
        session.execute(sa.insert(SkillAttestation), attestations)
    session.commit()
    began = time.perf_counter()
    cells = standings.refold(session, standings.everybody(session), today=today)
    session.commit()
    print(f"{time.perf_counter() - began:6.1f} s   to sum up {cells} cells of {people} people")
    began = time.perf_counter()
    standings.refold(session, [users[0]["id"]], today=today)  # type: ignore[list-item]
    session.commit()
    print(f"{(time.perf_counter() - began) * 1000:6.1f} ms  to sum up one person again")
    return bureaus[5].id, sections[8].id, officer


def _post(user: dict[str, object], sections: list[Organization], n: int) -> dict[str, object]:
    return {
        "user_id": user["id"],
        "organization_id": sections[n % len(sections)].id,
        "role": Role.LEARNER,
        "title": "主事",
        "is_primary": True,
        "starts_on": APRIL,
    }


if __name__ == "__main__":
    main()
