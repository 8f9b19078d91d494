"""A small city in which everybody and everything that the table speaks of is there once.

Two schools of one board, a high school of the prefecture, two departments, a university. The
readers of the table are people of it, and so is everybody of whom its rows speak.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.catalog import queries as catalog
from app.catalog.models import CourseVersion, LibraryCourse
from app.classes.models import EnrollmentRole, Rollover
from app.classes.rules import school_year_of
from app.classes.service import ensure_school_year
from app.consents.models import ClassLetter
from app.consents.rules import Relation
from app.consents.service import establish_for_account
from app.credentials.models import Credential
from app.federation.models import FederatedIdentity
from app.identity import queries as identity
from app.identity.factors.models import Passkey
from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.identity.service import ensure_installation, make_guest
from app.improvements.models import ImprovementMemo
from app.itembanks.listing import Listing
from app.itembanks.service.imports import keep_list
from app.learning import service as learning
from app.lrs.models import StoredStatement
from app.media.storage.folder import FolderStorage
from app.talent.models import (
    Agreed,
    SubjectAgreement,
)
from tests.access import asked, joint, shown, things
from tests.factories.catalog import COURSE, PLAN, a_version, course_files
from tests.factories.classes import a_class, an_enrollment
from tests.factories.identity import APRIL, NOW, TODAY, a_post, a_user, an_organization
from tests.factories.talent import a_credential, delivered

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.config import Settings

Values = Mapping[str, str]
"""What stands in the places of an address, by name."""


NAMES = {
    "child": "阿久津",
    "guardian": "鷲尾",
    "citizen": "鮫島",
    "partner": "等々力",
    "clerk": "御厨",
    "chief": "鴻池",
    "hr": "栗栖",
    "teacher": "久我",
    "office": "真壁",
    "school": "蜂須賀",
    "board": "宍戸",
    "city": "千種",
    "own child": "竜胆",
    "classmate": "狩野",
    "other class": "鵜飼",
    "other school": "猪俣",
    "high school": "蛯名",
    "colleague": "安曇",
    "other clerk": "不破",
    "other citizen": "雑賀",
    "other teacher": "樋渡",
}
"""Family names, each of which is in this city once, and in no other word of any page."""


@dataclass(frozen=True, slots=True)
class City:
    """What tests know of the city; by value, so that it can be kept.

    Attributes:
        people: User ids: readers by column, and others by row.
        words: Of the しおり of the guest who reads.
        personal: What in an address stands for somebody's own things, by person.
        places: What in an address stands for the things of a place, by row of the table.
        imports: A list that was brought to a bank, by who brought it.
        tokens: ``share`` (a credential), ``letter`` (of a child), ``card`` (of the same child) and
            ``reset`` (a password).
        shown: What the sessions of visitors hold who have shown something: a class's code, a
            letter with its code.
        common: Everything else that stands in addresses.
        traces: Whose each word is that tells of somebody: names, logins, addresses, numbers, ids.
    """

    people: Mapping[str, uuid.UUID]
    words: tuple[str, ...]
    personal: Mapping[str, Values]
    places: Mapping[str, Values]
    imports: Mapping[str, uuid.UUID]
    tokens: Mapping[str, str]
    shown: Mapping[str, Mapping[str, Any]]
    common: Values
    traces: Mapping[str, str]


def build(session: "Session", settings: "Settings") -> City:
    """Make the city in an empty database."""
    ensure_installation(session, settings.public_url, NOW)
    where = _organizations(session)
    who = _people(session, where)
    guests = {name: make_guest(session, secret=settings.secret_key, now=NOW) for name in GUESTS}
    ids = {name: one.entrance.user_id for name, one in guests.items()}
    tie = establish_for_account(
        session, who["guardian"].id, who["own child"].id, Relation.MOTHER, starts_on=APRIL
    )
    users = {**who, **{name: session.get_one(User, id_) for name, id_ in ids.items()}}
    versions = _courses(session, where)
    everywhere = things.provider(session, "jimu", where["the city"])
    for user in who.values():
        session.add(
            FederatedIdentity(
                provider_id=everywhere.id, user_id=user.id, subject=str(user.id), linked_at=NOW
            )
        )
    _new_years(session, (where["school"], where["other school"]), who["board"])
    for name, user in who.items():
        credential = a_credential(session, user)
        if name in CLERKS:
            delivered(session, credential)
        shown.give_factors(session, user)
    shown.look_around(session, who, CLERKS)
    session.flush()
    personal = {name: _personal(session, user, versions) for name, user in users.items()}
    asked.let_offer(session, where["the city"], who, personal)
    classes, tokens = _classes(session, where, who), shown.tokens(session, who, settings)
    storage = FolderStorage(settings.instance_dir / "media")
    shelves = {"school": "teacher", "other school": "other teacher", "the city": "city"}
    return City(
        people={name: user.id for name, user in users.items()},
        words=tuple(guests["guest"].words),
        personal=personal,
        places={
            **{
                f"of {place}": things.of_place(session, where[place], who[name], storage, place)
                for place, name in shelves.items()
            },
            **classes,
            "of tax section": asked.of_department(session, where["office"]),
            "of personnel": asked.of_department(session, where["hr"]),
        },
        imports={
            name: keep_list(session, "list.csv", Listing((), ()), by=user.id, now=NOW).id
            for name, user in who.items()
        },
        tokens=tokens,
        shown={
            "tablet": shown.open_class(session, settings, classes["of own class"], who["teacher"]),
            "letter": shown.shown_letter(session),
        },
        traces={word: name for name, user in users.items() for word in _traces(session, user)},
        common={
            "tie_id": str(tie.id),
            "claim_id": personal["other clerk"]["agreement_id"],
            **things.common(session, settings, versions["tameshi"]),
            **things.elsewhere(session, settings),
            **things.assigned(session, where["the city"], who["hr"]),
            **things.planned(session, who["hr"]),
            **things.trained(session, who["hr"]),
            **things.said(session, who, personal),
            **things.asked(session, who["hr"]),
            **joint.joint(session, where, who, storage),
            **asked.called(session, where["the city"], who["other citizen"]),
        },
    )


def login_of(name: str) -> str:
    """Return what somebody of this city signs in with; no page has such a word of its own."""
    return f"zz-{name.replace(' ', '-')}"


GUESTS = ("guest", "other guest")
FAR = date(2100, 3, 31)
CLERKS = ("clerk", "other clerk")


def _organizations(session: "Session") -> dict[str, Organization]:
    kind = OrganizationKind
    city = an_organization(session, "犀川市", kind=kind.CITY)
    board = an_organization(session, "教育委員会", kind=kind.BOARD, parent=city)
    school = an_organization(session, "東小学校", kind=kind.SCHOOL, parent=board)
    other = an_organization(session, "西小学校", kind=kind.SCHOOL, parent=board)
    high = an_organization(session, "県立犀川高校", kind=kind.SCHOOL)
    school.founder = other.founder = "犀川市"
    high.founder = "県"
    return {
        "the city": city,
        "board": board,
        "school": school,
        "other school": other,
        "high school": high,
        "office": an_organization(session, "税務課", parent=city),
        "hr": an_organization(session, "人事課", parent=city),
        "university": an_organization(session, "犀川大学", kind=kind.UNIVERSITY),
    }


def _people(session: "Session", where: Mapping[str, Organization]) -> dict[str, User]:
    def adult(name: str, *posts: tuple[str, Role]) -> User:
        user = a_user(
            session,
            family_name=NAMES[name],
            given_name="あさひ",
            login_id=login_of(name),
            email=f"{login_of(name)}@post.example",
        )
        for place, role in posts:
            a_post(session, user, where[place], role)
        return user

    def pupil(name: str, place: str, grade: int = 3) -> User:
        user = a_user(
            session,
            family_name=NAMES[name],
            given_name="ひなた",
            login_id=login_of(name),
            grade=grade,
        )
        a_post(session, user, where[place])
        return user

    return {
        "child": pupil("child", "school"),
        "own child": pupil("own child", "school"),
        "classmate": pupil("classmate", "school"),
        "other class": pupil("other class", "school"),
        "other school": pupil("other school", "other school"),
        "high school": pupil("high school", "high school", grade=10),
        "guardian": adult("guardian", ("school", Role.GUARDIAN), ("other school", Role.GUARDIAN)),
        "citizen": adult("citizen"),
        "other citizen": adult("other citizen"),
        "partner": adult("partner", ("university", Role.PARTNER)),
        "clerk": adult("clerk", ("office", Role.LEARNER)),
        "other clerk": adult("other clerk", ("office", Role.LEARNER)),
        "chief": adult("chief", ("office", Role.MANAGER)),
        "hr": adult("hr", ("hr", Role.HR)),
        "teacher": adult("teacher", ("school", Role.TEACHER)),
        "colleague": adult("colleague", ("school", Role.TEACHER)),
        "other teacher": adult("other teacher", ("other school", Role.TEACHER)),
        "office": adult("office", ("office", Role.ADMINISTRATOR)),
        "school": adult("school", ("school", Role.ADMINISTRATOR)),
        "board": adult("board", ("board", Role.ADMINISTRATOR)),
        "city": adult("city", ("the city", Role.ADMINISTRATOR)),
    }


def _classes(
    session: "Session", where: Mapping[str, Organization], people: Mapping[str, User]
) -> dict[str, dict[str, str]]:
    """Make three classes; return what stands in addresses for each, and for a pupil's place."""
    found: dict[str, dict[str, str]] = {}
    for row, title, place, teacher, pupils in (
        ("of own class", "3年1組", "school", "teacher", ("child", "own child", "classmate")),
        ("of other class", "3年2組", "school", "colleague", ("other class",)),
        ("of elsewhere", "3年1組", "other school", "other teacher", ("other school",)),
    ):
        class_ = a_class(session, where[place], title)
        an_enrollment(session, class_, people[teacher], EnrollmentRole.TEACHER)
        places = [an_enrollment(session, class_, people[name]) for name in pupils]
        session.add(
            ClassLetter(
                class_id=class_.id,
                token=f"class-{len(found)}",
                created_at=NOW,
                created_by_id=people[teacher].id,
                ends_on=FAR,
            )
        )
        found[row] = {
            "class_id": str(class_.id),
            "enrollment_id": str(places[-1].id),
            "user_id": str(places[-1].user_id),
        }
    return found


