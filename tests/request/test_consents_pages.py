"""Guardians' pages, a school's, and those of who publishes the texts."""

import re
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.classes.models import Class, EnrollmentRole
from app.consents import queries, service
from app.consents.models import ConsentRecord, NoticeReading
from app.consents.rules import How, Purpose, Relation, Said
from app.identity.models import Organization, Role, User
from tests.client import PageClient, sign_in
from tests.factories.classes import a_class, an_enrollment
from tests.factories.consents import a_guardian, a_letter, an_answer, the_code, ties
from tests.factories.identity import (
    TODAY,
    a_child,
    a_post,
    a_school,
    a_user,
    an_administrator,
)

TIME_OF_DAY = re.compile(r"\d{1,2}:\d{2}|[0-9０-９]+時")


@dataclass
class AtSchool:
    """A school with a class, its teacher, and a pupil in it."""

    school: Organization
    room: Class
    teacher: User
    child: User


def at_school(session: Session, *, grade: int = 3) -> AtSchool:
    school = a_school(session)
    room = a_class(session, school)
    teacher, child = (
        a_user(session, family_name="林"),
        a_child(session, grade=grade, school=school),
    )
    a_post(session, teacher, school, Role.TEACHER)
    an_enrollment(session, room, teacher, EnrollmentRole.TEACHER)
    an_enrollment(session, room, child)
    return AtSchool(school, room, teacher, child)


def come_in(client: PageClient, letter: service.IssuedLetter, relation: str = "mother") -> None:
    """Open a letter, type its code, and say who one is."""
    asked = client.see(f"/g/{letter.token}")
    assert "ゆい" not in asked.text, "nothing of the child before the code"
    client.post(f"/g/{letter.token}", data={"code": the_code(letter)}, follow_redirects=True)
    answer = client.post("/family/confirm", data={"relation": relation, "sure": "y"})
    assert answer.status_code == 303


def fresh(session: Session, child: User, **more: object) -> service.IssuedLetter:
    return a_letter(session, child, now=clock.now(), **more)  # type: ignore[arg-type]


def test_one_guardian_finds_children_of_two_schools_on_one_page(
    session: Session, client: PageClient
) -> None:
    one, two, stranger = (at_school(session, grade=g) for g in (3, 7, 5))
    two.child.given_name, stranger.child.given_name = "れん", "そら"
    come_in(client, fresh(session, one.child))
    second = fresh(session, two.child)
    client.post("/family", data={"code": second.code}, follow_redirects=True)
    client.post("/family/confirm", data={"relation": "mother", "sure": "y"})
    page = client.see("/family")
    for here in (one, two):
        assert here.school.name in page.text
        assert here.child.given_name in page.text
        for place in ("", "/notice", "/consents", "/consents/photo"):
            shown = client.see(f"/family/{here.child.id}{place}")
            assert not TIME_OF_DAY.search(shown.text)
    assert stranger.school.name not in page.text
    for place in ("", "/notice", "/consents", "/consents/photo"):
        assert client.get(f"/family/{stranger.child.id}{place}").status_code == 404
        assert client.post(f"/family/{stranger.child.id}{place or '/x'}").status_code == 404
    client.post("/family/leave")
    assert client.get(f"/family/{one.child.id}").status_code == 404
    assert one.child.given_name not in client.see("/family").text


def test_a_letter_of_one_child_opens_nothing_of_another(
    session: Session, client: PageClient, app: Flask
) -> None:
    one, two = at_school(session), at_school(session)
    letter = fresh(session, one.child)
    come_in(client, letter)
    client.post("/family", data={"code": fresh(session, two.child).code}, follow_redirects=True)
    client.post("/family/confirm", data={"relation": "mother", "sure": "y"})
    elsewhere = app.test_client()
    assert isinstance(elsewhere, PageClient)
    come_in(elsewhere, letter)
    assert elsewhere.get(f"/family/{one.child.id}").status_code == 200
    assert elsewhere.get(f"/family/{two.child.id}").status_code == 404


def test_a_wrong_code_keeps_what_was_typed_and_the_eleventh_try_waits(
    session: Session, client: PageClient
) -> None:
    letter = fresh(session, a_child(session))
    for _ in range(10):
        answer = client.post(f"/g/{letter.token}", data={"code": "111 222 3334"})
        assert answer.status_code == 422
        assert "111 222 3334" in client.page.html
    assert client.post(f"/g/{letter.token}", data={"code": letter.code}).status_code == 429
    session.rollback()
    noted = session.scalars(sa.select(AuditEntry).filter_by(action="sign_in.limited"))
    assert [one.details for one in noted] == [{"limit": "letter"}]
    assert client.get("/family/confirm").status_code == 404
    assert client.get("/g/unknown").status_code == 404


