"""Many co-run projects: how long board, inbox and public pages take, and how much they ask.

``python -m benchmarks.projects [members]`` makes 200 projects with that many members (3,000 unless
said otherwise), 100,000 acts, 8,000 cards, 60 challenges, a proposal in each state and 120 public
pages in an empty database (``--engine postgresql`` for the other one), and opens the pages as a
teacher, as the department's officer and as a visitor. It prints the milliseconds to the first
byte, of these the processor's, and the number of SQL statements; it fails where a page takes more
than 200 ms in the middle of its runs.
"""

import contextlib
import itertools
import random
import sys
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from app import clock
from app.adoption.models import Adoption, AdoptionStep
from app.adoption.rules import AdoptionState, Answer, Move
from app.config import Settings
from app.db import db
from app.factory import create_app
from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.identity.service import ensure_installation
from app.projects.models import (
    GateCheck,
    Project,
    ProjectActivity,
    ProjectMember,
    ProjectPartner,
    ProjectStage,
)
from app.projects.rules import Act, MemberRole, PartnerRole, ProjectState, new_key
from app.projects.stages import stages
from app.showcase.models import Showcase
from app.showcase.rules import State
from app.workroom.models import Card
from app.workroom.rules import CardState
from benchmarks.whole_city import ROOT, arguments, opened
from tests import postgres
from tests.factories.identity import APRIL, a_city, an_organization, sign_in
from tests.factories.projects import a_challenge
from tests.factories.showcase import STORY

PROJECTS, ACTS, CARDS, CHALLENGES = 200, 100_000, 40, 60
MILLISECONDS, STATEMENTS, RUNS = 200, 14, 15
USED = (AdoptionState.IN_SERVICE, AdoptionState.MEASURED)
PUPIL, TEACHER, MENTOR, OWNER = range(4)


@dataclass(frozen=True)
class Town:
    """Somebody of each kind, the department, and a busy project."""

    teacher: User
    officer: User
    key: str


def main() -> None:
    asked = arguments(__doc__)
    with _town(asked.people, asked.engine) as (app, town):
        pages = (
            (town.teacher, "project", f"/projects/{town.key}"),
            (town.teacher, "board", f"/projects/{town.key}/board"),
            (town.teacher, "meetings", f"/projects/{town.key}/meetings"),
            (town.teacher, "own projects", "/projects"),
            (town.officer, "inbox", "/adoption"),
            (town.officer, "figures", "/adoption/figures"),
            (None, "challenges", "/challenges"),
            (None, "showcase", "/showcase"),
            (None, "one public page", f"/showcase/{town.key}"),
            (None, "exhibition", f"/showcase/years/{_year()}"),
            (None, "RSS", "/showcase.xml"),
        )
        kept = []
        for who, name, page in pages:
            client = app.test_client()
            if who is not None:
                sign_in(client, who)
            with app.app_context():  # one each: who asks is kept in it
                kept.append(
                    opened(client, name, page, within=MILLISECONDS, most=STATEMENTS, runs=RUNS)
                )
    sys.exit(not all(kept))


@contextlib.contextmanager
def _town(members: int, engine: str) -> Iterator[tuple[Flask, Town]]:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder / 'bench.db'}"
        if engine == "postgresql":
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
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            session: Session = db.session()
            town = _filled(session, members)
            session.commit()
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ANALYZE")
        yield app, town
        with app.app_context():
            db.engine.dispose()


