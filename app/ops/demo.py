"""Demo people: a small made-up city, on an empty database and only when DEMO=1.

犀川市 and everybody in it are invented. Everyone carries ``is_demo``, which is what keeps a demo
and a real installation apart (see ``guard``). They are made by the same services as real people.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.classes import service as classes
from app.classes.models import EnrollmentRole
from app.clock import day_of
from app.consents import service as consents
from app.consents.rules import Relation
from app.i18n.marks import N_
from app.identity import service as identity
from app.identity.models import Organization, OrganizationKind, Role, User
from app.identity.service import NewCard, NewUser
from app.personnel import service as personnel
from app.personnel.rules import EmploymentKind, Told
from app.personnel.service import Edit

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

DEMO_REASON = "体験版の職員"
PASSWORD = "saigawa-no-asagiri"  # noqa: S105  printed at start; demo people only
"""What every demo person's sign-in page takes, for those who would rather type."""


@dataclass(frozen=True, slots=True)
class Place:
    """An organization of the demo. ``parent`` is the key of another."""

    name: str
    kind: OrganizationKind
    parent: str | None = None
    founder: str | None = None
    levels: str | None = None


PLACES: dict[str, Place] = {
    "city": Place("犀川市", OrganizationKind.CITY),
    "soumu": Place("総務局", OrganizationKind.DEPARTMENT, "city"),
    "jinji": Place("人事課", OrganizationKind.DEPARTMENT, "soumu"),
    "joho": Place("情報政策課", OrganizationKind.DEPARTMENT, "soumu"),
    "zaimu": Place("財務局", OrganizationKind.DEPARTMENT, "city"),
    "zeimu": Place("税務課", OrganizationKind.DEPARTMENT, "zaimu"),
    "shimin": Place("市民局", OrganizationKind.DEPARTMENT, "city"),
    "madoguchi": Place("市民課", OrganizationKind.DEPARTMENT, "shimin"),
    "kodomo": Place("こども未来局", OrganizationKind.DEPARTMENT, "city"),
    "board": Place("犀川市教育委員会", OrganizationKind.BOARD),
    "school": Place("犀川市立さいがわ小学校", OrganizationKind.SCHOOL, "board", "犀川市", "P"),
    "middle": Place("犀川市立みずほ中学校", OrganizationKind.SCHOOL, "board", "犀川市", "J"),
    "high": Place("県立犀川高等学校", OrganizationKind.SCHOOL, None, "県", "H"),
    "university": Place("犀川大学", OrganizationKind.UNIVERSITY, None, "学校法人犀川学園"),
    "hakuten": Place("ゆきつり箔店", OrganizationKind.SHOP),
}


@dataclass(frozen=True, slots=True)
class Somebody:
    """A demo person: their account, and the posts they hold as (place, role, title, number)."""

    user: NewUser
    posts: tuple[tuple[str, Role, str, int | None], ...] = ()


def _named(login: str, family: str, given: str, kana: tuple[str, str], **more: object) -> NewUser:
    return NewUser(
        family_name=family,
        given_name=given,
        family_kana=kana[0],
        given_kana=kana[1],
        login_id=login,
        password=PASSWORD,
        **more,  # type: ignore[arg-type] # grade and card, as NewUser names them
    )


LEARNING, SUPPORTING, WORKING = N_("学ぶ人"), N_("学びを支える人"), N_("市役所の人")

