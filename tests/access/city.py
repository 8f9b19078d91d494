"""A small city in which everybody and everything that the table speaks of is there once.

Two schools of one board, a high school of the prefecture, two departments, a university. The
readers of the table are people of it, and so is everybody of whom its rows speak.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.achievements.models import Batch
from app.authoring import service as authoring
from app.catalog import queries as catalog
from app.catalog.models import CourseVersion, LibraryCourse, ReadingReview
from app.catalog.readings.changes import ReadingChange, changes_to_json
from app.catalog.sources.package import pack
from app.classes.models import EnrollmentRole, Rollover
from app.classes.rules import school_year_of
from app.classes.service import ensure_school_year
from app.consents.models import ClassLetter
from app.consents.rules import Relation
from app.consents.service import establish_for_account
from app.credentials import did
from app.credentials.models import AchievementVersion, Credential, Issuer, IssuerKey
from app.editorial.models import ReviewComment
from app.exchange.models import TrustedIssuer
from app.federation.models import FederatedIdentity, Provider
from app.furigana import service as furigana
from app.furigana.models import WordKind
from app.identity import queries as identity
from app.identity.factors.models import Passkey
from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.identity.service import ensure_installation, make_guest
from app.itembanks.item_text import NewItem, item_text
from app.itembanks.listing import Listing
from app.itembanks.models import BankItem, ItemBank
from app.itembanks.service import add_items
from app.itembanks.service.imports import keep_list
from app.learning import service as learning
from app.lrs.models import Erasure, StoredStatement
from app.media.storage.folder import FolderStorage
from app.mistakes.models import LessonReport, MistakeKind
from app.rosters.models import ImportState, RosterImport
from app.talent.models import (
    Agreed,
    ReceiptState,
    ReceivedCredential,
    SubjectAgreement,
    Way,
)
from app.ui.site import site
from tests.access import shown
from tests.factories.achievements import an_achievement
from tests.factories.catalog import COURSE, PLAN, a_version, course_files
from tests.factories.classes import a_class, an_enrollment
from tests.factories.clients import a_client
from tests.factories.exchange import a_registry
from tests.factories.forwarding import a_forwarder
from tests.factories.identity import APRIL, NOW, TODAY, a_post, a_user, an_organization
from tests.factories.itembanks import CHOICE, a_bank
from tests.factories.media import a_media_file, a_picture
from tests.factories.talent import a_credential, delivered

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.config import Settings
    from app.media.models import MediaFile

Values = Mapping[str, str]
"""What stands in the places of an address, by name."""

LESSON = "010-jibun/010-nani.md"
AFTER = "> **わたし** あ。\n> **ともだち** い。\n> **あとで** う。\n"
STORY = f"""\
+++
title = "まとめ"
minutes = 3
+++

::: dilemma #hanashi
## はじまり #hajimari

{{朝|あさ}}です。

