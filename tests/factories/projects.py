"""Challenges, agreements and projects for tests; a test names only what it is about."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.agreements.models import Agreement, AgreementParty, AgreementPurpose
from app.challenges.models import Challenge, ChallengeState
from app.clock import day_of
from app.identity.models import OrganizationKind, Role
from app.identity.queries import person
from app.identity.service import ensure_installation
from app.projects.queries import Standing, standing
from app.projects.rules import MemberRole, PartnerRole
from app.projects.service import members, starting
from app.vettings.models import MentorVetting
from tests.factories.identity import NOW, TODAY, a_city, a_post, a_school, a_user, an_organization

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import Organization, User
    from app.projects.models import Project

_numbers = itertools.count(1)
GIVEN = (
    ("ゆい", "ユイ"),
    ("けんた", "ケンタ"),
    ("はな", "ハナ"),
    ("そう", "ソウ"),
    ("みお", "ミオ"),
)


def a_challenge(
    session: "Session",
    department: "Organization",
    *,
    owner: "User | None" = None,
    state: ChallengeState = ChallengeState.PUBLISHED,
    opens_on: date = TODAY,
    now: datetime = NOW,
) -> Challenge:
    """Publish a challenge of a department."""
    row = Challenge(
        slug=f"yuki-{next(_numbers)}",
        organization_id=department.id,
        owner_id=owner.id if owner else None,
        title="雪の日の通学路",
        field="live",
        trouble="雪の朝に歩いて通う小中学生と、送り出す家族です。",
        question="除雪の順番を、通学の時間に合わせるには、何から変えればよいでしょうか。",
        fixed="除雪車は62台です。",
        decider="土木局 道路管理課長",
        answer_by=opens_on + timedelta(days=120),
        use_of_answers="来年度の除雪計画を書きかえる材料にします。",
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=60),
        state=state,
        created_at=now,
        published_at=now,
    )
    session.add(row)
    session.flush()
    return row


def an_agreement(
    session: "Session",
    *parties: "Organization",
    purposes: tuple[AgreementPurpose, ...] = tuple(AgreementPurpose),
    starts_on: date = date(2026, 4, 1),
    ends_on: date = date(2027, 3, 31),
) -> Agreement:
    """Let organizations agree, for everything unless said otherwise."""
    row = Agreement(
        title="連携協力に関する協定",
        purposes=[one.value for one in purposes],
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=NOW,
    )
    row.parties = [AgreementParty(organization_id=one.id) for one in parties]
    session.add(row)
    session.flush()
    return row


@dataclass(frozen=True, slots=True)
class Together:
    """A project with everybody in it: pupils, their teacher, a mentor, an owner."""

    project: "Project"
    city: "Organization"
    school: "Organization"
    university: "Organization"
    department: "Organization"
    pupils: "tuple[User, ...]"
    teacher: "User"
    mentor: "User"
    owner: "User"


def a_project(
    session: "Session",
    *,
    pupils: int = 2,
    grade: int = 10,
    city: "Organization | None" = None,
    challenge: bool = True,
    vouched: bool = True,
    now: datetime = NOW,
) -> Together:
    """Begin a project of a school, a university and a department of the city.

    Its mentor is vouched for, quietly: nobody is told (``mentoring.mentored`` does it aloud).
    """
    ensure_installation(session, "http://localhost", now)
    city = city or a_city(session)
    department = an_organization(session, parent=city)
    school = a_school(session)
    university = an_organization(session, "金沢の大学", kind=OrganizationKind.UNIVERSITY)
    teacher = _person(session, school, Role.TEACHER, "まこと", "マコト")
    mentor = _person(session, university, Role.PARTNER, "あきら", "アキラ")
    owner = _person(session, department, Role.MANAGER, "のぞみ", "ノゾミ")
    children = tuple(_pupil(session, school, number, grade) for number in range(pupils))
    found = a_challenge(session, department, owner=owner, now=now) if challenge else None
    project = starting.start_project(
        session,
        starting.Charter(
            "雪の日の通学路を、みんなで守る",
            "登校の前に、どの道から雪をどければよいか。",
            "live",
            challenge_id=found.id if found else None,
            partners={
                school.id: PartnerRole.LEAD_SCHOOL,
                university.id: PartnerRole.UNIVERSITY,
                department.id: PartnerRole.DEPARTMENT,
            },
        ),
        by=teacher.id,
        now=now,
    )
    for user, place, role in (
        *((child, school, MemberRole.LEARNER) for child in children),
        (teacher, school, MemberRole.TEACHER),
        (mentor, university, MemberRole.MENTOR),
        (owner, department, MemberRole.OWNER),
    ):
        coming = members.Coming(user.id, place.id, role)
        members.add(session, project, coming, by=teacher.id, now=now)
    if vouched:
        quietly_vouched(session, mentor, university, now=now)
    return Together(
        project, city, school, university, department, children, teacher, mentor, owner
    )


def quietly_vouched(
    session: "Session", mentor: "User", place: "Organization", *, now: datetime = NOW
) -> MentorVetting:
    """Let an organization vouch for a mentor for a year, without a word."""
    row = MentorVetting(
        user_id=mentor.id,
        organization_id=place.id,
        starts_on=day_of(now),
        ends_on=day_of(now) + timedelta(days=365),
        checked="本人と会って、決まりを読んでもらいました。",
        minutes=120,
        vouched_at=now,
        ended_reason="",
    )
    session.add(row)
    session.flush()
    return row


def standing_of(session: "Session", together: Together, user: "User") -> Standing:
    """Return what somebody is in a project."""
    return standing(session, person(session, user.id, on=TODAY), together.project.key, on=TODAY)


def _person(
    session: "Session", place: "Organization", role: Role, given: str, kana: str
) -> "User":
    user = a_user(session, given_name=given, given_kana=kana)
    a_post(session, user, place, role)
    return user


def _pupil(session: "Session", school: "Organization", number: int, grade: int) -> "User":
    given, kana = GIVEN[number % len(GIVEN)]
    child = a_user(session, given_name=given, given_kana=kana, grade=grade)
    a_post(session, child, school, number=number + 1)
    return child
