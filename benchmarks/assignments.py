"""Required courses for a whole city: how long HR's pages take, and how much they ask.

``python -m benchmarks.assignments [people]`` makes a city of that many staff in 72 sections in an
empty SQLite database, assigns ten courses to all of them, and opens the pages as HR does. The
seconds are CPU time, so that a busy machine tells the same. It fails where a page takes more than
300 ms or more than eight SQL statements.
"""

import argparse
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from app import clock
from app.assignments.queries import Whom
from app.clock import day_of
from app.config import Settings
from app.db import db
from app.factory import create_app
from app.identity.models import Post, Role, User
from tests.client import PageClient
from tests.factories.assignments import Hall
from tests.factories.identity import APRIL, an_organization, sign_in

ROOT = Path(__file__).resolve().parent.parent
MILLISECONDS, STATEMENTS, COURSES = 300, 8, 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="?", type=int, default=3000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(not _measured(Path(folder), asked.people))


def _measured(folder: Path, people: int) -> bool:
    settings = Settings(
        secret_key="a secret for measuring only, long enough",  # noqa: S106  of a throw-away site
        database_url=f"sqlite:///{folder / 'bench.db'}",
        public_url="http://localhost:8000",
        instance_dir=folder,
        courses_dir=ROOT / "courses",
    )
    app = create_app(settings)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        client, pages = _city(PageClient(app), db.session(), people)
        kept = [_opened(client, page) for page in pages]
        return all(kept)


def _opened(client: PageClient, page: str) -> bool:
    taken = []
    for _ in range(3):
        began = time.process_time()
        client.see(page)
        taken.append((time.process_time() - began) * 1000)
    asked = len(client.queries)
    print(f"{min(taken):6.0f} ms  {asked} statements  {page}")
    return min(taken) <= MILLISECONDS and asked <= STATEMENTS


def _city(client: PageClient, session: Session, people: int) -> tuple[PageClient, list[str]]:
    hall, now = Hall(session), clock.now()
    bureaus = [an_organization(session, f"{n}局", parent=hall.city) for n in range(12)]
    sections = [
        an_organization(session, f"{n}課", parent=one) for one in bureaus for n in range(6)
    ]
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
    posts = [
        {
            "user_id": one["id"],
            "organization_id": sections[n % len(sections)].id,
            "role": Role.LEARNER,
            "title": "主事",
            "is_primary": True,
            "starts_on": APRIL,
        }
        for n, one in enumerate(users)
    ]
    session.execute(sa.insert(User), users)
    session.execute(sa.insert(Post), posts)
    began = time.process_time()
    for n in range(COURSES):
        due_on = day_of(now) + timedelta(days=20 + n)
        row = hall.assigned(Whom(hall.city.id), due_on=due_on, now=now)
    session.commit()
    each = (time.process_time() - began) * 1000 / COURSES
    print(f"{each:6.0f} ms  to assign a course to {people} people")
    sign_in(client, hall.officer)
    one = f"/assignments/{row.id}"
    last = f"{one}?page={people // 50}"
    listed = f"{one}?state=not_started&department={sections[5].id}"
    return client, ["/assignments", "/assignments/new", one, last, listed, "/assignments/expiring"]


if __name__ == "__main__":
    main()