PEOPLE: tuple[Somebody, ...] = (
    Somebody(
        _named(
            "yui", "田中", "ゆい", ("タナカ", "ユイ"), grade=3,
            card=NewCard(
                1, LEARNING, "ゆいさん",
                N_("小学3年生。自分の情報の守りかたを学ぶ"), "bag", "kusa",
            ),
        ),
        (("school", Role.LEARNER, "3年2組", 14),),
    ),
    Somebody(
        _named("ren", "田中", "れん", ("タナカ", "レン"), grade=7),
        (("middle", Role.LEARNER, "1年1組", 20),),
    ),
    Somebody(
        _named("sora", "﨑山", "そら", ("サキヤマ", "ソラ"), grade=5),
        (("school", Role.LEARNER, "5年1組", 9),),
    ),
    Somebody(
        _named(
            "hanako", "髙橋", "花子", ("タカハシ", "ハナコ"),
            card=NewCard(
                2, LEARNING, "髙橋 花子さん",
                N_("72歳の市民。あやしいメールの見分けかたを学ぶ"), "tea", "ai",
            ),
        ),
    ),
    Somebody(
        _named(
            "misaki", "森", "みさき", ("モリ", "ミサキ"),
            card=NewCard(
                3, LEARNING, "森 みさきさん",
                N_("税務課の主事。仕事での生成AIを学ぶ"), "desk", "enji",
            ),
        ),
        (("zeimu", Role.LEARNER, "主事", None),),
    ),
    Somebody(
        _named("keiko", "𠮷田", "けいこ", ("ヨシダ", "ケイコ")),
        (
            ("madoguchi", Role.LEARNER, "主任", None),
            ("kodomo", Role.LEARNER, "主任（兼務）", None),
        ),
    ),
    Somebody(
        _named("daichi", "中村", "大地", ("ナカムラ", "ダイチ")),
        (("joho", Role.LEARNER, "主査", None),),
    ),
    Somebody(
        _named(
            "sensei", "林", "まどか", ("ハヤシ", "マドカ"),
            card=NewCard(
                4, SUPPORTING, "林 まどか先生",
                N_("さいがわ小学校の先生。講座を見て回り、自分でも作る"), "board", "oudo",
            ),
        ),
        (("school", Role.TEACHER, "3年2組担任", None),),
    ),
    # Whom a teacher may ask to look over what she writes.
    Somebody(
        _named("takeshi", "山本", "武", ("ヤマモト", "タケシ")),
        (("school", Role.TEACHER, "教頭", None),),
    ),
    Somebody(
        _named(
            "haruka", "田中", "はるか", ("タナカ", "ハルカ"),
            card=NewCard(
                5, SUPPORTING, "田中 はるかさん",
                N_("ゆいさんと、中学生のれんさんの保護者"), "home", "murasaki",
            ),
        ),
        (("school", Role.GUARDIAN, "", None),),
    ),
    Somebody(
        _named(
            "makoto", "北川", "誠", ("キタガワ", "マコト"),
            card=NewCard(
                6, SUPPORTING, "北川 誠さん",
                N_("犀川大学。高校と市の共同プロジェクトに加わる"), "talk", "kusa",
            ),
        ),
        (("university", Role.PARTNER, "准教授", None),),
    ),
    Somebody(
        _named(
            "sakura", "桜井", "さくら", ("サクライ", "サクラ"),
            card=NewCard(
                7, WORKING, "桜井 さくらさん",
                N_("人事課。職員の力を、証明つきで見る"), "bars", "ai",
            ),
        ),
        (("jinji", Role.HR, "係長", None), ("jinji", Role.LEARNER, "係長", None)),
    ),
    Somebody(
        _named(
            "kanri", "南", "健一", ("ミナミ", "ケンイチ"),
            card=NewCard(
                8, WORKING, "南 健一さん",
                N_("情報政策課の管理者。名簿とパスワードを受け持つ"), "key", "enji",
            ),
        ),
        (
            ("city", Role.ADMINISTRATOR, "管理者", None),
            ("board", Role.ADMINISTRATOR, "管理者", None),
            ("joho", Role.LEARNER, "課長補佐", None),
        ),
    ),
    # The second administrator: what needs the word of two, such as sending on children's records.
    Somebody(
        _named("yumiko", "西村", "由美子", ("ニシムラ", "ユミコ")),
        (
            ("city", Role.ADMINISTRATOR, "管理者", None),
            ("joho", Role.LEARNER, "課長", None),
        ),
    ),
)  # fmt: skip


CLASSES: dict[str, tuple[str, tuple[tuple[str, EnrollmentRole, int | None], ...]]] = {
    "3年1組": ("P3", ()),
    "3年2組": (
        "P3",
        (("sensei", EnrollmentRole.TEACHER, None), ("yui", EnrollmentRole.STUDENT, 14)),
    ),
    "5年1組": ("P5", (("sora", EnrollmentRole.STUDENT, 9),)),
}
"""The school's classes: their grade, and who is in them as (login, role, number)."""

