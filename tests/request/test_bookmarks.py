"""Learning without an account: from the first look to the paper, and to another device."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app import clock
from app.audit.models import AuditEntry
from app.db import Base, db, transaction
from app.identity.kana import WORDS
from app.identity.models import Bookmark, User
from app.identity.service import ensure_installation
from app.learning import queries as learning
from app.learning.models import Registration
from app.lrs.models import StoredStatement
from app.mistakes.models import LessonReport
from app.outbox.models import OutboxEvent
from tests.client import PageClient
from tests.factories.catalog import LESSON, a_version, course_files
from tests.factories.identity import (
    PASSWORD,
    a_child,
    a_citizen,
    a_user,
    an_administrator,
    sign_in,
)
from tests.factories.learning import NOON, RIGHT, a_run, answer, finish_lessons


@pytest.fixture
def version_id(app: Flask) -> uuid.UUID:
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOON)
        return a_version(session).id


def rows() -> dict[str, int]:
    """Count the rows of every table."""
    return {
        table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def post(client: PageClient, address: str, **data: object) -> TestResponse:
    """Send a form, and once more where a 307 says so, as a browser does."""
    response = client.post(address, data=data)
    while response.status_code == 307:
        response = client.post(response.location, data=data)
    return response


def a_guest(client: PageClient, version_id: uuid.UUID) -> tuple[str, tuple[str, ...]]:
    """Answer as a visitor; return the address of the run, and the four words."""
    answered = post(client, f"/learn/{version_id}/nani/1/answers", chosen="gakko")
    assert answered.status_code == 200
    words = words_of(client)
    found = re.search(r"/learn/([0-9a-f-]{36})/nani/1/next", answered.text)
    assert found is not None
    return f"/learn/{found[1]}", words


def words_of(client: PageClient) -> tuple[str, ...]:
    page = client.get("/bookmark")
    return tuple(re.findall(r"<li>([ぁ-ん]+)</li>", page.text))


def test_looking_at_every_page_before_an_answer_writes_no_row(
    client: PageClient, version_id: uuid.UUID
) -> None:
    before = rows()
    course = client.get("/courses/tameshi")
    assert f"/learn/{version_id}/nani/1" in course.text
    for step in (1, 2, 3, 4):
        page = client.get(f"/learn/{version_id}/nani/{step}")
        assert page.status_code == 200
        assert "保存しました" not in page.text
    client.get("/bookmark")
    assert rows() == before
    assert len(client.queries) <= 2


def test_the_first_answer_makes_a_guest_a_run_and_a_bookmark_and_nothing_personal(
    client: PageClient, version_id: uuid.UUID
) -> None:
    address, words = a_guest(client, version_id)
    assert len(words) == 4
    assert set(words) <= set(WORDS)
    guest = db.session.scalars(sa.select(User)).one()
    assert guest.is_guest
    assert (guest.login_id, guest.email, guest.password_hash, guest.name) == (None, None, None, "")
    stored = [one.doc for one in db.session.scalars(sa.select(StoredStatement))]
    assert [re.search(r"verbs/(\w+)", doc)[1] for doc in stored] == [  # type: ignore[index]
        "initialized",
        "initialized",
        "answered",
    ]
    assert all(str(guest.actor_name) in doc for doc in stored)
    everything = str([list(db.session.execute(sa.select(t))) for t in Base.metadata.sorted_tables])
    assert "127.0.0.1" not in everything
    assert not any(word in everything for word in words if len(word) > 3)
    assert client.get(f"{address}/nani/2").status_code == 200


def test_a_whole_course_is_finished_without_a_field_for_name_mail_or_password(
    client: PageClient, version_id: uuid.UUID
) -> None:
    client.query_budget = 12  # the very first look at a lesson also writes
    seen = [client.get("/").text, client.get("/courses/tameshi").text]
    address, _words = a_guest(client, version_id)
    for key, step in (("junban", 2), ("dore", 3)):
        page = post(client, f"{address}/nani/{step}/answers", chosen=list(RIGHT[key]))
        seen.append(page.text)
    for lesson, steps in (("nani", 4), ("matome", 1)):
        for step in range(1, steps + 1):
            seen.append(client.get(f"{address}/{lesson}/{step}").text)
            left = client.post(f"{address}/{lesson}/{step}/next")
    assert left.location.endswith("/finished")
    closing = client.get(left.location).text
    seen.append(closing)
    assert "もちかえりの紙" in closing
    assert "登録" in closing
    fields = re.findall(r'<input[^>]*name="(\w+)"', "".join(seen))
    assert not {"family_name", "given_name", "email", "login", "password"} & set(fields)


def test_a_guest_tells_of_a_mistake_without_a_name(
    client: PageClient, version_id: uuid.UUID
) -> None:
    a_guest(client, version_id)
    told = client.post("/courses/tameshi/mistake", data={"spot": "nani", "kind": "broken"})
    assert told.status_code == 303
    assert db.session.scalars(sa.select(LessonReport)).one().told_by_id is None


def test_a_visitors_address_leads_to_ones_own_run_once_there_is_one(
    client: PageClient, version_id: uuid.UUID
) -> None:
    address, _words = a_guest(client, version_id)
    again = client.get(f"/learn/{version_id}/nani/2")
    assert again.location.endswith(f"{address}/nani/2")
    second = post(client, f"/learn/{version_id}/nani/1/answers", chosen="kyara")
    assert "おしい" in second.text
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 1
    with transaction() as session:
        stranger = a_citizen(session)
    sign_in(client, stranger)
    assert client.get(f"/learn/{version_id}/nani/1").location.endswith("/courses/tameshi")


def a_newer_version(*, question: str = "") -> uuid.UUID:
    """Publish the course with other words around the question, or with another question."""
    lesson = LESSON.replace("{生年月日|せいねんがっぴ}", "").replace("## はじめに", "## まずは")
    if question:
        lesson = lesson.replace("{教|おし}えてはいけないのは？", question)
    with transaction() as session:
        return a_version(session, course_files(lesson=lesson)).id


def test_an_answer_sent_to_another_version_goes_to_the_run_one_has(
    client: PageClient, version_id: uuid.UUID
) -> None:
    newer = a_newer_version()
    assert newer != version_id
    address, _words = a_guest(client, newer)
    sent = client.post(f"/learn/{version_id}/nani/1/answers", data={"chosen": "kyara"})
    assert (sent.status_code, sent.location) == (307, f"{address}/nani/1/answers")
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 1


@pytest.mark.parametrize("place", ["nani/1/answers", "nani/9/answers", "none/1/answers"])
def test_an_answer_to_what_is_asked_no_more_is_told_of_and_begins_nothing(
    client: PageClient, version_id: uuid.UUID, place: str
) -> None:
    address, _words = a_guest(client, a_newer_version(question="どれがいけない？"))
    sent = client.post(f"/learn/{version_id}/{place}", data={"chosen": "kyara"})
    assert (sent.status_code, sent.location) == (303, address)
    place_left = client.get(client.get(address).location)
    assert "いまの答えは、まだ入っていません" in place_left.text
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 1


def test_visitors_are_brought_to_the_version_of_today(
    client: PageClient, version_id: uuid.UUID
) -> None:
    course = (
        course_files()["course.toml"].decode().replace("ぜんぶそろっています", "新しくなりました")
    )
    with transaction() as session:
        newer = a_version(session, course_files(course=course)).id
    assert newer != version_id
    moved = client.get(f"/learn/{version_id}/nani/1")
    assert moved.location.endswith(f"/learn/{newer}/nani/1")


def test_only_the_citizens_courses_are_open(app: Flask, client: PageClient) -> None:
    course = course_files()["course.toml"].decode().replace('"citizen"', '"staff"')
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOON)
        staff = a_version(session, course_files(course=course), slug="shigoto").id
        open_id = a_version(session).id
        others = a_run(session).registration.id
    for closed in (staff, others, uuid.UUID(int=1)):
        assert "/sign-in" in client.get(f"/learn/{closed}/nani/1").location
        sent = client.post(f"/learn/{closed}/nani/1/answers", data={"chosen": "gakko"})
        assert "/sign-in" in sent.location
    a_guest(client, open_id)
    assert "/sign-in" in client.post("/courses/shigoto/start").location
    with transaction() as session:
        child = a_child(session)
    sign_in(client, child)
    assert client.post(f"/learn/{open_id}/nani/1/answers").status_code == 404


def test_four_words_open_the_place_on_another_device(
    app: Flask, client: PageClient, version_id: uuid.UUID
) -> None:
    address, words = a_guest(client, version_id)
    other = app.test_client()
    assert isinstance(other, PageClient)
    opened = other.post("/bookmark", data={"w1": "　".join(words)})
    assert opened.location.endswith(address)
    assert other.get(opened.location).location.endswith("/nani/1")
    assert words_of(other) == words
    sheet = other.get("/bookmark/paper").text
    assert all(word in sheet for word in words)
    assert "188" in sheet
    other.post("/sign-out")
    assert words_of(other) == ()
    assert words_of(client) == words, "the other device is another matter"


def test_a_guests_words_stay_while_they_are_used_and_180_days_longer(
    client: PageClient, version_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    _address, words = a_guest(client, version_id)
    kept = client.get_cookie("terakoya")
    assert kept is not None
    assert kept.expires is not None
    assert kept.expires - datetime.now(UTC) > timedelta(days=179)
    began = clock.now()
    for days, stays in ((179, True), (358, True), (539, False)):
        monkeypatch.setattr(clock, "now", lambda days=days: began + timedelta(days=days))
        assert (words_of(client) == words) is stays


def test_a_guests_cookie_is_sent_once_a_day_at_most(
    client: PageClient, version_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_guest(client, version_id)
    assert "Set-Cookie" not in client.get("/bookmark").headers
    later = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "Set-Cookie" in client.get("/bookmark").headers
    assert "Set-Cookie" not in client.get("/bookmark").headers


def test_a_word_that_is_none_is_named_and_a_wrong_four_tell_nothing(
    app: Flask, client: PageClient, version_id: uuid.UUID
) -> None:
    _address, words = a_guest(client, version_id)
    other = app.test_client()
    assert isinstance(other, PageClient)
    boxes = dict(zip(("w1", "w2", "w3", "w4"), words, strict=True))
    named = other.post("/bookmark", data=boxes | {"w3": "ほげほげ", "w4": ""})
    assert named.status_code == 422
    assert "「ほげほげ」" in named.text
    wrong = next(word for word in WORDS if word != words[0])
    refused = other.post("/bookmark", data=boxes | {"w1": wrong})
    assert refused.status_code == 422
    assert "見つかりませんでした" in refused.text
    assert refused.text.count("aria-invalid") == 0


def test_guessing_is_stopped_where_it_happens_and_goes_on_elsewhere(
    app: Flask, client: PageClient, version_id: uuid.UUID
) -> None:
    _address, words = a_guest(client, version_id)
    boxes = dict(zip(("w1", "w2", "w3", "w4"), words, strict=True))
    wrong = boxes | {"w1": next(word for word in WORDS if word != words[0])}
    statuses = [client.post("/bookmark", data=wrong).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert client.post("/bookmark", data=boxes).status_code == 429
    noted = db.session.scalars(sa.select(AuditEntry).filter_by(action="sign_in.limited"))
    assert [one.details for one in noted] == [{"limit": "bookmark"}]
    elsewhere = {"environ_base": {"REMOTE_ADDR": "198.51.100.7"}}
    assert client.post("/bookmark", data=boxes, **elsewhere).status_code == 303


def test_a_guest_is_in_no_list_and_has_no_page(client: PageClient, version_id: uuid.UUID) -> None:
    a_guest(client, version_id)
    guest = db.session.scalars(sa.select(User)).one()
    with transaction() as session:
        administrator = an_administrator(session)
    sign_in(client, administrator)
    assert "1人" in client.get("/admin/people").text
    assert client.get(f"/admin/people/{guest.id}").status_code == 404
    assert client.get("/records/").status_code == 200


def test_a_guest_who_joins_is_asked_and_the_learning_moves(
    client: PageClient, version_id: uuid.UUID
) -> None:
    address, words = a_guest(client, version_id)
    with transaction() as session:
        a_user(session, login_id="kiyo", password=PASSWORD)
    form = {"login": "kiyo", "password": PASSWORD, "next": f"{address}/finished"}
    entered = client.post("/sign-in", data=form)
    assert entered.location.startswith("/bookmark/claim?next=")
    assert "試しの講座" in client.get(entered.location).text
    moved = client.post("/bookmark/claim", data={"mine": "yes", "next": "/"})
    assert moved.location.endswith("/courses/tameshi")
    assert client.get(f"{address}/nani/2").status_code == 200
    assert "答えた" in client.get("/my/data").text
    assert client.get("/bookmark/claim").location == "/"
    client.post("/sign-out")
    boxes = dict(zip(("w1", "w2", "w3", "w4"), words, strict=True))
    assert client.post("/bookmark", data=boxes).status_code == 422


def test_what_is_not_mine_stays_with_its_bookmark(
    client: PageClient, version_id: uuid.UUID
) -> None:
    _address, words = a_guest(client, version_id)
    with transaction() as session:
        a_user(session, login_id="kiyo", password=PASSWORD)
    client.post("/sign-in", data={"login": "kiyo", "password": PASSWORD})
    left = client.post("/bookmark/claim", data={"mine": "no", "next": "//evil.example"})
    assert left.location == "/"
    client.post("/sign-out")
    boxes = dict(zip(("w1", "w2", "w3", "w4"), words, strict=True))
    assert client.post("/bookmark", data=boxes).status_code == 303


def test_somebody_with_an_account_claims_the_words_on_the_paper(
    app: Flask, client: PageClient, version_id: uuid.UUID
) -> None:
    address, words = a_guest(client, version_id)
    other = app.test_client()
    assert isinstance(other, PageClient)
    with transaction() as session:
        citizen = a_citizen(session)
    sign_in(other, citizen)
    assert "四つの言葉" in other.get("/bookmark").text
    boxes = dict(zip(("w1", "w2", "w3", "w4"), words, strict=True))
    assert other.post("/bookmark", data=boxes).location.endswith("/bookmark/claim")
    other.post("/bookmark/claim", data={"mine": "yes"})
    assert other.get(f"{address}/nani/2").status_code == 200
    assert client.get(f"{address}/nani/2").status_code == 302, "the guest has gone"


def test_a_child_is_told_that_the_course_stays_with_its_bookmark(
    client: PageClient, version_id: uuid.UUID
) -> None:
    _address, words = a_guest(client, version_id)
    client.post("/sign-out")
    with transaction() as session:
        child = a_child(session)
    sign_in(client, child)
    boxes = dict(zip(("w1", "w2", "w3", "w4"), words, strict=True))
    asked = client.post("/bookmark", data=boxes)
    led = client.get(asked.location)
    assert led.location == "/"
    assert "しおりは、これからも" in client.see("/").text
    assert client.post("/bookmark/claim", data={"mine": "yes"}).location == "/"
    client.post("/sign-out")
    assert client.post("/bookmark", data=boxes).status_code == 303


def test_a_forged_claim_moves_nothing(client: PageClient, version_id: uuid.UUID) -> None:
    with transaction() as session:
        other = a_run(session)
        finish_lessons(session, other)
        answer(session, other, "doko", RIGHT["doko"], minutes=50)
        thief = a_citizen(session)
    sign_in(client, thief)
    assert client.post("/bookmark/claim", data={"mine": "yes"}).location == "/"
    with client.session_transaction() as cookie:
        cookie["guest_before"] = str(other.registration.learner_id)  # an account is no guest
    assert client.post("/bookmark/claim", data={"mine": "yes"}).location == "/"
    with transaction() as session:
        assert learning.own_cards(session, thief.id) == []


def test_too_many_guests_from_one_address_have_to_wait(
    client: PageClient, version_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.identity.service.bookmarks.GUESTS", 1)
    address = f"/learn/{version_id}/nani/1/answers"
    assert client.post(address, data={"chosen": "gakko"}).status_code == 307
    client.post("/sign-out")
    assert client.post(address, data={"chosen": "gakko"}).status_code == 429
    assert db.session.scalar(sa.select(sa.func.count(Bookmark.user_id))) == 1
    assert (
        db.session.scalar(sa.select(sa.func.count()).where(OutboxEvent.type == "GuestMade")) == 1
    )
