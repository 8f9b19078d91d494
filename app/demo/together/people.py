"""The high school of the prefecture that works with the city: pupils, teachers and families."""

import uuid
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.agreements import service as agreements
from app.agreements.models import AgreementPurpose
from app.classes import service as classes
from app.classes.models import EnrollmentRole
from app.consents import service as consents
from app.consents.models import Guardianship
from app.consents.queries import answers_alone, current_texts
from app.consents.rules import How, Purpose, Relation, Said
from app.demo.calendar import Calendar
from app.demo.cast import OFFICE, PARTNER, Stage
from app.demo.scene import Scene
from app.i18n.dates import fiscal_year
from app.i18n.marks import N_
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.models import Organization, OrganizationKind, Role, User
from app.identity.service import NewCard, NewUser
from app.ops.demo import PASSWORD, SUPPORTING
from app.rosters.madeup.names import CHILDREN, FAMILIES

if TYPE_CHECKING:
    from app.identity.person import Person

SCHOOL: Final = "県立犀川高等学校"
UNIVERSITY: Final = "犀川大学"
TEACHER, TEACHER_TOO = "tankyu", "tankyu2"
"""Logins of the two teachers of 総合的な探究の時間."""
MENTOR: Final = "nakano"
"""Who advised until this school year; then it is the partner of the demo's sign-in page."""
PUPIL: Final = "k{number:02d}"
"""How the logins of the pupils are written."""
GRADES: Final = ((12, 10), (11, 10), (10, 10))
"""School years of today, and how many pupils of each."""
AGREED: Final = (Purpose.PROJECTS, Purpose.CREDENTIALS)
CONSENT_AGE: Final = 16
FIRST: Final = 9
"""What is taken from a school year to get the year of a high school."""


def scenes(calendar: Calendar) -> list[Scene]:
    """Return how they come, and how their families answer each spring."""
    return [
        Scene(calendar.day(2, 4, 8), "県立高校が加わる", bring_people),
        Scene(calendar.day(0, 4, 7), "県立高校の学級", make_classes),
        *(
            Scene(calendar.day(back, 4, 18), "保護者と本人の同意", answer_for_year)
            for back in (2, 1, 0)
        ),
    ]


def bring_people(stage: Stage) -> None:
    """Make the school with its people, and let it sign an agreement with city and university."""
    session = stage.session
    school = session.get_one(Organization, stage.place(SCHOOL))
    _teachers(stage, school)
    _mentor(stage)
    for number, grade in enumerate(_grades(), start=1):
        _pupil(stage, school, grade, number)
    city = session.scalars(
        sa.select(Organization).where(Organization.kind == OrganizationKind.CITY)
    ).one()
    terms = agreements.Terms(
        "高校・大学・市の連携協力に関する協定",
        [school.id, city.id, stage.place(UNIVERSITY)],
        list(AgreementPurpose),
        stage.day,
        stage.calendar.day(-1, 3, 31),
        "総合的な探究の時間で、市の課題に取り組みます。担当は情報政策課です。",
    )
    agreements.enter(session, terms, by=stage.who(OFFICE), now=stage.now)


def make_classes(stage: Stage) -> None:
    """Make this year's three classes, with their seats in the order of the roll."""
    session = stage.session
    school = session.get_one(Organization, stage.place(SCHOOL))
    year = classes.ensure_school_year(session, fiscal_year(stage.day))
    for grade, _many in GRADES:
        room = classes.create_class(session, school, f"{grade - FIRST}年1組", year=year)
        rows = [one for one in pupils(stage) if one.grade == grade]
        for seat, one in enumerate(sorted(rows, key=lambda it: it.name_order), start=1):
            classes.enroll(
                session,
                session.get_one(User, one.id),
                room.id,
                EnrollmentRole.STUDENT,
                starts_on=stage.day,
                attendance_number=seat,
                is_primary=True,
            )