OF_THE_MIDDLE_SCHOOL: dict[str, tuple[str, tuple[tuple[str, EnrollmentRole, int | None], ...]]] = {
    "1年1組": ("J1", (("ren", EnrollmentRole.STUDENT, 20),)),
}


@dataclass(frozen=True, slots=True)
class Job:
    """How a demo person is employed, all for good; ``hired`` is a year, and April its month."""

    number: str
    grade: str
    rank: str
    hired: int


JOBS: dict[str, Job] = {
    "misaki": Job("100101", "1級25号給", "主事", 2023),
    "keiko": Job("100102", "2級40号給", "主任", 2014),
    "daichi": Job("100103", "3級18号給", "主査", 2012),
    "sakura": Job("100104", "4級12号給", "係長", 2008),
    "kanri": Job("100105", "5級8号給", "課長補佐", 2004),
    "yumiko": Job("100106", "6級5号給", "課長", 1999),
}
"""The city's own staff by login, as the register knows them; the city hall has other numbers."""

CHILDREN = (("haruka", "yui"), ("haruka", "ren"))
"""Mothers with an account and their children, at two schools, by login."""


def add_demo_people(session: "Session", *, now: "datetime") -> bool:
    """Make the demo city, unless anybody is there already; say whether it was made."""
    if session.scalar(sa.select(sa.exists().select_from(User))):
        return False
    places: dict[str, Organization] = {}
    for key, place in PLACES.items():
        parent = None if place.parent is None else places[place.parent]
        places[key] = identity.create_organization(
            session,
            place.name,
            place.kind,
            parent=parent,
            founder=place.founder,
            school_levels=place.levels,
        )
    users: dict[str, User] = {}
    for somebody in PEOPLE:
        user = identity.create_user(session, somebody.user, now=now, is_demo=True)
        users[somebody.user.login_id or ""] = user
        for place_key, role, title, number in somebody.posts:
            identity.add_post(
                session,
                user,
                places[place_key],
                role,
                starts_on=_april_first(day_of(now)),
                title=title,
                attendance_number=number,
            )
    _add_jobs(session, users, now=now)
    _add_classes(session, places["school"], CLASSES, users, now=now)
    _add_classes(session, places["middle"], OF_THE_MIDDLE_SCHOOL, users, now=now)
    for mother, child in CHILDREN:
        consents.establish_for_account(
            session,
            users[mother].id,
            users[child].id,
            Relation.MOTHER,
            starts_on=_april_first(day_of(now)),
        )
    return True


def _add_jobs(session: "Session", users: dict[str, User], *, now: "datetime") -> None:
    """Write the city's own staff into the register."""
    for login, job in JOBS.items():
        told = Told(EmploymentKind.FULL_TIME, job.grade, job.rank, hired_on=date(job.hired, 4, 1))
        edit = Edit(job.number, told, told.hired_on or day_of(now), None, DEMO_REASON)
        personnel.keep_employment(session, users[login].id, edit, by=users["kanri"].id, now=now)


def _add_classes(
    session: "Session",
    school: Organization,
    rooms: dict[str, tuple[str, tuple[tuple[str, EnrollmentRole, int | None], ...]]],
    users: dict[str, User],
    *,
    now: "datetime",
) -> None:
    """Make a school's classes of this year, with those who learn and teach in them."""
    year = classes.ensure_school_year(session, _april_first(day_of(now)).year)
    for position, (title, (grade, people)) in enumerate(rooms.items(), start=1):
        made = classes.create_class(
            session, school, title, year=year, grades=[grade], position=position
        )
        for login, role, number in people:
            classes.enroll(
                session,
                users[login],
                made.id,
                role,
                starts_on=year.starts_on,
                attendance_number=number,
                is_primary=role is EnrollmentRole.TEACHER,
            )


def _april_first(day: date) -> date:
    """Return the day on which the fiscal year of ``day`` began, when posts change hands."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)  # noqa: PLR2004


def cards() -> list[tuple[str, str]]:
    """Return (login id, what the card says) of the people who have a card, for the terminal."""
    return [
        (somebody.user.login_id or "", f"{card.title}（{card.text}）")
        for somebody in PEOPLE
        if (card := somebody.user.card) is not None
    ]