def _new_years(session: "Session", schools: Iterable[Organization], by: User) -> None:
    """Let each school have gone over to the next year, with nothing in it."""
    year = ensure_school_year(session, school_year_of(TODAY) + 1)
    nothing = ("enrollments", "pupils", "posts", "ended", "classes")
    for school in schools:
        gone = Rollover(
            organization_id=school.id,
            session_id=year.id,
            made_at=NOW,
            made_by_id=by.id,
            changes={name: [] for name in nothing},
        )
        session.add(gone)


def _courses(session: "Session", where: Mapping[str, Organization]) -> dict[str, CourseVersion]:
    """Publish a course for each audience, and one in the library of each of two schools."""
    audiences = {"tameshi": "citizen", "kodomo": "child", "shokuin": "staff"}
    found = {}
    for slug, audience in {**audiences, "higashi": "child", "nishi": "child"}.items():
        grades = "\ngrades = [3]" if audience == "child" else ""
        course = COURSE.replace('"citizen"', f'"{audience}"{grades}')
        files = course_files(**{"course": course, "plan.md": PLAN, **things.FILES})
        found[slug] = a_version(session, files, slug=slug)
    for slug, place in (("higashi", "school"), ("nishi", "other school")):
        session.add(LibraryCourse(slug=slug, organization_id=where[place].id))
    session.flush()
    return found