- [{{送|おく}}る](#okuru)
- [やめる](#yameru)

## {{送|おく}}った #okuru

{AFTER}
## やめた #yameru

{AFTER}:::
"""

PIXEL = b"\x89PNG\r\n\x1a\n"
DIGEST = hashlib.sha256(PIXEL).hexdigest()
FILES: Mapping[str, str | bytes] = {"010-jibun/020-matome.md": STORY, "assets/e.png": PIXEL}

NAMES = {
    "child": "阿久津",
    "guardian": "鷲尾",
    "citizen": "鮫島",
    "partner": "等々力",
    "clerk": "御厨",
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
    everywhere = _provider(session, "jimu", where["the city"])
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
    classes, tokens = _classes(session, where, who), shown.tokens(session, who, settings)
    storage = FolderStorage(settings.instance_dir / "media")
    shelves = {"school": "teacher", "other school": "other teacher", "the city": "city"}
    return City(
        people={name: user.id for name, user in users.items()},
        words=tuple(guests["guest"].words),
        personal=personal,
        places={
            **{
                f"of {place}": _things(session, where[place], who[name], storage, place)
                for place, name in shelves.items()
            },
            **classes,
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
            **_common(session, settings, versions["tameshi"]),
            **_elsewhere(session, settings),
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
        files = course_files(**{"course": course, "plan.md": PLAN, **FILES})
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
    found["agreement_id"] = _agreement(session, user).id
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


def _credential_of(user_id: uuid.UUID) -> "sa.Select[uuid.UUID]":
    return sa.select(Credential.id).where(Credential.user_id == user_id)


def _traces(session: "Session", user: User) -> Iterator[str]:
    """Yield what tells of somebody, on whatever page it stands."""
    given = (user.login_id, user.email, user.id, user.actor_name)
    yield from (str(one) for one in given if one is not None)
    yield from session.scalars(sa.select(Credential.number).filter_by(user_id=user.id))
    if not user.is_guest:
        yield user.family_name


def _things(
    session: "Session", place: Organization, by: User, storage: FolderStorage, name: str
) -> dict[str, str]:
    """Return what stands for the things of a place: a draft, a course, a bank, a file, a word."""
    slug = SLUGS[name]
    packed = pack(f"{slug}-2", course_files(**FILES).items())
    draft = authoring.take_package(session, packed, by=by.id, now=NOW)
    said = ReviewComment(
        draft_id=draft.id,
        path=LESSON,
        start=0,
        end=1,
        number=0,
        quoted=b"+",
        words="どうですか。",
        by_id=by.id,
        at=NOW,
    )
    session.add(said)
    bank = a_bank(session, by.id, organization=place)
    provider = _provider(session, slug, place)
    roster = RosterImport(
        name="meibo.csv", organization_id=place.id, state=ImportState.CHECKING, received_at=NOW
    )
    session.add(roster)
    award = an_achievement(
        session, place, audience="staff" if place.kind is OrganizationKind.CITY else "child"
    )
    batch = Batch(
        achievement=award,
        awarded_on=TODAY,
        evidence="あ",
        reason="い",
        by_id=by.id,
        created_at=NOW,
    )
    session.add(batch)
    file: MediaFile = a_media_file(session, by, storage, a_picture(left=COLORS[name]))
    word = furigana.keep_organization_word(session, place.id, "犀陵会", "さいりょうかい", now=NOW)
    session.flush()
    found = {
        "draft_id": draft.id,
        "user_id": by.id,
        "thread_id": said.id,
        "slug": slug,
        "bank_id": bank.id,
        "item_id": _item(session, bank).id,
        "media_id": file.id,
        "file": file.key,
        "organization_id": place.id,
        "word_id": word.id,
        "provider_id": provider.id,
        "roster_id": roster.id,
        "achievement_id": award.id,
        "batch_id": batch.id,
    }
    return {name: str(value) for name, value in found.items()}


def _provider(session: "Session", slug: str, place: Organization) -> Provider:
    """Let somebody elsewhere vouch for the people of a place; nobody answers there."""
    found = Provider(
        slug=slug,
        name=f"{place.name}のID",
        issuer="http://127.0.0.1:9",
        client_id="terakoya",
        client_secret_sealed="",
        organization_id=place.id,
        mail_domains=[],
        created_at=NOW,
    )
    session.add(found)
    session.flush()
    return found


def _item(session: "Session", bank: ItemBank) -> BankItem:
    """Put a question with a picture into a bank."""
    text = CHOICE.replace("のは？", "のは？\n\n![e](assets/e.png){alt=e}")
    new = NewItem(item_text(text, {"assets/e.png": PIXEL}), files={"assets/e.png": PIXEL})
    return add_items(session, bank.id, [new], by=bank.created_by_id, now=NOW)[0]


SLUGS = {"school": "higashi", "other school": "nishi", "the city": "tameshi"}
COLORS = {"school": "red", "other school": "green", "the city": "black"}


def _elsewhere(session: "Session", settings: "Settings") -> dict[str, str]:
    """Make an issuer and a registry elsewhere, and something that came from there."""
    issuer = TrustedIssuer(
        did="did:web:tonari.example.jp",
        name="となり市",
        document={"id": "did:web:tonari.example.jp"},
        fetched_at=NOW,
        added_at=NOW,
    )
    came = ReceivedCredential(
        way=Way.FILE,
        subject=f"urn:uuid:{uuid.UUID(int=1)}",
        issuer_did=issuer.did,
        jwt=b"a.b.c",
        di=b"",
        sha256="0" * 64,
        verdict={"ok": True, "checks": []},
        verifier="x",
        received_at=NOW,
        state=ReceiptState.UNMATCHED,
        reason="x",
    )
    session.add_all((issuer, came))
    session.flush()
    registry = a_registry(session, settings, address="http://127.0.0.1:9/ims/ob/v3p0/")
    found = {"issuer_id": issuer.id, "received_id": came.id, "registry_id": registry.id}
    return {name: str(value) for name, value in found.items()}


def _common(session: "Session", settings: "Settings", version: CourseVersion) -> dict[str, str]:
    store = a_forwarder(session, settings, endpoint="http://127.0.0.1:9/xapi/")
    waits = ReadingChange("nani", "", "名前", "", "なまえ", "めいぜん")
    review = ReadingReview(
        course_version_id=version.id,
        analyzer="x",
        changes=changes_to_json([waits]),
        found_at=NOW,
    )
    word = furigana.add_word(session, "小立野", "こだつの", WordKind.PLACE, now=NOW)
    erasure = Erasure(erased_at=NOW, erased_by=None, statements=1, rewritten=0, documents=0)
    report = LessonReport(
        course_version_id=version.id,
        excerpt="",
        kind=MistakeKind.READING,
        words="読みです。",
        told_at=NOW,
    )
    key: str = session.scalars(sa.select(IssuerKey.kid).limit(1)).one()
    _other_issuer(session, key)
    session.add_all((erasure, report, review))
    session.flush()
    found = {
        "client_id": a_client(session).client_id,
        "forwarder_id": store.id,
        "word_id": word.id,
        "erasure_id": erasure.id,
        "report_id": report.id,
        "version_id": session.scalars(sa.select(AchievementVersion.id).limit(1)).one(),
        "fragment": key.partition("#")[2],
        "issuer_slug": "mura",
        "digest": DIGEST,
        "theme": site().theme.digest,
    }
    return {name: str(value) for name, value in found.items()}


def _other_issuer(session: "Session", like: str) -> None:
    """Make an issuer beside the city's own, with a key of the same name as one of the city's."""
    issuer, _, fragment = like.partition("#")
    name = did.below(issuer, "mura")
    session.add(Issuer(did=name, slug="mura", name="村", office="", founded_on=TODAY))
    own = session.scalars(sa.select(IssuerKey).where(IssuerKey.kid == like)).one()
    session.add(
        IssuerKey(
            did=name,
            kid=f"{name}#{fragment}",
            alg=own.alg,
            jwk=own.jwk,
            state=own.state,
            created_at=NOW,
        )
    )
