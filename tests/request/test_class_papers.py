"""A teacher prints the できたよ証 of a class."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from app.classes.models import Class, EnrollmentRole
from app.config import Settings
from app.credentials import press
from app.credentials.service import keys
from app.credentials.service.revoking import revoke_credential
from app.identity.models import Role, User
from tests.acceptance import acceptance
from tests.client import PageClient, sign_in
from tests.factories.classes import a_class, an_enrollment
from tests.factories.credentials import NOW, a_credential, an_issuer_on_record
from tests.factories.identity import a_child, a_post, a_school, a_user


@pytest.fixture
def signers(session: Session, settings: Settings) -> keys.Signers:
    return an_issuer_on_record(session, settings.instance_dir)


@pytest.fixture
def pupils(session: Session) -> list[User]:
    school = a_school(session)
    return [a_child(session, school=school) for _ in range(3)]


@pytest.fixture
def room(session: Session, pupils: list[User]) -> Class:
    """Return a class whose third pupil has the first number."""
    class_ = a_class(session, pupils[0].posts[0].organization)
    for pupil, number in zip(pupils, (2, 3, 1), strict=True):
        an_enrollment(session, class_, pupil).attendance_number = number
    return class_


@pytest.fixture
def teacher(session: Session, client: PageClient, room: Class) -> PageClient:
    user = a_user(session)
    a_post(session, user, room.organization, Role.TEACHER)
    an_enrollment(session, room, user, EnrollmentRole.TEACHER)
    session.commit()
    return sign_in(client, user)


def pages_of(data: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def test_the_papers_of_a_class_come_in_one_file_two_on_a_sheet(
    session: Session,
    teacher: PageClient,
    room: Class,
    pupils: list[User],
    signers: keys.Signers,
) -> None:
    for pupil in pupils:
        a_credential(session, pupil, signers, audience="child")
    session.commit()
    page = teacher.see(f"/classes/{room.id}/papers")
    assert "3人のうち3人が修了しました" in page.text
    order = [one.text.strip() for one in page.all("li") if "番" in one.text]
    assert [one.partition("番")[0] for one in order] == ["1", "2", "3"]
    assert pupils[2].name in order[0]
    (printing,) = [url for words, url in page.links.items() if "3人分を印刷する" in words]
    data = teacher.get(printing).data
    sheets = pages_of(data)
    assert [one.count("なまえ") for one in sheets] == [2, 1]
    assert not any(pupil.given_name in one for pupil in pupils for one in sheets)
    box = PdfReader(io.BytesIO(data)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_what_waits_and_what_was_taken_back_is_not_printed(
    session: Session,
    teacher: PageClient,
    room: Class,
    pupils: list[User],
    signers: keys.Signers,
) -> None:
    a_credential(session, pupils[0], signers, audience="child")
    a_credential(session, pupils[1], signers, audience="child", is_signed=False)
    gone = a_credential(session, pupils[2], signers, audience="child")
    revoke_credential(session, gone, reason="まちがい", by=None, now=NOW)
    session.commit()
    page = teacher.see(f"/classes/{room.id}/papers")
    assert "3人のうち2人が修了しました" in page.text
    assert "そのうち1人の分は、署名を待っています" in page.text
    (printing,) = [url for words, url in page.links.items() if "1人分を印刷する" in words]
    assert [one.count("なまえ") for one in pages_of(teacher.get(printing).data)] == [1]


def test_a_class_that_has_earned_nothing_is_told_what_will_be_here(
    session: Session, teacher: PageClient, room: Class, pupils: list[User], signers: keys.Signers
) -> None:
    a_credential(session, pupils[0], signers, audience="citizen")
    session.commit()
    page = teacher.see(f"/classes/{room.id}/papers")
    assert "まだ、印刷するものがありません" in page.text
    assert teacher.get(f"/classes/{room.id}/papers.pdf?of=x").status_code == 303
    assert f"/classes/{room.id}/papers" in teacher.see(f"/classes/{room.id}").links.values()


@acceptance("11e")
def test_another_classes_papers_are_not_there(
    session: Session, teacher: PageClient, pupils: list[User], signers: keys.Signers
) -> None:
    other = a_class(session, pupils[0].posts[0].organization, "3年1組")
    pupil = a_child(session, school=pupils[0].posts[0].organization)
    an_enrollment(session, other, pupil)
    key = a_credential(session, pupil, signers, audience="child").achievement.key
    session.commit()
    assert teacher.get(f"/classes/{other.id}/papers").status_code == 404
    assert teacher.get(f"/classes/{other.id}/papers.pdf?of={key}").status_code == 404


def test_a_large_class_asks_the_database_no_more_often(
    session: Session,
    teacher: PageClient,
    room: Class,
    signers: keys.Signers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = ""
    for _ in range(8):
        pupil = a_child(session, school=room.organization)
        an_enrollment(session, room, pupil)
        key = a_credential(session, pupil, signers, audience="child").achievement.key
    session.commit()
    monkeypatch.setattr(press, "pressed", lambda *_args, **_more: b"%PDF-1.7")
    assert teacher.get(f"/classes/{room.id}/papers.pdf?of={key}").status_code == 200
    assert "8人分を印刷する" in teacher.see(f"/classes/{room.id}/papers").text
