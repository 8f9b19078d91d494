"""The city's names for its role levels, and a course that counts for several frameworks."""

import json
import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.config import Settings
from app.credentials import handlers as credentials
from app.credentials.models import Credential
from app.frameworks import queries, service
from app.frameworks.errors import NameTakenError, NotRenamableError, UnknownItemError
from app.frameworks.models import CityLabel, LabelSource, Mark
from app.learning.events import CourseCompleted
from app.outbox.models import OutboxEvent
from app.outbox.relay import read_event
from app.talent.models import SkillAttestation
from app.talent.queries import Asked, matrix, person_sheet
from app.workforce.forms.profiles import ROLE_LEVELS
from tests.factories import learning
from tests.factories.catalog import course_files
from tests.factories.credentials import an_issuer_on_record, sign_awarded
from tests.factories.identity import NOW, a_city, an_organization
from tests.factories.talent import (
    TODAY,
    a_staff_member,
    an_attestation,
    an_hr_officer,
    delivered,
)

LEADER = "city-roles@1/leader"
KANAZAWA = "デジタル行政推進リーダー"

Call = Callable[..., None]


@pytest.fixture
def call(session: Session) -> Call:
    """Return what names an item as an HR officer does."""
    officer = an_hr_officer(session, an_organization(session))

    def named(ja: str, en: str = "", ref: str = LEADER) -> None:
        service.call_item(session, ref, ja, en, by=officer.id, now=NOW)

    return named


def acts(session: Session) -> list[tuple[str, str]]:
    rows = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.sequence))
    return [(one.action, one.details["item"]) for one in rows]


def test_a_city_calls_its_leaders_as_it_likes_and_the_ref_stays(
    session: Session, call: Call
) -> None:
    call(KANAZAWA)
    item = queries.item(LEADER)
    assert item.ref == LEADER
    assert item.label.ja == KANAZAWA
    assert item.label.en == item.published.en == "DX promotion leader"
    assert item.published.ja == "DX推進リーダー"
    assert item.column == ("デジタル", "行政推進", "リーダー")
    assert [one.label.ja for one in queries.all_items(ROLE_LEVELS)] == [
        "一般行政職員",
        KANAZAWA,
        "高度専門人材",
        "管理職",
    ]
    assert acts(session) == [("frameworks.named", LEADER)]


def test_what_the_city_calls_an_item_is_never_official(call: Call) -> None:
    call(KANAZAWA, "Leader of digital administration")
    item = queries.item(LEADER)
    assert (item.label_source, item.verified) == (LabelSource.CITY, False)
    assert (item.english_source, item.english_verified) == (LabelSource.CITY, False)
    assert (item.mark("ja"), item.mark("en")) == (Mark.CITY, Mark.CITY)


def test_only_the_language_that_is_named_is_the_citys(call: Call) -> None:
    call("DX推進リーダー", "Digital leader")
    item = queries.item(LEADER)
    assert (item.mark("ja"), item.mark("en")) == (Mark.UNVERIFIED, Mark.CITY)
    assert item.column == ("DX推進", "リーダー")


def test_an_item_is_found_by_either_name(call: Call) -> None:
    call(KANAZAWA)
    assert [one.ref for one in queries.search_items(KANAZAWA)] == [LEADER]
    assert [one.ref for one in queries.search_items("DX推進リーダー")] == [LEADER]


def test_the_name_is_taken_back(session: Session, call: Call) -> None:
    call(KANAZAWA)
    by = an_hr_officer(session, an_organization(session)).id
    for _ in range(2):
        service.call_as_published(session, LEADER, by=by, now=NOW)
    assert queries.item(LEADER) == queries.published_item(LEADER)
    assert session.scalars(sa.select(CityLabel)).all() == []
    assert acts(session) == [("frameworks.named", LEADER), ("frameworks.name_withdrawn", LEADER)]


def test_the_frameworks_own_name_takes_the_citys_back(session: Session, call: Call) -> None:
    call(KANAZAWA)
    call("DX推進リーダー", "DX promotion leader")
    assert not queries.item(LEADER).is_renamed
    assert session.scalars(sa.select(CityLabel)).all() == []


def test_the_same_name_again_changes_nothing(session: Session, call: Call) -> None:
    call(KANAZAWA)
    call(KANAZAWA)
    assert acts(session) == [("frameworks.named", LEADER)]


@pytest.mark.parametrize(
    ("ja", "en", "language"),
    [
        ("高度専門人材", "", "ja"),
        ("一般行政職員", "Digital leader", "ja"),
        ("デジタルリーダー", "Manager", "en"),
    ],
)
def test_two_items_are_never_called_the_same(
    session: Session, call: Call, ja: str, en: str, language: str
) -> None:
    with pytest.raises(NameTakenError) as refused:
        call(ja, en)
    assert refused.value.language == language
    assert session.scalars(sa.select(CityLabel)).all() == []


def test_what_an_item_was_published_as_stays_its_own(call: Call) -> None:
    call(KANAZAWA)
    with pytest.raises(NameTakenError):
        call("DX推進リーダー", ref="city-roles@1/expert")
    with pytest.raises(NameTakenError):
        call(KANAZAWA, ref="city-roles@1/expert")