def test_a_guardian_answers_changes_and_withdraws_having_seen_what_it_does(
    session: Session, client: PageClient
) -> None:
    here = at_school(session)
    come_in(client, fresh(session, here.child))
    own = f"/family/{here.child.id}"
    assert client.post(f"{own}/notice").status_code == 303
    client.see(f"{own}/notice")
    assert session.scalars(sa.select(NoticeReading)).one().text_version == 1
    assert client.post(f"{own}/consents").status_code == 422
    answers = {"photo": "agreed", "seen-photo": "1", "name": "refused", "seen-name": "1"}
    assert client.post(f"{own}/consents", data=answers).status_code == 303
    assert "あと4つ" in client.see("/family").text
    page = client.see(f"{own}/consents/photo")
    assert "もう配った紙の学校だよりは" in page.text, "the effect of withdrawing, before it"
    client.post(f"{own}/consents/photo", data={"said": "withdrawn", "seen": "1"})
    assert "やめました" in client.see(f"{own}/consents/photo").text
    client.post(f"{own}/consents/photo", data={"said": "agreed", "seen": "7"})
    assert client.page.one("h1").text.startswith("写真"), "another text than was seen is not taken"
    said = [one.said for one in session.scalars(sa.select(ConsentRecord))]
    assert sorted(said) == sorted([Said.AGREED, Said.REFUSED, Said.WITHDRAWN])
    assert {one.how for one in session.scalars(sa.select(ConsentRecord))} == {How.LETTER}


def test_a_closed_view_looks_like_never_having_had_a_child_here(
    session: Session, client: PageClient
) -> None:
    here, other = at_school(session), at_school(session)
    letter = fresh(session, here.child)
    come_in(client, letter)
    (tie,) = ties(session, here.child.id)
    administrator = an_administrator(session, of=here.school)
    service.close_view(session, tie.id, here.child.id, by=administrator.id, now=clock.now())
    closed = client.see("/family").text
    assert here.child.given_name not in closed
    assert here.school.name not in closed
    dead = client.see(f"/g/{letter.token}", status=404).text
    assert dead == client.see("/g/never-was", status=404).text
    for place in ("", "/notice", "/consents"):
        gone = client.see(f"/family/{here.child.id}{place}", status=404).text
        assert gone == client.see(f"/family/{other.child.id}{place}", status=404).text
    parent = a_user(session)
    a_guardian(session, other.child, user=parent)
    (tie,) = ties(session, other.child.id)
    service.close_view(session, tie.id, other.child.id, by=administrator.id, now=clock.now())
    sign_in(client, parent)
    assert other.child.given_name not in client.see("/").text


def test_a_guardian_with_an_account_finds_the_children_at_home(
    session: Session, client: PageClient
) -> None:
    here = at_school(session)
    parent = a_user(session, family_name="田中")
    a_post(session, parent, here.school, Role.GUARDIAN)
    a_guardian(session, here.child, user=parent)
    sign_in(client, parent)
    page = client.see("/")
    assert f"/family/{here.child.id}" in page.html
    client.query_budget = 11  # the day's first look at a child is noted
    client.see(f"/family/{here.child.id}")
    client.see(f"/family/{here.child.id}/consents")


def test_a_class_shows_who_answered_what_and_prints_letters_and_forms(
    session: Session, client: PageClient
) -> None:
    here = at_school(session)
    an_answer(session, a_guardian(session, here.child), now=clock.now())
    sign_in(client, here.teacher)
    assert here.room.title in client.see("/school/consents").text
    at = f"/school/consents/{here.room.id}"
    page = client.see(at)
    assert "1人の家庭に、まだ答えのないものがあります" in page.text
    assert client.post(f"{at}/letters").status_code == 200
    sheets = client.page
    assert sheets.html.count('class="sheet leaf"') == 2, "a letter, and a form behind it"
    found = re.search(r"/g/([\w-]{22})", sheets.text)
    code = re.search(r"\d{4}-\d{3}-\d{3}", sheets.text)
    assert found
    assert code
    stranger = client.application.test_client()
    assert isinstance(stranger, PageClient)
    stranger.post(f"/g/{found[1]}", data={"code": code[0]}, follow_redirects=True)
    assert "ゆい" in stranger.page.text
    other = at_school(session)
    for place in ("", "/paper"):
        assert client.get(f"/school/consents/{other.room.id}{place}").status_code == 404
    assert client.post(f"/school/consents/{other.room.id}/letters").status_code == 404
    assert client.get(f"/school/pupils/{here.child.id}/guardians").status_code == 404


