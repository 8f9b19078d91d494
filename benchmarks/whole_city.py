"""A whole city in which everybody stands somewhere at each of 72 items, to measure in.

The registry's benchmarks open their pages in it; see ``matrix``, ``staffing`` and ``workforce``.
"""

import argparse
import contextlib
import random
import shutil
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
ITEMS = 72
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


@dataclass(frozen=True)
class City:
    """A bureau, a section in another one, an officer of HR, and a client as which they came in."""

    bureau: uuid.UUID
    section: uuid.UUID
    officer: User
    client: FlaskClient


def arguments(description: str | None) -> argparse.Namespace:
    """Read how many people, and in which database."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("people", nargs="?", type=int, default=3000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    return parser.parse_args()


@contextlib.contextmanager
def whole_city(
    asked: argparse.Namespace, more: Callable[[Session, City], None] = lambda _session, _city: None
) -> Iterator[City]:
    """Make a city in an empty database, with more in it, and come in as an officer of HR."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(mock.patch.object(frameworks, "_DATA", with_72_items(folder)))
        url = f"sqlite:///{folder / 'bench.db'}"
        if asked.engine == "postgresql":
            cluster = postgres.start()
            stack.callback(cluster.stop)
            url = postgres.create(cluster.host, "bench")
        settings = Settings(
            secret_key="a secret for measuring only, long enough",  # noqa: S106  of no real site
            database_url=url,
            public_url="http://localhost:8000",
            instance_dir=folder,
            courses_dir=ROOT / "courses",
        )
        app = create_app(settings)
        stack.enter_context(app.app_context())
        upgrade(directory=str(ROOT / "migrations"))
        session: Session = db.session()
        made = City(*a_whole_city(session, asked.people), app.test_client())
        more(session, made)
        session.commit()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")  # the server does so by itself, in its time
        sign_in(made.client, made.officer)
        yield made
        db.session.remove()
        db.engine.dispose()


def opened(
    client: FlaskClient, name: str, page: str, *, within: float, most: int, runs: int = 9
) -> bool:
    """Open a page some times; say how long it takes, and whether it keeps the limits.

    Args:
        client: Who opens it.
        name: What is printed.
        page: Its address.
        within: Milliseconds to the first byte, in the middle of the runs.
        most: SQL statements.
        runs: How often.
    """
    taken: list[float] = []
    computed: list[float] = []
    asked: Asked = []
    for _ in range(runs):
        with listening(asked):
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
    return middle <= within and len(asked) <= most


def explained(client: FlaskClient, page: str) -> list[str]:
    """Print how the database answers the questions about standings, and return its lines."""
    asked: Asked = []
    with listening(asked):
        client.get(page)
    is_sqlite = db.engine.dialect.name == "sqlite"
    how = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)"
    found: list[str] = []
    with db.engine.connect() as connection:
        for statement, values in asked:
            if "skill_standing" not in statement:
                continue
            print(f"\n{' '.join(statement.split())[:100]} …")
            for row in connection.exec_driver_sql(f"{how} {statement}", values):  # type: ignore[arg-type]
                print(f"    {row[-1]}")
                found.append(str(row[-1]))
    return found


@contextlib.contextmanager
def listening(asked: Asked) -> Iterator[None]:
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


def with_72_items(folder: Path) -> Path:
    """Return where the frameworks lie, with a made-up one beside them."""
    data = Path(shutil.copytree(DATA, folder / "frameworks"))
    items = "".join(ITEM.format(n) for n in range(ITEMS))
    (data / f"{REF}.toml").write_text(HEAD + items, encoding="utf-8")
    return data


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