def test_a_publishers_names_stay_the_publishers(session: Session, call: Call) -> None:
    for ref in ("dss-l@1.2/T5", "dss-p@1.2/B1", "digcomp@3.0/1.1"):
        with pytest.raises(NotRenamableError):
            call("人工知能", ref=ref)
        with pytest.raises(NotRenamableError):
            service.call_as_published(session, ref, by=uuid.uuid4(), now=NOW)
    with pytest.raises(UnknownItemError):
        call("部長", ref="city-roles@1/chief")
    assert acts(session) == []


def test_the_matrix_shows_the_citys_name(session: Session, call: Call) -> None:
    clerk = a_staff_member(session, an_organization(session, parent=a_city(session)))
    an_attestation(session, clerk, LEADER, 1)
    call(KANAZAWA)
    asked = Asked.of([ROLE_LEVELS], today=TODAY)
    found = matrix(session, asked)
    assert found.items[1].label.ja == KANAZAWA


def test_every_request_of_every_process_reads_the_names_anew(app: Flask, call: Call) -> None:
    with app.test_request_context():
        queries.forget_names()
        assert queries.item(LEADER).label.ja == "DX推進リーダー"
        call(KANAZAWA)
        assert queries.item(LEADER).label.ja == KANAZAWA
    with app.test_request_context():
        app.preprocess_request()
        assert queries.item(LEADER).label.ja == KANAZAWA


def test_lists_of_frameworks_ask_for_no_names(app: Flask) -> None:
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    with app.test_request_context():
        queries.forget_names()
        engine = app.extensions["sqlalchemy"].engine
        sa.event.listen(engine, "before_cursor_execute", note)
        queries.frameworks()
        queries.framework("dss-p@1.2")
        assert queries.exists(LEADER)
        assert asked == []
        for _ in range(3):
            queries.framework(ROLE_LEVELS)
            queries.find_item(LEADER)
        sa.event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 1


def test_a_credential_carries_the_name_that_others_know(
    session: Session, settings: Settings, call: Call
) -> None:
    """Credentials are read elsewhere and for years; the city's name is told by their address."""
    call(KANAZAWA)
    an_issuer_on_record(session, settings.instance_dir)
    credential = _completed(session, [(LEADER, 1)])
    alignment = json.loads(credential.di or "")["credentialSubject"]["achievement"]["alignment"]
    assert [one["targetName"] for one in alignment] == ["DX推進リーダー"]


SEVERAL = [
    ("dss-l@1.2/H3", 2),
    ("dss-p@1.2/S4", 1),
    ("digcomp@3.0/4.2", 2),
    ("city-roles@1/general", 1),
]


def test_one_course_counts_for_several_frameworks(session: Session, settings: Settings) -> None:
    """From its publication over a completion and a credential to what the registry holds."""
    an_issuer_on_record(session, settings.instance_dir)
    credential = _completed(session, SEVERAL)
    achievement = json.loads(credential.di or "")["credentialSubject"]["achievement"]
    assert {(one["targetCode"], one["targetFramework"]) for one in achievement["alignment"]} == {
        ("dss-l@1.2/H3", "DXリテラシー標準"),
        ("dss-p@1.2/S4", "DX推進スキル標準"),
        ("digcomp@3.0/4.2", "DigComp 3.0（欧州デジタル能力枠組み）"),
        ("city-roles@1/general", "市の役割レベル"),
    }
    assert delivered(session, credential).is_accepted
    rows = session.scalars(sa.select(SkillAttestation)).all()
    assert {(one.framework_ref, one.item_ref, one.level) for one in rows} == {
        (ref.partition("/")[0], ref, level) for ref, level in SEVERAL
    }
    assert {one.credential_uri for one in rows} == {f"urn:uuid:{credential.id}"}
    assert {one.person_id for one in rows} == {credential.user_id}
    sheet = person_sheet(session, credential.user_id, today=TODAY)
    shown = {
        (standing.item.ref, standing.cell.level)
        for part in sheet.frameworks
        for group in part.groups
        for standing in group.standings
        if standing.cell
    }
    assert shown == set(SEVERAL)


def _completed(session: Session, skills: list[tuple[str, int]]) -> Credential:
    """Publish a course with these skills, complete it as a clerk, and sign what that earns."""
    clerk = a_staff_member(session, an_organization(session, parent=a_city(session)))
    refs = ", ".join(f'{{ item = "{ref}", level = {level} }}' for ref, level in skills)
    objectives = (
        '[[objectives]]\nkey = "mitsukeru"\n'
        f'can_do = "教えないものを見つけられる"\nalignments = [{refs}]\n'
    )
    files = course_files(objectives=objectives)
    files["course.toml"] = files["course.toml"].replace(b'"citizen"', b'"staff"')
    own = learning.a_run(session, learner=clerk, files=files)
    for key, right in learning.RIGHT.items():
        learning.answer(session, own, key, right)
    assert learning.finish_lessons(session, own)
    session.flush()
    told = session.scalars(sa.select(OutboxEvent).filter_by(type="CourseCompleted")).one()
    credentials.on_course_completed(session, read_event(CourseCompleted, told.payload))
    credential = session.scalars(sa.select(Credential)).one()
    sign_awarded(session, credential)
    return credential
