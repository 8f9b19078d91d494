"""A high school, a section of the city and a family that work together: put into a running demo.

Accounts, classes and ties are not what the journey is about; everything after them is done on
pages (``test_projects.py``).
"""

from datetime import date
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.achievements.service import describing
from app.achievements.service.describing import Description
from app.classes import service as classes
from app.classes.models import EnrollmentRole
from app.consents import service as consents
from app.consents.rules import Relation
from app.credentials.openbadges import AchievementKind
from app.i18n.dates import fiscal_year
from app.identity import service as accounts
from app.identity.models import Organization, OrganizationKind, Role, User
from app.identity.service import NewUser
from app.ops.demo import PASSWORD
from app.personnel import service as personnel
from app.personnel.rules import EmploymentKind, Told
from app.personnel.service import Edit

if TYPE_CHECKING:
    from datetime import datetime

    from tests.browser.conftest import Site

SCHOOL: Final = "県立犀川高等学校"
SECTION: Final = "道路課"
AWARD: Final = "市と取り組む探究"
AWARD_OF_STAFF: Final = "共創の担当"
TEACHER, HEAD, FIRST, SECOND, MOTHER = "tabe", "michi", "aoi", "riku", "aoi-oya"
"""Logins; ``FIRST`` is in the first year and answers by her mother, ``SECOND`` by himself."""


def come_together(site: "Site") -> None:
    """Put them into the demo's database."""
    engine = sa.create_engine(
        f"sqlite:///{site.instance / 'terakoya.db'}",
        execution_options={"sqlite_begin": "IMMEDIATE"},  # see app/db.py
    )
    with Session(engine) as session, session.begin():
        _bring(session, now=clock.now())
    engine.dispose()


def _bring(session: Session, *, now: "datetime") -> None:
    year = fiscal_year(clock.day_of(now))
    since = date(year, 4, 1)
    city, school = _place(session, "犀川市"), _place(session, SCHOOL)
    section = accounts.create_organization(
        session, SECTION, OrganizationKind.DEPARTMENT, parent=city
    )
    head = _user(session, HEAD, ("道本", "太郎", "ミチモト", "タロウ"), now=now)
    accounts.add_post(session, head, section, Role.MANAGER, starts_on=since, title="課長")
    told = Told(EmploymentKind.FULL_TIME, "6級5号給", "課長", hired_on=date(2001, 4, 1))
    office = session.scalars(sa.select(User).where(User.login_id == "kanri")).one()
    edit = Edit("100901", told, date(2001, 4, 1), None, "採用")
    personnel.keep_employment(session, head.id, edit, by=office.id, now=now)
    teacher = _user(session, TEACHER, ("田辺", "真理", "タナベ", "マリ"), now=now)
    accounts.add_post(session, teacher, school, Role.TEACHER, starts_on=since, title="教諭")
    aoi = _user(session, FIRST, ("加賀", "あおい", "カガ", "アオイ"), now=now, grade=10)
    riku = _user(session, SECOND, ("能登", "りく", "ノト", "リク"), now=now, grade=11)
    mother = _user(session, MOTHER, ("加賀", "恵", "カガ", "メグミ"), now=now)
    accounts.add_post(session, mother, school, Role.GUARDIAN, starts_on=since)
    consents.establish_for_account(session, mother.id, aoi.id, Relation.MOTHER, starts_on=since)
    room = classes.create_class(
        session, school, "探究の組", year=classes.ensure_school_year(session, year)
    )
    classes.enroll(session, teacher, room.id, EnrollmentRole.TEACHER, starts_on=since)
    for seat, one in enumerate((aoi, riku), start=1):
        accounts.add_post(session, one, school, Role.LEARNER, starts_on=since)
        classes.enroll(
            session,
            one,
            room.id,
            EnrollmentRole.STUDENT,
            starts_on=since,
            attendance_number=seat,
            is_primary=True,
        )
    for audience, place, name, skills in (
        ("child", school, AWARD, ()),
        ("staff", city, AWARD_OF_STAFF, (("dss-p@1.2/P2", 2),)),
    ):
        about = Description(
            place.id,
            AchievementKind.PROJECT,
            name,
            "市の課題に、みんなで取り組んだことを示します。",
            "4つの段階を終えること。",
            ("ちがう組織の人と、役割を決めて進められる",),
            skills,
            "create",
            audience,
            None,
            (),
        )
        describing.describe(session, about, by=office.id, now=now)


def _place(session: Session, name: str) -> Organization:
    return session.scalars(sa.select(Organization).where(Organization.name == name)).one()


def _user(
    session: Session,
    login: str,
    names: tuple[str, str, str, str],
    *,
    now: "datetime",
    grade: int | None = None,
) -> User:
    new = NewUser(*names, login_id=login, password=PASSWORD, grade=grade)
    return accounts.create_user(session, new, now=now, is_demo=True)