def test_returned_forms_are_ticked_on_one_page(session: Session, client: PageClient) -> None:
    here = at_school(session)
    sign_in(client, here.teacher)
    at = f"/school/consents/{here.room.id}/paper"
    client.see(at)
    sent = {f"all-{here.child.id}": "yes", f"name-{here.child.id}": "no", "photo-x": "yes"}
    tomorrow = TODAY + timedelta(days=4000)
    assert client.post(at, data=sent | {"received_on": tomorrow.isoformat()}).status_code == 422
    assert 'name="all-' in client.page.html
    day = clock.day_of(clock.now()).isoformat()
    assert client.post(at, data=sent | {"received_on": day}).status_code == 303
    rows = session.scalars(sa.select(ConsentRecord)).all()
    assert len(rows) == len(Purpose)
    assert {one.recorded_by_id for one in rows} == {here.teacher.id}
    assert [one.purpose for one in rows if one.said is Said.REFUSED] == [Purpose.NAME]
    client.see(f"/school/consents/{here.room.id}")


def test_an_administrator_of_the_school_closes_a_view_and_hands_a_letter_to_one(
    session: Session, client: PageClient
) -> None:
    here, other = at_school(session), at_school(session)
    tie = a_guardian(session, here.child, Relation.FATHER)
    sign_in(client, an_administrator(session, of=here.school))
    at = f"/school/pupils/{here.child.id}"
    client.see(f"{at}/guardians")
    assert client.post(f"{at}/guardians/{tie.id}/close").status_code == 303
    assert tie.closed_at is not None
    assert client.post(f"{at}/letter", data={"relation": "mother"}).status_code == 200
    client.post(f"{at}/guardians/{tie.id}/open")
    session.refresh(tie)
    assert not ties(session, here.child.id)[0].closed_at
    assert client.post(f"{at}/guardians/{tie.id}/end").status_code == 303
    assert client.get(f"/school/pupils/{other.child.id}/guardians").status_code == 404
    theirs = a_guardian(session, other.child)
    assert client.post(f"{at}/guardians/{theirs.id}/close").status_code == 404
    assert client.get("/admin/consents").status_code == 404


def test_the_city_publishes_a_new_version_of_a_text(session: Session, client: PageClient) -> None:
    sign_in(client, an_administrator(session))
    client.see("/admin/consents")
    page = client.see("/admin/consents/photo")
    sent = {one.get("name"): one.get("value") or one.text for one in page.all("input", "textarea")}
    sent.pop("csrf_token")
    sent.pop("asks_again")
    assert client.post("/admin/consents/photo", data=sent).status_code == 422
    faulty = sent | {"asks_again": "again", "ja_easy": "{写真|"}
    assert client.post("/admin/consents/photo", data=faulty).status_code == 422
    assert (
        client.post("/admin/consents/photo", data=sent | {"asks_again": "again"}).status_code
        == 303
    )
    assert queries.current_texts(session)[Purpose.PHOTO].asked_since == 2
    client.see("/admin/consents/lessons")
    assert client.get("/admin/consents/nothing").status_code == 404


def test_pupils_old_enough_answer_themselves_and_younger_ones_are_told_who_does(
    session: Session, client: PageClient
) -> None:
    for grade, status in ((11, 303), (3, 422)):
        sign_in(client, a_child(session, grade=grade))
        client.see("/my/consents")
        client.see("/my/consents/photo")
        sent = {"said": "agreed", "seen": "1"}
        assert client.post("/my/consents/photo", data=sent).status_code == status
        assert (
            client.post("/my/consents", data={"name": "agreed", "seen-name": "1"}).status_code
            == status
        )
    assert client.get("/my/consents/nothing").status_code == 404


def test_a_pupil_who_is_signed_in_opens_no_letter(session: Session, client: PageClient) -> None:
    child = a_child(session)
    letter = fresh(session, child)
    sign_in(client, child)
    client.see(f"/g/{letter.token}")
    client.post(f"/g/{letter.token}", data={"code": letter.code})
    assert client.get("/family/confirm").status_code == 404