def _personal(
    session: "Session", user: User, versions: Mapping[str, CourseVersion]
) -> dict[str, str]:
    """Return what stands for somebody in addresses: themselves, a run, a credential, a record."""
    version = catalog.version(session, versions["tameshi"].id)
    names = identity.installation(session)
    run = learning.start_course(session, user.id, user.actor_name, version, names, now=NOW)
    session.flush()
    told = sa.select(StoredStatement.id).where(StoredStatement.registration == run.id).limit(1)
    found = {"user_id": user.id, "person_id": user.id, "registration_id": run.id}
    found["child_id"] = user.id
    post = session.scalars(sa.select(Post.id).filter_by(user_id=user.id)).first()
    if post is not None:
        found["post_id"] = post
    found["statement_id"] = session.scalars(told).one()
    link = session.scalar(sa.select(FederatedIdentity.id).filter_by(user_id=user.id))
    if link is not None:
        found["link_id"] = link
    passkey = session.scalar(sa.select(Passkey.id).filter_by(user_id=user.id))
    if passkey is not None:
        found["passkey_id"] = passkey
    credential = session.scalar(_credential_of(user.id))
    if credential is not None:
        found["credential_id"] = credential
    staff = {OrganizationKind.CITY, OrganizationKind.DEPARTMENT}
    places = session.scalars(
        sa.select(Organization.kind).join(Post).where(Post.user_id == user.id)
    ).all()
    is_staff = bool(staff & {*places})
    found["agreement_id"] = _agreement(session, user).id if is_staff else uuid.uuid4()
    found["memo_id"] = _memo(session, user).id if is_staff else uuid.uuid4()
    return {name: str(value) for name, value in found.items()}


def _agreement(session: "Session", user: User) -> SubjectAgreement:
    """Make what somebody said of an id that an issuer elsewhere knows them by."""
    made = SubjectAgreement(
        issuer="did:web:tonari.example.jp",
        subject=f"urn:uuid:{user.id}",
        person_id=user.id,
        how=Agreed.PAGE,
        agreed_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def _memo(session: "Session", user: User) -> ImprovementMemo:
    """Make a memo of somebody that waits for the chief of their unit."""
    place = session.scalars(sa.select(Post.organization_id).filter_by(user_id=user.id)).first()
    made = ImprovementMemo(
        person_id=user.id,
        organization_id=place,
        course="shokuin",
        course_title="職員の講座",
        tried="試した",
        before=30,
        after=10,
        times=4,
        people=1,
        written_on=TODAY,
        created_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def _credential_of(user_id: uuid.UUID) -> "sa.Select[uuid.UUID]":
    return sa.select(Credential.id).where(Credential.user_id == user_id)


def _traces(session: "Session", user: User) -> Iterator[str]:
    """Yield what tells of somebody, on whatever page it stands."""
    given = (user.login_id, user.email, user.id, user.actor_name)
    yield from (str(one) for one in given if one is not None)
    yield from session.scalars(sa.select(Credential.number).filter_by(user_id=user.id))
    if not user.is_guest:
        yield user.family_name