def _filled(session: Session, members: int) -> Town:
    now = clock.now()
    ensure_installation(session, "http://localhost", now)
    city = a_city(session)
    departments = [an_organization(session, f"第{n}課", parent=city) for n in range(12)]
    schools = [
        an_organization(session, f"第{n}高校", kind=OrganizationKind.SCHOOL) for n in range(10)
    ]
    university = an_organization(session, "大学", kind=OrganizationKind.UNIVERSITY)
    chance = random.Random(7)  # noqa: S311  the same town each time
    users = [_user(n, now, is_pupil=n % 15 > OWNER) for n in range(members)]
    session.execute(sa.insert(User), users)
    posts, rows = [], []
    projects = [_project(n, chance, now) for n in range(PROJECTS)]
    session.execute(sa.insert(Project), projects)
    hands = itertools.cycle(users)
    for number, project in enumerate(projects):
        school, department = schools[number % 10], departments[number % 12]
        for seat in range(members // PROJECTS):
            user = next(hands)
            role, place, post = _seat(seat, school, university, department)
            posts.append(_post(user, place, post))
            rows.append(
                {
                    "project_id": project["id"],
                    "user_id": user["id"],
                    "organization_id": place.id,
                    "role": role,
                    "joined_on": project["starts_on"],
                }
            )
    session.execute(sa.insert(Post), posts)
    session.execute(sa.insert(ProjectMember), rows)
    _insert_around(session, projects, schools, departments, university)
    _insert_acts(session, projects, rows, chance, now)
    owners = [one["user_id"] for one in rows if one["role"] is MemberRole.OWNER]
    _insert_proposals(session, projects, departments, owners, now)
    for number in range(CHALLENGES):
        a_challenge(session, departments[number % 12], opens_on=clock.day_of(now), now=now)
    session.flush()
    first = rows[: members // PROJECTS]
    return Town(
        session.get_one(User, first[TEACHER]["user_id"]),
        session.get_one(User, first[OWNER]["user_id"]),
        str(projects[0]["key"]),
    )


def _seat(
    seat: int, school: Organization, university: Organization, department: Organization
) -> tuple[MemberRole, Organization, Role]:
    if seat == TEACHER:
        return MemberRole.TEACHER, school, Role.TEACHER
    if seat == MENTOR:
        return MemberRole.MENTOR, university, Role.PARTNER
    if seat == OWNER:
        return MemberRole.OWNER, department, Role.MANAGER
    return MemberRole.LEARNER, school, Role.LEARNER


def _user(n: int, now: datetime, *, is_pupil: bool) -> dict[str, object]:
    return {
        "id": uuid.uuid4(),
        "login_id": f"bench{n}",
        "family_name": f"人{n}",
        "given_name": f"名{n}",
        "name_order": f"{n:06}",
        "grade": 11 if is_pupil or n % 15 == PUPIL else None,
        "created_at": now,
    }


def _post(user: dict[str, object], place: Organization, role: Role) -> dict[str, object]:
    return {
        "user_id": user["id"],
        "organization_id": place.id,
        "role": role,
        "is_primary": True,
        "starts_on": APRIL,
    }


def _project(n: int, chance: random.Random, now: datetime) -> dict[str, object]:
    starts = clock.day_of(now) - timedelta(days=chance.randint(30, 900))
    is_over = n % 3 == 2  # noqa: PLR2004
    return {
        "id": uuid.uuid4(),
        "key": new_key(),
        "title": f"プロジェクト{n}",
        "question": "何から変えればよいか。",
        "field": "live",
        "state": ProjectState.ENDED if is_over else ProjectState.ACTIVE,
        "stage": "develop",
        "year": _year(),
        "starts_on": starts,
        "created_at": now,
        "ended_on": clock.day_of(now) if is_over else None,
    }


def _insert_around(
    session: Session,
    projects: list[dict[str, object]],
    schools: list[Organization],
    departments: list[Organization],
    university: Organization,
) -> None:
    partners = [
        {
            "project_id": one["id"],
            "organization_id": place.id,
            "role": role,
            "joined_on": one["starts_on"],
        }
        for number, one in enumerate(projects)
        for place, role in (
            (schools[number % 10], PartnerRole.LEAD_SCHOOL),
            (departments[number % 12], PartnerRole.DEPARTMENT),
            (university, PartnerRole.UNIVERSITY),
        )
    ]
    session.execute(sa.insert(ProjectPartner), partners)
    session.execute(
        sa.insert(ProjectStage),
        [
            {"project_id": one["id"], "key": stage.key, "position": place}
            for one in projects
            for place, stage in enumerate(stages())
        ],
    )
    session.execute(
        sa.insert(GateCheck),
        [
            {"project_id": one["id"], "stage": stage.key, "kind": it.kind, "key": it.key}
            for one in projects
            for stage in stages()
            for it in stage.checks
        ],
    )


def _insert_acts(
    session: Session,
    projects: list[dict[str, object]],
    members: list[dict[str, object]],
    chance: random.Random,
    now: datetime,
) -> None:
    acts = list(Act)
    for start in range(0, ACTS, 20_000):
        rows = []
        for _ in range(start, min(start + 20_000, ACTS)):
            member = chance.choice(members)
            rows.append(
                {
                    "project_id": member["project_id"],
                    "user_id": member["user_id"],
                    "organization_id": member["organization_id"],
                    "act": chance.choice(acts),
                    "about": "したこと",
                    "at": now - timedelta(minutes=chance.randint(1, 400_000)),
                }
            )
        session.execute(sa.insert(ProjectActivity), rows)
    states = list(CardState)
    session.execute(
        sa.insert(Card),
        [
            {
                "project_id": one["id"],
                "title": f"カード{n}",
                "state": states[n % 4],
                "position": n,
                "due_on": clock.day_of(now) + timedelta(days=n - 20),
                "created_at": now,
            }
            for one in projects
            for n in range(CARDS)
        ],
    )


def _insert_proposals(
    session: Session,
    projects: list[dict[str, object]],
    departments: list[Organization],
    owners: list[object],
    now: datetime,
) -> None:
    today, chance = clock.day_of(now), random.Random(8)  # noqa: S311  as above
    states = [one for one in AdoptionState if one is not AdoptionState.DRAFT]
    rows, steps = [], []
    for number, one in enumerate(projects):
        state = states[number % len(states)]
        row = _proposal(one, departments[number % 12], state, today, chance)
        rows.append(row | {"changed_at": now, "owner_id": owners[number]})
        steps += [
            {
                "adoption_id": row["id"],
                "number": place + 1,
                "move": Move.SUBMIT if place == 0 else Move.NEWS,
                "state": state,
                "facts": {"next_on": None},
                "on_day": today - timedelta(days=100 - place),
                "text": "お知らせします。",
            }
            for place in range(6)
        ]
    session.execute(sa.insert(Adoption), rows)
    session.execute(sa.insert(AdoptionStep), steps)
    session.execute(
        sa.insert(Showcase),
        [
            {
                "project_id": one["id"],
                "state": State.PUBLIC,
                "content": STORY.to_json(),
                "published": STORY.to_json(),
                "press": {},
                "changed_at": now,
                "first_published_at": now - timedelta(days=number),
                "published_at": now,
            }
            for number, one in enumerate(projects[:120])
        ],
    )


def _proposal(
    project: dict[str, object],
    department: Organization,
    state: AdoptionState,
    today: date,
    chance: random.Random,
) -> dict[str, object]:
    is_open = state in (AdoptionState.SUBMITTED, AdoptionState.UNDER_REVIEW)
    return {
        "id": uuid.uuid4(),
        "project_id": project["id"],
        "organization_id": department.id,
        "state": state,
        "title": "提案",
        "proposal": "順番を変えます。",
        "answer": None if is_open else Answer.ADOPT,
        "year": _year(),
        "edition": 6,
        "submitted_on": today - timedelta(days=100),
        "due_on": today + timedelta(days=chance.randint(-20, 40)),
        "promised_on": today,
        "reason": "" if is_open else "計画に入れます。",
        "in_service_on": today if state in USED else None,
        "answered_on": None if is_open else today - timedelta(days=50),
        "settled_on": None if is_open else today - timedelta(days=50),
        "next_on": today + timedelta(days=chance.randint(-10, 60)),
    }


def _year() -> int:
    return APRIL.year


if __name__ == "__main__":
    main()