def answer_for_year(stage: Stage) -> None:
    """Let everybody answer for the school year; this year one family has not yet."""
    is_now = fiscal_year(stage.day) == fiscal_year(stage.calendar.today)
    for child in pupils(stage)[: -1 if is_now else None]:
        for purpose in AGREED:
            _answer(stage, child, purpose, Said.AGREED)
        said = Said.REFUSED if stage.hand.random() < 0.15 else Said.AGREED  # noqa: PLR2004
        _answer(stage, child, Purpose.NAME, said)
        _answer(stage, child, Purpose.PHOTO, Said.AGREED)


def pupils(stage: Stage, *numbers: int) -> "list[Person]":
    """Return the pupils of these numbers, from 1 on; all of them for none."""
    logins = [PUPIL.format(number=one) for one in numbers or range(1, len(_grades()) + 1)]
    ids = identity.ids_by_login(stage.session, logins)
    found = identity.people_of(stage.session, ids.values(), on=stage.day)
    return [found[ids[login]] for login in logins]


def _answer(stage: Stage, child: "Person", purpose: Purpose, said: Said) -> None:
    tie = None
    if not answers_alone(child, consent_age=CONSENT_AGE):
        tie = stage.session.scalars(
            sa.select(Guardianship.id).where(Guardianship.child_id == child.id)
        ).first()
    consents.answer(
        stage.session,
        child.id,
        purpose,
        said,
        tie_id=tie,
        how=How.ACCOUNT,
        seen=current_texts(stage.session)[purpose].text.number,
        now=stage.now,
    )


def _teachers(stage: Stage, school: Organization) -> None:
    card = NewCard(
        *(10, SUPPORTING, "岡田 真理さん", N_("県立高校の先生。探究の時間を受け持つ")),
        *("talk", "enji"),
    )
    for login, family, given, kana, title in (
        (TEACHER, "岡田", "真理", ("オカダ", "マリ"), "教諭"),
        (TEACHER_TOO, "西村", "徹", ("ニシムラ", "トオル"), "教諭"),
    ):
        user = accounts.create_user(
            stage.session,
            NewUser(
                family,
                given,
                *kana,
                login_id=login,
                password=PASSWORD,
                card=card if login == TEACHER else None,
            ),
            now=stage.now,
            is_demo=True,
        )
        accounts.add_post(
            stage.session, user, school, Role.TEACHER, starts_on=stage.day, title=title
        )


def mentor(stage: Stage) -> uuid.UUID:
    """Return who advises on the day."""
    is_now = fiscal_year(stage.day) == fiscal_year(stage.calendar.today)
    return stage.who(PARTNER if is_now else MENTOR)


def _mentor(stage: Stage) -> None:
    user = accounts.create_user(
        stage.session,
        NewUser("中野", "学", "ナカノ", "マナブ", login_id=MENTOR, password=PASSWORD),
        now=stage.now,
        is_demo=True,
    )
    place = stage.session.get_one(Organization, stage.place(UNIVERSITY))
    accounts.add_post(stage.session, user, place, Role.PARTNER, starts_on=stage.day, title="教授")


def _pupil(stage: Stage, school: Organization, grade: int, number: int) -> None:
    session = stage.session
    family, family_kana = stage.hand.choice(FAMILIES)
    given, kana = CHILDREN[number % len(CHILDREN)]
    child = accounts.create_user(
        session,
        NewUser(
            family,
            given,
            family_kana,
            kana,
            login_id=PUPIL.format(number=number),
            password=PASSWORD,
            grade=grade,
        ),
        now=stage.now,
        is_demo=True,
    )
    accounts.add_post(session, child, school, Role.LEARNER, starts_on=stage.day)
    parent = accounts.create_user(
        session,
        NewUser(
            family, "恵", family_kana, "メグミ", login_id=f"oya-{number:02d}", password=PASSWORD
        ),
        now=stage.now,
        is_demo=True,
    )
    accounts.add_post(session, parent, school, Role.GUARDIAN, starts_on=stage.day)
    consents.establish_for_account(
        session, parent.id, child.id, Relation.MOTHER, starts_on=stage.day
    )


def _grades() -> list[int]:
    return [grade for grade, many in GRADES for _seat in range(many)]
